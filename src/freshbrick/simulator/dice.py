"""Chance that repeats: the same key always throws the same numbers."""

from random import Random


def dice(*key: object) -> Random:
    return Random("/".join(map(str, key)))
