"""What is remembered of a treatment: its kind, the drug, whose it is, and its day."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from bot.dialogue.day_told import day_told
from bot.dialogue.limits import Limits
from bot.dialogue.mentions import CAR_T, STRANGER, WRITER, NamedTreatment
from bot.dialogue.reading import Reading
from bot.dialogue.said import Said
from bot.dialogue.triage_knowledge import CAR_T_PAST, CELL_THERAPIES
from bot.dialogue.who_has_it import Person, TreatmentSaid

Phase = Literal["before", "first_days", "weeks", "over"]


@dataclass(frozen=True)
class TreatmentMemory:
    """What is remembered; all of it may be unknown.

    Attributes:
        kind: the kind of treatment, as in bot/data/vocabulary/drug.yml.
        drug: the drug as replies write it; several are joined by "and".
        whose: "your mother"; None: the patient's own.
        infusion: the day of the last or next treatment.
    """

    kind: str | None = None
    drug: str | None = None
    whose: str | None = None
    infusion: date | None = None

    def phase(self, today: date, limits: Limits) -> Phase | None:
        """Where in the treatment somebody is; None where its day is unknown."""
        if self.infusion is None:
            return None
        days = (today - self.infusion).days
        if days < 0:
            return "before"
        return "first_days" if days <= limits.first_days else "weeks"

    def is_long_past(self, today: date, limits: Limits) -> bool:
        """Whether it is CAR-T that makes nothing graver any more."""
        days = (today - self.infusion).days if self.infusion else 0
        return self.kind == CAR_T and days > limits.cell_therapy_days


def remember(memory: TreatmentMemory, reading: Reading, today: date) -> TreatmentMemory:
    """The memory after a message.

    What is stated ("I take Keytruda", "no, Opdivo") replaces what was known. A drug that is only
    asked about is remembered where nothing was known, a kind of treatment is not: "what is CAR-T"
    is asked by anybody. "I am not on Keytruda" makes it forgotten. Nothing is remembered of what is
    only talked of as possible, or of a stranger's; and another's treatment replaces the patient's
    own only where it corrects it. Their own CAR-T or bispecific is given up only where it is denied
    or put right: what they get beside it, or got before, makes nothing less grave.
    """
    if not reading.meant and any(memory.kind == one.kind for one in reading.denied):
        memory = TreatmentMemory(infusion=memory.infusion)
    taken = _remembered(memory, reading)
    states = reading.states_treatment or reading.is_fact or reading.is_correction
    if taken and states and not _keeps_the_graver(memory, taken, reading, today):
        memory = _with(memory, taken, reading)
    elif memory.kind is None and any(one.mention.drug for one in taken):
        memory = _with(memory, tuple(one for one in taken if one.mention.drug), reading)
    is_another = bool(reading.mentions) and not taken
    tells_day = reading.is_mostly_fact or reading.states_treatment
    day = day_told(reading, today)
    if day is not None and tells_day and not is_another:
        memory = replace(memory, infusion=day)
    return memory


def _keeps_the_graver(
    memory: TreatmentMemory, taken: tuple[NamedTreatment, ...], reading: Reading, today: date
) -> bool:
    is_grave = memory.kind in CELL_THERAPIES and memory.whose is None
    if not is_grave or memory.is_long_past(today, reading.knowledge.limits):
        return False
    kinds = {one.mention.kind for one in taken}
    return not (kinds & CELL_THERAPIES or reading.puts_right)


def with_treatment(said: Said, reading: Reading) -> Said:
    """A message read for triage, with the treatment of whoever has what it reports.

    Denied treatments do not count, nor those that are only talked of as possible, nor those of
    somebody else; where it is not said whose it is, a treatment counts.
    """
    own = [one for one in reading.treatments if _is_of(one, said.holder.surely)]
    counting = [one for one in own if one.status == "named"]
    counting.sort(key=lambda one: one.mention.kind not in CELL_THERAPIES)
    over = [one for one in own if one.status == "over"]
    first = next(iter(counting or over), None)
    denied = frozenset(one.kind for one in reading.denied if one.kind)
    if first is None:
        return replace(said, treatment=TreatmentSaid(denied=denied))
    treatment = TreatmentSaid(
        kind=CAR_T_PAST if first in over else first.mention.kind,
        of=_person(first.owner, reading),
        is_stated=reading.states_treatment or reading.is_fact or reading.is_correction,
        corrects=reading.puts_right,
        denied=denied,
    )
    return replace(said, treatment=treatment)


def _is_of(named: NamedTreatment, person: Person | None) -> bool:
    if person == "writer":
        return not named.is_of_another
    return not (person == "relative" and named.owner in (WRITER, STRANGER))


def _person(owner: str | None, reading: Reading) -> Person | None:
    """Who gets it; None where it is only "he" or "she", who may be the patient of before."""
    if owner == WRITER:
        return "writer"
    return None if owner in (None, reading.knowledge.people[-1]) else "relative"


def _remembered(memory: TreatmentMemory, reading: Reading) -> tuple[NamedTreatment, ...]:
    is_own = memory.kind is not None and memory.whose is None and not reading.is_correction
    return tuple(one for one in reading.taken if not (is_own and one.is_of_another))


def _with(
    memory: TreatmentMemory, named: tuple[NamedTreatment, ...], reading: Reading
) -> TreatmentMemory:
    named = tuple(one for one in named if one.status != "over") or named
    mentions = tuple(dict.fromkeys(one.mention for one in named))
    shown = " and ".join(one.shown for one in mentions if one.shown) or None
    kind = mentions[0].kind
    if kind == memory.kind and shown is None:
        shown = memory.drug  # "yes, the checkpoint inhibitor" takes no name back
    keeps = reading.is_correction or reading.names_nobody
    said = None if named[0].owner == WRITER else reading.whose
    return replace(memory, kind=kind, drug=shown, whose=(memory.whose if keeps else None) or said)
