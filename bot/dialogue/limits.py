"""Numbers that a clinician may judge: bot/data/triage/limits.yml says what each means, and why."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Limits:
    """The numbers of the file, by their names in it."""

    call_now_from_so_many_call_today: float
    call_today_from_so_many_self_care: float
    no_fever_below_celsius: float
    first_days: float
    cell_therapy_days: float
