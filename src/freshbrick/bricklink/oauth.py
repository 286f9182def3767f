"""Signing calls the way BrickLink wants it: OAuth 1.0a, HMAC-SHA1, all in the Authorization header."""

import html
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from random import Random
from urllib.parse import quote, urlsplit

from oauthlib.oauth1 import SIGNATURE_HMAC_SHA1, Client
from oauthlib.oauth1.rfc5849 import parameters, signature

from freshbrick.model.clock import SECOND

REDACTED = "[redacted]"

# BrickLink's keys and secrets are 32 hexadecimal digits; its error texts quote the consumer key.
_KEYLIKE = r"\b[0-9a-f]{24,}\b|(?<=consumer:) ?[^\s,]+|(?<=oauth_)\w{1,40} ?= ?[^\s,&]+"


@dataclass(frozen=True, slots=True)
class Credentials:
    """A seller's API keys, without white space around them; no repr shows any of them."""

    consumer_key: str = field(repr=False)
    consumer_secret: str = field(repr=False)
    token_value: str = field(repr=False)
    token_secret: str = field(repr=False)

    def _all(self) -> tuple[str, ...]:
        return (self.consumer_key, self.consumer_secret, self.token_value, self.token_secret)

    def redactor(self) -> Callable[[str], str]:
        """What takes these keys, and whatever looks like a key, out of a text that came from outside."""
        forms = {form for key in self._all() if key for form in (key, quote(key, safe=""), html.escape(key))}
        longest_first = sorted(map(re.escape, forms), key=len, reverse=True)
        pattern = re.compile("|".join([*longest_first, _KEYLIKE]), re.IGNORECASE)
        return lambda text: pattern.sub(REDACTED, text)


class Signer:
    """Signs requests with one seller's keys; `random` should be a `SystemRandom` outside tests."""

    def __init__(self, credentials: Credentials, random: Random) -> None:
        self._credentials = credentials
        self._random = random
        self.redact = credentials.redactor()

    def authorization(self, method: str, url: str, at_ms: int) -> str:
        """The Authorization header for a request without a body to exactly `url`, signed as of `at_ms` (UTC)."""
        oauth = [
            ("oauth_consumer_key", self._credentials.consumer_key),
            ("oauth_token", self._credentials.token_value),
            ("oauth_signature_method", SIGNATURE_HMAC_SHA1),
            ("oauth_timestamp", str(at_ms // SECOND)),
            ("oauth_nonce", f"{self._random.getrandbits(128):032x}"),
            ("oauth_version", "1.0"),
        ]
        oauth.append(("oauth_signature", signature_of(self._credentials, method, url, oauth)))
        return str(parameters.prepare_headers(oauth)["Authorization"])


def signature_of(credentials: Credentials, method: str, url: str, oauth: Sequence[tuple[str, str]]) -> str:
    """The base64 signature of a request without a body and its OAuth parameters (RFC 5849, section 3.4)."""
    # Not by oauthlib's `Client.sign`: it logs the keys and the signature.
    query = signature.collect_parameters(uri_query=urlsplit(url).query)
    text = signature.signature_base_string(
        method, signature.base_string_uri(url), signature.normalize_parameters([*query, *oauth])
    )
    secrets = Client(
        credentials.consumer_key,
        client_secret=credentials.consumer_secret,
        resource_owner_secret=credentials.token_secret,
    )
    return str(signature.sign_hmac_sha1_with_client(text, secrets))
