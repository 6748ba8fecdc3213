"""``python -m bot staff password``: the hash of a password for clinic.yml."""

from __future__ import annotations

import getpass
import sys

from bot.run.processes import StartError
from bot.staff.passwords import hash_of


def make_hash() -> str:
    """Asks for a password twice, without showing it; reads one line where nobody types.

    Raises:
        StartError: where it is too short, or the two are not the same.
    """
    if sys.stdin.isatty():
        password = getpass.getpass("Password: ")
        if password != getpass.getpass("Once more: "):
            raise StartError("The two are not the same.")
    else:
        password = sys.stdin.readline().rstrip("\r\n")
    try:
        return hash_of(password)
    except ValueError as error:
        raise StartError(str(error)) from None
