"""Rasa policy: asks about a reported symptom, one question at a time. A thin adapter of
bot/dialogue/triage.py.

It stands above the rules and leaves every turn alone in which something urgent is judged or asked.
The state of the triage is the slot ``triage``: see bot.dialogue.triage.Triage.as_json.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Literal

from rasa.core.policies.policy import Policy, PolicyPrediction
from rasa.engine.graph import ExecutionContext
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.core.constants import ACTION_LISTEN_NAME
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import Event, SlotSet
from rasa.shared.core.trackers import DialogueStateTracker

from bot.content.once import once_a_turn
from bot.content.triage_model import triage_reader
from bot.dialogue.known import with_remembered
from bot.dialogue.triage import asked_again
from bot.dialogue.triage_levels import result
from bot.dialogue.triage_state import ANSWERS, Triage, question_labelled
from bot.dialogue.triage_turn import put_again, take_turn
from bot.dialogue.turns import Turn
from bot.nlu.situation import day_of, is_first_message, memory_of
from bot.nlu.triage_messages import CALL_TODAY, QUESTION, SELF_CARE, message_of

TRIAGE = "triage"
LEFT = "utter_triage_left"
ACTIONS: Mapping[str, str] = {
    "emergency": "utter_triage_emergency",
    "crisis": "utter_triage_crisis",
    "call_now": "utter_triage_call_now",
    "call_today": CALL_TODAY,
    "self_care": SELF_CARE,
    "question": QUESTION,
    "left": LEFT,
    "apology": "utter_apology",
}
TriageBefore = Literal["asked", "advised"]
_OWN = frozenset(ACTIONS.values())
_ALARMS = frozenset({"emergency", "crisis", "call_now"})


@DefaultV1Recipe.register(
    DefaultV1Recipe.ComponentType.POLICY_WITHOUT_END_TO_END_SUPPORT, is_trainable=True
)
class TriagePolicy(Policy):
    """Predicts the next question or the advice; where the triage has nothing to say, nothing."""

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        # Above the rules (6) and what the context gives (7).
        return {"priority": 8}

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,  # noqa: ARG003
    ) -> TriagePolicy:
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
        if tracker.latest_message is None or not tracker.latest_message.text:
            return self._nothing(domain)
        if last == ACTION_LISTEN_NAME:
            return self._take_turn(tracker, domain)
        return self._put_again(tracker, domain)

    def _take_turn(self, tracker: DialogueStateTracker, domain: Domain) -> PolicyPrediction:
        turn = _turn_of(tracker)
        changed: list[Event] = []
        if turn.triage != triage_of(tracker):
            changed = [SlotSet(TRIAGE, turn.triage.as_json())]
        if turn.says is None:
            return self._nothing(domain, changed)
        # Kept only where this is what is said, and not where an alarm that stands is said instead.
        return self._predict(ACTIONS[turn.says], domain, changed)

    def _put_again(self, tracker: DialogueStateTracker, domain: Domain) -> PolicyPrediction:
        """After something else was answered, the open question is put once more, or the triage ends
        with whom to call."""
        turn: Turn = put_again(triage_of(tracker), message_of(tracker), triage_reader())
        if turn.says is None:
            return self._nothing(domain)
        changed: list[Event] = [SlotSet(TRIAGE, turn.triage.as_json())]
        return self._predict(ACTIONS[turn.says], domain, changed)

    def _nothing(self, domain: Domain, events: list[Event] | None = None) -> PolicyPrediction:
        return self._prediction(self._default_predictions(domain), events=events)

    def _predict(
        self, action: str, domain: Domain, events: list[Event] | None = None
    ) -> PolicyPrediction:
        probabilities = self._default_predictions(domain)
        probabilities[domain.index_for_action(action)] = 1.0
        return self._prediction(probabilities, optional_events=events)


def is_raised(tracker: DialogueStateTracker) -> bool:
    """Whether the triage raises an alarm by the latest message."""
    return _turn_of(tracker).says in _ALARMS


def is_believed(tracker: DialogueStateTracker) -> bool:
    """Whether the latest message is a clear no to what the alarm before it only guessed."""
    return _turn_of(tracker).triage.undone


@once_a_turn
def before_the_message(tracker: DialogueStateTracker) -> TriageBefore | None:
    """Whether a question about a symptom was open before the latest message, or advice to call was
    given in this talk; None: neither."""
    triage = triage_of(tracker)
    if triage.question is not None:
        return "asked"
    rules = triage_reader().rules
    done = [case for case in triage.cases if case.stage == "done"]
    is_to_call = any(result(case, triage, rules) != "self_care" for case in done)
    return "advised" if is_to_call and not is_first_message(tracker) else None


@once_a_turn
def _turn_of(tracker: DialogueStateTracker) -> Turn:
    """What the latest message means; a button that was tapped answers its own question, whatever
    is asked meanwhile."""
    assert tracker.latest_message is not None
    answered = question_labelled((tracker.latest_message.metadata or {}).get(ANSWERS))
    reader = triage_reader()
    triage = asked_again(triage_of(tracker), answered, reader.rules)
    return take_turn(triage, message_of(tracker), reader)


def triage_of(tracker: DialogueStateTracker) -> Triage:
    """The triage of a conversation, with the treatment that it remembers."""
    slots = tracker.current_slot_values()
    triage = Triage.from_json(slots.get(TRIAGE), triage_reader().rules.knowledge)
    if is_first_message(tracker):
        # Signs of another day are asked about again.
        triage = replace(triage, stated=(), denied=(), named=None)
    if triage.treatment:
        return triage
    reader = triage_reader()
    said = reader.said(_text_of(tracker))
    return with_remembered(
        triage, memory_of(slots), said, day_of(tracker), reader.rules.knowledge.limits
    )


def _text_of(tracker: DialogueStateTracker) -> str:
    return str((tracker.latest_message.text if tracker.latest_message else None) or "")
