"""BrickLink, seen from the house: how it is asked and what its answers mean."""
