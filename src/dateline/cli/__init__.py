"""The command line: one file a verb, in the same words as the library."""

from dateline.cli.main import main

__all__ = ["main"]
