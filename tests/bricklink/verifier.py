"""A signature as another library sees it."""

import re
from urllib.parse import quote, unquote, urlsplit

from authlib.common.urls import url_decode
from authlib.oauth1.rfc5849.signature import construct_base_string, hmac_sha1_signature

from freshbrick.bricklink.oauth import Credentials


def parameters(authorization: str) -> dict[str, str]:
    assert authorization.startswith("OAuth ")
    return {name: unquote(value) for name, value in re.findall(r'(\w+)="([^"]*)"', authorization)}


def verified_by_authlib(keys: Credentials, url: str, authorization: str) -> bool:
    oauth = parameters(authorization)
    signed = [*url_decode(urlsplit(url).query), *((k, quote(v, safe="")) for k, v in oauth.items())]
    text = construct_base_string("GET", url, signed)
    return hmac_sha1_signature(text, keys.consumer_secret, keys.token_secret) == oauth["oauth_signature"]
