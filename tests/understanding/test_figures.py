"""The figures on the development set must not fall below the recorded ones."""

from __future__ import annotations

import pytest

from tests.understanding.asking import ask_all
from tests.understanding.development_set import read_cases, sampled
from tests.understanding.evaluate import last_figures
from tests.understanding.figures import Outcome, figures

FALLING_IS_GOOD = {"topic_wrong_stated"}
# Another processor, or an edit elsewhere, may tip a message or two; more is a change for the worse.
MESSAGES_THAT_MAY_TIP = 2
GROUPS = ("topic", "two", "smalltalk")


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


@pytest.fixture(scope="module")
def outcomes() -> list[Outcome]:
    return ask_all(sampled(read_cases()))


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
