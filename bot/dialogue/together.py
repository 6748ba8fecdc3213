"""Messages that were sent in pieces. Pure."""

from __future__ import annotations


def read_together(earlier: str, later: str) -> str:
    """A message that was sent in two pieces, as one."""
    return f"{earlier.rstrip(' .…')} {later.lstrip()}"
