"""What is kept of each turn: messages, red flags, unanswered questions, its kind."""

from __future__ import annotations

import hashlib
import logging
import time
from collections import OrderedDict
from collections.abc import Coroutine, Sequence
from datetime import datetime, timedelta
from typing import Any

from rasa.core.channels.channel import UserMessage
from rasa.shared.core.events import BotUttered, Event, UserUttered

from bot.channels.incoming import Incoming
from bot.channels.measuring import FAILURES
from bot.channels.replies import Reply, kind_of_turn
from bot.store.archive import Archive, StoreUnavailableError
from bot.store.conversation_rows import StoredMessage
from bot.store.conversations import ConversationStore
from bot.store.database import utc_now
from bot.store.ids import new_id
from bot.store.masking import masked
from bot.store.record_rows import RedFlag, TurnRecord, Unanswered

logger = logging.getLogger(__name__)

USER, BOT = "user", "bot"
_LONGEST_CLIENT_ID = 100
_LONGEST_KEPT_TEXT = 5000
_CONVERSATIONS_REMEMBERED = 1000
# The turns under an alarm that stands have no more (bot/dialogue/open_alarm.py).
_LAST_MESSAGES = 60
# After a pause of a day a conversation begins anew.
_LONGEST_PAUSE = timedelta(days=1)
# So many characters of a time reach to its milliseconds; not every database keeps more.
_MILLISECONDS = 23


class Keeper:
    """Keeps turns in an archive; without one it keeps nothing."""

    def __init__(
        self, archive: Archive | None = None, conversations: ConversationStore | None = None
    ) -> None:
        self._archive = archive
        self._conversations = conversations
        # Which messages were answered, of the conversations that are being held.
        self._answered: OrderedDict[str, set[str]] = OrderedDict()

    def keep(self, incoming: Incoming, replies: Sequence[Reply], started: float) -> None:
        """Keeps a turn that ``started`` at this time (monotonic seconds). Never raises: whatever
        happens to the records, the patient is answered."""
        if self._archive is None:
            return
        try:
            self._keep(self._archive, incoming, replies, started)
        except Exception as error:  # noqa: BLE001
            FAILURES.labels("keep").inc()
            logger.error("A turn could not be kept: %s", type(error).__name__)

    def _keep(
        self, archive: Archive, incoming: Incoming, replies: Sequence[Reply], started: float
    ) -> None:
        milliseconds = round((time.monotonic() - started) * 1000, 1)
        who = {"conversation": incoming.conversation, "channel": incoming.channel}
        turn = _turn_id(incoming)
        for position, reply in enumerate(replies):
            # One alarm is one red flag, however often it is said: rows and notices of each remark
            # under it would hide the next one.
            if reply.kind in ("red_flag", "check") and not reply.repeats:
                tier = reply.urgency or "check"
                archive.keep_red_flag(
                    RedFlag(**who, tier=tier, findings=reply.findings, milliseconds=milliseconds),
                    started,
                    _id(turn, "red_flag", str(position)),
                )
            if reply.is_unanswered:
                question = masked(incoming.text)
                archive.keep_unanswered(
                    Unanswered(**who, text=question, offered=reply.topics),
                    started,
                    _id(turn, "unanswered", str(position)),
                )
        client_id = _client_id(incoming)
        if client_id is not None and incoming.conversation in self._answered:
            self._answered[incoming.conversation].add(client_id)
        messages = _messages(incoming, replies, turn)
        archive.keep_messages(incoming.conversation, messages, started, _id(turn, "messages"))
        kind = kind_of_turn(replies)
        record = TurnRecord(**who, kind=kind, milliseconds=milliseconds)
        archive.keep_turn(record, started, _id(turn, "turn"))

    def keep_failed_turn(self, message: UserMessage) -> None:
        """The conversation has the patient's message although nothing understood it."""
        if self._conversations is not None:
            event = UserUttered(
                message.text, input_channel=message.input_channel, metadata=message.metadata
            )
            self._conversations.keep_failed_turn(message.sender_id, event)

    def keep_own_words(self, incoming: Incoming, replies: Sequence[Reply]) -> None:
        """The conversation has what the guard said where the turn said something else, or nothing:
        what is read of it later is what the patient was shown. Never raises."""
        if self._conversations is None:
            return
        said: list[Event] = []
        for reply in replies:
            message = reply.as_message()
            outer = {"utter_action": reply.response, "metadata": message["metadata"]}
            said.append(BotUttered(reply.text, {"buttons": message["buttons"]}, outer))
        try:
            self._conversations.keep_said(incoming.conversation, said, incoming.came)
        except Exception as error:  # noqa: BLE001 - the patient must have the words
            FAILURES.labels("keep").inc()
            logger.error("The guard's words could not be kept: %s", type(error).__name__)

    async def last_shown(self, conversation: str) -> list[list[Reply]] | None:
        """What the patient was shown by the last turns before now, oldest first, up to a pause of
        a day; None where that cannot be known now. Never raises."""
        if self._archive is None:
            return None
        try:
            return _shown_by_turn(await self._archive.messages_of(conversation, _LAST_MESSAGES))
        except StoreUnavailableError:
            FAILURES.labels("read").inc()
        except Exception as error:  # noqa: BLE001 - a broken row must not cost an answer
            logger.error("What was shown cannot be read: %s", type(error).__name__)
        return None

    def answered_before(self, incoming: Incoming) -> Coroutine[Any, Any, list[Reply]]:
        """The replies that this message got before; empty for a new one, and where nothing can be
        known. An id that is used again with another text is a new message.

        Before is before this call, not before the coroutine runs: urgent words do not wait for it,
        and may be kept by then.
        """
        return self._answered_before(
            incoming, utc_now().isoformat(timespec="milliseconds")[:_MILLISECONDS]
        )

    async def _answered_before(self, incoming: Incoming, now: str) -> list[Reply]:
        client_id = _client_id(incoming)
        if self._archive is None or client_id is None:
            return []
        try:
            if client_id not in await self._answered_in(self._archive, incoming.conversation):
                return []
            turn = await self._archive.turn_with(incoming.conversation, client_id)
            # What was kept since then is this very turn.
            if (
                not turn
                or turn[0].text != _kept_text(incoming)
                or turn[0].at[:_MILLISECONDS] >= now
            ):
                return []
            return [Reply.from_json(message.content or {}) for message in turn[1:]]
        except StoreUnavailableError:
            FAILURES.labels("read").inc()
            return []
        except Exception as error:  # noqa: BLE001 - a broken row must not cost an answer
            logger.error("A stored turn cannot be read: %s", type(error).__name__)
            return []

    async def _answered_in(self, archive: Archive, conversation: str) -> set[str]:
        """The ids of the messages that were answered, read once for a conversation."""
        if conversation not in self._answered:
            self._answered[conversation] = await archive.client_ids_of(conversation)
            if len(self._answered) > _CONVERSATIONS_REMEMBERED:
                self._answered.popitem(last=False)
        self._answered.move_to_end(conversation)
        return self._answered[conversation]


def _shown_by_turn(messages: Sequence[StoredMessage]) -> list[list[Reply]]:
    turns: list[list[Reply]] = []
    before = ""
    for message in messages:
        at = datetime.fromisoformat(message.at)
        if before and at - datetime.fromisoformat(before) > _LONGEST_PAUSE:
            turns.clear()
        before = message.at
        if message.sender == USER:
            turns.append([])
        elif turns:
            turns[-1].append(Reply.from_json(message.content or {}))
    is_over = before and utc_now() - datetime.fromisoformat(before) > _LONGEST_PAUSE
    return [] if is_over else turns


def _messages(incoming: Incoming, replies: Sequence[Reply], turn: str) -> list[StoredMessage]:
    asked = StoredMessage(
        turn, 0, incoming.channel, USER, _kept_text(incoming), client_id=_client_id(incoming)
    )
    answered = (
        StoredMessage(turn, position, incoming.channel, BOT, reply.text, content=reply.as_json())
        for position, reply in enumerate(replies, start=1)
    )
    return [asked, *answered]


def _turn_id(incoming: Incoming) -> str:
    """The same for the same message again, so that it is kept once even where it could not be known
    in time that it had been answered before."""
    if incoming.client_id is None:
        return new_id()
    return _id(incoming.conversation, incoming.client_id, incoming.text)


def _id(*parts: str) -> str:
    content = "\0".join(parts).encode("utf-8", "surrogatepass")
    return hashlib.sha256(content).hexdigest()[:32]


def _client_id(incoming: Incoming) -> str | None:
    """As long as its column at most, and without what a database refuses."""
    given = incoming.client_id
    if given is None or (len(given) <= _LONGEST_CLIENT_ID and given.isprintable()):
        return given
    return _id(given)


def _kept_text(incoming: Incoming) -> str:
    """Nobody writes more than this by hand; what is too long was not answered anyway."""
    return incoming.text[:_LONGEST_KEPT_TEXT]
