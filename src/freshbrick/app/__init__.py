"""The composition root: the one place that builds objects."""

from freshbrick.app.commands import import_lists, migrate, open_database, serve, simulate
from freshbrick.app.demo import demo

__all__ = ["demo", "import_lists", "migrate", "open_database", "serve", "simulate"]
