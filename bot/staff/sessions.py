"""Sessions of staff: a signed cookie, and the tokens that prove a form is our own."""

from __future__ import annotations

import hashlib
import hmac
import secrets
import time
from dataclasses import dataclass

import jwt

from bot.settings.staff import Staff, StaffUser

_ALGORITHM = "HS256"


@dataclass(frozen=True)
class Issued:
    """A new session: its cookie, and for how many seconds it holds."""

    cookie: str
    seconds: int


class Sessions:
    """Issues and checks sessions. One ends with its time, when somebody signs out, when the user
    leaves clinic.yml or gets another password."""

    def __init__(self, secret: str, staff: Staff) -> None:
        self._secret = secret
        self._staff = staff
        self._seconds = int(staff.session_hours * 3600)
        self._ended: dict[str, float] = {}

    def issue(self, user: StaffUser) -> Issued:
        """A new session of somebody who has signed in."""
        claims = {
            "sub": user.login,
            "jti": secrets.token_urlsafe(16),
            "exp": int(time.time()) + self._seconds,
            "pwd": self._print_of(user),
        }
        return Issued(jwt.encode(claims, self._secret, algorithm=_ALGORITHM), self._seconds)

    def user(self, cookie: str | None) -> StaffUser | None:
        """Whose session it is; None where it is forged, over or ended."""
        claims = self._claims(cookie)
        user = self._staff.user(str(claims.get("sub", "")))
        if user is None or claims["jti"] in self._ended:
            return None
        same = hmac.compare_digest(str(claims.get("pwd", "")), self._print_of(user))
        return user if same else None

    def end(self, cookie: str | None) -> None:
        """After signing out the cookie is worth nothing, whoever has a copy."""
        claims = self._claims(cookie)
        now = time.time()
        self._ended = {one: until for one, until in self._ended.items() if until > now}
        if claims:
            self._ended[str(claims["jti"])] = float(claims["exp"])

    def form_token(self, browser: str, login: str) -> str:
        """What a form of this browser and user carries. ``browser``: the content of its cookie."""
        content = f"form\0{browser}\0{login.casefold()}".encode()
        return hmac.new(self._secret.encode(), content, hashlib.sha256).hexdigest()

    def is_own_form(self, token: str, browser: str, login: str) -> bool:
        return bool(browser) and hmac.compare_digest(
            token.encode(), self.form_token(browser, login).encode()
        )

    def _claims(self, cookie: str | None) -> dict[str, str]:
        try:
            claims: dict[str, str] = jwt.decode(
                cookie or "",
                self._secret,
                algorithms=[_ALGORITHM],
                options={"require": ["exp", "sub", "jti"]},
            )
        except jwt.InvalidTokenError:
            return {}
        return claims

    def _print_of(self, user: StaffUser) -> str:
        content = f"{self._secret}\0{user.password}".encode()
        return hashlib.sha256(content).hexdigest()[:16]
