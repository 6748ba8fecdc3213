"""Rasa's message processor with our store, off the event loop, and without copies for debug logs.

Rasa's own copies parse data and events for log lines that are switched off, and replays the whole
conversation before each action. What a turn does is the same.
"""

from __future__ import annotations

import asyncio
import contextvars
import dataclasses
import os
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from rasa.core.actions.action import Action, ActionExecutionRejection
from rasa.core.channels.channel import OutputChannel, UserMessage
from rasa.core.nlg import NaturalLanguageGenerator
from rasa.core.policies.policy import PolicyPrediction
from rasa.core.processor import MessageProcessor
from rasa.engine.graph import ExecutionContext, GraphSchema
from rasa.engine.storage.local_model_storage import LocalModelStorage
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.graph_components.providers.domain_provider import DomainProvider
from rasa.shared.core.constants import ACTION_EXTRACT_SLOTS
from rasa.shared.core.domain import Domain
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.shared.nlu.constants import (
    INTENT,
    INTENT_NAME_KEY,
    INTENT_RANKING_KEY,
    PREDICTED_CONFIDENCE_KEY,
)
from rasa.utils.common import TempDirectoryPath, get_temp_dir_name

from bot.content.context_files import context_knowledge
from bot.content.follow_up_files import behind_title
from bot.content.loaded import content_in_use, using
from bot.dialogue.in_context import ranking_in_context
from bot.nlu.adding_up import ADDS_UP, adds_up_to_an_emergency
from bot.nlu.leaning import topic_leant_on
from bot.nlu.parse_result import LABEL_RANKING
from bot.nlu.pointing_back import followed_by, read_as
from bot.nlu.raised_by_talk import raised_by_the_talk
from bot.nlu.situation import IN_CONTEXT, text_read_together
from bot.nlu.titles import titles_of
from bot.nlu.told_in_pieces import told_in_pieces
from bot.nlu.topic_classifier import TopicClassifier
from bot.nlu.turn_reading import hand_on, read_turn
from bot.run.graph_runner import InOrderGraphRunner
from bot.safety.escalation import RED_FLAG

# Understanding holds the interpreter for milliseconds; one that hangs must not hold the others up.
_THREADS = 4
# Of the ranking no more is looked at after the turn, and every parse is stored.
_STORED_RANKING = 3


def _with_domain(schema: GraphSchema, domain: Domain) -> GraphSchema:
    """The schema with the domain that came with the model's description. Rasa reads and checks it a
    second time, from a file in the model, for as long as it takes to load the whole of the rest."""

    class KnownDomain(DomainProvider):
        @classmethod
        def load(cls, model_storage: ModelStorage, resource: Resource, **_: Any) -> DomainProvider:
            return cls(model_storage, resource, domain)

    return GraphSchema(
        {
            name: dataclasses.replace(node, uses=KnownDomain)
            if node.uses is DomainProvider
            else node
            for name, node in schema.nodes.items()
        }
    )


class TurnProcessor(MessageProcessor):
    """Handles one message at a time of each conversation."""

    _threads = ThreadPoolExecutor(_THREADS, "understanding")
    graph_runner: InOrderGraphRunner

    def __init__(self, *arguments: Any, **named: Any) -> None:
        # With which the model's parts are loaded: its turns end with it, whatever comes after.
        self.content = content_in_use()
        super().__init__(*arguments, **named)

    async def handle_message(self, message: UserMessage) -> list[dict[str, Any]] | None:
        """Answers a message with the content that the model was loaded with."""
        with using(self.content):
            replies: list[dict[str, Any]] | None = await super().handle_message(message)
        return replies

    @staticmethod
    def _load_model(model_path: str | Path) -> tuple[str, Any, InOrderGraphRunner]:
        with TempDirectoryPath(get_temp_dir_name()) as folder:
            storage, metadata = LocalModelStorage.from_model_archive(Path(folder), Path(model_path))
            schema = _with_domain(metadata.predict_schema, metadata.domain)
            context = ExecutionContext(graph_schema=schema, model_id=metadata.model_id)
            runner = InOrderGraphRunner.create(schema, storage, context)
        return os.path.basename(model_path), metadata, runner

    async def parse_message(
        self,
        message: UserMessage,
        tracker: DialogueStateTracker | None = None,
        only_output_properties: bool = True,
    ) -> dict[str, Any]:
        """Understands a message in a thread; the guard's judgement goes with it."""
        tracker = tracker or DialogueStateTracker.from_events(message.sender_id, [])
        message.text = text_read_together(tracker, message.text or "")
        parse: dict[str, Any] = await self._in_thread(
            self._understand, message, tracker, only_output_properties
        )
        return parse

    def _understand(
        self, message: UserMessage, tracker: DialogueStateTracker, only_output_properties: bool
    ) -> dict[str, Any]:
        meant = read_as(tracker, message.text)
        parse: dict[str, Any] = self._parse_message_with_graph(
            UserMessage(meant.text, sender_id=message.sender_id, metadata=message.metadata),
            tracker,
            only_output_properties,
        )
        self._update_full_retrieval_intent(parse)
        ranking = parse.pop(LABEL_RANKING, None) or []
        topic = topic_leant_on(tracker, meant.text, ranking)
        if topic is not None:
            behind = behind_title(titles_of(self.domain.responses).get(topic, ""), meant.text)
            asked = self._topics.labels_of(behind)
            follow_ups = context_knowledge().follow_ups
            in_context = ranking_in_context(ranking, asked, topic, follow_ups)
            parse[IN_CONTEXT] = [list(pair) for pair in in_context[:_STORED_RANKING]]
        raised = (
            raised_by_the_talk(tracker, meant.text, parse)
            or told_in_pieces(tracker, message.text, parse)
            or followed_by(parse, meant)
        )
        if raised is not None:
            parse[RED_FLAG] = raised.as_dict()
            if raised.intent is not None:
                parse[INTENT] = {INTENT_NAME_KEY: raised.intent, PREDICTED_CONFIDENCE_KEY: 1.0}
        parse[ADDS_UP] = adds_up_to_an_emergency(tracker, meant.text, parse)
        parse[INTENT_RANKING_KEY] = (parse.get(INTENT_RANKING_KEY) or [])[:_STORED_RANKING]
        return parse

    @property
    def _topics(self) -> TopicClassifier:
        return self.graph_runner.component(TopicClassifier)

    async def _in_thread(self, understand: Callable[..., Any], *arguments: Any) -> Any:
        run = contextvars.copy_context().run
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._threads, run, understand, *arguments)

    async def _run_prediction_loop(
        self, output_channel: OutputChannel, tracker: DialogueStateTracker
    ) -> None:
        """Reads the turn once, off the event loop; then the policies decide by that reading."""
        if tracker.latest_message is not None and tracker.latest_message.text:
            hand_on(tracker, await self._in_thread(read_turn, tracker))
        await super()._run_prediction_loop(output_channel, tracker)

    async def run_action_extract_slots(
        self, output_channel: OutputChannel, tracker: DialogueStateTracker
    ) -> DialogueStateTracker:
        action = self._get_action(ACTION_EXTRACT_SLOTS)
        events = await action.run(output_channel, self.nlg, tracker, self.domain)
        await self._send_bot_messages(events, tracker, output_channel)
        tracker.update_with_events(events, self.domain)
        return tracker

    async def _run_action(
        self,
        action: Action,
        tracker: DialogueStateTracker,
        output_channel: OutputChannel,
        nlg: NaturalLanguageGenerator,
        prediction: PolicyPrediction,
    ) -> bool:
        if prediction.events:
            # A form may still reject them: Rasa's own way, on a copy of the tracker.
            return bool(await super()._run_action(action, tracker, output_channel, nlg, prediction))
        try:
            events = await action.run(output_channel, nlg, tracker, self.domain)
        except ActionExecutionRejection:
            return bool(await super()._run_action(action, tracker, output_channel, nlg, prediction))
        tracker.update(action.event_for_successful_execution(prediction))
        tracker.update_with_events(events or [], self.domain)
        await self.execute_side_effects(events or [], tracker, output_channel)
        return bool(self.should_predict_another_action(action.name()))

    def _check_for_unseen_features(self, parse_data: Mapping[str, Any]) -> None:
        """The tests check that the domain has every intent and entity."""
