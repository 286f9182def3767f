"""A self-hosted LEGO® parts catalog that keeps itself fresh."""

__version__ = "0.1.0"
