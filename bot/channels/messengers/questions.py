"""Buttons that answer a question: they say which question that is.

A keyboard stays in view while the talk goes on. "Yes" under an earlier "Is this happening now?"
must still be a yes to that. The triage's questions have a label of their own, and the triage is
told which one is answered; any other question is named by the patient's message that it followed.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from bot.channels.keeping import BOT, USER
from bot.channels.messengers.choices import labelled
from bot.channels.messengers.message import Button, Kind, Received
from bot.channels.replies import Reply
from bot.content.kinds import ReplyKind
from bot.content.red_flag_talk import safety_talk
from bot.store.conversation_rows import StoredMessage

_QUESTIONS: frozenset[ReplyKind] = frozenset({"check", "question"})
_TAP = "tap:"
_LONGEST_ID = 100
_ANSWER = re.compile(r"(?P<words>.+) (?:@(?P<after>\S+)|#(?P<asked>\S+/\d+))", re.DOTALL)


def buttons_of(reply: Reply, received: Received) -> tuple[Button, ...]:
    """The buttons of a reply to a delivery; those of a question say which question they answer."""
    about = _about(reply, client_id(received))
    buttons = [
        Button(button["title"], _answering(button["payload"], about)) for button in reply.buttons
    ]
    return labelled(reply, buttons)


def with_question(received: Received) -> Received:
    """A pressed button's delivery with its words, and apart from them what they answer."""
    found = _ANSWER.fullmatch(received.text) if received.kind is Kind.BUTTON else None
    if found is None:
        return received
    after, asked = found["after"] or "", found["asked"] or ""
    return replace(received, text=found["words"], asked_after=after, asked=asked)


def client_id(received: Received) -> str:
    """The id by which the guard and the archive know a delivery's message; it tells what was
    tapped from what was written, and has no spaces."""
    given = received.message or received.id
    if len(given) > _LONGEST_ID - len(_TAP) or any(map(str.isspace, given)):
        given = hashlib.sha256(given.encode()).hexdigest()
    return f"{_TAP}{given}" if received.kind is Kind.BUTTON else given


def is_asked(replies: Sequence[Reply]) -> bool:
    """Whether replies ask something that a button answers."""
    return any(reply.kind in _QUESTIONS for reply in replies)


def is_no(text: str) -> bool:
    """Whether an answer says that something is not so, or not any more."""
    return safety_talk().read_check_answer(text) in ("no", "over")


@dataclass(frozen=True)
class Talk:
    """What was said in a conversation, oldest first."""

    messages: Sequence[StoredMessage]

    def open_check(self) -> Reply | None:
        """The last thing said, where it asks whether something is happening now; its buttons
        answer it still."""
        last = self._last_message()
        check = None if last is None else self._check_after(last)
        if last is None or check is None or not last.client_id:
            return check
        return _naming(check, f" @{last.client_id}")

    def is_open(self, client_id: str) -> bool:
        """Whether what was asked after the message with this id is asked now, too."""
        message, last = self._message(client_id), self._last_message()
        if message is None or last is None:
            return False
        if message is last:
            return True
        before, now = self._check_after(message), self._check_after(last)
        return before is not None and now is not None and before.findings == now.findings

    def words_before_check(self, client_id: str) -> str | None:
        """The words that a check followed, to be judged once more; None where no check did, or
        where they were an answer that was tapped: they would answer what is asked now."""
        message = self._message(client_id)
        if message is None or client_id.startswith(_TAP) or self._check_after(message) is None:
            return None
        return message.text

    def said_to(self, client_id: str) -> list[Reply]:
        """The replies to all messages with this id: a changed message keeps its id."""
        turns = {one.turn for one in self._of_patient() if one.client_id == client_id}
        return [
            Reply.from_json(one.content or {})
            for one in self.messages
            if one.turn in turns and one.sender == BOT
        ]

    def _message(self, client_id: str) -> StoredMessage | None:
        mine = (one for one in self._of_patient() if client_id and one.client_id == client_id)
        return next(mine, None)

    def _last_message(self) -> StoredMessage | None:
        return next(self._of_patient(), None)

    def _of_patient(self) -> Iterator[StoredMessage]:
        return (one for one in reversed(self.messages) if one.sender == USER)

    def _check_after(self, message: StoredMessage) -> Reply | None:
        replies = (
            Reply.from_json(one.content or {})
            for one in self.messages
            if one.turn == message.turn and one.sender == BOT
        )
        return next((reply for reply in replies if reply.kind == "check"), None)


def _about(reply: Reply, client_id: str) -> str:
    if reply.kind not in _QUESTIONS:
        return ""
    return f" #{reply.asks}" if reply.asks else f" @{client_id}"


def _answering(payload: str, about: str) -> str:
    return payload if _ANSWER.fullmatch(payload) else payload + about


def _naming(reply: Reply, about: str) -> Reply:
    buttons = tuple({**one, "payload": _answering(one["payload"], about)} for one in reply.buttons)
    return replace(reply, buttons=buttons)
