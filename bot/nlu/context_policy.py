"""Rasa policy: what a message means after what was said before. A thin adapter of bot/dialogue.

It stands above the rules and below everything that is urgent: where something urgent or an open
question about a symptom is at stake, it predicts nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from rasa.core.policies.policy import Policy, PolicyPrediction
from rasa.engine.graph import ExecutionContext
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.core.constants import ACTION_LISTEN_NAME
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import Event, SlotSet
from rasa.shared.core.trackers import DialogueStateTracker

from bot.content.context_files import context_knowledge
from bot.content.context_responses import REPLY
from bot.content.guidance_files import group_of
from bot.dialogue.context import Meaning, meaning_of
from bot.dialogue.reading import read_message
from bot.dialogue.treatment import TreatmentMemory, remember
from bot.nlu.situation import situation_of, slots_of, understood_of

_ACTIONS: Mapping[str, str] = {
    "answer": "utter_follow_up",
    "offer": "utter_which_one",
    "note": "utter_treatment_noted",
    "expect": "utter_expectations",
    "ask_treatment": "utter_ask_treatment",
    "ask_time": "utter_ask_time",
    "menu": "utter_menu",
    "go_on": "utter_go_on",
}
_MENU_GROUP = "utter_menu_group"
_OWN = frozenset({*_ACTIONS.values(), _MENU_GROUP})


@DefaultV1Recipe.register(
    DefaultV1Recipe.ComponentType.POLICY_WITHOUT_END_TO_END_SUPPORT, is_trainable=True
)
class ContextPolicy(Policy):
    """Predicts the reply where the context gives a message its meaning; remembers the treatment."""

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        return {"priority": 7}

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,  # noqa: ARG003
    ) -> ContextPolicy:
        return cls(config, model_storage, resource, execution_context)

    def train(
        self,
        training_trackers: list[Any],  # noqa: ARG002
        domain: Domain,  # noqa: ARG002
        **kwargs: Any,  # noqa: ARG002
    ) -> Resource:
        """Nothing is learned."""
        return self._resource

    def predict_action_probabilities(
        self,
        tracker: DialogueStateTracker,
        domain: Domain,
        rule_only_data: dict[str, Any] | None = None,  # noqa: ARG002
        **kwargs: Any,  # noqa: ARG002
    ) -> PolicyPrediction:
        last = tracker.latest_action_name
        if last in _OWN:
            return self._predict(ACTION_LISTEN_NAME, domain)
        if last != ACTION_LISTEN_NAME or tracker.latest_message is None:
            return self._prediction(self._default_predictions(domain))
        return self._answer(tracker, domain)

    def _answer(self, tracker: DialogueStateTracker, domain: Domain) -> PolicyPrediction:
        reading = read_message(str(tracker.latest_message.text or ""), context_knowledge())
        situation, understood = situation_of(tracker), understood_of(tracker)
        memory = remember(situation.treatment, reading, situation.today)
        # What is stated is remembered whatever is answered, also beside something urgent.
        events = _changes(situation.treatment, memory)
        if not understood.is_alarm and group_of(reading.words.text):
            return self._predict(_MENU_GROUP, domain, events)
        meaning = meaning_of(reading, situation, understood, memory, _titles(domain))
        if meaning is None or _is_busy(tracker):
            forgotten: list[Event] = [SlotSet(REPLY, None)] if tracker.get_slot(REPLY) else []
            return self._prediction(self._default_predictions(domain), events=[*events, *forgotten])
        reply = SlotSet(
            REPLY, _as_slot(meaning, memory, situation.today.isoformat(), bool(reading.mentions))
        )
        return self._predict(_ACTIONS[meaning.action], domain, events, [reply])

    def _predict(
        self,
        action: str,
        domain: Domain,
        events: list[Event] | None = None,
        own_events: list[Event] | None = None,
    ) -> PolicyPrediction:
        probabilities = self._default_predictions(domain)
        probabilities[domain.index_for_action(action)] = 1.0
        return self._prediction(probabilities, events=events, optional_events=own_events)


def _changes(before: TreatmentMemory, after: TreatmentMemory) -> list[Event]:
    old, new = slots_of(before), slots_of(after)
    return [SlotSet(name, value) for name, value in new.items() if value != old[name]]


def _as_slot(meaning: Meaning, memory: TreatmentMemory, today: str, names: bool) -> dict[str, Any]:
    return {
        "topics": list(meaning.topics),
        "sort": meaning.sort,
        "kind": meaning.kind,
        "phase": meaning.phase,
        "is_correction": meaning.is_correction,
        "names_treatment": names and memory.kind is not None,
        "today": today,
    }


def _is_busy(tracker: DialogueStateTracker) -> bool:
    """Whether a question about a symptom is open, which comes before all context."""
    triage = tracker.slots.get("triage")
    waits_for_triage = triage is not None and bool((triage.value or {}).get("question"))
    return bool(tracker.get_slot("awaiting_check")) or waits_for_triage


def _titles(domain: Domain) -> Mapping[str, str]:
    titles = {}
    for name, variants in domain.responses.items():
        title = (variants[0].get("metadata") or {}).get("title")
        if title:
            titles[name.removeprefix("utter_")] = str(title)
    return titles
