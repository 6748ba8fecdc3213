"""One delivery of a messenger → what is answered: the guard's replies, or fixed words."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import re
import unicodedata
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from typing import Any
from weakref import WeakValueDictionary

from rasa.core.channels.channel import UserMessage

from bot.channels.guarded_channel import CLIENT_MESSAGE_ID, IS_ANSWER, RepliesOfTurn
from bot.channels.incoming import plain_text
from bot.channels.latest import Latest
from bot.channels.limiting import TooManyError
from bot.channels.messengers.edits import Edits
from bot.channels.messengers.message import Clock, Kind, Received
from bot.channels.messengers.questions import Talk, client_id, is_asked, is_no
from bot.channels.replies import Reply
from bot.channels.services import Services
from bot.content.kinds import ReplyKind
from bot.content.response_book import ResponseBook
from bot.dialogue.triage_state import ANSWERS
from bot.settings.clinic import read_yaml
from bot.store.archive import StoreUnavailableError
from bot.store.kept_values import KeptValues

logger = logging.getLogger(__name__)

OnMessage = Callable[[UserMessage], Awaitable[Any]]

# The pictures of an album arrive one by one, within about a second.
_ALBUM_SECONDS = 1.5
_VERSION_SECONDS = 1.0
# What a changed message may be answered with: the patient did not ask anew.
_KINDS_AFTER_EDIT: frozenset[ReplyKind] = frozenset({"red_flag", "check", "question", "advice"})
# A command, and what ends the questions of the triage.
STOP = "stop"
_START_PARAMETER = re.compile(r"[A-Za-z0-9_-]{1,64}")


@lru_cache(maxsize=1)
def commands() -> Mapping[str, str]:
    """What a patient can send → the command's name: commands.yml."""
    content = read_yaml(Path(__file__).with_name("commands.yml"))
    assert isinstance(content, dict)
    return {words: name for name, choices in content.items() for words in choices}


def command_in(text: str) -> str | None:
    """The command that a text is; None: plain words. A bot's name may follow ("/help@name"), and
    after /start one word from the link that the patient came by."""
    first, _, rest = " ".join(text.split()).partition(" ")
    named = commands().get(first.partition("@")[0].casefold())
    if named is not None and (not rest or (named == "start" and _START_PARAMETER.fullmatch(rest))):
        return named
    return commands().get(" ".join(text.casefold().split()))


class Processor:
    """Answers deliveries; never raises for what is inside a turn, never returns nothing where the
    patient waits for words."""

    def __init__(
        self,
        channel: str,
        services: Services,
        on_message: OnMessage,
        told: KeptValues,
        clock: Clock,
    ) -> None:
        """``told``: groups that got their sentence, albums that were answered."""
        self._channel = channel
        self._services = services
        self._on_message = on_message
        self._told = told
        self._clock = clock
        self._book = ResponseBook.of_domain_file(services.clinic)
        self._edits = Edits(self._book)
        # Each as long as somebody holds it or waits for it.
        self._versions: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()
        self._albums_with_words: Latest[bool] = Latest()
        self._asked_to_wait: dict[str, float] = {}

    def expect(self, received: Received) -> None:
        """Called when a delivery arrives, before its turn: an album with words gets no answer to
        its pictures."""
        if received.album and received.text:
            self._albums_with_words.set(received.album, True)

    async def is_urgent(self, conversation: str, text: str) -> bool:
        """Whether a text overtakes what was written before it."""
        try:
            return (await self._services.escalation_of(text, conversation)).is_urgent
        except TooManyError:
            return False

    async def replies_to(self, conversation: str, received: Received) -> list[Reply]:
        """What is answered; empty where nothing should be."""
        if received.kind is Kind.GROUP:
            return self._once(f"group {conversation}", "utter_not_in_groups")
        if received.kind is Kind.LEFT or (received.kind is Kind.BUTTON and not received.text):
            return []
        if received.kind is not Kind.BUTTON and not received.text:
            return await self._to_media(received)
        async with self._one_version_at_a_time(f"{conversation} {client_id(received)}"):
            try:
                if received.kind is Kind.EDIT:
                    return await self._after_edit(conversation, received)
                return await self._to_text(conversation, received)
            except TooManyError:
                return self._ask_to_wait(conversation)

    async def _to_text(self, conversation: str, received: Received) -> list[Reply]:
        command = command_in(received.text) if received.kind is Kind.TEXT else None
        if command is not None and not await self.is_urgent(conversation, received.text):
            if command == STOP and self._services.has_question(conversation):
                # What it leads to is said, and the question is not put again.
                return await self._ask_guard(replace(received, text=STOP))
            return self._obey(command, conversation)
        replies = await self._to_words(conversation, received)
        return self._with_note(replies) if received.has_media else replies

    @asynccontextmanager
    async def _one_version_at_a_time(self, message: str) -> AsyncIterator[None]:
        """A change of a message waits for what was answered to it before, unless that hangs."""
        lock = self._versions.setdefault(message, asyncio.Lock())
        is_mine = False
        with contextlib.suppress(asyncio.TimeoutError):
            is_mine = await asyncio.wait_for(lock.acquire(), _VERSION_SECONDS)
        try:
            yield
        finally:
            if is_mine:
                lock.release()

    def words(self, name: str) -> Reply:
        """A fixed response of domain.yml."""
        message = self._book.message(name)
        assert message is not None, f"{name} is missing in domain.yml"
        return Reply.of(message)

    async def _to_words(self, conversation: str, received: Received) -> list[Reply]:
        if not has_words(received.text):
            self._services.limits.count_message(conversation)
            return [self.words("utter_help")]
        replies = await self._instead_of_answer(conversation, received)
        return replies or await self._ask_guard(received)

    async def _instead_of_answer(self, conversation: str, received: Received) -> list[Reply]:
        """What is said in place of handing on a tapped answer; empty: it is handed on.

        Under a question which is no longer the last thing said, what the patient wrote then is
        handled once more, so that the answer meets its question. Where that is not asked any more,
        what is said now holds. No such "No" answers the check that is open: that is asked again.
        """
        archive = self._services.archive
        if archive is None or not received.is_answer:
            return []
        try:
            talk = Talk(await archive.turns_about(conversation, received.asked_after))
        except StoreUnavailableError:
            return []
        if talk.is_open(received.asked_after):
            return []
        check = talk.open_check()
        if check is not None and is_no(received.text):
            return [check]
        words = talk.words_before_check(received.asked_after)
        if words is None:
            return []
        number = f"{received.id} question"
        again = replace(received, id=number, kind=Kind.TEXT, text=words, message="")
        replies = await self._ask_guard(again)
        return [] if is_asked(replies) else replies

    async def _ask_guard(self, received: Received) -> list[Reply]:
        output = RepliesOfTurn()
        metadata: dict[str, Any] = {
            CLIENT_MESSAGE_ID: client_id(received),
            IS_ANSWER: received.is_answer,
        }
        if received.asked:
            metadata[ANSWERS] = received.asked
        message = UserMessage(
            received.text,
            output,
            received.sender,
            input_channel=self._channel,
            metadata=metadata,
        )
        try:
            await self._on_message(message)
        except TooManyError:
            raise
        except Exception as error:  # noqa: BLE001 - the patient waits for words
            logger.error("The guard failed: %s", type(error).__name__)
        return output.replies or [self.words("utter_apology")]

    async def _to_media(self, received: Received) -> list[Reply]:
        """The one answer to pictures without words."""
        if not received.album:
            return [self.words("utter_only_text")]
        if f"album {received.album}" not in self._told:
            await self._clock.sleep(_ALBUM_SECONDS)
        if self._albums_with_words.get(received.album):
            return []
        return self._once(f"album {received.album}", "utter_only_text")

    async def _after_edit(self, conversation: str, received: Received) -> list[Reply]:
        """A changed message is judged for red flags only; it is answered where it says anything
        graver than what was answered before."""
        escalation = await self._services.escalation_of(received.text, conversation)
        if not (escalation.is_urgent or escalation.is_check):
            return []
        said = await self._said_to(conversation, client_id(received))
        if self._edits.is_answered(escalation, said):
            return []
        replies = await self._ask_guard(received)
        return [reply for reply in replies if reply.kind in _KINDS_AFTER_EDIT]

    async def _said_to(self, conversation: str, message: str) -> list[Reply]:
        """What was said to a message and to its changes so far."""
        archive = self._services.archive
        if archive is None:
            return []
        try:
            return Talk(await archive.turns_about(conversation, message)).said_to(message)
        except StoreUnavailableError:
            return []  # better twice than never

    def _obey(self, command: str, conversation: str) -> list[Reply]:
        if command == STOP:
            return [self.words("utter_stopped")]
        if command == "delete":
            self._services.erase(conversation)
            return [self.words("utter_deleted")]
        said = self.words("utter_greet" if command == "start" else "utter_help")
        said = replace(said, text=f"{said.text}\n{self.words('utter_messenger_note').text}")
        suggestions = self._services.clinic.web.suggestions if command == "start" else ()
        return [replace(said, buttons=tuple({"title": s, "payload": s} for s in suggestions))]

    def _once(self, key: str, name: str) -> list[Reply]:
        if key in self._told:
            return []
        self._told.put(key)
        return [self.words(name)]

    def _ask_to_wait(self, conversation: str) -> list[Reply]:
        """Said once a minute; who writes on meanwhile has read it."""
        now = self._clock.now()
        self._asked_to_wait = {c: at for c, at in self._asked_to_wait.items() if at > now - 60}
        if conversation in self._asked_to_wait:
            return []
        self._asked_to_wait[conversation] = now
        return [self.words("utter_please_wait")]

    def _with_note(self, replies: Sequence[Reply]) -> list[Reply]:
        """An answer to words under a picture says that the picture was not seen; urgent words
        stay alone."""
        *before, last = replies
        if last.kind == "red_flag":
            return list(replies)
        note = self.words("utter_only_the_words").text
        return [*before, replace(last, text=f"{last.text}\n{note}")]


def has_words(text: str) -> bool:
    """Whether there is anything to read; not only slashes, spaces and marks that cannot be seen."""
    return any(unicodedata.category(character)[0] not in "CZ" for character in plain_text(text))
