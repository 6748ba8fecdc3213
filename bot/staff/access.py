"""Who may come in: by password, with at most a few wrong tries a minute, or named by a trusted
proxy."""

from __future__ import annotations

import asyncio
import ipaddress
from collections.abc import Sequence

from limits import RateLimitItem, parse
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter

from bot.settings.staff import Staff, StaffUser
from bot.staff.passwords import is_right

# Wrong tries to log in: of one address, and of it with one login. Tries from elsewhere do not count
# for a login, or anybody could keep its user out.
_OF_ADDRESS: tuple[RateLimitItem, ...] = (parse("10/minute"), parse("100/hour"))
_OF_LOGIN: tuple[RateLimitItem, ...] = (parse("5/minute"), parse("30/hour"))
# Each check takes 64 MiB: so many run at once.
_CHECKS_AT_ONCE = 2


_Counter = tuple[RateLimitItem, str, str, str]


class TooManyTriesError(Exception):
    """More wrong tries to log in than are allowed; one has to wait."""


class Access:
    """Checks passwords, and reads what a proxy says."""

    def __init__(self, staff: Staff) -> None:
        self._staff = staff
        # The limiter holds it weakly.
        self._storage = MemoryStorage()
        self._limiter = MovingWindowRateLimiter(self._storage)
        self._places = asyncio.Semaphore(_CHECKS_AT_ONCE)

    async def by_password(self, login: str, password: str, address: str) -> StaffUser | None:
        """The user, or None where login or password is wrong. A right one forgives the wrong ones
        before. Raises TooManyTriesError."""
        name = login.strip().casefold()[:80]
        counters = [(limit, "address", address, "") for limit in _OF_ADDRESS]
        counters += [(limit, "login", address, name) for limit in _OF_LOGIN]
        self._refuse_too_many(counters)
        user = self._staff.user(name)
        async with self._places:
            # Of many tries at once some were wrong while this one waited.
            self._refuse_too_many(counters)
            right = await asyncio.to_thread(
                is_right, password, None if user is None else user.password
            )
            count = self._limiter.clear if right else self._limiter.hit
            for counter in counters:
                count(*counter)
        return user if right else None

    def _refuse_too_many(self, counters: Sequence[_Counter]) -> None:
        if not all(self._limiter.test(*counter) for counter in counters):
            raise TooManyTriesError

    def by_proxy(self, address: str, header: str | None) -> StaffUser | None:
        """The user whom the proxy names; None unless the request comes from the proxy itself."""
        sign_on = self._staff.single_sign_on
        if sign_on is None or not header or _plain(address) not in sign_on.proxies:
            return None
        return self._staff.user(header)

    @property
    def header(self) -> str | None:
        """The header in which a proxy names the login."""
        sign_on = self._staff.single_sign_on
        return None if sign_on is None else sign_on.header


def _plain(address: str) -> str:
    """An IPv4 address as such, also where it came over an IPv6 socket."""
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return address
    mapped = getattr(parsed, "ipv4_mapped", None)
    return str(mapped or parsed)
