"""The emergency that still stands in each conversation: no lesser alarm lowers what is shown.

It is kept in memory only, as the guard answers before anything is read. It ends when help is
called, or some messages on, as in bot/content/open_alarm.py.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.channels.latest import Latest
from bot.channels.replies import Reply
from bot.content.open_alarm import MESSAGES_AFTER_ALARM
from bot.content.red_flag_talk import safety_talk
from bot.safety.escalation import Escalation


@dataclass(frozen=True)
class _Standing:
    """``emergency``: of a message alone, or as it was said to a "yes" or by the triage."""

    emergency: Escalation | Reply
    messages_since: int = 0


class StandingAlarms:
    """The last emergency of each conversation."""

    def __init__(self) -> None:
        self._standing: Latest[_Standing] = Latest()

    def keep(
        self, conversation: str, text: str, escalation: Escalation, replies: Sequence[Reply]
    ) -> None:
        """Keeps what follows from a message and what was said to it; each message brings an older
        emergency nearer to its end."""
        before = self._standing.get(conversation)
        now = None
        if escalation.intent == "red_flag_emergency":
            now = _Standing(escalation)
        elif said := next(filter(_is_emergency, replies), None):
            now = _Standing(said)
        elif before is not None and before.messages_since < MESSAGES_AFTER_ALARM:
            now = replace(before, messages_since=before.messages_since + 1)
        # Whether help is coming is read only where there is something to end.
        if now is not None and _says_that_help_is_coming(text, escalation):
            now = None
        self._standing.set(conversation, now)

    def forget(self, conversation: str) -> None:
        """After a conversation was erased."""
        self._standing.set(conversation, None)

    def above(self, conversation: str, replies: Sequence[Reply]) -> Escalation | Reply | None:
        """The emergency to be said once more instead of replies that say only "call your care
        team"; None: none stands, or nothing lesser is said."""
        standing = self._standing.get(conversation)
        if standing is None:
            return None
        alarms = [reply for reply in replies if reply.kind == "red_flag"]
        is_lesser = bool(alarms) and all(
            reply.urgency == "call_now" and not reply.crisis for reply in alarms
        )
        return _in_language(standing.emergency, alarms[0].language) if is_lesser else None


def _is_emergency(reply: Reply) -> bool:
    return reply.kind == "red_flag" and reply.urgency == "emergency" and not reply.crisis


def _says_that_help_is_coming(text: str, escalation: Escalation) -> bool:
    return "help_is_coming" in (escalation.answer, safety_talk().read_after_alarm(text))


def _in_language(emergency: Escalation | Reply, language: str) -> Escalation | Reply:
    return emergency if isinstance(emergency, Reply) else replace(emergency, language=language)
