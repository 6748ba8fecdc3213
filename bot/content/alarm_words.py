"""How alarms, checks and the lines that go with them are worded; the texts stand in domain.yml."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bot.content.kinds import ReplyKind
from bot.content.message_builder import MessageBuilder
from bot.content.open_alarm import TAKES_BACK
from bot.content.open_check import CHECK
from bot.content.pending import Pending
from bot.content.response_book import Message, ResponseBook, buttons_of
from bot.dialogue.open_alarm import is_lesser
from bot.safety.escalation import CALL_LINES, RED_FLAG, Escalation, RedFlagIntent

_CALL_LINE = "utter_general_call_line"
_KINDS_WITH_CALL_LINE: frozenset[ReplyKind] = frozenset({"answer", "offer"})
_KINDS_WITH_ALARM_LINE: frozenset[ReplyKind] = frozenset({"answer", "advice"})
_ALARM_STANDS: Mapping[RedFlagIntent, str] = {
    "red_flag_emergency": "utter_emergency_stands",
    "red_flag_call_now": "utter_alarm_stands",
    "red_flag_crisis": "utter_crisis_stands",
}
# Under "Is this happening now?", so that Yes and No stay the plainest buttons.
_MOST_POSTPONED = 2


class AlarmWords:
    """Words alarms, the checks whether something is happening, and the lines about calling."""

    def __init__(self, book: ResponseBook) -> None:
        self._book, self._build = book, MessageBuilder(book)

    def warn(self, escalation: Escalation, confidence: float) -> Message | None:
        """The alarm or check of a judgement; None where domain.yml has no such response."""
        assert escalation.response is not None
        message = self._book.message(escalation.response, understood=escalation.understood)
        if message is None:
            return None
        message["metadata"].update(
            findings=list(escalation.findings),
            understood=escalation.understood,
            response=escalation.response,
            confidence=confidence,
        )
        if message["metadata"]["kind"] == "check":
            message["metadata"][CHECK] = escalation.as_dict()
            if not _names_emergency(escalation):
                self._add_postponed(message, escalation)
        return message

    def asked_again(
        self, asked: Escalation, confidence: float, opening: str | None
    ) -> Message | None:
        """A check once more, behind the response ``opening``: no new red flag for records and
        notices."""
        message = self.warn(asked, confidence)
        if message is not None:
            message["metadata"]["repeats"] = True
        if message is not None and opening is not None:
            message["text"] = f"{self._build.line(opening)}\n{message['text']}"
        return message

    def unless_lesser(self, message: Message, utter_action: str, pending: Pending) -> Message:
        """Under an emergency that stands, the emergency again in place of a lesser alarm, as the
        guard says it: what is recorded is what the patient was shown."""
        metadata = message["metadata"]
        if metadata["kind"] != "red_flag" or metadata.get(TAKES_BACK):
            return message
        metadata.setdefault("response", utter_action)
        standing = pending.alarm
        is_crisis = bool(metadata.get("crisis"))
        if standing is None or not is_lesser(metadata.get("urgency"), is_crisis, standing):
            return message
        lesser = Escalation(
            findings=tuple(metadata.get("findings") or ()),
            understood=str(metadata.get("understood") or ""),
        )
        said = self.warn(standing.instead_of(lesser), metadata.get("confidence", 0.0))
        return said or message

    def _add_postponed(self, message: Message, escalation: Escalation) -> None:
        """The question that the message may have been, as buttons under "Is this happening now?",
        so that nobody has to type it again. Not where an emergency is named, nor under what is
        urgent: who is to call should do nothing else."""
        topics = list(escalation.postponed[:_MOST_POSTPONED])
        titles = map(self._book.title, topics)
        message["buttons"] = [*message.get("buttons", []), *buttons_of(titles)]
        message["metadata"]["topics"] = topics

    def add_call_line(
        self, message: Message, parse: Mapping[str, Any], asked: Escalation | None
    ) -> None:
        """An answer about a red-flag symptom, or in place of a yes or no to the check ``asked``,
        ends with when to call."""
        escalation = Escalation.from_dict(parse.get(RED_FLAG))
        kind, name = message["metadata"]["kind"], escalation.call_line
        if asked is not None and asked.asks_about_suicide:
            name = CALL_LINES["crisis"]
        elif name is None and asked is not None:
            name = _CALL_LINE
        # A refusal names the phones already, but for the one that is right for the symptom.
        if kind not in _KINDS_WITH_CALL_LINE and not (
            kind == "out_of_scope" and name != _CALL_LINE
        ):
            return
        line = self._book.message(name, understood=escalation.asked_about) if name else None
        if line is not None:
            message["text"] += "\n" + line["text"]

    def add_alarm_line(self, message: Message, pending: Pending) -> None:
        """An answer under an alarm begins with that alarm, a lesser advice ends with it."""
        kind = message["metadata"]["kind"]
        alarm = pending.alarm if kind in _KINDS_WITH_ALARM_LINE else None
        if alarm is None:
            return
        own, alarms = message["text"], self._build.line(_ALARM_STANDS[alarm.intent])
        message["text"] = f"{alarms}\n{own}" if kind == "answer" else f"{own}\n{alarms}"


def _names_emergency(escalation: Escalation) -> bool:
    return escalation.confirmed_intent in ("red_flag_crisis", "red_flag_emergency")
