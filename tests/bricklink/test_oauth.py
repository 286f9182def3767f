import copy
import io
import logging
import re
from random import Random
from urllib.parse import quote

import pytest
import rich.console
from hypothesis import given
from hypothesis import strategies as st

from bricklink.verifier import parameters, verified_by_authlib
from freshbrick.bricklink.oauth import Credentials, Signer, signature_of

URL = "http://127.0.0.1:8080/api/store/v1/items/part/3001/price?color_id=11&vat=N&region=north%20america%26"


def test_signature_is_that_of_the_published_example() -> None:
    """OAuth Core 1.0a, appendix A.5.2."""
    oauth = [
        ("oauth_consumer_key", "dpf43f3p2l4k3l03"),
        ("oauth_token", "nnch734d00sl2jdk"),
        ("oauth_signature_method", "HMAC-SHA1"),
        ("oauth_timestamp", "1191242096"),
        ("oauth_nonce", "kllo9940pd9333jh"),
        ("oauth_version", "1.0"),
    ]
    keys = Credentials("dpf43f3p2l4k3l03", "kd94hf93k423kf44", "nnch734d00sl2jdk", "pfkkdhi9sl3r4s00")
    url = "http://photos.example.net/photos?file=vacation.jpg&size=original"
    assert signature_of(keys, "GET", url, oauth) == "tR3+Ty81lMeYAr/Fid0kMTYa/WM="


def test_another_library_accepts_the_signature(credentials: Credentials) -> None:
    authorization = Signer(credentials, Random(1)).authorization("GET", URL, 1_786_000_000_999)
    assert verified_by_authlib(credentials, URL, authorization)
    assert not verified_by_authlib(credentials, URL.replace("11", "12"), authorization)
    assert parameters(authorization)["oauth_timestamp"] == "1786000000"


@given(st.builds(Credentials, *[st.text(st.characters(codec="ascii"), min_size=1)] * 4), st.text(min_size=1))
def test_any_key_and_any_query_is_signed_as_another_library_reads_it(keys: Credentials, value: str) -> None:
    value = value.encode("utf-8", "replace").decode()
    url = f"https://bricklink.test/items/part/3001?region={quote(value, safe='')}"
    assert verified_by_authlib(keys, url, Signer(keys, Random(1)).authorization("GET", url, 0))


def test_every_call_has_a_nonce_of_its_own(credentials: Credentials) -> None:
    signer = Signer(credentials, Random(1))
    nonces = {parameters(signer.authorization("GET", URL, 0))["oauth_nonce"] for _ in range(100)}
    assert len(nonces) == 100


def test_no_repr_and_no_log_shows_a_key(credentials: Credentials, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    signer = Signer(credentials, Random(1))
    signer.authorization("GET", URL, 0)
    pretty = io.StringIO()
    rich.console.Console(file=pretty).print(credentials, copy.copy(credentials))
    shown = repr(credentials) + repr(signer) + caplog.text + pretty.getvalue()
    for key in ("C0NSUMERKEY", "c0nsumer", "T0KENVALUE", "t0ken"):
        assert key not in shown


@pytest.mark.parametrize(
    "text",
    [
        "consumer: C0NSUMERKEY/+1 IP: [203.0.113.7]",
        "key c0nsumerkey/+1",
        "key C0NSUMERKEY%2F%2B1",
        "secret c0nsumer&amp;secret t0ken secret t0ken%20secret",
        "base string oauth_token=T0KENVALUE=2&oauth_signature=abcdefghijk=",
        "somebody else's 00112233445566778899AABBCCDDEEFF",
    ],
)
def test_redaction_takes_keys_out_in_every_form(credentials: Credentials, text: str) -> None:
    redacted = Signer(credentials, Random(1)).redact(text)
    assert not re.search(r"c0nsumer|t0ken|T0KEN|abcdef|001122", redacted, re.IGNORECASE)
    assert "[redacted]" in redacted


def test_redaction_leaves_ordinary_words_alone(credentials: Credentials) -> None:
    text = "Unparseable data [400000000000000000] for [color_id]."
    assert Signer(credentials, Random(1)).redact(text) == text
