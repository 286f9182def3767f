"""The Python client of a running server, over HTTP and the live protocol: `from freshbrick import Client`."""
