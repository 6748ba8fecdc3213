"""Whether a message that the patient has changed says anything that was not answered before."""

from __future__ import annotations

from collections.abc import Sequence

from bot.channels.replies import Reply
from bot.content.response_book import ResponseBook
from bot.safety.escalation import Escalation

_TIERS = ("call_now", "emergency")
# Stands where the words for what was understood stand.
_UNDERSTOOD = "\N{NULL}"


class Edits:
    """Compares what follows from a changed message with the alarms that were given to it."""

    def __init__(self, book: ResponseBook) -> None:
        self._book = book

    def is_answered(self, escalation: Escalation, said: Sequence[Reply]) -> bool:
        """Whether the alarms that were said name all that the message names now, and one of them
        is as grave: in tier, in thoughts of suicide, and in what it asks to do."""
        alarms = [reply for reply in said if reply.kind == "red_flag"]
        named = {finding for alarm in alarms for finding in alarm.findings}
        if not set(escalation.findings) <= named:
            return False
        return any(self._is_as_grave(alarm, escalation) for alarm in alarms)

    def _is_as_grave(self, alarm: Reply, escalation: Escalation) -> bool:
        # What is only asked about is as grave as a yes to it.
        meant = escalation.confirmed() if escalation.is_check else escalation
        now = self._words(meant)
        if now.crisis and not alarm.crisis:
            return False
        above = _rank(alarm) - _rank(now)
        if above or escalation.is_check:
            return above >= 0
        return _has_words(alarm.text, now.text)

    def _words(self, escalation: Escalation) -> Reply:
        name = escalation.response
        assert name is not None
        understood = _UNDERSTOOD if escalation.understood else ""
        message = self._book.message(name, understood=understood)
        assert message is not None, f"{name} is missing in domain.yml"
        return Reply.of(self._book.said_in(escalation.language, name, message))


def _rank(reply: Reply) -> int:
    return _TIERS.index(reply.urgency) if reply.urgency in _TIERS else -1


def _has_words(text: str, words: str) -> bool:
    """Whether a text is these words, whatever was understood."""
    before, found, behind = words.partition(_UNDERSTOOD)
    return text.startswith(before) and text.endswith(behind) if found else text == words
