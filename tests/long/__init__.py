"""Runs that take too long for the suite: `python -m tests.long.NAME`."""
