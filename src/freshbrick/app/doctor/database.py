"""The database: SQLite's file, or a server's."""

from freshbrick.app.doctor import database_file, database_server
from freshbrick.app.doctor.findings import Finding
from freshbrick.settings import Settings


async def look(settings: Settings) -> tuple[list[Finding], bool]:
    """What is found, and whether the database can be used."""
    if settings.database_path is not None:
        return database_file.look(settings.database_path)
    return await database_server.look(settings)
