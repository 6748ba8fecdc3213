"""bot/store/kept_values.py: small texts that survive a crash."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.store.kept_values import KeptValues


class Clock:
    now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


def kept(folder: Path, clock: Clock, most: int = 5) -> KeptValues:
    return KeptValues(folder / "values.jsonl", most, 60, clock)


def test_values_are_there_after_a_restart(tmp_path: Path, clock: Clock) -> None:
    values = kept(tmp_path, clock)
    values.put("a", "é\n")
    values.put("b")
    values.put("a", "two")
    again = kept(tmp_path, clock)
    assert (again.get("a"), again.get("b"), again.get("c")) == ("two", "", None)
    assert "b" in again
    assert "c" not in again


def test_values_are_kept_for_their_time(tmp_path: Path, clock: Clock) -> None:
    values = kept(tmp_path, clock)
    values.put("a", "one")
    clock.now += 61
    assert values.get("a") is None
    assert kept(tmp_path, clock).get("a") is None


def test_the_oldest_go_first_and_the_file_stays_small(tmp_path: Path, clock: Clock) -> None:
    values = kept(tmp_path, clock)
    for number in range(100):
        values.put(str(number))
    assert [number for number in range(100) if str(number) in values] == [95, 96, 97, 98, 99]
    assert len((tmp_path / "values.jsonl").read_text().splitlines()) <= 11
    assert "99" in kept(tmp_path, clock)


def test_what_is_removed_is_not_in_the_file(tmp_path: Path, clock: Clock) -> None:
    values = kept(tmp_path, clock)
    values.put("heliotrope", "one")
    values.remove("heliotrope")
    values.remove("never there")
    assert "heliotrope" not in (tmp_path / "values.jsonl").read_text()


def test_a_line_cut_short_is_left_out(tmp_path: Path, clock: Clock) -> None:
    kept(tmp_path, clock).put("a", "one")
    with (tmp_path / "values.jsonl").open("a") as file:
        file.write('["b", "tw')
    again = kept(tmp_path, clock)
    assert (again.get("a"), again.get("b")) == ("one", None)


def test_without_a_disk_it_remembers(tmp_path: Path, clock: Clock) -> None:
    folder = tmp_path / "folder"
    folder.write_text("in the way")
    values = kept(folder, clock)
    values.put("a", "one")
    assert values.get("a") == "one"
    folder.unlink()
    values.put("b", "two")
    assert kept(folder, clock).get("a") == "one"


def test_it_is_for_its_owner_alone(tmp_path: Path, clock: Clock) -> None:
    kept(tmp_path, clock).put("a")
    assert (tmp_path / "values.jsonl").stat().st_mode & 0o077 == 0
