"""Which variant of an answer a patient gets: by the treatment named in the question, or known."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from bot.dialogue.reading import Reading

TREATMENT_SLOT = "treatment_type"


def treatment_of(reading: Reading, known: str | None, whose: str | None = None) -> str | None:
    """The kind of treatment that a question is about.

    Args:
        reading: the message, with the treatments that it names.
        known: the kind that is remembered.
        whose: whose it is, "your mother"; None: the patient's own.

    Returns:
        The one kind that is named; where none is, the remembered one; None where several are named
        (a comparison is about none of them) or nothing is known. What is denied does not count, nor
        somebody else's where the question is about the writer's own body.
    """
    named = kinds_asked_about(reading)
    if named:
        return next(iter(named)) if len(named) == 1 else None
    is_denied = known in {one.kind for one in reading.denied}
    is_anothers = whose is not None and reading.is_about_the_writer
    return None if is_denied or is_anothers else known


def kinds_asked_about(reading: Reading) -> frozenset[str]:
    """The kinds of treatment that a message names and may ask about."""
    return frozenset(
        one.mention.kind
        for one in reading.treatments
        if one.status != "denied"
        and one.mention.kind is not None
        and not (one.is_of_another and reading.is_about_the_writer)
    )


def kinds_with_variant(variants: Sequence[Mapping[str, Any]]) -> frozenset[str]:
    """The kinds of treatment for which an answer has a text of its own."""
    return frozenset(
        str(condition.get("value"))
        for variant in variants
        for condition in variant.get("condition") or []
        if condition.get("name") == TREATMENT_SLOT
    )


def variant_for(variants: Sequence[Mapping[str, Any]], treatment: str | None) -> Mapping[str, Any]:
    """The variant whose condition matches the treatment, else the general one.

    A variant for a treatment takes from the general one what it does not say itself: its title.
    """
    general = next(variant for variant in variants if not variant.get("condition"))
    for variant in variants:
        if any(
            condition.get("name") == TREATMENT_SLOT and condition.get("value") == treatment
            for condition in variant.get("condition") or []
        ):
            metadata = {**(general.get("metadata") or {}), **(variant.get("metadata") or {})}
            own = {key: value for key, value in variant.items() if key != "condition"}
            return {**own, "metadata": metadata}
    return general
