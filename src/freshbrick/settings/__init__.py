"""The environment, read once into one frozen value."""

from freshbrick.settings.environment import SettingsError
from freshbrick.settings.values import Settings

__all__ = ["Settings", "SettingsError"]
