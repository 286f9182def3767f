"""The background: messages drained one by one, and what happens by the clock."""
