"""The words that patients read: responses from YAML, filled in for this clinic and this message.

``ClinicResponses`` is Rasa's response generator (endpoints.yml, ``nlg``); ``ResponseBook`` is the
same without Rasa's dialogue, for the guard, which must have words when everything else fails. Every
message carries ``metadata``: kind, topics, also, urgency, findings, source, sources, calls,
confidence.
"""

from __future__ import annotations

import copy
import datetime
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from rasa.core.nlg import TemplatedNaturalLanguageGenerator
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import UserUttered
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.utils.endpoints import EndpointConfig

from bot.content.sources import date_in_words, read_sources, source_links, source_names
from bot.content.treatments import TREATMENT_SLOT, treatment_of, variant_for
from bot.content.vocabulary import read_treatment_words
from bot.safety.escalation import RED_FLAG, RESPONSES, Escalation
from bot.settings.clinic import Clinic, clinic, read_yaml
from bot.settings.paths import DOMAIN_FILE

Message = dict[str, Any]
_PLACEHOLDER = re.compile(r"\{(\w+)\}")
# Under "Is this happening now?", so that Yes and No stay the plainest buttons.
_MOST_POSTPONED = 2
# These channels show the source themselves, from the metadata.
_CHANNELS_WITH_SOURCE = frozenset({"web"})


def _fill(value: Any, words: Mapping[str, str]) -> Any:
    if isinstance(value, str):
        return _PLACEHOLDER.sub(lambda match: words.get(match[1], match[0]), value)
    if isinstance(value, list):
        return [_fill(item, words) for item in value]
    if isinstance(value, dict):
        return {key: _fill(item, words) for key, item in value.items()}
    return value


def fahrenheit(celsius: float) -> float:
    return celsius * 9 / 5 + 32


class ResponseBook:
    """All responses by name, with the clinic's words filled in."""

    def __init__(self, responses: Mapping[str, Sequence[Message]], clinic: Clinic) -> None:
        self._responses = responses
        self._sources = read_sources()
        threshold = clinic.safety.fever_threshold_celsius
        self._words = {
            **clinic.words(),
            "understood": _text_of(responses, "utter_what_you_wrote"),
            "fever_threshold": f"{threshold:.1f} °C ({fahrenheit(threshold):.1f} °F)",
        }

    @classmethod
    def of_domain_file(cls, clinic: Clinic) -> ResponseBook:
        """The fixed responses of domain.yml, without the answers of the FAQ."""
        content = read_yaml(DOMAIN_FILE)
        assert isinstance(content, dict)
        return cls(content["responses"], clinic)

    def message(self, name: str, treatment: str | None = None, **words: str) -> Message | None:
        """One response, filled in: text, buttons, metadata. None where there is none.

        ``treatment``: the kind of treatment for which it is said, where it has variants. An empty
        word (nothing was ``understood``) leaves the response's general one.
        """
        variants = self._responses.get(name)
        if not variants:
            return None
        said = {name: word for name, word in words.items() if word}
        variant = variant_for(variants, treatment)
        message = _fill(copy.deepcopy(dict(variant)), {**self._words, **said})
        metadata = dict(message.get("metadata") or {})
        metadata["calls"] = [self._words[key] for key in metadata.get("calls", [])]
        message["metadata"] = metadata
        return message

    def title(self, topic: str) -> str:
        """A topic's question in plain words, as on a button; matched exactly when sent."""
        variants = self._responses[f"utter_{topic}"]
        return str(variants[0]["metadata"]["title"])

    def answer(
        self,
        topic: str,
        confidence: float,
        treatment: str | None = None,
        also: Sequence[str] = (),
    ) -> Message:
        """A topic's answer; its metadata names the topic and its source.

        ``treatment``: the kind of treatment that it is for; ``also``: topics that stand as buttons
        beside it, because the question may have been one of them.
        """
        message = self.message(f"utter_{topic}", treatment)
        if message is None:
            raise KeyError(f"There is no answer utter_{topic} in bot/data/faq.")
        own = message["metadata"]
        sources = [self._sources[key] for key in own["sources"]]
        line = self.message(
            "utter_source_line",
            source=source_names(sources),
            reviewed=date_in_words(datetime.date.fromisoformat(own["reviewed"])),
        )
        assert line is not None
        message["metadata"] = {
            "kind": "answer",
            "topics": [topic],
            "also": list(also),
            "source": line["text"],
            "sources": source_links(sources),
            "reviewed": own["reviewed"],
            "confidence": confidence,
        }
        if also:
            message["buttons"] = _buttons(map(self.title, also))
        return message

    def offer(self, topics: Sequence[str], confidence: float) -> Message:
        """The question "Did you mean …?" with a button for each topic, and one for none.

        ``confidence``: how likely it is one of the topics that the assistant knows, 0 to 1.
        """
        message = self.message("utter_did_you_mean")
        assert message is not None
        titles = [*map(self.title, topics), message["metadata"].pop("last_button")]
        message["buttons"] = _buttons(titles)
        message["metadata"].update(topics=list(topics), confidence=confidence)
        return message


def _buttons(titles: Iterable[str]) -> list[dict[str, str]]:
    """Buttons that send what stands on them."""
    return [{"title": title, "payload": title} for title in titles]


def _text_of(responses: Mapping[str, Sequence[Message]], name: str) -> str:
    variants = responses.get(name)
    return str(variants[0]["text"]) if variants else ""


class ClinicResponses(TemplatedNaturalLanguageGenerator):
    """Rasa's generator: every ``utter_…`` of the dialogue comes through here."""

    def __init__(self, endpoint_config: EndpointConfig | None, domain: Domain) -> None:  # noqa: ARG002
        super().__init__(domain.responses)
        self._treatment_words = read_treatment_words()

    @property
    def responses(self) -> Mapping[str, Sequence[Message]]:
        """Rasa sets these once more when the model, and with it the domain, is loaded."""
        return self._responses

    @responses.setter
    def responses(self, responses: Mapping[str, Sequence[Message]]) -> None:
        self._responses = responses
        self._book = ResponseBook(responses, clinic())

    async def generate(
        self,
        utter_action: str,
        tracker: DialogueStateTracker,
        output_channel: str,
        **kwargs: Any,  # noqa: ARG002
    ) -> Message | None:
        """Says ``utter_action`` about the tracker's latest message. None: no such response."""
        parse = dict(tracker.latest_message.parse_data) if tracker.latest_message else {}
        message = self._say(utter_action, parse, tracker)
        if message is None:
            return None
        no_is_said = utter_action == "utter_not_now"
        self._add_call_line(message, parse, not no_is_said and _asked_about(tracker) is not None)
        if message["metadata"].get("source") and output_channel not in _CHANNELS_WITH_SOURCE:
            message["text"] += "\n" + message["metadata"]["source"]
        return message

    def _say(
        self, utter_action: str, parse: Mapping[str, Any], tracker: DialogueStateTracker
    ) -> Message | None:
        topics = parse.get("topics") or []
        confidence = (parse.get("intent") or {}).get("confidence", 0.0)
        treatment = treatment_of(
            parse.get("entities") or [], self._treatment_words, tracker.get_slot(TREATMENT_SLOT)
        )
        if utter_action == "utter_first_topic":
            return self._book.answer(topics[0], confidence, treatment)
        if utter_action == "utter_second_topic":
            return self._book.answer(topics[1], confidence, treatment)
        if utter_action == "utter_did_you_mean":
            return self._book.offer(topics, confidence)
        if utter_action == "utter_call_checked":
            checked = _asked_about(tracker, also_after=("affirm", "deny")) or Escalation()
            confirmed = checked.confirmed()
            return self._warn(RESPONSES[checked.confirmed_intent], confirmed, confidence)
        if utter_action == "utter_not_now":
            asked = _asked_about(tracker)
            if asked is None:
                return self._book.message("utter_deny")
            if asked.postponed:
                return self._book.answer(asked.postponed[0], confidence, treatment)
            if asked.for_care_team:
                return self._book.message("utter_care_team_only")
        if "/" in utter_action:
            topic, also = utter_action.removeprefix("utter_"), parse.get("also") or []
            return self._book.answer(topic, confidence, treatment, also)
        return self._warn(utter_action, Escalation.from_dict(parse.get(RED_FLAG)), confidence)

    def _warn(self, name: str, escalation: Escalation, confidence: float) -> Message | None:
        message = self._book.message(name, understood=escalation.understood)
        if message is None:
            return None
        message["metadata"].update(findings=list(escalation.findings), confidence=confidence)
        if message["metadata"]["kind"] == "check" and not _names_emergency(escalation):
            self._add_postponed(message, escalation)
        return message

    def _add_postponed(self, message: Message, escalation: Escalation) -> None:
        """The question that the message may have been, as buttons under "Is this happening now?",
        so that nobody has to type it again. Not where an emergency is named, nor under what is
        urgent: who is to call should do nothing else."""
        topics = list(escalation.postponed[:_MOST_POSTPONED])
        titles = map(self._book.title, topics)
        message["buttons"] = [*message.get("buttons", []), *_buttons(titles)]
        message["metadata"]["topics"] = topics

    def _add_call_line(
        self, message: Message, parse: Mapping[str, Any], in_place_of_yes_or_no: bool
    ) -> None:
        """An answer about a red-flag symptom, or in place of a yes or no to "Is this happening
        now?", ends with when to call."""
        if message["metadata"]["kind"] != "answer":
            return
        escalation = Escalation.from_dict(parse.get(RED_FLAG))
        line = None
        if escalation.asked_about:
            line = self._book.message("utter_call_line", understood=escalation.asked_about)
        elif escalation.needs_call_line or in_place_of_yes_or_no:
            line = self._book.message("utter_general_call_line")
        if line is not None:
            message["text"] += "\n" + line["text"]


def _names_emergency(escalation: Escalation) -> bool:
    """Suicide also where it is only suspected; of other emergencies the detector guesses wrong."""
    if escalation.confirmed_intent == "red_flag_crisis":
        return True
    return bool(escalation.understood) and escalation.confirmed_intent == "red_flag_emergency"


def _asked_about(
    tracker: DialogueStateTracker, also_after: Sequence[str] = ()
) -> Escalation | None:
    """The red flag that "Is this happening now?" was asked about just before the latest message.

    Messages of the intents ``also_after`` may stand between: "no … yes, it is" is a yes.
    """
    messages = [event for event in tracker.events if isinstance(event, UserUttered)]
    for event in reversed(messages[:-1]):
        escalation = Escalation.from_dict((event.parse_data or {}).get(RED_FLAG))
        if escalation.is_check:
            return escalation
        if event.intent_name not in also_after:
            return None
    return None
