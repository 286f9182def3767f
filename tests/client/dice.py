"""Dice of the tests."""

from random import Random


class AtOnce(Random):
    """By these nobody waits before coming back; they note for how long they might have."""

    def __init__(self) -> None:
        super().__init__()
        self.longest: list[float] = []

    def uniform(self, a: float, b: float) -> float:
        self.longest.append(b)
        return a
