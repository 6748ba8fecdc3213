"""A triage question by its label, as a tapped button names it."""

from __future__ import annotations

import pytest

from bot.dialogue.triage_state import label_of, question_labelled


@pytest.mark.parametrize(
    ("label", "question"),
    [
        ("diarrhea/1", ("diarrhea", 1)),
        ("rash/0", ("rash", 0)),
        ("diarrhea", None),
        ("diarrhea/", None),
        ("/1", None),
        ("diarrhea/-1", None),
        ("diarrhea/²", None),
        ("diarrhea/one", None),
        ("", None),
        (None, None),
        (7, None),
        (["diarrhea", 1], None),
    ],
)
def test_a_label(label: object, question: tuple[str, int] | None) -> None:
    assert question_labelled(label) == question
    if question is not None:
        assert label_of(question) == label
