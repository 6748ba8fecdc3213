"""What is wrong with a file of content."""

from __future__ import annotations


class DataError(ValueError):
    """A file of content cannot be used; the message says where, why, and how to fix it."""
