"""What is pending when a message comes: a check that it may answer, and an alarm that stands."""

from __future__ import annotations

from dataclasses import dataclass

from rasa.shared.core.trackers import DialogueStateTracker

from bot.content.open_alarm import alarms_before
from bot.content.open_check import asked_about, unanswered_check
from bot.dialogue.open_alarm import OpenAlarm
from bot.safety.escalation import Escalation


@dataclass(frozen=True)
class Pending:
    """What stood before the latest message of a conversation.

    Attributes:
        check: the red flag that was asked about just before.
        earlier_check: the same where a few messages stand between that answer nothing.
        alarm: the gravest alarm of the last messages.
        helped: the alarm after which help was called, and is on its way.
        answered: the same, also where the care team has seen to it since.
    """

    check: Escalation | None = None
    earlier_check: Escalation | None = None
    alarm: OpenAlarm | None = None
    helped: OpenAlarm | None = None
    answered: OpenAlarm | None = None

    @property
    def any_check(self) -> Escalation | None:
        """The check that a yes answers."""
        return self.check or self.earlier_check


def pending_before(tracker: DialogueStateTracker) -> Pending:
    """What is pending before the latest message, from the events of the conversation."""
    asked, earlier = asked_about(tracker.events), unanswered_check(tracker.events)
    return Pending(asked, earlier, *alarms_before(tracker.events))
