"""The words that patients read: responses from YAML, filled in for this clinic and this message.

``ClinicResponses`` is Rasa's response generator (endpoints.yml, ``nlg``); ``ResponseBook`` is the
same without Rasa's dialogue, for the guard, which must have words when everything else fails. Every
message carries ``metadata``: kind, topics, also, urgency, findings, source, sources, calls,
confidence.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from rasa.core.nlg import TemplatedNaturalLanguageGenerator
from rasa.shared.core.domain import Domain
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.utils.endpoints import EndpointConfig

from bot.content.alarm_words import AlarmWords
from bot.content.check_again import is_put_again, opening_of
from bot.content.context_responses import ContextWords
from bot.content.language_of_reply import language_of, repeats_alarm
from bot.content.languages import ENGLISH, ENGLISH_ONLY, SMALL_TALK
from bot.content.message_builder import MessageBuilder
from bot.content.nearest import nearest_topics
from bot.content.open_alarm import ENDING, ENDS_ALARM
from bot.content.parsed_message import latest_parse, text_of
from bot.content.pending import Pending, pending_before
from bot.content.red_flag_talk import safety_talk
from bot.content.response_book import Message, ResponseBook, buttons_of
from bot.content.said_before import replies_lately, was_last_said
from bot.content.triage_responses import TriageWords
from bot.safety.escalation import (
    RED_FLAG,
    RESPONSES,
    Escalation,
)
from bot.settings.clinic import clinic

CARE_TEAM_ONLY = "utter_care_team_only"
OUT_OF_SCOPE = "utter_out_of_scope"
# The same, right after it.
OUT_OF_SCOPE_AGAIN = "utter_out_of_scope_again"
MOOD = "side_effects/mood"
# These channels show the source themselves, from the metadata.
_CHANNELS_WITH_SOURCE = frozenset({"web"})


@dataclass(frozen=True)
class _Turn:
    """What a reply is worded from: its name, the latest message parsed, the conversation, what was
    open before the message, how sure it was understood, and the kind of treatment it is about."""

    name: str
    parse: Mapping[str, Any]
    tracker: DialogueStateTracker
    pending: Pending
    confidence: float
    treatment: str | None

    @property
    def topics(self) -> Sequence[str]:
        return self.parse.get("topics") or []


class ClinicResponses(TemplatedNaturalLanguageGenerator):
    """Rasa's generator: every ``utter_…`` of the dialogue comes through here."""

    def __init__(self, endpoint_config: EndpointConfig | None, domain: Domain) -> None:  # noqa: ARG002
        super().__init__(domain.responses)
        self._wordings: Mapping[str, Callable[[_Turn], Message | None]] = {
            "utter_first_topic": self._first_topic,
            "utter_second_topic": self._second_topic,
            "utter_did_you_mean": self._did_you_mean,
            "utter_call_checked": self._call_checked,
            "utter_not_now": self._not_now,
            CARE_TEAM_ONLY: self._care_team_only,
            OUT_OF_SCOPE: self._out_of_scope,
        }

    @property
    def responses(self) -> Mapping[str, Sequence[Message]]:
        """Rasa sets these once more when the model, and with it the domain, is loaded."""
        return self._responses

    @responses.setter
    def responses(self, responses: Mapping[str, Sequence[Message]]) -> None:
        self._responses = responses
        self._book = ResponseBook(responses, clinic())
        self._build = MessageBuilder(self._book)
        self._triage = TriageWords(self._book)
        self._context = ContextWords(self._book)
        self._alarms = AlarmWords(self._book)

    async def generate(
        self,
        utter_action: str,
        tracker: DialogueStateTracker,
        output_channel: str,
        **kwargs: Any,  # noqa: ARG002
    ) -> Message | None:
        """Says ``utter_action`` about the tracker's latest message. None: no such response."""
        parse = latest_parse(tracker)
        pending = pending_before(tracker)
        message = self._say(utter_action, parse, tracker, pending)
        if message is None:
            return None
        message = self._alarms.unless_lesser(message, utter_action, pending)
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
        self._alarms.add_call_line(message, parse, None if no_is_said else pending.check)
        self._alarms.add_alarm_line(message, pending)
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
        """What the first of those says who may have words of their own for it; else domain.yml."""
        if utter_action.startswith("utter_triage_"):
            before = "\n".join(replies_lately(tracker.events))
            return self._triage.say(utter_action, tracker.get_slot("triage"), before)
        confidence = (parse.get("intent") or {}).get("confidence", 0.0)
        treatment = self._context.treatment_asked_about(tracker)
        said = self._context.say(utter_action, tracker, confidence, treatment)
        if said is not None:
            return said
        wording = self._wordings.get(utter_action)
        own = Escalation.from_dict(parse.get(RED_FLAG))
        if pending.check is not None and is_put_again(utter_action, own, pending.check):
            wording = self._check_again
        elif wording is None and "/" in utter_action:
            wording = self._topic
        turn = _Turn(utter_action, parse, tracker, pending, confidence, treatment)
        return (wording or self._alarm_or_fixed)(turn)

    def _first_topic(self, turn: _Turn) -> Message:
        return self._book.answer(turn.topics[0], turn.confidence, turn.treatment)

    def _second_topic(self, turn: _Turn) -> Message:
        return self._book.answer(turn.topics[1], turn.confidence, turn.treatment)

    def _topic(self, turn: _Turn) -> Message:
        topic, also = turn.name.removeprefix("utter_"), turn.parse.get("also") or []
        return self._book.answer(topic, turn.confidence, turn.treatment, also)

    def _did_you_mean(self, turn: _Turn) -> Message:
        return self._book.offer(turn.topics, turn.confidence)

    def _call_checked(self, turn: _Turn) -> Message | None:
        checked = turn.pending.any_check or Escalation()
        return self._alarms.warn(checked.confirmed(), turn.confidence)

    def _check_again(self, turn: _Turn) -> Message | None:
        check = turn.pending.check
        assert check is not None
        return self._alarms.asked_again(check, turn.confidence, opening_of(check, turn.tracker))

    def _care_team_only(self, turn: _Turn) -> Message | None:
        kind = safety_talk().kind_of_care_team_question(text_of(turn.parse))
        name = f"{CARE_TEAM_ONLY}_{kind}" if kind else CARE_TEAM_ONLY
        return self._with_closest(self._book.message(name), turn.parse)

    def _out_of_scope(self, turn: _Turn) -> Message | None:
        is_again = was_last_said(OUT_OF_SCOPE, turn.tracker.events)
        name = OUT_OF_SCOPE_AGAIN if is_again else OUT_OF_SCOPE
        return self._with_closest(self._alarm_or_fixed(replace(turn, name=name)), turn.parse)

    def _alarm_or_fixed(self, turn: _Turn) -> Message | None:
        """The alarm of this message, else the response as it stands in domain.yml."""
        escalation = Escalation.from_dict(turn.parse.get(RED_FLAG))
        if escalation.intent is not None and turn.name == RESPONSES[escalation.intent]:
            return self._alarms.warn(escalation, turn.confidence)
        understood = escalation.understood or _of_alarm_again(turn.name, turn.pending)
        message = self._book.message(turn.name, understood=understood, value=escalation.value)
        if message is not None:
            message["metadata"]["confidence"] = turn.confidence
        return message

    def _with_closest(self, refusal: Message | None, parse: Mapping[str, Any]) -> Message | None:
        """A refusal with the topics that come closest as buttons, so that nobody whose question
        was known has to find other words for it. Not where it says when to call."""
        topics = [topic for topic in nearest_topics(parse) if self._has(topic)]
        escalation = Escalation.from_dict(parse.get(RED_FLAG))
        is_calm = escalation.intent is None and escalation.call_line is None
        if refusal is not None and topics and is_calm:
            refusal["text"] += "\n" + self._build.line("utter_closest_topics")
            refusal["buttons"] = buttons_of(map(self._book.title, topics))
            refusal["metadata"]["also"] = list(topics)
        return refusal

    def _not_now(self, turn: _Turn) -> Message | None:
        """A no to the check: what was put off is answered, and whom to tell if it was there."""
        asked = turn.pending.check
        if asked is None:
            return self._book.message("utter_deny")
        below = self._build.line("utter_if_it_comes_back")
        if asked.asks_about_suicide:
            thanks = self._build.line("utter_not_in_crisis")
            message = self._book.answer(MOOD, turn.confidence) if self._has(MOOD) else None
            if message is None:
                return self._book.message("utter_not_in_crisis")
            message["text"] = f"{thanks}\n{message['text']}"
            return message
        if asked.postponed:
            message = self._book.answer(asked.postponed[0], turn.confidence, turn.treatment)
        elif asked.for_care_team:
            message = self._book.message(CARE_TEAM_ONLY)
        else:
            return self._book.message("utter_not_now")
        if message is not None:
            message["text"] += "\n" + below
        return message

    def _has(self, topic: str) -> bool:
        return bool(self._responses.get(f"utter_{topic}"))


def _of_alarm_again(utter_action: str, pending: Pending) -> str:
    """What the alarm that stands named, where it is given once more."""
    alarm = pending.alarm
    return alarm.understood if alarm is not None and alarm.repeats == utter_action else ""
