"""Which variant of an answer a patient gets."""

from __future__ import annotations

from typing import Any

import pytest

from bot.content.context_files import context_knowledge
from bot.content.treatments import kinds_asked_about, treatment_of, variant_for
from bot.dialogue.reading import Reading, read_message


def read(text: str) -> Reading:
    return read_message(text, context_knowledge())


@pytest.mark.parametrize(
    ("text", "known", "treatment"),
    [
        # nothing is named
        ("what are the side effects", None, None),
        ("what are the side effects", "car_t", "car_t"),
        # a drug or a treatment is named, in any case, also misspelled
        ("side effects of Keytruda", None, "checkpoint_inhibitor"),
        ("side effects of keytruder", None, "checkpoint_inhibitor"),
        ("the side effects of CAR-T", None, "car_t"),
        ("how does a t-cell engager work", None, "bispecific"),
        ("what do monoclonals do", None, "antibody"),
        ("is bcg painful", None, "bcg"),
        # what is named in the question counts more than what is known
        ("side effects of tecvayli", "checkpoint_inhibitor", "bispecific"),
        ("should i have CAR-T instead", "checkpoint_inhibitor", "car_t"),
        # two drugs of one kind
        ("opdivo and yervoy together", None, "checkpoint_inhibitor"),
        # a comparison is about none of them
        ("is opdivo better than kymriah", None, None),
        ("is opdivo better than kymriah", "car_t", None),
        # what is denied is not asked about
        ("i am not on CAR-T, what are the side effects", None, None),
        ("i am not on CAR-T, what are the side effects", "car_t", None),
        ("not keytruda, what are the side effects of kymriah", None, "car_t"),
        # words that are no kind of treatment leave what is known
        ("can i take prednisone after chemo", "car_t", "car_t"),
        ("why does my rash itch", "car_t", "car_t"),
        ("aspirin", None, None),
        # somebody else's, where the writer's own body is asked about
        ("my neighbour had car-t, will i get a rash", None, None),
        (
            "my neighbour had car-t, will i get a rash",
            "checkpoint_inhibitor",
            "checkpoint_inhibitor",
        ),
        ("my dad has car-t, what are the side effects", None, "car_t"),
    ],
)
def test_treatment_of(text: str, known: str | None, treatment: str | None) -> None:
    assert treatment_of(read(text), known) == treatment


@pytest.mark.parametrize(
    ("text", "treatment"),
    [
        ("what are the side effects", "car_t"),
        ("how can i help him", "car_t"),
        ("what should i watch for", "car_t"),
        ("will i get a rash myself", None),
    ],
)
def test_a_relatives_treatment_counts_where_the_question_may_be_about_the_relative(
    text: str, treatment: str | None
) -> None:
    assert treatment_of(read(text), "car_t", "your father") == treatment


def test_what_is_denied_is_not_asked_about() -> None:
    assert kinds_asked_about(read("i get opdivo, not car-t")) == {"checkpoint_inhibitor"}


GENERAL = {"text": "For all.", "metadata": {"title": "How?", "sources": ["a"]}}
FOR_CAR_T = {
    "condition": [{"type": "slot", "name": "treatment_type", "value": "car_t"}],
    "text": "For CAR-T.",
    "metadata": {"sources": ["b"]},
}


@pytest.mark.parametrize(
    ("variants", "treatment", "text", "metadata"),
    [
        ([GENERAL], None, "For all.", {"title": "How?", "sources": ["a"]}),
        ([GENERAL], "car_t", "For all.", {"title": "How?", "sources": ["a"]}),
        ([GENERAL, FOR_CAR_T], None, "For all.", {"title": "How?", "sources": ["a"]}),
        ([GENERAL, FOR_CAR_T], "bcg", "For all.", {"title": "How?", "sources": ["a"]}),
        # the variant's own source, and the general answer's title
        ([GENERAL, FOR_CAR_T], "car_t", "For CAR-T.", {"title": "How?", "sources": ["b"]}),
        ([FOR_CAR_T, GENERAL], "car_t", "For CAR-T.", {"title": "How?", "sources": ["b"]}),
        ([{"text": "Fixed."}], "car_t", "Fixed.", {}),
    ],
)
def test_variant_for(
    variants: list[dict[str, Any]], treatment: str | None, text: str, metadata: dict[str, Any]
) -> None:
    chosen = variant_for(variants, treatment)
    assert (chosen["text"], chosen.get("metadata") or {}) == (text, metadata)
    assert "condition" not in chosen
