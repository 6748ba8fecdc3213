"""Judging messages in threads of their own: neither the event loop nor a hanging turn delays it."""

from __future__ import annotations

import asyncio
import logging
from collections import OrderedDict
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from itertools import count
from queue import PriorityQueue

from bot.dialogue.judging import judge
from bot.dialogue.open_question import AskedQuestion
from bot.dialogue.reports import Reader
from bot.safety import Assessment, SafetySettings, assess
from bot.safety.assess import sounds_urgent
from bot.safety.long_texts import graver, has_unread_middle, urgent_piece

logger = logging.getLogger(__name__)

# A judgement takes some milliseconds; a second thread serves while one encodes.
_THREADS = 2
# Longer texts take up to a third of a second each, and those of which the middle is judged apart up
# to a second or two. They have a thread of their own, so that however
# many come, the others wait for none of them.
_LONGEST_SHORT = 1000
# The event loop looks at no more than this itself, which takes it half a millisecond.
_LONGEST_LOOKED_AT = 400
# A message is judged before its turn where it waits or where many came; its turn needs that again.
_REMEMBERED = 64


@dataclass(order=True)
class _Work:
    """A message to be judged. What sounds urgent comes first, then the oldest."""

    is_ordinary: bool
    number: int
    text: str = field(compare=False)
    question: AskedQuestion | None = field(compare=False)
    judged: Future[Assessment] = field(compare=False, default_factory=Future)


class _Lane:
    """Threads and the messages that wait for them."""

    def __init__(self, threads: int, name: str) -> None:
        self._threads = ThreadPoolExecutor(threads, name)
        self._queue: PriorityQueue[_Work] = PriorityQueue()

    def add(self, work: _Work, do: Callable[[_Work], None]) -> None:
        """Does this work once a thread is free and nothing that comes before it waits."""
        self._queue.put(work)
        self._threads.submit(lambda: do(self._queue.get_nowait()))

    def close(self) -> None:
        self._threads.shutdown(wait=False)


class Judge:
    """Judges messages; those that sound urgent overtake the others."""

    def __init__(self, safety: SafetySettings, reader: Reader | None = None) -> None:
        """``reader``: reads reports of symptoms for the triage; without it safety judges alone."""
        self._safety = safety
        self._reader = reader
        self._short = _Lane(_THREADS, "judge")
        self._long = _Lane(1, "judge-long")
        self._judged: OrderedDict[tuple[str, AskedQuestion | None], Assessment] = OrderedDict()
        self._numbers = count()
        self._waiting = 0
        self._idle = asyncio.Event()
        self._idle.set()

    def use(self, safety: SafetySettings, reader: Reader | None) -> None:
        """Judges with these from the next message on."""
        if safety is not self._safety or reader is not self._reader:
            self.forget()
        self._safety, self._reader = safety, reader

    def forget(self) -> None:
        """Forgets the latest messages."""
        self._judged.clear()

    async def judge(self, text: str, question: AskedQuestion | None = None) -> Assessment:
        """The judgement of safety layer and triage; never raises. ``question``: the open one. The
        same message beside the same question is judged once."""
        known = self._judged.get((text, question))
        if known is not None:
            return known
        safety = self._safety
        try:
            judged = await self._judge(text, question)
        except Exception as error:  # noqa: BLE001  (whatever happens, the patient is asked)
            logger.error("A judgement failed: %s", type(error).__name__)
            return _by_rules(text, safety)
        if len(text) <= _LONGEST_SHORT and safety is self._safety:
            self._judged[text, question] = judged
            if len(self._judged) > _REMEMBERED:
                self._judged.popitem(last=False)
        return judged

    def answers(self, text: str, question: AskedQuestion) -> bool:
        """Whether a text answers a question."""
        if self._reader is None or len(text) > _LONGEST_LOOKED_AT:
            return False
        return self._reader.answers(text, question.symptom, question.titles)

    def count_words(self, text: str, language: str) -> int:
        """How many words a text of a language (its code) has."""
        known = self._safety.languages and self._safety.languages.languages.get(language)
        return known.count_words(text) if known else len(text.split())

    async def _judge(self, text: str, question: AskedQuestion | None) -> Assessment:
        self._waiting += 1
        self._idle.clear()
        try:
            first = len(text) <= _LONGEST_LOOKED_AT and sounds_urgent(text, self._safety)
            work = _Work(not first, next(self._numbers), text, question)
            lane = self._short if len(text) <= _LONGEST_SHORT else self._long
            lane.add(work, self._do)
            return await asyncio.wrap_future(work.judged)
        finally:
            self._waiting -= 1
            if not self._waiting:
                self._idle.set()

    def _do(self, work: _Work) -> None:
        if not work.judged.set_running_or_notify_cancel():
            return
        try:
            found = judge(work.text, self._safety, self._reader, work.question)
            if has_unread_middle(work.text, found.language):
                found = graver(found, urgent_piece(work.text, self._safety))
        except BaseException as error:  # noqa: BLE001 - whoever waits for it gets it
            work.judged.set_exception(error)
        else:
            work.judged.set_result(found)

    @property
    def waiting(self) -> int:
        """Messages that wait for their judgement."""
        return self._waiting

    async def idle(self, at_most_seconds: float) -> None:
        """Waits while messages wait for their judgement: urgent words come before answers."""
        if self._waiting:
            try:
                await asyncio.wait_for(self._idle.wait(), at_most_seconds)
            except asyncio.TimeoutError:
                return  # under a steady load answers get their turn all the same

    def close(self) -> None:
        self._short.close()
        self._long.close()


def _by_rules(text: str, safety: SafetySettings) -> Assessment:
    """What is left where everything else fails: what the rules hear, and a question to all else."""
    by_rules = assess(text, replace(safety, detector=None, languages=None))
    return by_rules if by_rules.outcome == "urgent" else replace(by_rules, outcome="check")
