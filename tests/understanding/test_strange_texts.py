"""Nonsense in 35 languages, odd characters and very long texts: words come back, but no topic."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.understanding.asking import ask_all
from tests.understanding.development_set import Case
from tests.understanding.figures import Outcome

FILE = Path(__file__).parent / "strange_texts.txt"
LONG = ("x" * 1000, "bike " * 200, "🙂" * 1000, "\u200b" * 1000, "\u202e" + "egdirb " * 140)


@pytest.fixture(scope="module")
def outcomes() -> list[Outcome]:
    lines = FILE.read_text(encoding="utf-8").split("\n")
    texts = [line for line in lines if line and not line.startswith("#")]
    return ask_all([Case("out_of_scope", "strange", text) for text in (*texts, *LONG)])


@pytest.mark.slow
def test_none_gets_a_topic(outcomes: list[Outcome]) -> None:
    assert [(o.case.message, o.answered) for o in outcomes if o.answered] == []


@pytest.mark.slow
def test_none_is_met_with_silence(outcomes: list[Outcome]) -> None:
    assert [o.case.message for o in outcomes if not "".join(o.result["replies"]).strip()] == []


@pytest.mark.slow
def test_none_is_an_alarm(outcomes: list[Outcome]) -> None:
    assert [o.case.message for o in outcomes if o.result["kind"] == "red_flag"] == []
