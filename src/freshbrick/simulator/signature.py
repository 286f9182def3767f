"""Who signs, and is it true: OAuth 1.0a with HMAC-SHA1, verified by authlib."""

from dataclasses import dataclass, field

from authlib.oauth1.rfc5849.base_server import BaseServer
from authlib.oauth1.rfc5849.errors import (
    InvalidSignatureError,
    MissingRequiredParameterError,
    OAuth1Error,
    UnsupportedSignatureMethodError,
)
from authlib.oauth1.rfc5849.wrapper import OAuth1Request

from freshbrick.simulator.asgi import Request

CLOCK_SKEW_MS = 10 * 60_000


@dataclass(frozen=True, slots=True)
class Credentials:
    """The four values of a BrickLink API user; its repr shows none of them."""

    consumer_key: str = field(repr=False)
    consumer_secret: str = field(repr=False)
    token_value: str = field(repr=False)
    token_secret: str = field(repr=False)

    def get_client_secret(self) -> str:
        """Authlib's name for the consumer's secret."""
        return self.consumer_secret

    def get_oauth_token_secret(self) -> str:
        """Authlib's name for the token's secret."""
        return self.token_secret


# Made up; they open nothing but the simulator.
DEFAULT_CREDENTIALS = Credentials(
    "F2E5B21C0000000000000000000000C1",
    "F2E5B21C0000000000000000000000C2",
    "F2E5B21C0000000000000000000000F1",
    "F2E5B21C0000000000000000000000F2",
)


class BadSignature(Exception):  # noqa: N818 - BrickLink's word for it is BAD_OAUTH_REQUEST
    """Carries the problem's name, as OAuth's problem reporting spells it; never a key."""


class Signatures:
    """Checks every request's signature, and that no nonce comes twice while its timestamp is good."""

    def __init__(self, credentials: Credentials) -> None:
        self.credentials = credentials
        self._authlib = BaseServer()
        self._seen: dict[tuple[str, str], int] = {}

    def check(self, request: Request, now: int) -> None:
        """Raises BadSignature; `now` is in ms."""
        oauth = _parse(request)
        if oauth.client_id != self.credentials.consumer_key:
            raise BadSignature("CONSUMER_KEY_UNKNOWN")
        if oauth.token != self.credentials.token_value:
            raise BadSignature("TOKEN_REJECTED")
        self._check_signature(oauth)
        self._check_moment(oauth, now)

    def _check_signature(self, oauth: OAuth1Request) -> None:
        oauth.client = oauth.credential = self.credentials
        try:
            self._authlib.validate_oauth_signature(oauth)
        except UnsupportedSignatureMethodError:
            raise BadSignature("SIGNATURE_METHOD_REJECTED") from None
        except MissingRequiredParameterError:
            raise BadSignature("PARAMETER_ABSENT") from None
        except (InvalidSignatureError, TypeError):  # TypeError: a signature that is not ASCII
            raise BadSignature("SIGNATURE_INVALID") from None

    def _check_moment(self, oauth: OAuth1Request, now: int) -> None:
        stamp, nonce = oauth.timestamp or "", oauth.oauth_params.get("oauth_nonce")
        if not nonce:
            raise BadSignature("PARAMETER_ABSENT")
        if not (stamp.isdecimal() and stamp.isascii()) or abs(int(stamp[:15]) * 1000 - now) > CLOCK_SKEW_MS:
            raise BadSignature("TIMESTAMP_REFUSED")
        if (stamp, nonce) in self._seen:
            raise BadSignature("NONCE_USED")
        self._remember(stamp, nonce, now)

    def _remember(self, stamp: str, nonce: str, now: int) -> None:
        oldest = now - 2 * CLOCK_SKEW_MS
        while self._seen and next(iter(self._seen.values())) < oldest:
            del self._seen[next(iter(self._seen))]
        self._seen[stamp, nonce] = now


def _parse(request: Request) -> OAuth1Request:
    headers = {"Host": request.host, "Authorization": request.headers.get("authorization", "")}
    query = f"?{request.raw_query}" if request.raw_query else ""
    address = f"//{request.host}{request.path}{query}"
    try:
        oauth = OAuth1Request(request.method, f"https:{address}", None, headers)
    except (OAuth1Error, ValueError):
        raise BadSignature("PARAMETER_REJECTED") from None
    oauth.uri = f"http:{address}"  # authlib takes only https; loopback has none, and http is what was signed
    if oauth.signature_type != "HEADER":
        raise BadSignature("PARAMETER_ABSENT")
    if oauth.oauth_params.get("oauth_version", "1.0") != "1.0":
        raise BadSignature("VERSION_REJECTED")
    return oauth
