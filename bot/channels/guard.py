"""The guard in every door: whatever happens inside a turn, the patient gets words, once.

It runs the turn with a deadline and, beside it, its own safety assessment. Where the assessment is
urgent and the turn has not said so (it failed, hung, is paused, is in a form), the guard says it.
"""

from __future__ import annotations

import asyncio
import logging
import re
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from rasa.core.channels.channel import UserMessage

from bot.channels.replies import Collector, Reply
from bot.content.responses import ResponseBook
from bot.safety import Assessment, SafetySettings, assess
from bot.safety.escalation import Escalation
from bot.settings.clinic import Clinic
from bot.store.red_flags import record_red_flag

logger = logging.getLogger(__name__)

Handle = Callable[[UserMessage], Awaitable[Any]]
# After the urgent words are said, only records follow; the patient does not wait for them.
_WAIT_AFTER_URGENT_SECONDS = 0.3
_LEADING_SLASHES = re.compile(r"^[\s/]*/\s*")


def plain_text(text: str) -> str:
    """The text without NULs and lone surrogates, and without leading slashes: no patient may send
    intents or commands."""
    printable = text.encode("utf-8", "ignore").decode("utf-8").replace("\x00", "")
    return _LEADING_SLASHES.sub("", printable).strip()


def _is_dealt_with(assessment: Assessment, collector: Collector) -> bool:
    """Whether the urgent words were said, or a weak suspicion was found to be a plain question or
    small talk, which was answered (see bot/nlu/red_flag.py)."""
    if collector.urgent_said.is_set():
        return True
    kinds = {reply.kind for reply in collector.replies}
    return assessment.is_weak and bool(kinds) and kinds <= {"answer", "smalltalk"}


class Guard:
    """Answers messages; never raises, never returns nothing."""

    def __init__(self, handle: Handle, clinic: Clinic, safety: SafetySettings) -> None:
        self._handle = handle
        self._clinic = clinic
        self._safety = safety
        self._book = ResponseBook.of_domain_file(clinic)
        self._running: set[asyncio.Task[Any]] = set()

    async def answer(
        self,
        text: str,
        conversation: str,
        channel: str,
        metadata: Mapping[str, Any] | None = None,
    ) -> list[Reply]:
        """One turn: the patient's text → at least one reply, within the clinic's deadline."""
        text = plain_text(text)
        longest = self._clinic.web.max_message_characters
        if len(text) > longest:
            return self._answer_too_long(text, conversation, channel)
        assessment = assess(text, self._safety)
        collector = Collector(channel)
        message = UserMessage(
            text, collector, conversation, input_channel=channel, metadata=metadata
        )
        turn = self._start(message)
        await self._wait(turn, collector)
        collector.closed = True
        if assessment.outcome == "urgent" and not _is_dealt_with(assessment, collector):
            self._start_recording(assessment, conversation, channel)
            return [self._urgent(assessment)]
        if collector.replies:
            return collector.replies
        if assessment.outcome == "check":
            return [self._say("utter_check_now", assessment)]
        return [self._say("utter_apology")]

    def _start(self, message: UserMessage) -> asyncio.Task[Any]:
        """Starts the turn. It may outlive the deadline, so that its events are still kept."""
        return self._keep(asyncio.create_task(self._run(message)))

    def _keep(self, task: asyncio.Task[Any]) -> asyncio.Task[Any]:
        self._running.add(task)
        task.add_done_callback(self._running.discard)
        return task

    async def _run(self, message: UserMessage) -> None:
        try:
            await self._handle(message)
        except Exception as error:  # noqa: BLE001 - the patient must get words, whatever broke
            # The message of an error may hold the patient's words, so only its type is logged.
            logger.error("A turn failed: %s", type(error).__name__)

    async def _wait(self, turn: asyncio.Task[Any], collector: Collector) -> None:
        urgent = asyncio.ensure_future(collector.urgent_said.wait())
        try:
            await asyncio.wait(
                {turn, urgent},
                timeout=self._clinic.answers.deadline_seconds,
                return_when=asyncio.FIRST_COMPLETED,
            )
            if urgent.done() and not turn.done():
                await asyncio.wait({turn}, timeout=_WAIT_AFTER_URGENT_SECONDS)
        finally:
            urgent.cancel()

    def _answer_too_long(self, text: str, conversation: str, channel: str) -> list[Reply]:
        """What is too long to be answered is still judged, at its start and at its end."""
        assessment = assess(text, self._safety)
        if assessment.outcome == "urgent":
            self._start_recording(assessment, conversation, channel)
            return [self._urgent(assessment)]
        return [self._say("utter_too_long")]

    def _start_recording(self, assessment: Assessment, conversation: str, channel: str) -> None:
        self._keep(asyncio.create_task(self._record(assessment, conversation, channel)))

    async def _record(self, assessment: Assessment, conversation: str, channel: str) -> None:
        try:
            await asyncio.to_thread(
                record_red_flag,
                conversation,
                channel,
                assessment.tier or "call_now",
                assessment.symptoms,
            )
        except Exception as error:  # noqa: BLE001 - the words are said; the loss is reported
            logger.error("A red flag could not be recorded: %s", type(error).__name__)

    def _urgent(self, assessment: Assessment) -> Reply:
        escalation = Escalation.of(assessment, self._safety.knowledge.symptoms)
        assert escalation.response is not None
        return self._say(escalation.response, assessment)

    def _say(self, name: str, assessment: Assessment | None = None) -> Reply:
        message = self._book.message(name, understood=assessment.understood if assessment else "")
        assert message is not None, f"{name} is missing in domain.yml"
        if assessment:
            message["metadata"]["findings"] = list(assessment.symptoms)
        return Reply.of(message)
