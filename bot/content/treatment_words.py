"""How replies name what is remembered of a treatment: the drug, its kind, its day."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any

from bot.content.context_files import context_knowledge
from bot.dialogue.triage_knowledge import CELL_THERAPIES

# Slots that hold what is remembered (domain.yml).
KIND, DRUG, WHOSE, DATE = "treatment_type", "treatment_drug", "treatment_whose", "infusion_date"
REPLY = "context_reply"
_DAYS_OF_WEEK, _DAYS_OF_MONTH = 7, 30


def treatment_in_words(slots: Mapping[str, Any]) -> str:
    """ "Keytruda, a checkpoint inhibitor"; ``slots``: treatment_type and treatment_drug."""
    kind = context_knowledge().treatment_words.get(str(slots.get(KIND)))
    names = [str(name) for name in (slots.get(DRUG), kind) if name]
    if not slots.get(DRUG) or str(slots.get(KIND)) == "other" or " and " in str(slots.get(DRUG)):
        names = names[-1:] if not slots.get(DRUG) else names[:1]
    if len(names) > 1 and names[0].casefold() in names[1].casefold():
        names = names[1:]
    return ", ".join(names)


def time_in_words(days: int) -> str:
    """ "3 days ago", "in about 2 weeks"; ``days`` from today, before it negative."""
    words = context_knowledge().time_words
    exact = {0: "today", -1: "yesterday", 1: "tomorrow"}
    if days in exact:
        return words[exact[days]]
    number, side = abs(days), "ago" if days < 0 else "in"
    unit = "days"
    if number >= 2 * _DAYS_OF_MONTH:
        number, unit = round(number / _DAYS_OF_MONTH), "months"
    elif number >= 2 * _DAYS_OF_WEEK:
        number, unit = round(number / _DAYS_OF_WEEK), "weeks"
    key = f"{unit}_{side}" if side == "ago" else f"{side}_{unit}"
    return words[key].replace("{n}", str(number))


def days_from(slots: Mapping[str, Any], reply: Mapping[str, Any]) -> int:
    day = datetime.date.fromisoformat(str(slots[DATE]))
    return (day - datetime.date.fromisoformat(str(reply["today"]))).days


def may_bring_crs(slots: Mapping[str, Any]) -> bool:
    """Whether it is a cell therapy that is remembered, not longer ago than limits.yml says."""
    if slots.get(KIND) not in CELL_THERAPIES:
        return False
    reply = slots.get(REPLY) or {}
    if not slots.get(DATE) or not reply.get("today"):
        return True
    return days_from(slots, reply) >= -context_knowledge().limits.cell_therapy_days
