"""python -m bot report: what staff see in the terminal."""

from __future__ import annotations

import argparse
import csv
import json
import subprocess
import sys
from datetime import datetime

import pytest
from sqlalchemy import insert

from bot.run.content_commands import unsigned_line
from bot.run.report import as_csv, report
from bot.settings.paths import ROOT
from bot.store.database import records, utc_now
from bot.store.records import RedFlagEvent, TurnRow, UnansweredQuestion
from bot.store.report import Asked

pytestmark = pytest.mark.usefixtures("own_databases")
WHO = {"at": utc_now(), "channel": "web", "conversation": "web-1"}


def asked_for(days: int = 30, json: bool = False, unanswered_csv: bool = False) -> str:
    return report(argparse.Namespace(days=days, json=json, unanswered_csv=unanswered_csv))


def fill() -> None:
    with records() as session:
        session.execute(insert(TurnRow).values(**WHO, kind="offer", milliseconds=1500))
        session.execute(
            insert(RedFlagEvent).values(
                **WHO, tier="call_now", findings=["fever"], milliseconds=120.0
            )
        )
        session.execute(
            insert(UnansweredQuestion).values(
                **WHO, text="Can I eat honey?", offered=["daily_life/food"]
            )
        )


def test_nothing_has_happened_yet() -> None:
    text = asked_for()
    assert "Turns: 0" in text
    assert "Red flags: 0" in text
    assert text.endswith(unsigned_line() or "All answers are signed.")


def test_what_happened() -> None:
    fill()
    text = asked_for()
    assert "Turns: 1 in 1 conversations" in text
    assert "by kind: offer 1" in text
    assert "    call now: 1  (0.12 s, 0.12 s)" in text
    assert "    fever: 1  (0.12 s, 0.12 s)" in text
    assert "1×  Can I eat honey?  [daily_life/food]" in text


def test_as_json() -> None:
    fill()
    found = json.loads(asked_for(json=True))
    assert found["kinds"] == {"offer": 1}
    assert found["tiers"]["call_now"] == {"count": 1, "median": 120.0, "longest": 120.0}
    assert found["unanswered"][0]["text"] == "Can I eat honey?"
    assert found["topics"] >= found["unsigned"]


def test_as_csv() -> None:
    fill()
    header, row = csv.reader(asked_for(unanswered_csv=True).splitlines())
    assert header[3] == "question"
    assert row[0] == "1"
    assert row[2:] == ["web", "Can I eat honey?", "daily_life/food"]


@pytest.mark.parametrize("text", ["=cmd()", "+1 day", "-2", "@sum"])
def test_a_cell_is_no_formula_of_a_spreadsheet(text: str) -> None:
    table = as_csv([Asked(text, 1, datetime(2026, 11, 28), ("web",), (), (1,))])
    assert list(csv.reader(table.splitlines()))[1][3] == f"'{text}"


def test_who_reads_no_more_of_the_output_ends_it_without_a_traceback() -> None:
    command = f"set -o pipefail; {sys.executable} -m bot report --json | true"
    ended = subprocess.run(
        ["bash", "-c", command], cwd=ROOT, check=False, capture_output=True, text=True
    )
    assert "Traceback" not in ended.stderr
    assert "BrokenPipe" not in ended.stderr
