"""The names under which writes touch and reads depend."""

from freshbrick.model.outbox import Resource

OUTBOX = "outbox"
GATE = "gate"
"""whether pending work may go: quota nearly used up, blocked, paused"""
QUOTA = "quota"
UPSTREAM = "upstream"
WORKER = "worker"
DUE = "due"
"""work that a worker takes without waiting for its cron"""
CRONS = "crons"
COLORS = "colors"
CATEGORIES = "categories"
PARTS = "parts"
"""any part at all: counts and lists"""
PRICE_GUIDES = "price_guides"
"""any price guide at all: values"""
PEOPLE = "people"


def data(resource: Resource, key: str) -> str:
    """The saved value of a resource, such as `part:3001`."""
    return f"{resource}:{key.lower()}"


def message(resource: Resource, key: str) -> str:
    """The live message, or the last failure, of a resource's key."""
    return f"message:{resource}:{key.lower()}"


def lots(person_id: int) -> str:
    """Everything that a person keeps."""
    return f"lots:{person_id}"
