"""The guard before every channel: whatever happens inside a turn, the patient gets words, once.

It judges each message once, before anything else. What is surely urgent is answered at once from
the fixed responses; the turn runs behind it, so that conversation and records have it. Everything
else is a turn of Rasa with a deadline.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace
from typing import Any

from rasa.core.channels.channel import UserMessage

from bot.channels.heard import Heard
from bot.channels.incoming import Incoming, plain_text
from bot.channels.judging import Judge
from bot.channels.keeping import Keeper
from bot.channels.last_shown import LastShown, is_call_now
from bot.channels.measuring import OF_PATIENTS, Measures
from bot.channels.own_words import OwnWords
from bot.channels.replies import Collector, Reply, kind_of_turn
from bot.channels.turns import Handle, Turn, Turns, output_of
from bot.content.red_flag_talk import safety_talk
from bot.dialogue.plain_words import has_no_words
from bot.dialogue.reports import Reader
from bot.safety import SafetySettings
from bot.safety.escalation import Escalation
from bot.safety.judgement import Judgement
from bot.safety.rules.tokens import start_and_end
from bot.settings.clinic import Clinic

logger = logging.getLogger(__name__)

Send = Callable[[Reply], Awaitable[None]]
# A weak suspicion of something urgent may turn out to be a question; nobody waits longer for that.
_URGENT_SECONDS = 1.5
# What was shown before a restart is read while a message is judged. A lesser alarm waits so much
# longer for it, once; nothing else that is urgent does.
_READ_BACK_SECONDS = 0.1


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
        self._words = OwnWords(clinic)
        self._judge = Judge(safety, reader)
        self._measures = measures
        self._turns = Turns(handle, self._judge, self._keeper.keep_failed_turn, measures)
        self._in_progress: dict[tuple[str, str, str], asyncio.Task[list[Reply]]] = {}
        self._shown = LastShown()

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
        return (await self._heard(text, conversation)).escalation

    async def must_answer(self, text: str, conversation: str) -> bool:
        """Whether a message may not be refused, however many came before it: it may be urgent, or
        it answers what was asked."""
        heard = await self._heard(text, conversation)
        if heard.has_intent:
            return True
        question = self._shown.question(conversation)
        if question is not None:
            return self._judge.answers(plain_text(text), question)
        is_asked = self._shown.check(conversation) is not None
        return is_asked and (heard.escalation.answer or _check_answer(text)) is not None

    async def _heard(self, text: str, conversation: str) -> Heard:
        question = self._shown.question(conversation)
        return Heard.of(await self._judge.judge(plain_text(text), question), self._symptoms)

    def has_question(self, conversation: str) -> bool:
        """Whether a question of the triage is open."""
        return self._shown.question(conversation) is not None

    def use(self, safety: SafetySettings, reader: Reader | None) -> None:
        """Judges with these from the next message on."""
        self._symptoms = safety.knowledge.symptoms
        self._judge.use(safety, reader)

    def begin(self, conversation: str) -> None:
        """A conversation that has no past."""
        self._shown.begin(conversation)

    def forget(self, conversation: str) -> None:
        """After a conversation was erased."""
        self._shown.forget(conversation)
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
        started, conversation = incoming.came, incoming.conversation
        before = asyncio.create_task(self._keeper.answered_before(incoming))
        past = asyncio.create_task(self._read_back(conversation))
        with self._measures.timed("judge"):
            heard = await self._heard(incoming.text, conversation)
        if has_no_words(incoming.text):
            heard = heard.answered_in(self._shown.language(conversation))
        # Urgent words do not wait for a database, and are kept once however often they are said.
        # What cannot be known is answered: better twice than never.
        if (before.done() or not heard.is_final) and (known := await before):
            return known
        turn = None
        if len(incoming.text) > self._clinic.web.max_message_characters:
            replies = [self._words.to_long(heard)]
        elif heard.is_final:
            replies = [self._words.say(heard.escalation)]
        else:
            turn = self._turn(incoming, heard)
            await self._turns.run(turn, self._deadline(turn))
            replies = await self._replies_of(turn, heard, past)
        replies = await self._never_lower(conversation, replies, past)
        if turn is not None and replies != output_of(turn).replies:
            self._keeper.keep_own_words(incoming, replies)
        self._measures.count_turn(kind_of_turn(replies), time.monotonic() - started)
        self._remember(incoming, replies, started)
        for reply in replies:
            await self._send(reply, send)
        if heard.is_final:
            self._turns.start(self._turn_behind(incoming, heard, before))
        return replies

    async def _read_back(self, conversation: str) -> None:
        """After a restart: what was last shown, as the archive has it. Never raises."""
        if self._shown.is_whole(conversation):
            return
        known = self._shown.known(conversation)
        turns = await self._keeper.last_shown(conversation)
        if turns is not None:
            self._shown.restore(conversation, known, turns)

    def _remember(self, incoming: Incoming, replies: list[Reply], started: float) -> None:
        """Keeps what was asked and said; the words go out whatever fails in it."""
        try:
            self._keeper.keep(incoming, replies, started)
            self._shown.keep(incoming.conversation, replies)
        except Exception as error:  # noqa: BLE001 - the patient must have the words
            self._measures.count_failure("remember")
            logger.error("What was said could not be kept: %s", type(error).__name__)

    def _turn(self, incoming: Incoming, heard: Heard) -> Turn:
        """The turn that answers a message."""
        return Turn(
            self._message(incoming, Collector(incoming.channel)),
            Judgement(incoming.text, heard.assessment),
            incoming.came,
            is_pressing=heard.urgent is not None,
        )

    def _turn_behind(
        self, incoming: Incoming, heard: Heard, before: asyncio.Task[list[Reply]]
    ) -> Turn:
        """The turn behind urgent words. It only keeps: the conversation has the message, and
        nothing is said twice. Of what is too long it has start and end: a turn of 64 kB would keep
        everybody waiting."""
        text = start_and_end(incoming.text, self._clinic.web.max_message_characters)
        return Turn(
            self._message(replace(incoming, text=text), Collector(incoming.channel, closed=True)),
            Judgement(text, heard.assessment),
            incoming.came,
            answered_before=before,
        )

    def _deadline(self, turn: Turn) -> float:
        longest = self._clinic.answers.deadline_seconds
        return min(longest, _URGENT_SECONDS) if turn.is_pressing else longest

    async def _replies_of(self, turn: Turn, heard: Heard, past: asyncio.Task[None]) -> list[Reply]:
        """What the turn said; the guard's own words where it left something urgent open, or said
        nothing."""
        replies = output_of(turn).replies
        is_dealt_with = any(reply.urgency for reply in replies) or (
            bool(replies) and turn.judgement.is_settled_calmly
        )
        # Where the triage took the message over, and its turn failed, what safety heard holds.
        if heard.urgent is not None and not is_dealt_with:
            return [self._words.say(heard.urgent)]
        if replies:
            return replies
        if heard.unanswered.intent is not None:
            return [self._words.say(heard.unanswered)]
        await past
        asked = self._shown.check(turn.message.sender_id)
        if asked is not None and not _is_no(turn.message.text, heard.escalation):
            return [self._words.say(asked.confirmed())]
        return [self._words.fixed("utter_apology", heard.escalation.language)]

    def _message(self, incoming: Incoming, collector: Collector) -> UserMessage:
        return UserMessage(
            incoming.text,
            collector,
            incoming.conversation,
            input_channel=incoming.channel,
            metadata=dict(incoming.metadata),
        )

    async def _never_lower(
        self, conversation: str, replies: list[Reply], past: asyncio.Task[None]
    ) -> list[Reply]:
        """The replies; under an emergency that stands, the emergency again instead of less."""
        if not self._shown.is_whole(conversation) and any(map(is_call_now, replies)):
            await asyncio.wait({past}, timeout=_READ_BACK_SECONDS)
        emergency = self._shown.emergency_above(conversation, replies)
        return replies if emergency is None else [self._words.say(emergency)]

    async def _send(self, reply: Reply, send: Send | None) -> None:
        if send is None:
            return
        try:
            await send(reply)
        except Exception as error:  # noqa: BLE001 - the other replies still go out
            self._measures.count_failure("send")
            logger.error("A reply could not be sent: %s", type(error).__name__)


def _is_no(text: str, escalation: Escalation) -> bool:
    """Whether a message surely answers a check with no, in English or in its own language."""
    return escalation.answer == "no" or _check_answer(text) in ("no", "over")


def _check_answer(text: str) -> str | None:
    return safety_talk().read_check_answer(plain_text(text))
