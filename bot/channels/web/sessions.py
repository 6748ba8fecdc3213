"""Signed sessions: who is speaking on the web.

A token is a JWT (HS256) over a random 128-bit session id; the conversation's id follows from it, so
a client can neither choose nor guess another patient's conversation.
"""

from __future__ import annotations

import hashlib
import secrets
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import jwt

_ALGORITHM = "HS256"
_TOKENS_REMEMBERED = 4096


class InvalidSessionError(Exception):
    """The token is missing, forged, or has ended."""


@dataclass(frozen=True)
class Session:
    """A new session. ``expires``: seconds since 1970, UTC; ``sender``: its id."""

    token: str
    expires: int
    sender: str


class Sessions:
    """Issues and checks tokens that are valid for ``hours``.

    A token names the secret that signed it, so that sessions of the secrets ``before`` go on.
    """

    def __init__(self, secret: str, hours: float, before: Sequence[str] = ()) -> None:
        self._key = key_id(secret)
        self._secrets = {key_id(one): one for one in (*before, secret)}
        self._seconds = int(hours * 3600)
        # A patient sends the same token with every message; a forged one is never kept.
        self._claims = lru_cache(maxsize=_TOKENS_REMEMBERED)(self._verified)

    def issue(self) -> Session:
        expires = int(time.time()) + self._seconds
        sender = secrets.token_urlsafe(16)
        claims = {"sid": sender, "exp": expires}
        token = jwt.encode(
            claims, self._secrets[self._key], algorithm=_ALGORITHM, headers={"kid": self._key}
        )
        return Session(token, expires, sender)

    def sender(self, authorization: str | None) -> str:
        """``Authorization`` header → the session's id. Raises InvalidSessionError."""
        scheme, _, token = (authorization or "").partition(" ")
        if scheme.lower() != "bearer" or not token:
            raise InvalidSessionError
        claims = self._claims(token.strip())
        if claims["exp"] <= time.time():
            raise InvalidSessionError
        return str(claims["sid"])

    def _verified(self, token: str) -> Mapping[str, Any]:
        try:
            claims: Mapping[str, Any] = jwt.decode(
                token,
                self._secret_of(token),
                algorithms=[_ALGORITHM],
                options={"require": ["exp", "sid"]},
            )
        except (jwt.InvalidTokenError, UnicodeError):
            raise InvalidSessionError from None
        return claims

    def _secret_of(self, token: str) -> str:
        """The secret that a token names; the current one where it names none or one unknown."""
        key = jwt.get_unverified_header(token).get("kid")
        return self._secrets.get(str(key), self._secrets[self._key])


def key_id(secret: str) -> str:
    """A short name of a secret that tells nothing of it."""
    return hashlib.sha256(f"session key {secret}".encode()).hexdigest()[:8]
