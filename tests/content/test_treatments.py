"""Which variant of an answer a patient gets."""

from __future__ import annotations

from typing import Any

import pytest

from bot.content.treatments import treatment_of, variant_for
from bot.content.vocabulary import read_treatment_words

WORDS = read_treatment_words()


def named(*words: str, entity: str = "drug") -> list[dict[str, Any]]:
    return [{"entity": entity, "value": word} for word in words]


@pytest.mark.parametrize(
    ("entities", "known", "treatment"),
    [
        # nothing is named
        ([], None, None),
        ([], "car_t", "car_t"),
        # a drug or a treatment is named, in any case, also misspelled
        (named("Keytruda"), None, "checkpoint_inhibitor"),
        (named("keytruder"), None, "checkpoint_inhibitor"),
        (named("CAR-T", entity="treatment"), None, "car_t"),
        (named("t-cell engager", entity="treatment"), None, "bispecific"),
        (named("bcg"), None, "bcg"),
        # what is named in the question counts more than what is known
        (named("tecvayli"), "checkpoint_inhibitor", "bispecific"),
        # two drugs of one kind
        (named("opdivo", "yervoy"), None, "checkpoint_inhibitor"),
        # a comparison is about none of them
        (named("opdivo", "kymriah"), None, None),
        (named("opdivo", "kymriah"), "car_t", None),
        # words that are no kind of treatment leave what is known
        (named("prednisone", "chemo", entity="treatment"), "car_t", "car_t"),
        (named("rash", entity="symptom"), "car_t", "car_t"),
        (named("bcg", entity="symptom"), None, None),
        (named("aspirin"), None, None),
    ],
)
def test_treatment_of(
    entities: list[dict[str, Any]], known: str | None, treatment: str | None
) -> None:
    assert treatment_of(entities, WORDS, known) == treatment


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
