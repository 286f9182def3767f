"""A self-hosted LEGO® parts catalog that keeps itself fresh."""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from freshbrick.client.client import Client
    from freshbrick.client.errors import ClientError

__version__ = "0.1.0"
__all__ = ["Client", "ClientError", "__version__"]

_HOMES = {"Client": "freshbrick.client.client", "ClientError": "freshbrick.client.errors"}


def __getattr__(name: str) -> object:
    """Whoever only serves, or asks for the version, does not load the client."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(_HOMES[name]), name)
