"""The words that patients read: responses from YAML, filled in for this clinic and this message.

``ClinicResponses`` is Rasa's response generator (endpoints.yml, ``nlg``); ``ResponseBook`` is the
same without Rasa's dialogue, for the guard, which must have words when everything else fails. Every
message carries ``metadata``: kind, topics, also, urgency, findings, source, sources, calls,
confidence.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from rasa.core.nlg import TemplatedNaturalLanguageGenerator
from rasa.shared.core.domain import Domain
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.utils.endpoints import EndpointConfig

from bot.content.check_again import is_put_again, opening_of
from bot.content.context_responses import ContextWords
from bot.content.kinds import ReplyKind
from bot.content.language_of_reply import language_of, repeats_alarm
from bot.content.languages import ENGLISH, ENGLISH_ONLY, SMALL_TALK
from bot.content.nearest import nearest_topics
from bot.content.open_alarm import ENDING, ENDS_ALARM, TAKES_BACK
from bot.content.open_check import CHECK
from bot.content.pending import Pending, pending_before
from bot.content.red_flag_talk import safety_talk
from bot.content.response_book import Message, ResponseBook, buttons_of
from bot.content.said_before import replies_lately, was_last_said
from bot.content.triage_responses import TriageWords
from bot.dialogue.open_alarm import is_lesser
from bot.safety.escalation import (
    CALL_LINES,
    RED_FLAG,
    RESPONSES,
    Escalation,
    RedFlagIntent,
)
from bot.settings.clinic import clinic

CARE_TEAM_ONLY = "utter_care_team_only"
OUT_OF_SCOPE = "utter_out_of_scope"
# The same, right after it.
OUT_OF_SCOPE_AGAIN = "utter_out_of_scope_again"
MOOD = "side_effects/mood"
CALL_LINE = "utter_general_call_line"
_KINDS_WITH_CALL_LINE: frozenset[ReplyKind] = frozenset({"answer", "offer"})
_KINDS_WITH_ALARM_LINE: frozenset[ReplyKind] = frozenset({"answer", "advice"})
_ALARM_STANDS: Mapping[RedFlagIntent, str] = {
    "red_flag_emergency": "utter_emergency_stands",
    "red_flag_call_now": "utter_alarm_stands",
    "red_flag_crisis": "utter_crisis_stands",
}
# Under "Is this happening now?", so that Yes and No stay the plainest buttons.
_MOST_POSTPONED = 2
# These channels show the source themselves, from the metadata.
_CHANNELS_WITH_SOURCE = frozenset({"web"})


class ClinicResponses(TemplatedNaturalLanguageGenerator):
    """Rasa's generator: every ``utter_…`` of the dialogue comes through here."""

    def __init__(self, endpoint_config: EndpointConfig | None, domain: Domain) -> None:  # noqa: ARG002
        super().__init__(domain.responses)

    @property
    def responses(self) -> Mapping[str, Sequence[Message]]:
        """Rasa sets these once more when the model, and with it the domain, is loaded."""
        return self._responses

    @responses.setter
    def responses(self, responses: Mapping[str, Sequence[Message]]) -> None:
        self._responses = responses
        self._book = ResponseBook(responses, clinic())
        self._triage = TriageWords(self._book)
        self._context = ContextWords(self._book)

    async def generate(
        self,
        utter_action: str,
        tracker: DialogueStateTracker,
        output_channel: str,
        **kwargs: Any,  # noqa: ARG002
    ) -> Message | None:
        """Says ``utter_action`` about the tracker's latest message. None: no such response."""
        parse = dict(tracker.latest_message.parse_data) if tracker.latest_message else {}
        pending = pending_before(tracker)
        message = self._say(utter_action, parse, tracker, pending)
        if message is None:
            return None
        message = self._unless_lesser(message, utter_action, pending)
        self._context.say_which_treatment(message, utter_action, tracker)
        self._context.add_questions(message, utter_action, tracker)
        is_repeated = repeats_alarm(utter_action, parse, pending)
        is_repeated |= bool(message["metadata"].get("repeats"))
        code = language_of(utter_action, parse, tracker, repeats=is_repeated)
        is_small_talk = message["metadata"]["kind"] == "smalltalk"
        if code != ENGLISH and is_small_talk and utter_action not in SMALL_TALK:
            # "All right" in English is no answer to "sí".
            utter_action, message = ENGLISH_ONLY, self._book.message(ENGLISH_ONLY) or message
        if utter_action in ENDING:
            message["metadata"][ENDS_ALARM] = True
        no_is_said = utter_action == "utter_not_now"
        self._add_call_line(message, parse, None if no_is_said else pending.check)
        self._add_alarm_line(message, pending)
        if is_repeated:
            message["metadata"]["repeats"] = True
        if message["metadata"].get("source") and output_channel not in _CHANNELS_WITH_SOURCE:
            message["text"] += "\n" + message["metadata"]["source"]
        return self._book.said_in(code, utter_action, message)

    def _say(
        self,
        utter_action: str,
        parse: Mapping[str, Any],
        tracker: DialogueStateTracker,
        pending: Pending,
    ) -> Message | None:
        if utter_action.startswith("utter_triage_"):
            before = "\n".join(replies_lately(tracker.events))
            return self._triage.say(utter_action, tracker.get_slot("triage"), before)
        topics = parse.get("topics") or []
        confidence = (parse.get("intent") or {}).get("confidence", 0.0)
        treatment = self._context.treatment_asked_about(tracker)
        said = self._context.say(utter_action, tracker, confidence, treatment)
        if said is not None:
            return said
        if utter_action == "utter_first_topic":
            return self._book.answer(topics[0], confidence, treatment)
        if utter_action == "utter_second_topic":
            return self._book.answer(topics[1], confidence, treatment)
        if utter_action == "utter_did_you_mean":
            return self._book.offer(topics, confidence)
        if utter_action == "utter_call_checked":
            return self._warn((pending.any_check or Escalation()).confirmed(), confidence)
        own, again = Escalation.from_dict(parse.get(RED_FLAG)), pending.check
        if again is not None and is_put_again(utter_action, own, again):
            return self._asked_again(again, confidence, tracker)
        if utter_action == "utter_not_now":
            return self._not_now(pending.check, confidence, treatment)
        if utter_action == CARE_TEAM_ONLY:
            kind = safety_talk().kind_of_care_team_question(str(parse.get("text") or ""))
            name = f"{CARE_TEAM_ONLY}_{kind}" if kind else CARE_TEAM_ONLY
            return self._with_closest(self._book.message(name), parse)
        if "/" in utter_action:
            topic, also = utter_action.removeprefix("utter_"), parse.get("also") or []
            return self._book.answer(topic, confidence, treatment, also)
        if own.intent is not None and utter_action == RESPONSES[own.intent]:
            return self._warn(own, confidence)
        words = {
            "understood": own.understood or _of_alarm_again(utter_action, pending),
            "value": own.value,
        }
        is_again = utter_action == OUT_OF_SCOPE and was_last_said(OUT_OF_SCOPE, tracker.events)
        message = self._book.message(OUT_OF_SCOPE_AGAIN if is_again else utter_action, **words)
        if message is not None:
            message["metadata"]["confidence"] = confidence
        return self._with_closest(message, parse) if utter_action == OUT_OF_SCOPE else message

    def _with_closest(self, refusal: Message | None, parse: Mapping[str, Any]) -> Message | None:
        """A refusal with the topics that come closest as buttons, so that nobody whose question
        was known has to find other words for it. Not where it says when to call."""
        topics = [topic for topic in nearest_topics(parse) if self._has(topic)]
        escalation = Escalation.from_dict(parse.get(RED_FLAG))
        is_calm = escalation.intent is None and escalation.call_line is None
        if refusal is not None and topics and is_calm:
            refusal["text"] += "\n" + self._text("utter_closest_topics")
            refusal["buttons"] = buttons_of(map(self._book.title, topics))
            refusal["metadata"]["also"] = list(topics)
        return refusal

    def _not_now(
        self, asked: Escalation | None, confidence: float, treatment: str | None
    ) -> Message | None:
        """A no to the check: what was put off is answered, and whom to tell if it was there."""
        if asked is None:
            return self._book.message("utter_deny")
        below = self._text("utter_if_it_comes_back")
        if asked.asks_about_suicide:
            thanks = self._text("utter_not_in_crisis")
            message = self._book.answer(MOOD, confidence) if self._has(MOOD) else None
            if message is None:
                return self._book.message("utter_not_in_crisis")
            message["text"] = f"{thanks}\n{message['text']}"
            return message
        if asked.postponed:
            message = self._book.answer(asked.postponed[0], confidence, treatment)
        elif asked.for_care_team:
            message = self._book.message(CARE_TEAM_ONLY)
        else:
            return self._book.message("utter_not_now")
        if message is not None:
            message["text"] += "\n" + below
        return message

    def _asked_again(
        self, asked: Escalation, confidence: float, tracker: DialogueStateTracker
    ) -> Message | None:
        """A check once more: no new red flag for records and notices."""
        message, opening = self._warn(asked, confidence), opening_of(asked, tracker)
        if message is not None:
            message["metadata"]["repeats"] = True
        if message is not None and opening is not None:
            message["text"] = f"{self._text(opening)}\n{message['text']}"
        return message

    def _text(self, name: str) -> str:
        message = self._book.message(name)
        assert message is not None, f"{name} is missing in domain.yml"
        return str(message["text"])

    def _has(self, topic: str) -> bool:
        return bool(self._responses.get(f"utter_{topic}"))

    def _warn(self, escalation: Escalation, confidence: float) -> Message | None:
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

    def _unless_lesser(self, message: Message, utter_action: str, pending: Pending) -> Message:
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
        said = self._warn(standing.instead_of(lesser), metadata.get("confidence", 0.0))
        return said or message

    def _add_postponed(self, message: Message, escalation: Escalation) -> None:
        """The question that the message may have been, as buttons under "Is this happening now?",
        so that nobody has to type it again. Not where an emergency is named, nor under what is
        urgent: who is to call should do nothing else."""
        topics = list(escalation.postponed[:_MOST_POSTPONED])
        titles = map(self._book.title, topics)
        message["buttons"] = [*message.get("buttons", []), *buttons_of(titles)]
        message["metadata"]["topics"] = topics

    def _add_call_line(
        self, message: Message, parse: Mapping[str, Any], asked: Escalation | None
    ) -> None:
        """An answer about a red-flag symptom, or in place of a yes or no to the check ``asked``,
        ends with when to call."""
        escalation = Escalation.from_dict(parse.get(RED_FLAG))
        kind, name = message["metadata"]["kind"], escalation.call_line
        if asked is not None and asked.asks_about_suicide:
            name = CALL_LINES["crisis"]
        elif name is None and asked is not None:
            name = CALL_LINE
        # A refusal names the phones already, but for the one that is right for the symptom.
        if kind not in _KINDS_WITH_CALL_LINE and not (kind == "out_of_scope" and name != CALL_LINE):
            return
        line = self._book.message(name, understood=escalation.asked_about) if name else None
        if line is not None:
            message["text"] += "\n" + line["text"]

    def _add_alarm_line(self, message: Message, pending: Pending) -> None:
        """An answer under an alarm begins with that alarm, a lesser advice ends with it."""
        kind = message["metadata"]["kind"]
        alarm = pending.alarm if kind in _KINDS_WITH_ALARM_LINE else None
        if alarm is None:
            return
        own, alarms = message["text"], self._text(_ALARM_STANDS[alarm.intent])
        message["text"] = f"{alarms}\n{own}" if kind == "answer" else f"{own}\n{alarms}"


def _of_alarm_again(utter_action: str, pending: Pending) -> str:
    """What the alarm that stands named, where it is given once more."""
    alarm = pending.alarm
    return alarm.understood if alarm is not None and alarm.repeats == utter_action else ""


def _names_emergency(escalation: Escalation) -> bool:
    return escalation.confirmed_intent in ("red_flag_crisis", "red_flag_emergency")
