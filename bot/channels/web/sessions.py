"""Signed sessions: who is speaking at the web door.

A token is a JWT (HS256) over a random 128-bit session id; the conversation's id follows from it, so
a client can neither choose nor guess another patient's conversation.
"""

from __future__ import annotations

import secrets
import time
from dataclasses import dataclass

import jwt

_ALGORITHM = "HS256"


class InvalidSessionError(Exception):
    """The token is missing, forged, or has ended."""


@dataclass(frozen=True)
class Session:
    """A new session. ``expires``: seconds since 1970, UTC; ``sender``: its id."""

    token: str
    expires: int
    sender: str


class Sessions:
    """Issues and checks tokens that are valid for ``hours``."""

    def __init__(self, secret: str, hours: float) -> None:
        self._secret = secret
        self._seconds = int(hours * 3600)

    def issue(self) -> Session:
        expires = int(time.time()) + self._seconds
        sender = secrets.token_urlsafe(16)
        claims = {"sid": sender, "exp": expires}
        return Session(jwt.encode(claims, self._secret, algorithm=_ALGORITHM), expires, sender)

    def sender(self, authorization: str | None) -> str:
        """``Authorization`` header → the session's id. Raises InvalidSessionError."""
        scheme, _, token = (authorization or "").partition(" ")
        if scheme.lower() != "bearer" or not token:
            raise InvalidSessionError
        try:
            claims = jwt.decode(
                token.strip(),
                self._secret,
                algorithms=[_ALGORITHM],
                options={"require": ["exp", "sid"]},
            )
        except (jwt.InvalidTokenError, UnicodeError):
            raise InvalidSessionError from None
        return str(claims["sid"])
