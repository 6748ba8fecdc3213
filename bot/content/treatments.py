"""Which variant of an answer a patient gets: by the treatment named in the question, or known."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

TREATMENT_SLOT = "treatment_type"
_NAMING = ("drug", "treatment")


def treatment_of(
    entities: Sequence[Mapping[str, Any]], words: Mapping[str, str], known: str | None
) -> str | None:
    """The kind of treatment that a question is about.

    Args:
        entities: what the question names, as Rasa's parse has it (``entity`` and ``value``).
        words: kind of treatment by every word for it, in lower case.
        known: the kind that the patient is known to get.

    Returns:
        The one kind that is named; where none is named, the known one; None where several are
        named (a comparison is about none of them) or nothing is known.
    """
    named = {
        words[value]
        for entity in entities
        if entity.get("entity") in _NAMING
        and (value := str(entity.get("value")).casefold()) in words
    }
    if not named:
        return known
    return named.pop() if len(named) == 1 else None


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
