"""Nobody is answered whose signature is not exactly right."""

import httpx2
import pytest
from authlib.oauth1.rfc5849.parameters import prepare_headers
from authlib.oauth1.rfc5849.signature import construct_base_string, hmac_sha1_signature

from freshbrick.simulator import DEFAULT_CREDENTIALS, Credentials, Simulator, running
from simulator.customer import Customer
from support.clock import VirtualClock

KEY, SECRET, TOKEN, TOKEN_SECRET = (
    getattr(DEFAULT_CREDENTIALS, name)
    for name in ("consumer_key", "consumer_secret", "token_value", "token_secret")
)


async def refusal(customer: Customer, request: httpx2.Request) -> str:
    reply = await customer.http.send(request)
    assert reply.status_code == 200
    body = reply.json()
    assert "data" not in body
    assert (body["meta"]["code"], body["meta"]["message"]) == (401, "BAD_OAUTH_REQUEST")
    return str(body["meta"]["description"])


def signed_by_authlib(customer: Customer, now: int, **more: str) -> httpx2.Request:
    url = f"{customer.base_url}/items/part/3001/price"
    oauth = {
        "oauth_consumer_key": KEY,
        "oauth_token": TOKEN,
        "oauth_signature_method": "HMAC-SHA1",
        "oauth_timestamp": str(now // 1000),
        "oauth_nonce": "once",
    } | more
    base = construct_base_string("GET", url, [*oauth.items(), ("color_id", "5")])
    oauth["oauth_signature"] = hmac_sha1_signature(base, SECRET, TOKEN_SECRET)
    headers = prepare_headers(list(oauth.items()), {})
    return customer.http.build_request("GET", f"{url}?color_id=5", headers=headers)


async def test_both_libraries_agree(customer: Customer, clock: VirtualClock) -> None:
    """What authlib signs is accepted like what oauthlib signs."""
    reply = await customer.http.send(signed_by_authlib(customer, clock.now()))
    assert reply.json()["data"]["item"]["no"] == "3001"


async def test_another_version_of_oauth_is_refused(customer: Customer, clock: VirtualClock) -> None:
    request = signed_by_authlib(customer, clock.now(), oauth_version="2.0")
    assert await refusal(customer, request) == "VERSION_REJECTED"


@pytest.mark.parametrize("missing", ["oauth_nonce", "oauth_timestamp"])
async def test_an_empty_nonce_or_timestamp_is_refused(
    customer: Customer, clock: VirtualClock, missing: str
) -> None:
    request = signed_by_authlib(customer, clock.now(), **{missing: ""})
    assert await refusal(customer, request) in {"PARAMETER_ABSENT", "TIMESTAMP_REFUSED"}


@pytest.mark.parametrize("field", [0, 1, 2, 3])
async def test_each_of_the_four_values_must_be_right(customer: Customer, field: int) -> None:
    values = [KEY, SECRET, TOKEN, TOKEN_SECRET]
    values[field] += "x"
    problem = await refusal(customer, customer.signed("/colors", Credentials(*values)))
    expected = ["CONSUMER_KEY_UNKNOWN", "SIGNATURE_INVALID", "TOKEN_REJECTED", "SIGNATURE_INVALID"]
    assert problem == expected[field]


async def test_own_credentials_with_reserved_characters(clock: VirtualClock) -> None:
    odd = Credentials("key/+=", "se cret&%", "tök~en", "ß'()*!")
    async with (
        running(Simulator(credentials=odd, clock=clock.now)) as base_url,
        httpx2.AsyncClient(timeout=5, verify=False) as http,
    ):
        customer = Customer(base_url, http, clock.now)
        reply = await http.send(customer.signed("/items/part/3001", odd))
        assert reply.json()["meta"]["code"] == 200
        assert await refusal(customer, customer.signed("/items/part/3001")) == "CONSUMER_KEY_UNKNOWN"


async def test_percent_encoded_paths_and_queries_are_signed_as_they_are_sent(customer: Customer) -> None:
    assert await customer.data("/items/part/no%20such%2Fpart%21") == {}
    region = "%2B%26%20%7E%C3%A4"
    assert (await customer.data(f"/items/part/3001/price?color_id=5&region={region}"))["unit_quantity"] > 0


async def test_a_query_that_was_changed_after_signing_is_refused(customer: Customer) -> None:
    request = customer.signed("/items/part/3001/price?color_id=5")
    request.url = request.url.copy_with(query=b"color_id=6")
    assert await refusal(customer, request) == "SIGNATURE_INVALID"


async def test_a_request_without_signature_is_refused(customer: Customer) -> None:
    request = customer.http.build_request("GET", customer.base_url + "/colors")
    assert await refusal(customer, request) == "PARAMETER_ABSENT"


@pytest.mark.parametrize(
    "header", ["Basic eDp5", "OAuth", "OAuth oauth_nonce", 'OAuth oauth_consumer_key="\xe9"', "OAuth a=b=c,,"]
)
async def test_a_broken_header_is_refused(customer: Customer, header: str) -> None:
    request = customer.http.build_request("GET", customer.base_url + "/colors")
    request.headers["authorization"] = header
    assert await refusal(customer, request) in {
        "PARAMETER_REJECTED",
        "PARAMETER_ABSENT",
        "CONSUMER_KEY_UNKNOWN",
    }


async def test_another_signature_method_is_refused(customer: Customer) -> None:
    request = customer.signed("/colors", signature_method="PLAINTEXT")
    assert await refusal(customer, request) == "SIGNATURE_METHOD_REJECTED"


async def test_a_nonce_is_good_once(customer: Customer) -> None:
    request = customer.signed("/colors", nonce="again")
    assert (await customer.http.send(request)).json()["meta"]["code"] == 200
    assert await refusal(customer, request) == "NONCE_USED"


@pytest.mark.parametrize("minutes", [-11, 11])
async def test_a_clock_that_is_wrong_by_more_than_ten_minutes_is_refused(
    customer: Customer, clock: VirtualClock, minutes: int
) -> None:
    stamp = str(clock.now() // 1000 + 60 * minutes)
    assert await refusal(customer, customer.signed("/colors", timestamp=stamp)) == "TIMESTAMP_REFUSED"


@pytest.mark.parametrize("minutes", [-9, 9])
async def test_a_clock_that_is_a_little_wrong_will_do(
    customer: Customer, clock: VirtualClock, minutes: int
) -> None:
    stamp = str(clock.now() // 1000 + 60 * minutes)
    reply = await customer.http.send(customer.signed("/colors", timestamp=stamp))
    assert reply.json()["meta"]["code"] == 200


async def test_a_refused_request_spends_no_quota(
    customer: Customer, simulator: Simulator, clock: VirtualClock
) -> None:
    await refusal(customer, customer.signed("/colors", Credentials(KEY, "no", TOKEN, "no")))
    assert simulator.quota.used(clock.now()) == 0


def test_credentials_do_not_show_in_a_repr() -> None:
    assert repr(DEFAULT_CREDENTIALS) == "Credentials()"
