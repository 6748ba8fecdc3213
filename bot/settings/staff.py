"""Who of the clinic may use the staff page: the ``staff`` section of clinic.yml."""

from __future__ import annotations

import ipaddress

from pydantic import BaseModel, Extra, Field, validator

from bot.settings.hosts import checked_host
from bot.settings.written import written_as


class _Section(BaseModel):
    class Config:
        extra = Extra.forbid
        frozen = True
        anystr_strip_whitespace = True


class StaffUser(_Section):
    """``name``: as it stands under a signed answer. ``password``: a hash that
    ``python -m bot staff password`` makes; left out, only single sign-on lets the user in."""

    login: str
    name: str = Field(min_length=2, max_length=80)
    password: str | None = None

    _check_login = written_as(
        "login",
        "[A-Za-z0-9._@-]{2,80}",
        'two or more letters, digits or signs of "._@-" without blanks, like "ada.nurse"',
    )

    @validator("password")
    def _check_password(cls, value: str | None) -> str | None:  # noqa: N805
        if value is not None and not value.startswith("$argon2id$"):
            raise ValueError("is no hash: make one with `python -m bot staff password`")
        return value


class SingleSignOn(_Section):
    """A reverse proxy that has checked who somebody is, and names the login in a header. The
    header counts only where the proxy's own address has sent it."""

    header: str = "X-Remote-User"
    proxies: tuple[str, ...]

    _check_header = written_as(
        "header", "[A-Za-z0-9-]{2,60}", 'the name of a header, like "X-Remote-User"'
    )

    @validator("proxies", each_item=True)
    def _check_address(cls, value: str) -> str:  # noqa: N805
        try:
            return str(ipaddress.ip_address(value))
        except ValueError:
            raise ValueError(f'"{value}" is no address: write it like "10.0.0.2"') from None


class Staff(_Section):
    """Without users there is no staff page."""

    users: tuple[StaffUser, ...] = ()
    single_sign_on: SingleSignOn | None = None
    session_hours: float = Field(default=8, ge=0.1, le=24)
    # Behind a proxy with HTTPS: cookies are then never sent over plain HTTP.
    https: bool = False
    # How many reverse proxies of the clinic's own stand before the page; they say who writes.
    proxies: int = Field(default=0, ge=0, le=5)
    # Names under which staff reach the page, beside those of `web.hosts`; see bot/run/hosts.py.
    hosts: tuple[str, ...] = ()

    @validator("hosts", each_item=True)
    def _check_host(cls, value: str) -> str:  # noqa: N805
        return checked_host(value)

    @validator("users")
    def _check_logins(cls, users: tuple[StaffUser, ...]) -> tuple[StaffUser, ...]:  # noqa: N805
        logins = [user.login.casefold() for user in users]
        twice = {login for login in logins if logins.count(login) > 1}
        if twice:
            raise ValueError(f'the login "{min(twice)}" stands twice')
        return users

    @property
    def is_on(self) -> bool:
        return bool(self.users)

    def user(self, login: str) -> StaffUser | None:
        """The user of a login; upper and lower case do not count."""
        same = (user for user in self.users if user.login.casefold() == login.strip().casefold())
        return next(same, None)
