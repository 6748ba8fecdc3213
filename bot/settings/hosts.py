"""What may stand in clinic.yml as a host."""

from __future__ import annotations

import re

_HOST = re.compile(r"^([a-z0-9]([a-z0-9.-]*[a-z0-9])?|\[[0-9a-f:]+\])(:\d{1,5})?$")


def is_host(name: str) -> bool:
    """Whether this is a host as a browser names it: lower case, with a port or without."""
    return bool(_HOST.match(name))


def checked_host(name: str) -> str:
    """Raises ValueError, with how to write it, where this is no host."""
    if not is_host(name):
        raise ValueError(
            f'"{name}" is not a host: write it like "assistant.clinic.example", without https'
        )
    return name
