"""python -m bot staff password."""

from __future__ import annotations

import io

import pytest

from bot.run.processes import StartError
from bot.run.staff_password import make_hash
from bot.staff.passwords import is_right


def test_the_hash_of_a_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("correct horse battery\r\n"))
    assert is_right("correct horse battery", make_hash())


def test_what_is_too_short_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("short\n"))
    with pytest.raises(StartError, match="12 to 200 characters"):
        make_hash()


@pytest.mark.parametrize("second", ["correct horse battery", "another horse battery"])
def test_who_types_it_types_it_twice(monkeypatch: pytest.MonkeyPatch, second: str) -> None:
    terminal = io.StringIO()
    monkeypatch.setattr(terminal, "isatty", lambda: True)
    monkeypatch.setattr("sys.stdin", terminal)
    typed = iter(["correct horse battery", second])
    monkeypatch.setattr("getpass.getpass", lambda _: next(typed))
    if second == "correct horse battery":
        assert is_right(second, make_hash())
    else:
        with pytest.raises(StartError, match="not the same"):
            make_hash()
