"""Notices changed answers and a newly trained model, and takes both up while patients are served.

A changed answer is live within seconds. A model is loaded in a thread, beside the one that answers,
with all files of content read anew (bot/content/loaded.py); when it has understood a first message
both take the place of the old between two messages. Whatever is not in order changes nothing.
"""

from __future__ import annotations

import asyncio
import hashlib
import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path

from rasa.core.channels.channel import UserMessage

from bot.channels.services import Services
from bot.content.errors import DataError
from bot.content.live_answers import UncheckedError, checked_responses, state_of_files
from bot.content.loaded import Content, use_content, using
from bot.content.red_flags import safety_settings
from bot.content.registry import read_what_is_in_use
from bot.content.triage_model import triage_reader
from bot.run.agent import ClinicAgent, ModelLoadError, Prepared
from bot.run.interpreter import keep_what_is_loaded
from bot.run.products import model_file, model_id, product_files, stamp_of
from bot.safety.kept import forget_messages

logger = logging.getLogger(__name__)

LOOK_EVERY_SECONDS = 1.0
_WARM_UP = "what is immunotherapy"
State = tuple[tuple[str, int, int], ...]


@dataclass
class LiveState:
    """What is in use. ``answers`` and ``model``: what was last taken up, as a short fingerprint;
    ``problem``: why something newer is not."""

    answers: str = ""
    model: str = ""
    answers_problem: str | None = None
    model_problem: str | None = None


class Follower:
    """Follows the files of one running server."""

    def __init__(self, agent: ClinicAgent, services: Services) -> None:
        self._agent = agent
        self._services = services
        self._answers = _Change(state_of_files)
        self._model = _Change(_state_of_models)
        self.state = LiveState()

    def begin(self) -> None:
        """What is there now is what was just loaded; to be called before it is loaded."""
        self.state.answers, self.state.model = _short(state_of_files()), model_id()
        self._answers.settle()
        self._model.settle()

    async def run(self) -> None:
        """Looks every second, for as long as the server runs."""
        while True:
            await asyncio.sleep(LOOK_EVERY_SECONDS)
            await self._guarded(self.look)

    async def look(self) -> None:
        """Takes up what has changed, once it is whole."""
        if self._model.is_new() and await asyncio.to_thread(_models_are_whole):
            self._answers.settle()
            self._model.settle()
            await self._take_up_model()
        elif self._agent.is_ready() and self._answers.is_new():
            self._answers.settle()
            await self._take_up_answers()

    async def _take_up_answers(self) -> None:
        state = _short(state_of_files())
        try:
            said = await asyncio.to_thread(checked_responses, self._agent.domain.responses)
        except UncheckedError as error:
            self.state.answers_problem = str(error)
            logger.error("Changed answers are not used, because of slips:\n%s", error)
            return
        self._agent.say(said)
        self.state.answers, self.state.answers_problem = state, None
        logger.warning("Changed answers are live.")

    async def _take_up_model(self) -> None:
        wanted, answers = model_id(), _short(state_of_files())
        try:
            prepared = await asyncio.to_thread(self._prepare)
            with using(prepared.content):
                await prepared.processor.parse_message(UserMessage(_WARM_UP))
                self._exchange(prepared)
        except (ModelLoadError, DataError) as error:
            self.state.model_problem = str(error)
            logger.error("A new model is not used. %s", error)
            return
        except Exception as error:  # noqa: BLE001 - staff are told, and the next files looked at
            self.state.model_problem = f"It failed at its first message: {type(error).__name__}."
            logger.error("A new model is not used. %s", self.state.model_problem)
            return
        forget_messages()
        keep_what_is_loaded()
        self.state.model, self.state.model_problem = wanted, None
        self.state.answers, self.state.answers_problem = answers, None
        logger.warning("A newly trained model is live.")

    def _prepare(self) -> Prepared:
        """Content, detectors and model together; none of them is in use yet."""
        with using(Content()):
            read_what_is_in_use()
            safety = safety_settings()
            if safety.detector is None or safety.languages is None:
                raise ModelLoadError("A red-flag detector cannot be used. Run: python -m bot train")
            triage_reader()
            return self._agent.prepare(model_file())

    def _exchange(self, prepared: Prepared) -> None:
        """From now on these are used. First what may still fail: the answers."""
        self._agent.use(prepared)
        use_content(prepared.content)
        self._services.use(safety_settings(), triage_reader())

    async def _guarded(self, do: Callable[[], Awaitable[None]]) -> None:
        try:
            await do()
        except Exception as error:  # noqa: BLE001 - the next look may find better files
            logger.error("New content cannot be taken up: %s", type(error).__name__)


class _Change:
    """Whether a state has changed since it was settled, and stood still for one look."""

    def __init__(self, state: Callable[[], State]) -> None:
        self._state = state
        self._settled = self._seen = state()

    def is_new(self) -> bool:
        now = self._state()
        stood_still, self._seen = now == self._seen, now
        return stood_still and now != self._settled

    def settle(self) -> None:
        self._settled = self._seen = self._state()


def _short(value: object) -> str:
    return hashlib.sha256(repr(value).encode()).hexdigest()[:16]


def _state_of_models() -> State:
    found = []
    for path in product_files():
        for file in (path, stamp_of(path)):
            if file.exists():
                status = file.stat()
                found.append((file.name, status.st_mtime_ns, status.st_size))
    return tuple(found)


def _models_are_whole() -> bool:
    """Whether each trained file has the content that its stamp names."""
    return all(_is_whole(path) for path in product_files())


def _is_whole(path: Path) -> bool:
    try:
        stamp = stamp_of(path).read_text(encoding="ascii").split()
        return stamp[1:] == [hashlib.sha256(path.read_bytes()).hexdigest()]
    except (OSError, UnicodeDecodeError):
        return False
