"""The parts of the staff page that need no server."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Sequence
from datetime import datetime

import numpy as np
import pytest
from numpy.typing import NDArray

from bot.settings.paths import ROOT
from bot.staff.charts import Chart, svg
from bot.staff.desk import chosen, duration, plain_name, progress, seconds, since, tier_name
from bot.staff.differences import lines_of
from bot.staff.grouping import grouped
from bot.staff.pages.figures import charts_of
from bot.staff.training import Step, TrainingState
from bot.store.report import Day
from bot.store.staff_records import Question

AT = datetime(2026, 11, 28, 9)
VECTORS = {
    "Can I eat honey?": (1.0, 0.0, 0.0),
    "is honey ok": (0.9, 0.436, 0.0),
    "May zebras vote?": (0.0, 0.0, 1.0),
    "What may I eat?": (0.8, 0.6, 0.0),
    "Can I drink?": (0.0, 1.0, 0.0),
    "Can I travel?": (0.0, 0.6, 0.8),
    "Is it my fault?": (-1.0, 0.0, 0.0),
}
TITLES = {
    "life/food": "What may I eat?",
    "life/drink": "Can I drink?",
    "life/travel": "Can I travel?",
    "about/fault": "Is it my fault?",
}


def encode(texts: Sequence[str]) -> NDArray[np.float32]:
    return np.array([VECTORS[text] for text in texts], dtype=np.float32)


def question(id_: int, text: str, offered: tuple[str, ...] = (), hour: int = 9) -> Question:
    return Question(id_, AT.replace(hour=hour), "web", text, offered)


def test_no_questions_are_no_groups() -> None:
    assert grouped([], TITLES, encode) == []


def test_like_questions_are_a_group_and_the_most_asked_comes_first() -> None:
    groups = grouped(
        [
            question(1, "May zebras vote?", hour=10),
            question(2, "Can I eat honey?"),
            question(3, "is honey ok"),
            question(4, "Can I eat honey?", hour=8),
        ],
        TITLES,
        encode,
    )
    assert [[one.text for one in group.wordings] for group in groups] == [
        ["Can I eat honey?", "is honey ok"],
        ["May zebras vote?"],
    ]
    assert [group.times for group in groups] == [3, 1]
    assert groups[0].wordings[0].keys == "unanswered-2,unanswered-4"


@pytest.mark.parametrize(
    ("offered", "suggested"),
    [
        ((), ("life/food", "life/drink", "life/travel")),
        (("about/fault",), ("about/fault", "life/food", "life/drink")),
        (("life/gone",), ("life/food", "life/drink", "life/travel")),
    ],
)
def test_what_was_offered_is_suggested_first_and_then_what_is_near(
    offered: tuple[str, ...], suggested: tuple[str, ...]
) -> None:
    (group,) = grouped([question(1, "Can I eat honey?", offered)], TITLES, encode)
    assert group.suggested == suggested


def test_a_training_goes_step_by_step() -> None:
    state = TrainingState((Step("Check"), Step("Train")), is_running=True)
    state = state.begin("Check").report("skin.yml").finish("Check", "In order.").begin("Train")
    assert [(step.state, step.detail) for step in state.steps] == [
        ("done", "In order."),
        ("running", ""),
    ]
    failed = state.fail("No room.")
    assert [step.state for step in failed.steps] == ["done", "failed"]
    assert (failed.is_running, failed.has_succeeded, failed.outcome) == (False, False, "No room.")
    done = state.finish("Train", "Trained.").end("It is live.", True)
    assert (done.is_running, done.has_succeeded) == (False, True)


DAYS = [
    Day(AT.date(), {"answer": 3, "out_of_scope": 1}, {"call_now": 1}, 80.0),
    Day(AT.date().replace(day=29), {}, {}, None),
]


def test_charts_show_what_the_days_hold() -> None:
    charts = charts_of(DAYS)
    assert charts["turns"].series == {"answer": [3, 0], "out of scope": [1, 0]}
    assert charts["refusals"].series == {"not answered": [1, 0]}
    assert charts["red-flags"].series["Call now"] == [1, 0]
    assert charts["times"].series == {"median": [0.08, None]}
    assert charts["turns"].days == ["Nov 28", "Nov 29"]
    assert charts_of([]) == {}


@pytest.mark.parametrize("name", list(charts_of(DAYS)))
def test_a_chart_is_an_svg_without_anything_from_elsewhere(name: str) -> None:
    drawn = svg(charts_of(DAYS)[name])
    assert "<svg" in drawn
    assert "<script" not in drawn
    assert "Nov 28" in drawn


def test_a_chart_of_a_year_has_few_labels() -> None:
    days = [f"day {number}" for number in range(365)]
    drawn = svg(Chart("A year", "messages", days, {"answer": [1] * 365}))
    assert 2 <= drawn.count(">day ") <= 9


@pytest.mark.parametrize(
    ("shown", "expected"),
    [
        (plain_name("chest_pain"), "chest pain"),
        (tier_name("call_now"), "Call now"),
        (tier_name("check"), "Was asked about"),
        (seconds(123.0), "0.12 s"),
        (seconds(None), "not measured"),
        (duration(34.6), "35 s"),
        (duration(144.0), "2 min 24 s"),
        (since(time.time() + 5), "0 s"),
        (progress("...s..... [ 44%]"), "44 %"),
        (progress("Training the rules ..."), "Training the rules ..."),
        (chosen("all", ("open", "all")), "all"),
        (chosen("rubbish", ("open", "all")), "open"),
    ],
)
def test_words_on_the_page(shown: str, expected: str) -> None:
    assert shown == expected


DIFF = """\
--- skin.yml
+++ skin.yml
@@ -3,3 +3,3 @@
     - text: |-
-        Keep your skin cool. Call us.
+        Keep your skin cool and dry. Call us.
         A cool cloth helps.
@@ -9,2 +9,3 @@
        - does it itch
+      - --- why me
@@ -20,2 +21,1 @@
     metadata:
@@ -30,1 +30,1 @@
   utter_skin/onset:"""


def test_a_difference_is_shown_without_headers_and_with_its_words_marked() -> None:
    lines = lines_of(DIFF)
    assert [line.kind for line in lines] == ["went", "came", "same", "gap", "same", "came"]
    marked = ["".join(text for text, differs in line.pieces if differs) for line in lines]
    assert marked == ["cool.", "cool and dry.", "", "", "", ""]
    whole = ["".join(text for text, _ in line.pieces) for line in lines]
    assert whole[0] == "- Keep your skin cool. Call us."
    assert whole[2] == "  A cool cloth helps."
    assert whole[-1] == "+ --- why me"
    assert lines_of("") == []


def test_other_words_altogether_are_not_marked() -> None:
    went, came = lines_of("--- a\n+++ a\n@@ -1 +1 @@\n-Drink enough.\n+See the dentist each year.")
    assert [one.pieces[0][1] for one in (went, came)] == [False, False]


def test_the_page_loads_no_model_of_rasa() -> None:
    """It is a process of its own beside the assistant, on the same small machine."""
    program = "import sys, bot.run.staff_server; print('tensorflow' in sys.modules)"
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", program],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.strip() == "False"
