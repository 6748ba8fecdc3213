"""Signed sessions: who is speaking at the web door.

A token is a JWT (HS256) over a random 128-bit session id; the conversation's id follows from it, so
a client can neither choose nor guess another patient's conversation.
"""

from __future__ import annotations

import contextlib
import os
import secrets
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

import jwt

from bot.settings.paths import STATE_DIR

_ALGORITHM = "HS256"
_SECRET_BYTES = 32


class InvalidSessionError(Exception):
    """The token is missing, forged, or has ended."""


@dataclass(frozen=True)
class Session:
    """A new session. ``expires``: seconds since 1970, UTC."""

    token: str
    expires: int


def session_secret(file: Path = STATE_DIR / "session_secret") -> str:
    """``BOT_SESSION_SECRET`` (needed where several servers share sessions), else a secret made
    once and kept in the state folder, readable by its owner only."""
    given = os.environ.get("BOT_SESSION_SECRET")
    if given:
        if len(given) < _SECRET_BYTES:
            raise ValueError(f"BOT_SESSION_SECRET should have at least {_SECRET_BYTES} characters.")
        return given
    if len(_kept(file)) < _SECRET_BYTES:
        _make_secret(file)
    return _kept(file)


def _kept(file: Path) -> str:
    return file.read_text(encoding="ascii") if file.exists() else ""


def _make_secret(file: Path) -> None:
    """The file appears whole or not at all: an empty secret would let anyone sign, and two
    processes that start at once must come to the same one."""
    file.parent.mkdir(parents=True, exist_ok=True)
    if file.exists() and len(_kept(file)) < _SECRET_BYTES:
        file.unlink()  # cut short, perhaps by a full disk
    descriptor, whole = tempfile.mkstemp(dir=file.parent)
    with os.fdopen(descriptor, "w", encoding="ascii") as target:
        target.write(secrets.token_hex(_SECRET_BYTES))
    try:
        with contextlib.suppress(FileExistsError):
            os.link(whole, file)
    finally:
        os.unlink(whole)


class Sessions:
    """Issues and checks tokens that are valid for ``hours``."""

    def __init__(self, secret: str, hours: float) -> None:
        self._secret = secret
        self._seconds = int(hours * 3600)

    def issue(self) -> Session:
        expires = int(time.time()) + self._seconds
        claims = {"sid": secrets.token_urlsafe(16), "exp": expires}
        return Session(jwt.encode(claims, self._secret, algorithm=_ALGORITHM), expires)

    def conversation(self, authorization: str | None) -> str:
        """``Authorization`` header → conversation id. Raises InvalidSessionError."""
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
        except jwt.InvalidTokenError:
            raise InvalidSessionError from None
        return f"web-{claims['sid']}"
