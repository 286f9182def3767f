"""The use cases of the catalog: read, ask for a refresh, refresh."""
