"""The figures on the development set must not fall below the recorded ones; and nonsense in 35
languages, odd characters and very long texts get words back, but no topic.

All of it is asked of one `python -m bot ask`, whose start costs as much as half of the messages.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.understanding.asking import ask_all
from tests.understanding.development_set import Case, read_cases, sampled
from tests.understanding.evaluate import last_figures
from tests.understanding.figures import Outcome, figures

FALLING_IS_GOOD = {"topic_wrong_stated"}
# Another processor, or an edit elsewhere, may tip a message or two; more is a change for the worse.
MESSAGES_THAT_MAY_TIP = 2
GROUPS = ("topic", "two", "smalltalk")
STRANGE_TEXTS = Path(__file__).with_name("strange_texts.txt")
LONG = ("x" * 1000, "bike " * 200, "🙂" * 1000, "\u200b" * 1000, "\u202e" + "egdirb " * 140)


def is_worse(name: str, now: dict[str, float], recorded: dict[str, float]) -> bool:
    if name.startswith("messages_"):
        return now[name] < recorded[name]
    group = next((g for g in GROUPS if name.startswith(g)), "off_topic")
    tolerance = MESSAGES_THAT_MAY_TIP / now[f"messages_{group}"]
    fall = recorded[name] - now[name]
    return (-fall if name in FALLING_IS_GOOD else fall) > tolerance


@pytest.mark.parametrize(
    ("now", "worse"), [(0.90, False), (0.899, False), (0.88, True), (0.95, False)]
)
def test_a_fall_by_more_than_two_messages_is_worse(now: float, worse: bool) -> None:
    figures_now = {"topic_right_first": now, "messages_topic": 1000.0}
    assert is_worse("topic_right_first", figures_now, {"topic_right_first": 0.9}) is worse


@pytest.mark.parametrize(("now", "worse"), [(0.02, False), (0.03, True), (0.0, False)])
def test_more_wrong_answers_are_worse(now: float, worse: bool) -> None:
    figures_now = {"topic_wrong_stated": now, "messages_topic": 1000.0}
    assert is_worse("topic_wrong_stated", figures_now, {"topic_wrong_stated": 0.02}) is worse


def strange_cases() -> list[Case]:
    lines = STRANGE_TEXTS.read_text(encoding="utf-8").split("\n")
    texts = [line for line in lines if line and not line.startswith("#")]
    return [Case("out_of_scope", "strange", text) for text in (*texts, *LONG)]


@pytest.fixture(scope="module")
def asked() -> tuple[list[Outcome], list[Outcome]]:
    """What came of the development set, and of strange texts."""
    cases = sampled(read_cases())
    outcomes = ask_all([*cases, *strange_cases()])
    return outcomes[: len(cases)], outcomes[len(cases) :]


@pytest.fixture
def outcomes(asked: tuple[list[Outcome], list[Outcome]]) -> list[Outcome]:
    return asked[0]


@pytest.fixture
def of_strange_texts(asked: tuple[list[Outcome], list[Outcome]]) -> list[Outcome]:
    return asked[1]


@pytest.mark.slow
def test_no_figure_has_fallen(outcomes: list[Outcome]) -> None:
    recorded = last_figures("tested")
    now = figures(outcomes)
    worse = {n: (recorded[n], now[n]) for n in now if is_worse(n, now, recorded)}
    assert not worse, f"figure: (recorded, now): {worse}. See `make evaluate`."


@pytest.mark.slow
def test_strange_texts_neither_crash_nor_get_a_topic(outcomes: list[Outcome]) -> None:
    hostile = [o for o in outcomes if o.case.kind == "hostile"]
    assert hostile
    assert [o.case.message for o in hostile if o.answered] == []


@pytest.mark.slow
def test_no_strange_text_gets_a_topic(of_strange_texts: list[Outcome]) -> None:
    assert [(o.case.message, o.answered) for o in of_strange_texts if o.answered] == []


@pytest.mark.slow
def test_no_strange_text_is_met_with_silence(of_strange_texts: list[Outcome]) -> None:
    said = [(o.case.message, "".join(o.result["replies"])) for o in of_strange_texts]
    assert [message for message, words in said if not words.strip()] == []


@pytest.mark.slow
def test_no_strange_text_is_an_alarm(of_strange_texts: list[Outcome]) -> None:
    assert [o.case.message for o in of_strange_texts if o.result["kind"] == "red_flag"] == []
