"""`schema`: the wire, for whoever makes types of it."""


def schema() -> None:
    """Print the JSON Schema of everything that goes over the wire."""
    import json

    from freshbrick.api.wire_schema import document

    print(json.dumps(document(), indent=2))
