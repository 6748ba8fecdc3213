"""Signs that were stated or denied earlier in a talk, and what is called "it". Pure."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from datetime import date

from bot.dialogue.facts_said import NEGATED
from bot.dialogue.limits import Limits
from bot.dialogue.mentions import CAR_T
from bot.dialogue.relations import Relations
from bot.dialogue.said import Said
from bot.dialogue.treatment import TreatmentMemory
from bot.dialogue.triage_knowledge import BOTH, CAR_T_PAST, CELL_THERAPIES, FACT, TriageKnowledge
from bot.dialogue.triage_state import Triage

# "I am always short of breath" is no news.
_OLD = f"{FACT}:old_same"
# "It" means a symptom that was named so many messages ago at most.
_NAMED_FOR_MESSAGES = 2


def is_for_relative(triage: Triage, said: Said) -> bool:
    """Whether somebody else has it. While questions are open, "no appetite at all" goes on about
    whom they are about."""
    is_open = any(case.stage == "open" for case in triage.cases)
    goes_on = is_open and triage.for_relative and said.holder.surely != "writer"
    return said.of_relative or goes_on


def with_known(said: Said, triage: Triage, relations: Relations) -> Said:
    """A message together with the signs that are known, and what its denials imply; what it says
    itself decides."""
    stated = frozenset(triage.stated) - said.denied
    denied = frozenset(triage.denied) - said.stated - stated
    implied = _implied_by(said.denied, relations) - said.stated - stated
    return replace(
        said, stated=said.stated | stated, denied=said.denied | implied, denied_before=denied
    )


def _implied_by(denied: Collection[str], relations: Relations) -> set[str]:
    """The narrower signs that are denied with others: who breathes well does not gasp."""
    facts = (label.removeprefix(f"{FACT}:") for label in denied if label.startswith(f"{FACT}:"))
    return {f"{FACT}:{narrow}" for fact in facts for narrow in relations.denied_with[fact]}


def remember(triage: Triage, said: Said, reports: bool, relations: Relations) -> Triage:
    """The triage with the signs of a message; ``reports``: whether it tells how somebody is, so
    that what it states counts as well."""
    tells = reports and _OLD not in said.stated
    stated = {label for label in said.stated if _lasts(label, relations)} if tells else set()
    asked = {case.symptom for case in triage.cases if case.stage == "open"}
    denied = {
        label
        for label in said.denied
        if _lasts(label, relations) or label.partition(":")[0] in asked
    }
    denied = set() if said.asks else denied
    gone = {*denied, *_implied_by(denied, relations)}
    return replace(
        triage,
        stated=tuple(sorted({*triage.stated, *stated} - gone)),
        denied=tuple(sorted({*triage.denied, *gone} - stated - said.stated)),
    )


def without_others_treatment(triage: Triage, said: Said) -> Triage:
    """The triage without a treatment that the message denies, or that somebody else gets than who
    has what it reports."""
    is_denied = triage.treatment in said.treatment.denied
    is_of_another = triage.treatment_of is not None and said.holder.surely not in (
        None,
        triage.treatment_of,
    )
    if not (is_denied or is_of_another):
        return triage
    return replace(triage, treatment=None, treatment_of=None)


def with_remembered(
    triage: Triage, memory: TreatmentMemory, said: Said, today: date, limits: Limits
) -> Triage:
    """The triage with the treatment that is remembered of whoever has what a message reports."""
    is_anothers = memory.whose is not None
    if is_anothers and said.holder.surely == "writer":
        return triage
    kind = CAR_T_PAST if memory.is_long_past(today, limits) else memory.kind
    return replace(triage, treatment=kind, treatment_of="relative" if is_anothers else None)


def treatment_after(triage: Triage, said: Said) -> str | None:
    """The kind of treatment of whoever has what is reported, after a message that may name one."""
    return triage.treatment if _keeps_the_graver(triage, said) else said.treatment.kind


def _keeps_the_graver(triage: Triage, said: Said) -> bool:
    """Whether the treatment that is known still holds: nothing is named in its place; or it is
    CAR-T or a bispecific, which no treatment of another, before it or beside it takes away."""
    named = said.treatment
    if named.kind is None or triage.treatment not in CELL_THERAPIES:
        return named.kind is None
    if named.of == "relative" and triage.treatment_of != "relative":
        return True
    is_as_grave = named.kind in CELL_THERAPIES
    is_over = (triage.treatment, named.kind) == (CAR_T, CAR_T_PAST)
    return not (named.corrects or is_as_grave or is_over)


def with_stated_treatment(triage: Triage, said: Said) -> Triage:
    """The triage with the treatment that a message states, whatever follows from it: "no, Opdivo";
    and with whose it is, where that is said."""
    if _keeps_the_graver(triage, said):
        return triage
    if said.treatment.is_stated:
        triage = replace(triage, treatment=said.treatment.kind)
    is_kept = triage.treatment == said.treatment.kind
    return replace(triage, treatment_of=said.treatment.of if is_kept else triage.treatment_of)


def name_last(
    triage: Triage, said: Said, symptoms: tuple[str, ...], knowledge: TriageKnowledge
) -> Triage:
    """The triage with the symptom that a message names last, reported or only asked about."""
    there = [one for one, reason in said.reported.items() if reason != NEGATED]
    if symptoms:
        return replace(triage, named=(symptoms[0], 0))
    if there:
        return replace(triage, named=(max(there, key=lambda one: said.places[one]), 0))
    facts = knowledge.mere_facts
    told = [name for name in said.mere_facts if facts[name].is_itself_told_in(said.words)]
    if told:  # "I take prednisone": "ran out of it" is about that
        return replace(triage, named=(min(told), 0))
    if triage.named is None:
        return triage
    symptom, ago = triage.named
    return replace(triage, named=(symptom, ago + 1) if ago < _NAMED_FOR_MESSAGES else None)


def _lasts(label: str, relations: Relations) -> bool:
    """Facts of a sign; phrases of one question's button are of its symptom alone."""
    kind, _, fact = label.partition(":")
    return kind == FACT and BOTH not in label and fact not in relations.of_one_symptom
