"""The section ``staff`` of clinic.yml."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import ValidationError

from bot.settings.clinic import load_clinic
from bot.settings.paths import ROOT
from bot.settings.staff import Staff, StaffUser

ADA = {"login": "ada", "name": "Ada Example, RN", "password": "$argon2id$v=19$x"}
ONLY_ADA = Staff(users=(StaffUser(**ADA),))


def test_the_staff_page_is_off_until_users_are_named() -> None:
    assert not load_clinic(ROOT / "clinic.yml").staff.is_on
    assert ONLY_ADA.is_on


@pytest.mark.parametrize("login", ["ada", "ADA", " Ada "])
def test_a_login_is_found_however_it_is_written(login: str) -> None:
    user = ONLY_ADA.user(login)
    assert user is not None
    assert user.name == "Ada Example, RN"
    assert ONLY_ADA.user("ad") is None


@pytest.mark.parametrize(
    ("section", "reason"),
    [
        ({"users": [{**ADA, "password": "secret"}]}, "is no hash"),
        ({"users": [ADA, {**ADA, "login": "Ada"}]}, 'the login "ada" stands twice'),
        ({"users": [{**ADA, "login": "a b"}]}, '"a b" should be two or more letters, digits'),
        ({"users": [{**ADA, "name": ""}]}, "at least 2"),
        ({"users": [{**ADA, "rights": "all"}]}, "extra fields"),
        ({"single_sign_on": {"proxies": ["proxy.clinic"]}}, "is no address"),
        ({"single_sign_on": {}}, "field required"),
        ({"single_sign_on": {"proxies": ["::1"], "header": "X Y"}}, 'like "X-Remote-User"'),
        ({"proxies": -1}, "greater than or equal to 0"),
        ({"session_hours": 100}, "less than or equal to 24"),
    ],
)
def test_mistakes_are_named(section: dict[str, Any], reason: str) -> None:
    with pytest.raises(ValidationError) as raised:
        Staff(**section)
    assert reason in str(raised.value)
