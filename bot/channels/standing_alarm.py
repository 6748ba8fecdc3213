"""The emergency that still stands in each conversation: no lesser alarm lowers what is shown.

It is kept in memory only, as the guard answers before anything is read. It ends when help is
called, or some messages on, as in bot/content/open_alarm.py.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.channels.latest import Latest
from bot.channels.replies import Reply
from bot.content.open_alarm import MESSAGES_AFTER_ALARM
from bot.content.red_flag_talk import safety_talk
from bot.safety.escalation import Escalation

# After a pause of a day a conversation begins anew.
_LONGEST_SECONDS = 24 * 60 * 60


@dataclass(frozen=True)
class _Standing:
    emergency: Escalation
    said: float
    messages_since: int = 0


class StandingAlarms:
    """The last emergency of each conversation."""

    def __init__(self) -> None:
        self._standing: Latest[_Standing] = Latest()

    def keep(self, conversation: str, text: str, escalation: Escalation) -> None:
        """Keeps what follows from a message; each message brings an older emergency nearer to its
        end."""
        before = self._standing.get(conversation)
        now = None
        if escalation.intent == "red_flag_emergency":
            now = _Standing(escalation, time.monotonic())
        elif before is not None and before.messages_since < MESSAGES_AFTER_ALARM:
            now = replace(before, messages_since=before.messages_since + 1)
        # Whether help is coming is read only where there is something to end.
        if now is not None and safety_talk().read_after_alarm(text) == "help_is_coming":
            now = None
        self._standing.set(conversation, now)

    def forget(self, conversation: str) -> None:
        """After a conversation was erased."""
        self._standing.set(conversation, None)

    def above(self, conversation: str, replies: Sequence[Reply]) -> Escalation | None:
        """The emergency to be said once more instead of replies that say only "call your care
        team"; None: none stands, or nothing lesser is said."""
        standing = self._standing.get(conversation)
        if standing is None or time.monotonic() - standing.said > _LONGEST_SECONDS:
            return None
        alarms = [reply for reply in replies if reply.kind == "red_flag"]
        is_lesser = bool(alarms) and all(
            reply.urgency == "call_now" and not reply.crisis for reply in alarms
        )
        return replace(standing.emergency, language=alarms[0].language) if is_lesser else None
