"""The figures on the development set must not fall below the recorded ones."""

from __future__ import annotations

import pytest

from tests.understanding.asking import ask_all
from tests.understanding.development_set import read_cases
from tests.understanding.evaluate import last_figures
from tests.understanding.figures import Outcome, figures

FALLING_IS_GOOD = {"topic_wrong_stated"}


@pytest.fixture(scope="module")
def outcomes() -> list[Outcome]:
    return ask_all(read_cases())


@pytest.mark.slow
def test_no_figure_has_fallen(outcomes: list[Outcome]) -> None:
    recorded = last_figures()
    now = figures(outcomes)
    worse = {
        name: (recorded[name], value)
        for name, value in now.items()
        if (value > recorded[name] if name in FALLING_IS_GOOD else value < recorded[name])
    }
    assert not worse, f"figure: (recorded, now): {worse}. See `make evaluate`."


@pytest.mark.slow
def test_strange_texts_neither_crash_nor_get_a_topic(outcomes: list[Outcome]) -> None:
    hostile = [o for o in outcomes if o.case.kind == "hostile"]
    assert hostile
    assert [o.case.message for o in hostile if o.answered] == []
