"""Tries to log in: which count, against whom, and who is kept out."""

from __future__ import annotations

import asyncio
import time

import pytest
from argon2 import PasswordHasher

from bot.settings.staff import Staff, StaffUser
from bot.staff.access import Access, TooManyTriesError
from tests.staff.client import Nurse
from tests.staff.conftest import NewStandIn
from tests.staff.project import LOGIN, NAME, PASSWORD

# Here tries are counted, hundreds of them, and not made slow as they are for who guesses.
_QUICK = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
STAFF = Staff(users=(StaffUser(login=LOGIN, name=NAME, password=_QUICK.hash(PASSWORD)),))
WRONG = "wrong password"


async def tried(access: Access, password: str, address: str, login: str = LOGIN) -> str:
    """What comes of a try: in, wrong, or too many."""
    try:
        user = await access.by_password(login, password, address)
    except TooManyTriesError:
        return "too many"
    return "wrong" if user is None else "in"


async def test_nobody_elsewhere_keeps_a_user_out() -> None:
    access = Access(STAFF)
    stranger = [await tried(access, WRONG, f"203.0.113.{n % 8}") for n in range(48)]
    assert (stranger.count("wrong"), stranger.count("too many")) == (8 * 5, 8)
    assert await tried(access, PASSWORD, "198.51.100.4") == "in"


async def test_wrong_tries_of_the_same_address_keep_out() -> None:
    access = Access(STAFF)
    assert [await tried(access, WRONG, "203.0.113.7") for _ in range(5)] == ["wrong"] * 5
    assert await tried(access, PASSWORD, "203.0.113.7") == "too many"
    others = [await tried(access, WRONG, "203.0.113.7", f"user{n}") for n in range(6)]
    assert others == ["wrong"] * 5 + ["too many"], "of all logins together ten a minute"


async def test_right_tries_do_not_count_and_forgive_wrong_ones() -> None:
    access = Access(STAFF)
    tries = [PASSWORD] * 12 + ([WRONG] * 4 + [PASSWORD]) * 3
    came = [await tried(access, password, "203.0.113.7") for password in tries]
    assert came == ["in" if password == PASSWORD else "wrong" for password in tries]


async def test_refused_tries_do_not_count(monkeypatch: pytest.MonkeyPatch) -> None:
    access = Access(STAFF)
    came = [await tried(access, WRONG, "203.0.113.7") for _ in range(120)]
    assert came == ["wrong"] * 5 + ["too many"] * 115
    later = time.time() + 61
    monkeypatch.setattr(time, "time", lambda: later)
    assert await tried(access, PASSWORD, "203.0.113.7") == "in"


async def test_tries_at_once_are_limited_as_well() -> None:
    access = Access(STAFF)
    tries = (tried(access, WRONG, "203.0.113.7") for _ in range(40))
    came = await asyncio.gather(*tries)
    # two are checked at once, so one more may be checked than is allowed
    assert came.count("wrong") in (5, 6)
    assert came.count("too many") == 40 - came.count("wrong")


@pytest.mark.parametrize(("proxies", "status"), [(1, 200), (0, 429)])
def test_tries_count_for_the_address_that_the_clinics_own_proxy_names(
    new_stand_in: NewStandIn, proxies: int, status: int
) -> None:
    """Without a proxy anybody may write the header, and would be somebody else with each try."""
    page = new_stand_in(proxies=proxies).address
    with Nurse(page, {"X-Forwarded-For": "203.0.113.7"}) as stranger:
        for _ in range(5):
            assert stranger.log_in(password="wrong password").status_code == 403
        assert stranger.log_in(password="wrong password").status_code == 429
    with Nurse(page, {"X-Forwarded-For": "198.51.100.4"}) as nurse:
        assert nurse.log_in().status_code == status
