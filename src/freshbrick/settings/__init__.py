"""The environment and the file below it, read once into one frozen value."""

from freshbrick.settings.environment import SettingsError
from freshbrick.settings.values import Settings

__all__ = ["Settings", "SettingsError"]
