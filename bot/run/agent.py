"""Rasa's agent with our store of conversations and our processor."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from rasa.core.agent import Agent
from rasa.core.lock_store import InMemoryLockStore
from rasa.core.utils import AvailableEndpoints

from bot.run.turn_processor import TurnProcessor
from bot.settings.paths import ROOT
from bot.store.archive import Archive
from bot.store.conversations import ConversationStore


class ModelLoadError(RuntimeError):
    """The trained model cannot be used; the message says what to do."""


class ClinicAgent(Agent):
    """Handles messages with the trained model; conversations are kept in ``archive``, if any."""

    def __init__(self, archive: Archive | None = None) -> None:
        endpoints = AvailableEndpoints.read_endpoints(str(ROOT / "endpoints.yml"))
        super().__init__(
            generator=endpoints.nlg,
            lock_store=InMemoryLockStore(),
            action_endpoint=endpoints.action,
        )
        self.conversations = ConversationStore(None, archive)
        # Not behind Rasa's fail-safe store, which hides failures and never reads its fallback.
        self.tracker_store = self.conversations

    def load_model(self, model_path: str | Path, fingerprint: str | None = None) -> None:
        """Loads a trained model; the running one stays where that fails.

        Raises:
            ModelLoadError: where the file is missing or cannot be used.
        """
        try:
            processor = TurnProcessor(
                model_path=str(model_path),
                tracker_store=self.tracker_store,
                lock_store=self.lock_store,
                action_endpoint=self.action_endpoint,
                generator=self.nlg,
            )
        except Exception as error:
            raise ModelLoadError(
                f"The model {Path(model_path).name} cannot be used ({type(error).__name__}). "
                "Run: python -m bot train --force"
            ) from error
        self.processor, self.domain = processor, processor.domain
        self._set_fingerprint(fingerprint)
        self.tracker_store.domain = self.domain
        self._set_responses(self.domain.responses)

    def _set_responses(self, responses: dict[str, Any]) -> None:
        self.nlg.responses = responses
