"""Who gets in, from which host and origin, with which credential."""

from collections.abc import Callable
from typing import Any

import pytest

from freshbrick.accounts.people import Person, add_person
from freshbrick.accounts.secrets import Secret
from freshbrick.accounts.sessions import end_session, session_person, start_session
from freshbrick.accounts.tokens import create_token, list_tokens, revoke_token
from freshbrick.api.guard import Guard, Insider, MisdirectedError, is_preflight, why_unsafe
from freshbrick.model.clock import DAY
from freshbrick.model.errors import RequestError
from freshbrick.store.sqlite import SqliteDatabase
from support.clock import VirtualClock

OWN = "http://localhost:8000"
PUBLIC = "https://bricks.example.org"
TOOLS = "https://tools.example"
EVIL = "https://evil.example"

Scope = dict[str, Any]


def request(method: str = "GET", *, host: str = "localhost:8000", **headers: str | None) -> Scope:
    named = {"host": host, **headers}
    return {
        "type": "http",
        "scheme": "http",
        "method": method,
        "server": ("127.0.0.1", 8000),
        "headers": [
            (name.replace("_", "-").encode(), text.encode())
            for name, text in named.items()
            if text is not None
        ],
    }


def socket(*subprotocols: str, host: str = "localhost:8000", **headers: str | None) -> Scope:
    scope = request(host=host, **headers)
    del scope["method"]
    return {**scope, "type": "websocket", "scheme": "ws", "subprotocols": list(subprotocols)}


def http(**headers: str | None) -> Scope:
    return request("POST", **headers)


@pytest.fixture
def guard(database: SqliteDatabase, clock: VirtualClock) -> Guard:
    return Guard(database, clock, public_url=None, allowed_origins=[TOOLS])


@pytest.fixture
def public(database: SqliteDatabase, clock: VirtualClock) -> Guard:
    return Guard(database, clock, public_url=PUBLIC, allowed_origins=[])


@pytest.fixture
async def ana(database: SqliteDatabase) -> int:
    return (await database.write(add_person, "Ana", "owner")).id


@pytest.fixture
async def secret(database: SqliteDatabase, ana: int) -> Secret:
    return (await database.write(start_session, ana)).secret


@pytest.fixture
def cookie(secret: Secret) -> str:
    return f"theme=dark; freshbrick_8000={secret.reveal()}"


@pytest.fixture
async def bearer(database: SqliteDatabase, ana: int) -> str:
    return f"Bearer {(await database.write(create_token, ana, 'tool')).reveal()}"


async def refusal(guard: Guard, scope: Scope) -> str:
    with pytest.raises(RequestError) as caught:
        await guard.person(scope)
    return caught.value.code


class TestHost:
    @pytest.mark.parametrize("host", ["localhost", "LOCALHOST:5173", "127.0.0.1:8000", "[::1]:8000", "[::1]"])
    def test_loopback_names_are_ours_on_any_port(self, guard: Guard, host: str) -> None:
        guard.check_host(request(host=host))

    @pytest.mark.parametrize(
        "host",
        ["evil.example", "localhost.evil.example", "127.0.0.1.evil.example:8000", "x@localhost", "[::2]", ""],
    )
    def test_any_other_name_is_misdirected(self, guard: Guard, host: str) -> None:
        with pytest.raises(MisdirectedError) as caught:
            guard.check_host(request(host=host))
        assert caught.value.status == 421
        assert "FRESHBRICK_PUBLIC_URL" in caught.value.message

    def test_none_or_two_are_misdirected(self, guard: Guard) -> None:
        scope = request()
        for headers in ([], scope["headers"] * 2):
            with pytest.raises(MisdirectedError):
                guard.check_host({**scope, "headers": headers})

    def test_the_public_name_is_ours_and_a_health_check_may_still_use_loopback(self, public: Guard) -> None:
        public.check_host(request(host="bricks.example.org"))
        public.check_host(request(host="127.0.0.1:8000"))
        with pytest.raises(MisdirectedError):
            public.check_host(request(host="www.bricks.example.org"))

    async def test_nobody_is_let_in_under_another_name(self, guard: Guard, bearer: str, cookie: str) -> None:
        for scope in (
            request(host="evil.example", authorization=bearer),
            socket(host="evil.example", cookie=cookie, origin="http://evil.example"),
        ):
            with pytest.raises(MisdirectedError):
                await guard.person(scope)


class TestCookie:
    async def test_it_reads_without_an_origin_as_browsers_do(
        self, guard: Guard, cookie: str, ana: int
    ) -> None:
        person = await guard.person(request(cookie=cookie))
        assert (person.id, person.via) == (ana, "session")

    @pytest.mark.parametrize("method", ["POST", "PATCH", "PUT", "DELETE"])
    async def test_it_writes_from_its_own_origin_only(self, guard: Guard, cookie: str, method: str) -> None:
        assert await guard.person(request(method, cookie=cookie, origin=OWN))
        for origin in (None, "null", EVIL, TOOLS, "http://localhost:3000", "https://localhost:8000"):
            assert await refusal(guard, request(method, cookie=cookie, origin=origin)) == "forbidden"

    async def test_an_allowed_origin_may_not_even_read_with_it(self, guard: Guard, cookie: str) -> None:
        assert await refusal(guard, request(cookie=cookie, origin=TOOLS)) == "forbidden"

    async def test_behind_a_proxy_the_public_origin_is_the_own_one(
        self, public: Guard, secret: Secret
    ) -> None:
        cookie = f"__Host-freshbrick={secret.reveal()}"
        for host in ("bricks.example.org", "127.0.0.1:8000"):
            assert await public.person(http(host=host, cookie=cookie, origin=PUBLIC))
        assert await refusal(public, http(cookie=cookie, origin=OWN)) == "forbidden"

    async def test_a_name_without_the_host_prefix_is_worth_nothing_on_https(
        self, public: Guard, cookie: str
    ) -> None:
        """A neighbour on plain http could have planted it."""
        assert await refusal(public, request(host="bricks.example.org", cookie=cookie)) == "not_signed_in"

    async def test_a_session_that_has_ended_is_signed_out(
        self, database: SqliteDatabase, guard: Guard, cookie: str, secret: Secret
    ) -> None:
        await database.write(end_session, secret)
        assert await refusal(guard, request(cookie=cookie)) == "not_signed_in"

    async def test_daily_use_keeps_a_session_alive(
        self, database: SqliteDatabase, clock: VirtualClock, guard: Guard, cookie: str, secret: Secret
    ) -> None:
        for _ in range(40):
            clock.advance(DAY)
            person = await guard.person(request(cookie=cookie))
            assert person.expires_at == clock.now() + 30 * DAY
        kept = await database.read(session_person, secret)
        assert kept is not None
        clock.advance(30 * DAY)
        assert await refusal(guard, request(cookie=cookie)) == "not_signed_in"

    async def test_reads_within_a_day_write_nothing(
        self, database: SqliteDatabase, clock: VirtualClock, guard: Guard, cookie: str
    ) -> None:
        before = (await guard.person(request(cookie=cookie))).expires_at
        clock.advance(DAY - 1)
        assert (await guard.person(request(cookie=cookie))).expires_at == before


class TestBearer:
    async def test_it_needs_no_origin(self, guard: Guard, bearer: str, ana: int) -> None:
        person = await guard.person(http(authorization=bearer))
        assert (person.id, person.via, person.expires_at) == (ana, "token", None)

    async def test_pages_of_own_and_allowed_origins_may_use_it(self, guard: Guard, bearer: str) -> None:
        for origin in (OWN, TOOLS):
            assert await guard.person(http(authorization=bearer, origin=origin))
        for origin in (EVIL, "null", "https://tools.example:8443"):
            assert await refusal(guard, http(authorization=bearer, origin=origin)) == "forbidden"

    @pytest.mark.parametrize("wrong", ["Bearer fbk_wrong", "bearer ", "Bearer"])
    async def test_a_wrong_one_is_not_saved_by_a_good_cookie(
        self, guard: Guard, cookie: str, wrong: str
    ) -> None:
        assert await refusal(guard, request(authorization=wrong, cookie=cookie)) == "not_signed_in"

    async def test_a_proxys_own_password_is_none_of_our_business(self, guard: Guard, cookie: str) -> None:
        assert await guard.person(request(authorization="Basic dTpw", cookie=cookie))

    async def test_one_that_was_good_a_moment_ago_is_worth_nothing_once_revoked(
        self, guard: Guard, bearer: str, database: SqliteDatabase
    ) -> None:
        asked = request(authorization=bearer)
        await guard.person(asked)
        for token in await database.read(list_tokens):
            await database.write(revoke_token, token.id)
        with pytest.raises(RequestError, match="revoked"):
            await guard.person(asked)

    async def test_what_is_remembered_of_a_good_one_does_not_help_a_second_host_or_origin(
        self, guard: Guard, bearer: str
    ) -> None:
        asked = request(authorization=bearer)
        await guard.person(asked)
        with pytest.raises(MisdirectedError):
            await guard.person({**asked, "headers": [(b"host", b"evil.example"), *asked["headers"]]})
        with pytest.raises(RequestError, match="other origins"):
            await guard.person({**asked, "headers": [*asked["headers"], (b"origin", EVIL.encode())]})

    async def test_nothing_at_all_is_signed_out(self, guard: Guard) -> None:
        assert await refusal(guard, request()) == "not_signed_in"
        assert await refusal(guard, http(origin=EVIL)) == "not_signed_in"


class TestHandshake:
    async def test_a_browser_needs_cookie_and_own_origin(self, guard: Guard, cookie: str, ana: int) -> None:
        handshake = await guard.handshake(socket("freshbrick.live.v1", cookie=cookie, origin=OWN))
        assert (handshake.person.id, handshake.subprotocol) == (ana, "freshbrick.live.v1")
        for origin in (None, EVIL, TOOLS):
            assert await refusal(guard, socket(cookie=cookie, origin=origin)) == "forbidden"
        assert await refusal(guard, socket(origin=OWN)) == "not_signed_in"

    async def test_a_tool_sends_its_token_as_a_header(self, guard: Guard, bearer: str) -> None:
        handshake = await guard.handshake(socket(authorization=bearer))
        assert (handshake.person.via, handshake.subprotocol) == ("token", None)

    async def test_another_origins_page_sends_it_as_a_subprotocol_that_is_not_echoed(
        self, guard: Guard, bearer: str
    ) -> None:
        offered = ("freshbrick.live.v1", f"bearer.{bearer.removeprefix('Bearer ')}")
        handshake = await guard.handshake(socket(*offered, origin=TOOLS))
        assert (handshake.person.via, handshake.subprotocol) == ("token", "freshbrick.live.v1")
        assert (await guard.handshake(socket(*reversed(offered)))).subprotocol == "freshbrick.live.v1"
        assert await refusal(guard, socket(*offered, origin=EVIL)) == "forbidden"
        assert (
            await refusal(guard, socket("freshbrick.live.v1", "bearer.fbk_x", origin=TOOLS))
            == "not_signed_in"
        )

    async def test_a_loopback_page_on_plain_ports_is_own(self, guard: Guard, cookie: str) -> None:
        assert await guard.handshake(socket(host="localhost:80", cookie=cookie, origin="http://localhost"))


class TestSignIn:
    def test_no_other_origins_page_may_sign_its_visitor_in(self, guard: Guard) -> None:
        guard.check_sign_in(http(origin=OWN))
        guard.check_sign_in(http())
        for origin in (EVIL, TOOLS, "null"):
            with pytest.raises(RequestError) as caught:
                guard.check_sign_in(http(origin=origin))
            assert caught.value.code == "forbidden"
        with pytest.raises(MisdirectedError):
            guard.check_sign_in(http(host="evil.example", origin="http://evil.example"))

    def test_the_cookie_is_unreadable_for_scripts_and_stays_on_this_site(self, guard: Guard) -> None:
        set_cookie = guard.sign_in_cookie(http(), Secret("abc"))
        assert set_cookie == "freshbrick_8000=abc; Path=/; HttpOnly; SameSite=Lax; Max-Age=34560000"
        assert guard.sign_out_cookie(http()) == "freshbrick_8000=; Path=/; HttpOnly; SameSite=Lax; Max-Age=0"

    def test_with_https_it_is_bound_to_the_host_and_secure(self, public: Guard) -> None:
        set_cookie = public.sign_in_cookie(http(), Secret("abc"))
        assert set_cookie.startswith("__Host-freshbrick=abc; Path=/;")
        assert set_cookie.endswith("; Secure")

    @pytest.mark.parametrize(
        ("public_url", "port"), [("http://bricks.lan", 80), ("http://bricks.lan:81", 81)]
    )
    def test_servers_behind_one_proxy_know_each_others_cookie(
        self, database: SqliteDatabase, clock: VirtualClock, public_url: str, port: int
    ) -> None:
        guard = Guard(database, clock, public_url=public_url, allowed_origins=[])
        for own in (8001, 8002):
            scope = {**http(host="bricks.lan"), "server": ("127.0.0.1", own)}
            assert guard.sign_in_cookie(scope, Secret("abc")).startswith(f"freshbrick_{port}=abc;")

    def test_what_was_set_is_what_is_read(self, guard: Guard, public: Guard) -> None:
        for one in (guard, public):
            pair = one.sign_in_cookie(http(), Secret("abc")).split(";")[0]
            found = one.session_secret(request(cookie=f"a=b;{pair}"))
            assert found is not None
            assert found.reveal() == "abc"
            assert one.session_secret(request(cookie=one.sign_out_cookie(http()).split(";")[0])) is None


class TestCors:
    def test_an_allowed_origins_page_may_read_answers_but_never_with_the_cookie(self, guard: Guard) -> None:
        headers = dict(guard.cors_headers(request(origin=TOOLS)))
        assert headers[b"access-control-allow-origin"] == TOOLS.encode()
        assert headers[b"vary"] == b"Origin"
        assert b"ETag" in headers[b"access-control-expose-headers"]
        assert b"access-control-allow-credentials" not in headers

    def test_its_preflight_is_told_methods_and_headers(self, guard: Guard) -> None:
        preflight = request("OPTIONS", origin=TOOLS, access_control_request_method="POST")
        headers = dict(guard.cors_headers(preflight))
        assert is_preflight(preflight)
        assert not is_preflight(request("OPTIONS"))
        assert b"PATCH" in headers[b"access-control-allow-methods"]
        assert b"Authorization" in headers[b"access-control-allow-headers"]

    @pytest.mark.parametrize("scope_of", [lambda: request(origin=EVIL), lambda: request(origin="*"), request])
    def test_others_learn_nothing_but_caches_keep_them_apart(
        self, guard: Guard, public: Guard, scope_of: Callable[[], Scope]
    ) -> None:
        assert guard.cors_headers(scope_of()) == [(b"vary", b"Origin")]
        assert public.cors_headers(scope_of()) == []


class TestServing:
    @pytest.mark.parametrize(
        ("host", "public_url"),
        [("127.0.0.1", None), ("::1", None), ("localhost", "http://localhost:9000"), ("0.0.0.0", PUBLIC)],
    )
    def test_loopback_and_https_are_safe(self, host: str, public_url: str | None) -> None:
        assert why_unsafe(host, public_url, insecure_http=False) is None

    @pytest.mark.parametrize(
        ("host", "public_url"),
        [
            ("0.0.0.0", None),
            ("192.0.2.7", None),
            ("127.0.0.1", "http://bricks.example"),
            ("::", "http://localhost"),
        ],
    )
    def test_plain_http_beyond_this_machine_must_be_asked_for(
        self, host: str, public_url: str | None
    ) -> None:
        reason = why_unsafe(host, public_url, insecure_http=False)
        assert reason is not None
        assert "FRESHBRICK_INSECURE_HTTP=1" in reason
        assert why_unsafe(host, public_url, insecure_http=True) is None


class TestInsider:
    async def test_who_holds_the_secret_of_the_process_is_let_in_and_nobody_else(
        self, database: SqliteDatabase, clock: VirtualClock, bearer: str
    ) -> None:
        person = Person(1, "owner", "owner", "token", None)
        insider = Insider(Secret.random(), person)
        guard = Guard(database, clock, public_url=None, allowed_origins=[], insider=insider)
        mine = f"Bearer {insider.secret.reveal()}"
        assert await guard.person(request(authorization=mine)) == person
        assert (await guard.handshake(socket(authorization=mine))).person == person
        assert (await guard.person(request(authorization=bearer))).name == "Ana"
        assert await refusal(guard, request(authorization=f"{mine}x")) == "not_signed_in"
        with pytest.raises(MisdirectedError):
            await guard.person(request(host=EVIL.removeprefix("https://"), authorization=mine))
        assert insider.secret.reveal() not in repr(insider)
