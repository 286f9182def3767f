import json
from datetime import UTC, datetime
from email.utils import format_datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bricklink.answers import RECORDINGS, envelope, failed, recorded
from freshbrick.bricklink.transport import Flaw, Reply
from freshbrick.bricklink.verdict import Success, UpstreamError, retry_after_ms, verdict
from freshbrick.model.outbox import Failure

NOW = 1_786_000_000_000
HOUR = 3_600_000
HTML = b"<html><body>Bad Gateway</body></html>"


def judged(
    status: int | None,
    body: bytes = b"",
    retry_after: str | None = None,
    flaw: Flaw | None = None,
    *,
    item: bool = True,
) -> Success | Failure:
    reply = Reply(status, retry_after, body, flaw)
    return verdict(reply, of_item=item, now=NOW, redact=lambda text: text.replace("SECRETKEY", "[redacted]"))


def failure(outcome: Success | Failure) -> Failure:
    assert isinstance(outcome, Failure)
    return outcome


@pytest.mark.parametrize(
    ("status", "body", "kind", "code"),
    [
        (200, failed(404, "RESOURCE_NOT_FOUND"), "not_found", "not_found"),
        (404, failed(404, "RESOURCE_NOT_FOUND"), "not_found", "not_found"),
        (404, HTML, "not_found", "not_found"),
        (200, envelope({}), "not_found", "not_found"),
        (200, envelope(None), "not_found", "not_found"),
        (200, failed(200, "OK"), "not_found", "not_found"),
        (200, b'{"meta":{"code":"200"},"data": { } }', "not_found", "not_found"),
        (200, failed(400, "PARAMETER_MISSING_OR_INVALID"), "refused", "refused"),
        (405, HTML, "refused", "refused"),
        (302, b"", "refused", "refused"),
        (301, envelope({"no": "3001"}), "refused", "refused"),
        (200, HTML, "refused", "unreadable"),
        (200, b"", "refused", "unreadable"),
        (200, b"[1]", "refused", "unreadable"),
        (200, envelope({"no": "3001"})[:-9], "refused", "unreadable"),
        (200, envelope({"no": "3001"}, code=7), "refused", "unreadable"),
        (200, envelope({"no": "3001"}, code=True), "refused", "unreadable"),
        (200, b'{"data":{"no":"3001"}}', "refused", "unreadable"),
        (200, b'{"more":' + b"[" * 100_000, "refused", "unreadable"),
        (200, failed(500, "INTERNAL_SERVER_ERROR"), "temporary", "upstream_error"),
        (500, envelope({"no": "3001"}), "temporary", "upstream_error"),
        (502, HTML, "temporary", "upstream_error"),
        (408, b"", "temporary", "upstream_error"),
        (425, b"", "temporary", "upstream_error"),
        (429, HTML, "limited", "limited"),
        (200, failed(429, "TOO_MANY"), "limited", "limited"),
        (200, failed("429", "TOO_MANY"), "limited", "limited"),
        (200, failed(429, ["not", "text"], 7), "limited", "limited"),
        (500, failed(429, "TOO_MANY"), "limited", "limited"),
        (429, failed(500, "INTERNAL_SERVER_ERROR"), "limited", "limited"),
        (401, failed(401, "BAD_OAUTH_REQUEST"), "ours", "credentials"),
        (200, failed(401, "BAD_OAUTH_REQUEST"), "ours", "credentials"),
        (403, HTML, "ours", "credentials"),
        (400, failed(400, "BAD_OAUTH_REQUEST"), "ours", "credentials"),
    ],
)
def test_the_worse_of_http_status_and_envelope_counts(status: int, body: bytes, kind: str, code: str) -> None:
    outcome = failure(judged(status, body))
    assert (outcome.kind, outcome.code) == (kind, code)


@pytest.mark.parametrize("data", [[], {"no": "3001"}, [{"color_id": 1}], "text", 0, False])
def test_a_good_envelope_gives_its_data(data: object) -> None:
    for code in (200, "200", 201):
        outcome = judged(200, envelope(data, code=code))
        assert isinstance(outcome, Success)
        assert json.loads(outcome.data) == data


@pytest.mark.parametrize(("status", "body"), [(404, HTML), (200, envelope({})), (200, failed(200, "OK"))])
def test_a_whole_list_that_is_missing_is_no_unknown_item(status: int, body: bytes) -> None:
    assert failure(judged(status, body, item=False)).kind == "refused"


@pytest.mark.parametrize(
    ("flaw", "status", "code"),
    [
        ("unconnected", None, "unreachable"),
        ("timeout", None, "unreachable"),
        ("cut", None, "unreachable"),
        ("timeout", 200, "unreachable"),
        ("cut", 200, "unreachable"),
        ("garbled", 200, "unreadable"),
        ("too_large", 200, "too_large"),
        ("cut", 429, "limited"),
        ("too_large", 503, "upstream_error"),
    ],
)
def test_a_status_that_says_failure_counts_even_if_the_rest_was_lost(
    flaw: Flaw, status: int | None, code: str
) -> None:
    assert failure(judged(status, flaw=flaw)).code == code


@pytest.mark.parametrize(
    ("header", "wait"),
    [
        (None, None),
        ("", None),
        ("soon", None),
        ("-5", None),
        ("1.5", None),
        ("²", None),
        ("0", 0),
        ("120", 120_000),
        ("9" * 5000, 24 * HOUR),
        (format_datetime(datetime.fromtimestamp(NOW // 1000 + 90, UTC), usegmt=True), 90_000),
        (format_datetime(datetime.fromtimestamp(NOW // 1000 - 90, UTC), usegmt=True), 0),
        ("Wed, 21 Oct 2099 07:28:00 GMT", 24 * HOUR),
        ("Wed, 21 Oct 99999 07:28:00 GMT", None),
    ],
)
def test_retry_after_counts_in_seconds_or_as_a_date_up_to_a_day(header: str | None, wait: int | None) -> None:
    assert retry_after_ms(header, NOW) == wait


@given(st.text())
def test_no_retry_after_breaks_the_verdict(header: str) -> None:
    assert 0 <= (retry_after_ms(header, NOW) or 0) <= 24 * HOUR


@pytest.mark.parametrize("status", [429, 503])
def test_retry_after_is_told_where_waiting_helps(status: int) -> None:
    assert failure(judged(status, HTML, "120")).retry_after_ms == 120_000
    assert failure(judged(200, failed(status, "x"), "120")).retry_after_ms == 120_000


def test_a_refused_address_is_shown_to_people_without_the_key() -> None:
    text = "TOKEN_IP_MISMATCHED: consumer: SECRETKEY IP: [203.0.113.7]"
    for status, code in ((200, 401), (401, 401), (200, 400)):
        outcome = failure(judged(status, failed(code, "BAD_OAUTH_REQUEST", text)))
        assert outcome.code == "credentials"
        assert "203.0.113.7" in outcome.message
        assert "SECRETKEY" not in outcome.message


@pytest.mark.parametrize("address", ["999.1.1.1", "<b>", "203.0.113.7.9", ":::"])
def test_what_is_no_address_is_not_shown_as_one(address: str) -> None:
    text = f"TOKEN_IP_MISMATCHED: consumer: SECRETKEY IP: [{address}]"
    assert "it saw" not in failure(judged(401, failed(401, "BAD_OAUTH_REQUEST", text))).message


@pytest.mark.parametrize("code", [400, 401, 403, 500])
def test_upstream_words_are_redacted_printable_and_short(code: int) -> None:
    text = "line\r\nSECRETKEY\x00\x1b[31m\u2028" + "x" * 100_000
    message = failure(judged(200, failed(code, "ODD", text))).message
    assert "SECRETKEY" not in message
    assert f"HTTP 200, {code} ODD: line [redacted]" in message
    assert message.isprintable()
    assert len(message) <= 500


def test_an_error_says_its_code_and_reason() -> None:
    error = UpstreamError(failure(judged(503)))
    assert "upstream_error" in str(error)
    assert "503" in repr(error)


@given(st.integers(100, 599), st.binary(), st.booleans())
def test_any_bytes_under_any_status_have_a_verdict(status: int, body: bytes, item: bool) -> None:
    assert isinstance(judged(status, body, item=item), Success | Failure)


@recorded
@pytest.mark.parametrize(
    ("name", "code", "words"),
    [
        (
            "error-400-parameter-invalid-color",
            "refused",
            "Unparseable data [400000000000000000] for [color_id].",
        ),
        ("error-401-token-ip-mismatched-http200", "credentials", "203.0.113.7"),
        ("error-500-invalid-endpoint-uri-http200", "upstream_error", "500 INTERNAL_SERVER_ERROR"),
        ("item-not-found-200-empty-data", "not_found", "does not know"),
    ],
)
def test_recorded_failures_mean_what_the_fact_sheet_says(name: str, code: str, words: str) -> None:
    outcome = failure(judged(200, (RECORDINGS / f"{name}.json").read_bytes()))
    assert outcome.code == code
    assert words in outcome.message
