"""The guard before every channel: whatever happens inside a turn, the patient gets words, once.

It judges each message once, before anything else. What is surely urgent is answered at once from
the fixed responses; the turn runs behind it, so that conversation and records have it. Everything
else is a turn of Rasa with a deadline.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from rasa.core.channels.channel import UserMessage

from bot.channels.incoming import Incoming, plain_text
from bot.channels.judging import Judge
from bot.channels.keeping import Keeper
from bot.channels.last_asked import LastAsked
from bot.channels.measuring import OF_PATIENTS, Measures
from bot.channels.replies import Collector, Reply, kind_of_turn
from bot.channels.standing_alarm import StandingAlarms
from bot.channels.turns import Handle, Turn, Turns
from bot.content.red_flag_talk import safety_talk
from bot.content.response_book import ResponseBook
from bot.dialogue.judging import by_safety_alone
from bot.dialogue.reports import Reader
from bot.safety import Assessment, SafetySettings
from bot.safety.escalation import CHECK_UNNAMED, Escalation
from bot.safety.rules.words import start_and_end
from bot.settings.clinic import Clinic

logger = logging.getLogger(__name__)

Send = Callable[[Reply], Awaitable[None]]
_ANSWERED = frozenset({"answer", "smalltalk", "check"})
_BY_TRIAGE = _ANSWERED | {"question", "advice", "other"}
# A weak suspicion of something urgent may turn out to be a question; nobody waits longer for that.
# What only the detector suspects of despair in a long story is asked about from here on.
_DESPAIR_FROM = 0.4
_URGENT_SECONDS = 1.5


class Guard:
    """Answers messages; never raises, never returns nothing."""

    def __init__(
        self,
        handle: Handle,
        clinic: Clinic,
        safety: SafetySettings,
        keeper: Keeper | None = None,
        reader: Reader | None = None,
        measures: Measures = OF_PATIENTS,
    ) -> None:
        """``handle``: Rasa's handler of messages; without ``keeper`` nothing is kept, without
        ``reader`` no symptom is asked about."""
        self._clinic = clinic
        self._symptoms = safety.knowledge.symptoms
        self._keeper = keeper or Keeper()
        self._book = ResponseBook.of_domain_file(clinic)
        self._judge = Judge(safety, reader)
        self._measures = measures
        self._turns = Turns(handle, self._judge, self._keeper.keep_failed_turn, measures)
        self._in_progress: dict[tuple[str, str, str], asyncio.Task[list[Reply]]] = {}
        self._last_asked = LastAsked()
        self._standing = StandingAlarms()

    async def answer(
        self,
        text: str,
        conversation: str,
        channel: str,
        metadata: Mapping[str, Any] | None = None,
    ) -> list[Reply]:
        """The replies to a text; for callers that need nothing else."""
        return await self.reply_to(Incoming(text, conversation, channel, None, metadata or {}))

    async def reply_to(self, incoming: Incoming, send: Send | None = None) -> list[Reply]:
        """One turn: at least one reply, within the clinic's deadline.

        ``send`` gets each reply as soon as it is there; not for a message that was answered before.
        The turn goes on when the caller is cancelled.
        """
        incoming = replace(incoming, text=plain_text(incoming.text))
        if incoming.client_id is None:
            return await asyncio.shield(asyncio.create_task(self._reply(incoming, send)))
        key = (incoming.conversation, incoming.client_id, incoming.text)
        turn = self._in_progress.get(key)
        if turn is None:
            turn = asyncio.create_task(self._reply(incoming, send))
            self._in_progress[key] = turn
            turn.add_done_callback(lambda _: self._in_progress.pop(key, None))
        return await asyncio.shield(turn)

    async def escalation_of(self, text: str, conversation: str) -> Escalation:
        """What follows from a message beside what is open in its conversation; nothing is said."""
        return Escalation.of(await self._judged(text, conversation), self._symptoms)

    async def must_answer(self, text: str, conversation: str) -> bool:
        """Whether a message may not be refused, however many came before it: it may be urgent, or
        it answers what was asked."""
        assessment = await self._judged(text, conversation)
        heard = Escalation.of(assessment, self._symptoms)
        if heard.intent or self._without_triage(assessment).intent:
            return True
        question = self._last_asked.question(conversation)
        if question is not None:
            return self._judge.answers(plain_text(text), question)
        is_asked = self._last_asked.red_flag(conversation) is not None
        return is_asked and (heard.answer or _check_answer(text)) is not None

    async def _judged(self, text: str, conversation: str) -> Assessment:
        question = self._last_asked.question(conversation)
        return await self._judge.judge(plain_text(text), question)

    def has_question(self, conversation: str) -> bool:
        """Whether a question of the triage is open."""
        return self._last_asked.question(conversation) is not None

    def use(self, safety: SafetySettings, reader: Reader | None) -> None:
        """Judges with these from the next message on."""
        self._symptoms = safety.knowledge.symptoms
        self._judge.use(safety, reader)

    def forget(self, conversation: str) -> None:
        """After a conversation was erased."""
        self._last_asked.forget(conversation)
        self._standing.forget(conversation)
        self._judge.forget()

    def queue_lengths(self) -> dict[str, int]:
        return {"judge": self._judge.waiting, "turns": self._turns.running}

    async def warm_up(self, text: str) -> None:
        """Judges a text once, so that the first patient does not wait for what is loaded then."""
        await self._judge.judge(text)

    async def finish_turns(self, seconds: float) -> None:
        """Waits for the turns that run, at most so long."""
        await self._turns.finish(seconds)

    async def close(self, seconds: float) -> None:
        """Lets running turns end, at most so long."""
        await self.finish_turns(seconds)
        self._judge.close()

    async def _reply(self, incoming: Incoming, send: Send | None) -> list[Reply]:
        started = incoming.came
        before = asyncio.create_task(self._keeper.answered_before(incoming))
        with self._measures.timed("judge"):
            assessment = await self._judged(incoming.text, incoming.conversation)
        escalation = Escalation.of(assessment, self._symptoms)
        # Urgent words do not wait for a database, and are kept once however often they are said.
        # What cannot be known is answered: better twice than never.
        if (before.done() or not escalation.is_final) and (known := await before):
            return known
        if len(incoming.text) > self._clinic.web.max_message_characters:
            replies = [self._reply_to_long(escalation, assessment)]
        elif escalation.is_final:
            replies = [self._say(escalation)]
        else:
            replies = await self._take_turn(incoming, assessment, escalation, started)
        replies = self._never_lower(incoming.conversation, replies)
        self._measures.count_turn(kind_of_turn(replies), time.monotonic() - started)
        self._remember(incoming, escalation, replies, started)
        for reply in replies:
            await self._send(reply, send)
        if escalation.is_final:
            self._follow_up(incoming, assessment, started)
        return replies

    def _remember(
        self, incoming: Incoming, escalation: Escalation, replies: list[Reply], started: float
    ) -> None:
        """Keeps what was asked and said; the words go out whatever fails in it."""
        conversation = incoming.conversation
        try:
            self._keeper.keep(incoming, replies, started)
            self._last_asked.keep(conversation, escalation, replies)
            self._standing.keep(conversation, incoming.text, escalation, replies)
        except Exception as error:  # noqa: BLE001 - the patient must have the words
            self._measures.count_failure("remember")
            logger.error("What was said could not be kept: %s", type(error).__name__)

    def _follow_up(self, incoming: Incoming, assessment: Assessment, started: float) -> None:
        """The turn behind urgent words: the conversation has it; nothing is said twice. Of what
        is too long it has start and end: a turn of 64 kB would keep everybody waiting."""
        longest = self._clinic.web.max_message_characters
        incoming = replace(incoming, text=start_and_end(incoming.text, longest))
        message = self._message(incoming, Collector(incoming.channel, closed=True))
        self._turns.start(Turn(message, assessment, started))

    async def _take_turn(
        self, incoming: Incoming, assessment: Assessment, escalation: Escalation, started: float
    ) -> list[Reply]:
        collector = Collector(incoming.channel)
        deadline = self._clinic.answers.deadline_seconds
        without_triage = self._without_triage(assessment)
        is_pressing = escalation.is_urgent or without_triage.is_urgent
        if is_pressing:
            deadline = min(deadline, _URGENT_SECONDS)
        turn = Turn(self._message(incoming, collector), assessment, started, is_pressing)
        await self._turns.run(turn, deadline)
        if escalation.is_urgent and not _is_dealt_with(collector.replies):
            return [self._say(escalation)]
        if without_triage.is_urgent and not _is_dealt_with(collector.replies, _BY_TRIAGE):
            # The triage took the message over, and its turn failed.
            return [self._say(without_triage)]
        if collector.replies:
            return collector.replies
        if without_triage.is_check:
            return [self._say(without_triage)]
        asked = self._last_asked.red_flag(incoming.conversation)
        if asked is not None and not _is_no(incoming.text, escalation):
            return [self._say(asked.confirmed())]
        return [self._fixed("utter_apology", escalation.language)]

    def _message(self, incoming: Incoming, collector: Collector) -> UserMessage:
        return UserMessage(
            incoming.text,
            collector,
            incoming.conversation,
            input_channel=incoming.channel,
            metadata=dict(incoming.metadata),
        )

    def _reply_to_long(self, escalation: Escalation, assessment: Assessment) -> Reply:
        """What is too long to be answered is still judged, at its start and at its end. No triage
        follows that could ask, so the safety layer's own word counts as well. A check that names
        nothing is asked only where it is of despair: the detector suspects something in most long
        stories."""
        heard = (escalation, self._without_triage(assessment))
        alone = by_safety_alone(assessment)
        is_despair = alone.crisis and (
            alone.suspicion >= _DESPAIR_FROM or not alone.is_only_suspected
        )
        urgent = [one for one in heard if one.is_urgent]
        asked = [one for one in heard if one.is_check]
        named = [one for one in asked if is_despair or one.response != CHECK_UNNAMED]
        said = next(iter((*urgent, *named)), None)
        return self._say(said) if said else self._fixed("utter_too_long", escalation.language)

    def _without_triage(self, assessment: Assessment) -> Escalation:
        """What follows where the triage, which would have answered, says nothing."""
        return Escalation.of(by_safety_alone(assessment), self._symptoms)

    def _never_lower(self, conversation: str, replies: list[Reply]) -> list[Reply]:
        """The replies; under an emergency that stands, the emergency again instead of less."""
        emergency = self._standing.above(conversation, replies)
        if emergency is None:
            return replies
        return [emergency if isinstance(emergency, Reply) else self._say(emergency)]

    async def _send(self, reply: Reply, send: Send | None) -> None:
        if send is None:
            return
        try:
            await send(reply)
        except Exception as error:  # noqa: BLE001 - the other replies still go out
            self._measures.count_failure("send")
            logger.error("A reply could not be sent: %s", type(error).__name__)

    def _say(self, escalation: Escalation) -> Reply:
        assert escalation.response is not None
        reply = self._fixed(
            escalation.response, escalation.language, understood=escalation.understood
        )
        return replace(reply, findings=escalation.findings)

    def _fixed(self, name: str, language: str, **words: str) -> Reply:
        message = self._book.message(name, **words)
        assert message is not None, f"{name} is missing in domain.yml"
        return Reply.of(self._book.said_in(language, name, message))


def _is_no(text: str, escalation: Escalation) -> bool:
    """Whether a message surely answers a check with no, in English or in its own language."""
    return escalation.answer == "no" or _check_answer(text) in ("no", "over")


def _check_answer(text: str) -> str | None:
    return safety_talk().read_check_answer(plain_text(text))


def _is_dealt_with(replies: Sequence[Reply], kinds: frozenset[str] = _ANSWERED) -> bool:
    """Whether the urgent words were said, or a weak suspicion was found to be a plain question or
    small talk, which was answered, or was asked about (see bot/nlu/red_flag.py)."""
    if any(reply.urgency for reply in replies):
        return True
    return bool(replies) and {reply.kind for reply in replies} <= kinds
