"""What each conversation was asked last: whether a red flag is happening now, or a triage question.

It is kept in memory only. After a restart a failing turn gets the general apology, and a short
answer that sounds alarming by itself is taken as an alarm.
"""

from __future__ import annotations

from collections.abc import Sequence

from bot.channels.latest import Latest
from bot.channels.replies import Reply
from bot.dialogue.judging import AskedQuestion
from bot.safety.escalation import Escalation


class LastAsked:
    """The last question of each conversation, until something else is said."""

    def __init__(self) -> None:
        self._last: Latest[Escalation | AskedQuestion] = Latest()

    def keep(self, conversation: str, escalation: Escalation, replies: Sequence[Reply]) -> None:
        """Keeps what the replies ask; an alarm ends a triage question."""
        self._last.set(conversation, _asked(escalation, replies))

    def forget(self, conversation: str) -> None:
        """After a conversation was erased."""
        self._last.set(conversation, None)

    def red_flag(self, conversation: str) -> Escalation | None:
        """The red flag that was asked about just before."""
        last = self._last.get(conversation)
        return last if isinstance(last, Escalation) else None

    def question(self, conversation: str) -> AskedQuestion | None:
        """The triage question that is open."""
        last = self._last.get(conversation)
        return last if isinstance(last, AskedQuestion) else None


def _asked(escalation: Escalation, replies: Sequence[Reply]) -> Escalation | AskedQuestion | None:
    for reply in replies:
        if reply.kind == "check":
            return escalation
        if reply.kind == "question" and reply.findings:
            titles = tuple(button["title"] for button in reply.buttons)
            return AskedQuestion(reply.findings[0], titles)
    return None
