"""Passwords of staff, kept as argon2id hashes alone."""

from __future__ import annotations

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError, VerifyMismatchError

SHORTEST = 12
LONGEST = 200
# The library's defaults follow RFC 9106 for machines with little memory: 64 MiB, 3 rounds.
_HASHER = PasswordHasher()
# Verified where there is no such user, so that the time of an answer tells nothing.
_OF_NOBODY = _HASHER.hash("nobody has this password")


def hash_of(password: str) -> str:
    """The hash for clinic.yml. Raises ValueError where the password is too short or too long."""
    if not SHORTEST <= len(password) <= LONGEST:
        raise ValueError(f"A password has {SHORTEST} to {LONGEST} characters.")
    return _HASHER.hash(password)


def is_right(password: str, hashed: str | None) -> bool:
    """Whether a password belongs to a hash. Takes as long where there is no hash."""
    try:
        _HASHER.verify(hashed or _OF_NOBODY, password[:LONGEST])
    except (VerifyMismatchError, VerificationError, InvalidHashError):
        return False
    return hashed is not None
