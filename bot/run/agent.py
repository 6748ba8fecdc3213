"""Rasa's agent with our store of conversations and our processor."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from pathlib import Path

from rasa.core.agent import Agent
from rasa.core.lock_store import InMemoryLockStore
from rasa.core.utils import AvailableEndpoints

from bot.content.live_answers import LiveResponses, UncheckedError, checked_responses
from bot.content.loaded import Content
from bot.content.response_book import use_fixed_responses
from bot.run.turn_processor import TurnProcessor
from bot.settings.paths import ROOT
from bot.store.archive import Archive
from bot.store.conversations import ConversationStore

logger = logging.getLogger(__name__)


class ModelLoadError(RuntimeError):
    """The trained model cannot be used; the message says what to do."""


@dataclass(frozen=True)
class Prepared:
    """A loaded model that is not used yet, what is said with it, and the content that it was loaded
    with."""

    processor: TurnProcessor
    said: LiveResponses
    content: Content


class ClinicAgent(Agent):
    """Handles messages with the trained model; conversations are kept in ``archive``, if any."""

    def __init__(self, archive: Archive | None = None) -> None:
        endpoints = AvailableEndpoints.read_endpoints(str(ROOT / "endpoints.yml"))
        super().__init__(
            generator=endpoints.nlg,
            lock_store=InMemoryLockStore(),
        )
        self.conversations = ConversationStore(None, archive)
        # Not behind Rasa's fail-safe store, which hides failures and never reads its fallback.
        self.tracker_store = self.conversations

    def load_model(self, model_path: str | Path, fingerprint: str | None = None) -> None:
        """Loads a trained model; the running one stays where that fails.

        Raises:
            ModelLoadError: where the file is missing or cannot be used.
        """
        self.use(self.prepare(model_path))
        self._set_fingerprint(fingerprint)

    def prepare(self, model_path: str | Path) -> Prepared:
        """Loads a model beside the running one. Takes seconds.

        Raises:
            ModelLoadError: where the file is missing or cannot be used.
        """
        try:
            processor = TurnProcessor(
                model_path=str(model_path),
                tracker_store=self.tracker_store,
                lock_store=self.lock_store,
                generator=self.nlg,
            )
        except Exception as error:
            raise ModelLoadError(
                f"The model {Path(model_path).name} cannot be used ({type(error).__name__}). "
                "Run: python -m bot train --force"
            ) from error
        return Prepared(processor, _said_with(processor), processor.content)

    def use(self, prepared: Prepared) -> None:
        """From the next message on this model is used; turns under way end with theirs. Where its
        answers cannot be said, nothing has changed."""
        self.say(prepared.said)
        self.processor, self.domain = prepared.processor, prepared.processor.domain
        self.tracker_store.domain = self.domain

    def say(self, said: LiveResponses) -> None:
        """From now on these are the answers and the fixed responses."""
        self.nlg.responses = said.responses
        if said.fixed:
            use_fixed_responses(said.fixed)


def _said_with(processor: TurnProcessor) -> LiveResponses:
    """What the files say now; where they are not in order, what the model was trained with."""
    try:
        return checked_responses(processor.domain.responses)
    except UncheckedError as error:
        logger.error("The answers stay as the model has them, because of slips:\n%s", error)
        return LiveResponses(processor.domain.responses, {})
