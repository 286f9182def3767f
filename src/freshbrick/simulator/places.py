"""Where sellers sit, what their money is worth and what tax they add."""

from typing import Literal

# Units of each currency for one US dollar, about as they were in 2025.
RATES: dict[str, float] = {
    "USD": 1.0,
    "EUR": 0.92,
    "GBP": 0.79,
    "CHF": 0.88,
    "CAD": 1.37,
    "AUD": 1.52,
    "NZD": 1.66,
    "JPY": 149.0,
    "PLN": 3.95,
    "CZK": 23.2,
    "HUF": 362.0,
    "SEK": 10.5,
    "NOK": 10.8,
    "DKK": 6.87,
    "BRL": 5.4,
    "MXN": 18.3,
    "SGD": 1.34,
    "HKD": 7.8,
    "KRW": 1360.0,
    "TRY": 33.0,
    "ZAR": 18.2,
}

_VAT = {
    "DE": 0.19, "UK": 0.20, "NL": 0.21, "FR": 0.20, "PL": 0.23, "BE": 0.21, "IT": 0.22, "ES": 0.21,
    "AT": 0.20, "CZ": 0.21, "SE": 0.25, "DK": 0.25, "NO": 0.25, "HU": 0.27,
}  # fmt: skip

# Countries and how many of the sellers sit there; BrickLink writes UK, not GB.
SELLERS = (
    [
        "US",
        "DE",
        "UK",
        "NL",
        "FR",
        "PL",
        "CA",
        "AU",
        "BE",
        "IT",
        "ES",
        "AT",
        "CZ",
        "SE",
        "DK",
        "NO",
        "HU",
        "JP",
    ],
    [280, 200, 110, 80, 60, 50, 45, 35, 30, 28, 25, 18, 15, 12, 12, 8, 8, 6],
)

_EU = frozenset({"DE", "NL", "FR", "PL", "BE", "IT", "ES", "AT", "CZ", "SE", "DK", "HU"})
REGIONS: dict[str, frozenset[str]] = {
    "asia": frozenset({"JP", "HK", "SG", "KR"}),
    "africa": frozenset({"ZA"}),
    "north_america": frozenset({"US", "CA"}),
    "south_america": frozenset({"BR"}),
    "middle_east": frozenset({"IL", "TR"}),
    "europe": _EU | {"UK", "NO", "CH"},
    "eu": _EU,
    "oceania": frozenset({"AU", "NZ"}),
}


def vat_factor(vat: Literal["N", "Y", "O"], country: str) -> float:
    """What a price is multiplied by: N without tax, Y with the seller's, O as Norway wants it."""
    if vat == "N":
        return 1
    return 1 + (_VAT["NO"] if vat == "O" else _VAT.get(country, 0))
