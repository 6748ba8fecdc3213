"""Rasa policy: what a message means after what was said before. A thin adapter of bot/dialogue.

It stands above the rules and below everything that is urgent: where something urgent or an open
question about a symptom is at stake, it predicts nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Any

from rasa.core.policies.policy import PolicyPrediction
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.shared.constants import UTTER_PREFIX
from rasa.shared.core.constants import ACTION_LISTEN_NAME
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import Event, SlotSet
from rasa.shared.core.trackers import DialogueStateTracker

from bot.content.context_files import context_knowledge
from bot.content.guidance_files import group_of
from bot.content.parsed_message import latest_parse, latest_text
from bot.content.treatment_words import KIND, REPLY, WHOSE
from bot.dialogue.asides import aside
from bot.dialogue.context import meaning_of
from bot.dialogue.details import asks_for_number, of_a_scan
from bot.dialogue.plain_words import tells_of_a_death
from bot.dialogue.reading import Reading, read_message
from bot.dialogue.situation import Meaning, Situation
from bot.dialogue.stands_above import of_what_stands_above
from bot.dialogue.subject_of_talk import only_asks_about_a_treatment
from bot.dialogue.treatment import TreatmentMemory, remember
from bot.nlu.fixed_policy import FixedPolicy
from bot.nlu.parse_result import AFTER_COMFORT
from bot.nlu.situation import (
    MEMORY_SLOTS,
    is_first_message,
    memory_before_pause,
    memory_of,
    situation_of,
    slots_of,
    symptom_before_pause,
    understood_of,
    wants_feedback,
)
from bot.nlu.titles import titles_of

_ACTIONS: Mapping[str, str] = {
    "answer": "utter_follow_up",
    "offer": "utter_which_one",
    "note": "utter_treatment_noted",
    "expect": "utter_expectations",
    "ask_treatment": "utter_ask_treatment",
    "ask_time": "utter_ask_time",
    "menu": "utter_menu",
    "go_on": "utter_go_on",
    "helped": "utter_helped",
    "did_not_help": "utter_did_not_help",
    "misunderstood": "utter_frustrated",
    "same_treatment": "utter_treatment_noted",
    "other_treatment": "utter_treatment_forgotten",
    "treatment_ended": "utter_treatment_ended",
    "symptom_better": "utter_symptom_better",
    "symptom_same": "utter_symptom_same",
    "symptom_worse": "utter_symptom_worse",
    "remark": "utter_remark",
}
# Of a conversation that is read back the last 80 events are there (bot/store/conversations.py).
_EVENTS_WITHOUT_MEMORY = 60
_MENU_GROUP, _COMFORT = "utter_menu_group", "utter_comfort"
_NUMBERS = "utter_talk_to_nurse"
_DID_THIS_HELP = "utter_did_this_help"
_SAME_TREATMENT, _SYMPTOM_TODAY = "utter_same_treatment", "utter_symptom_today"
_OWN = frozenset({*_ACTIONS.values(), _MENU_GROUP})
# The one response of the rules after which another follows (bot/data/conversation/rules.yml).
_CONTINUED = frozenset({"utter_first_topic"})
# After these of the rules the turn may be closed with a question of our own.
_CLOSED_AFTER = frozenset(
    {"utter_about", "utter_types", "utter_benefits", "utter_process", "utter_timing", "utter_skin",
     "utter_side_effects", "utter_crs", "utter_managing", "utter_second_topic", "utter_greet",
     "utter_affirm", "utter_deny", "utter_remark", "utter_out_of_scope"}
)  # fmt: skip


@DefaultV1Recipe.register(
    DefaultV1Recipe.ComponentType.POLICY_WITHOUT_END_TO_END_SUPPORT, is_trainable=True
)
class ContextPolicy(FixedPolicy):
    """Predicts the reply where the context gives a message its meaning; remembers the treatment."""

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        return {"priority": 7}

    def predict_action_probabilities(
        self,
        tracker: DialogueStateTracker,
        domain: Domain,
        rule_only_data: dict[str, Any] | None = None,  # noqa: ARG002
        **kwargs: Any,  # noqa: ARG002
    ) -> PolicyPrediction:
        last = tracker.latest_action_name
        if last != _ACTIONS["go_on"] and (last in _OWN or last in _CLOSED_AFTER):
            closing = self._closing(tracker, domain)
            if closing is not None:
                return closing
        if last == ACTION_LISTEN_NAME and tracker.latest_message is not None:
            return self._answer(tracker, domain)
        if last == _COMFORT and _reading_of(tracker).is_fear_beside_fact:
            return self._note(tracker, domain)
        if last == _COMFORT:
            return self._predict(f"{UTTER_PREFIX}{understood_of(tracker).intent}", domain)
        if str(last).startswith(UTTER_PREFIX) and last not in _CONTINUED:
            return self._predict(ACTION_LISTEN_NAME, domain)
        return self._nothing(domain)

    def _note(self, tracker: DialogueStateTracker, domain: Domain) -> PolicyPrediction:
        """After a word of comfort: what is remembered, and what to watch for with it."""
        situation, before = situation_of(tracker), dict(tracker.get_slot(REPLY) or {})
        names_treatment = bool(_reading_of(tracker).meant) and situation.treatment.kind is not None
        noted = _as_slot(Meaning("note"), before, situation.today.isoformat(), names_treatment)
        return self._predict(_ACTIONS["note"], domain, own_events=[SlotSet(REPLY, noted)])

    def _answer(self, tracker: DialogueStateTracker, domain: Domain) -> PolicyPrediction:
        reading = _reading_of(tracker)
        situation, understood = situation_of(tracker), understood_of(tracker)
        memory = _remembered(reading, situation)
        # What is stated is remembered whatever is answered, also beside something urgent.
        events = _changes(situation.treatment, memory) or _repeated(tracker, memory)
        if not understood.is_alarm and group_of(reading.words.text):
            return self._predict(_MENU_GROUP, domain, events)
        if not understood.is_alarm and asks_for_number(reading):
            return self._predict(_NUMBERS, domain, events)
        titles = titles_of(domain.responses)
        meaning = of_a_scan(reading, understood)
        meaning = meaning or of_what_stands_above(
            reading, situation, understood, lambda topic: _answer_of(topic, domain)
        )
        meaning = meaning or meaning_of(reading, situation, understood, memory, titles)
        meaning = meaning or aside(reading, situation, understood)
        is_comforted = reading.is_fear_beside_fact and not understood.is_alarm
        if is_comforted or _is_answered_with_comfort(tracker):
            return self._predict(_COMFORT, domain, events)
        if tells_of_a_death(reading):
            meaning = None  # "he was on Keytruda" is not what has to be answered then
        if meaning is None or tracker.get_slot("awaiting_check"):
            forgets = understood.topics and tracker.get_slot(REPLY)
            forgotten: list[Event] = [SlotSet(REPLY, None)] if forgets else []
            return self._nothing(domain, [*events, *forgotten])
        before = dict(tracker.get_slot(REPLY) or {})
        names_treatment = bool(reading.meant) and memory.kind is not None
        if meaning.action == "same_treatment":
            memory, names_treatment = memory_of(before.get("before") or {}), True
            events = _changes(situation.treatment, memory)
        if meaning.action == "other_treatment":
            whose = (before.get("before") or {}).get(WHOSE)
            events = [*events, SlotSet(WHOSE, whose)] if whose else events
        reply = _as_slot(meaning, before, situation.today.isoformat(), names_treatment)
        return self._predict(_ACTIONS[meaning.action], domain, events, [SlotSet(REPLY, reply)])

    def _closing(self, tracker: DialogueStateTracker, domain: Domain) -> PolicyPrediction | None:
        """After a pause of a day the old symptom or treatment is asked about, once; else, now and
        then, whether an answer helped."""
        reply = dict(tracker.get_slot(REPLY) or {})
        events = list(tracker.events)
        if is_first_message(tracker) and not understood_of(tracker).is_alarm:
            symptom, before = symptom_before_pause(events), memory_before_pause(events)
            if symptom is not None:
                open_symptom = {"symptom": symptom.words, "symptom_was_red": symptom.was_red}
                changed = SlotSet(REPLY, {**reply, **open_symptom})
                return self._predict(_SYMPTOM_TODAY, domain, own_events=[changed])
            if before.get(KIND) and not tracker.get_slot(KIND):
                changed = SlotSet(REPLY, {**reply, "before": before})
                return self._predict(_SAME_TREATMENT, domain, own_events=[changed])
        topic = wants_feedback(tracker)
        if topic is None:
            return None
        changed = SlotSet(REPLY, {**reply, "feedback_topic": topic})
        return self._predict(_DID_THIS_HELP, domain, own_events=[changed])


def _answer_of(topic: str, domain: Domain) -> str:
    """The answer to a topic as it is for everybody."""
    variants = domain.responses.get(f"{UTTER_PREFIX}{topic}") or [{}]
    return str(variants[0].get("text") or "")


def _reading_of(tracker: DialogueStateTracker) -> Reading:
    return read_message(latest_text(tracker), context_knowledge())


def _is_answered_with_comfort(tracker: DialogueStateTracker) -> bool:
    """Whether a word of comfort stands above the answer, which the rules give after it."""
    topic = latest_parse(tracker).get(AFTER_COMFORT)
    understood = understood_of(tracker)
    return bool(topic) and not understood.is_alarm and understood.topics[:1] == (topic,)


def _remembered(reading: Reading, situation: Situation) -> TreatmentMemory:
    """What is remembered with a message: nothing of what somebody got who has died, nor of what is
    only asked about after an answer ("and Yervoy?"); and the day that answers "When was the last
    treatment?", though it names no treatment."""
    if tells_of_a_death(reading) or only_asks_about_a_treatment(reading, situation):
        return situation.treatment
    memory = remember(situation.treatment, reading, situation.today)
    if situation.asked == "time" and reading.days is not None:
        memory = replace(memory, infusion=situation.today + timedelta(days=reading.days))
    return memory


def _changes(before: TreatmentMemory, after: TreatmentMemory) -> list[Event]:
    old, new = slots_of(before), slots_of(after)
    return [SlotSet(name, value) for name, value in new.items() if value != old[name]]


def _repeated(tracker: DialogueStateTracker, memory: TreatmentMemory) -> list[Event]:
    """What is remembered, said again where it was last said long ago: a conversation that is read
    back from the archive has only its last events."""
    if memory.kind is None and memory.infusion is None:
        return []
    recent = list(tracker.events)[-_EVENTS_WITHOUT_MEMORY:]
    if any(type(event) is SlotSet and event.key in MEMORY_SLOTS for event in recent):
        return []
    return [SlotSet(name, value) for name, value in slots_of(memory).items() if value is not None]


def _as_slot(
    meaning: Meaning, before: Mapping[str, Any], today: str, names_treatment: bool
) -> dict[str, Any]:
    """What the reply is worded from; where nothing is answered, what was talked about is kept."""
    kept = before if not meaning.topics else {}
    return {
        "topics": list(meaning.topics),
        "sort": meaning.sort or kept.get("sort"),
        "kind": meaning.kind or kept.get("kind"),
        "about": meaning.about or kept.get("about"),
        "phase": meaning.phase,
        "is_correction": meaning.is_correction,
        "is_chosen": meaning.is_chosen,
        "names_treatment": names_treatment,
        "symptom": before.get("symptom"),
        "symptom_was_red": before.get("symptom_was_red"),
        "feedback_topic": before.get("feedback_topic"),
        "today": today,
    }
