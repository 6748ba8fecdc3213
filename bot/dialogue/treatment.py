"""What is remembered of a treatment: its kind, the drug, whose it is, and its day."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Literal

from bot.dialogue.mentions import Mention
from bot.dialogue.reading import Reading

Phase = Literal["before", "first_days", "weeks", "over"]
# Document 002 of the sources parts side effects into those right after the treatment is given and
# those some weeks after the start; NCI (flu symptoms) names the first days. A week is where the
# first days end here: to be confirmed by a clinician.
FIRST_DAYS = 7


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

    def phase(self, today: date) -> Phase | None:
        """Where in the treatment somebody is; None where its day is unknown."""
        if self.infusion is None:
            return None
        days = (today - self.infusion).days
        if days < 0:
            return "before"
        return "first_days" if days <= FIRST_DAYS else "weeks"


def remember(memory: TreatmentMemory, reading: Reading, today: date) -> TreatmentMemory:
    """The memory after a message.

    What is stated ("I take Keytruda", "no, Opdivo") replaces what was known. A drug that is only
    asked about is remembered where nothing was known, a kind of treatment is not: "what is CAR-T"
    is asked by anybody. "I am not on Keytruda" makes it forgotten.
    """
    meant = reading.meant
    if not meant and any(memory.kind == one.kind for one in reading.denied):
        memory = TreatmentMemory(infusion=memory.infusion)
    states = reading.states_treatment or reading.is_fact or reading.is_correction
    if meant and states:
        memory = _with(memory, meant, reading)
    elif memory.kind is None and any(one.drug for one in meant):
        memory = _with(memory, tuple(one for one in meant if one.drug), reading)
    if reading.days is not None and (reading.is_mostly_fact or reading.states_treatment):
        memory = replace(memory, infusion=today + timedelta(days=reading.days))
    return memory


def _with(
    memory: TreatmentMemory, mentions: tuple[Mention, ...], reading: Reading
) -> TreatmentMemory:
    shown = " and ".join(one.shown for one in mentions if one.shown) or None
    kind = mentions[0].kind
    if kind == memory.kind and shown is None:
        shown = memory.drug  # "yes, the checkpoint inhibitor" takes no name back
    keeps = reading.is_correction or reading.names_nobody
    whose = (memory.whose if keeps else None) or reading.whose
    return replace(memory, kind=kind, drug=shown, whose=whose)
