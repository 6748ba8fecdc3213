"""Who answers a message, as the triage's weighing decided."""

from __future__ import annotations

from dataclasses import dataclass

from bot.dialogue.triage_knowledge import Action


@dataclass(frozen=True)
class Verdict:
    """Who answers a message.

    Attributes:
        takes_over: the triage asks or advises; no alarm is raised.
        alarm: the alarm that the report is as it stands; None: the safety layer's judgement holds.
        symptoms: names of the symptoms that it is about.
        asks_anew: facts that seem red are doubtful, so that they are asked about all the same.
        denies: nothing but a denial was written: nothing is asked, and what was only suspected in
            it is no alarm.
    """

    takes_over: bool
    alarm: Action | None = None
    symptoms: tuple[str, ...] = ()
    asks_anew: bool = False
    denies: bool = False

    @property
    def is_calm(self) -> bool:
        """Whether the triage's word stands in place of the safety layer's: no alarm, no check."""
        return self.takes_over or self.denies


HANDS_OFF = Verdict(takes_over=False)
