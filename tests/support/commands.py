"""A command as a process of its own."""

INTERRUPTIBLE = (
    "import signal; signal.signal(signal.SIGINT, signal.default_int_handler); "
    "from freshbrick.cli import main; main()"
)
"""For `python -c`: where tests run in the background SIGINT is ignored, and a child would inherit that."""
