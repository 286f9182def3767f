"""What the rows of the lists say, besides the model's own parts, colors and categories."""

import msgspec


class Named(msgspec.Struct, frozen=True, array_like=True):
    """What one of Rebrickable's ids stands for; `hex_code` of colors alone."""

    id: int
    name: str
    hex_code: str | None = None


class Seen(msgspec.Struct, frozen=True, array_like=True):
    """A part was seen in a color: BrickLink's name of it, or an id of whoever says so."""

    part_key: str
    color: str
