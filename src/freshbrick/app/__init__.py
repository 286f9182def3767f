"""The composition root: the one place that builds objects."""

from freshbrick.app.commands import backup, migrate, open_database, serve, simulate
from freshbrick.app.demo import demo

__all__ = ["backup", "demo", "migrate", "open_database", "serve", "simulate"]
