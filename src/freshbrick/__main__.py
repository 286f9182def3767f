"""`python -m freshbrick` is the `freshbrick` command."""

from freshbrick.cli import main

if __name__ == "__main__":
    main()
