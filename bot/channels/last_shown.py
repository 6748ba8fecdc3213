"""What each conversation was last shown: what it was asked, and the alarm that stands.

It is made of the replies as they went out, and kept in memory, as the guard answers before anything
is read. What a restart has emptied is read back from the archive, which holds the same replies.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from bot.channels.latest import Latest
from bot.channels.replies import Reply
from bot.dialogue.open_alarm import (
    MESSAGES_AFTER_ALARM,
    AlarmsOfTurn,
    OpenAlarm,
    alarm_after,
    given_as,
    is_lesser,
)
from bot.dialogue.open_question import AskedQuestion
from bot.safety.escalation import ENGLISH, Escalation


@dataclass(frozen=True)
class Shown:
    """What one conversation was shown.

    Attributes:
        is_whole: whether what was shown before this process began is in it.
        asked: what the last turn asked.
        turns: the last turns, oldest first.
        language: the code of the language that it was last answered in.
    """

    is_whole: bool
    asked: Escalation | AskedQuestion | None = None
    turns: tuple[AlarmsOfTurn, ...] = ()
    language: str = ENGLISH

    def after(self, replies: Sequence[Reply]) -> Shown:
        turns = (*self.turns, _alarms_of(replies))
        foreign = (reply.language for reply in replies if reply.language != ENGLISH)
        language = next(foreign, ENGLISH if replies else self.language)
        return Shown(self.is_whole, _asked(replies), turns[-MESSAGES_AFTER_ALARM:], language)


class LastShown:
    """The last question of each conversation, until something else is said, and its alarms."""

    def __init__(self) -> None:
        self._shown: Latest[Shown] = Latest()

    def known(self, conversation: str) -> Shown:
        """All that is known of a conversation."""
        return self._shown.get(conversation) or _NOTHING

    def is_whole(self, conversation: str) -> bool:
        """Whether nothing is to be read back of it."""
        return self.known(conversation).is_whole

    def begin(self, conversation: str) -> None:
        """A conversation in which nothing was said yet."""
        self._shown.set(conversation, Shown(is_whole=True))

    def keep(self, conversation: str, replies: Sequence[Reply]) -> None:
        """Keeps what was said to a message: what it asks, and the alarms in it."""
        self._shown.set(conversation, self.known(conversation).after(replies))

    def restore(self, conversation: str, before: Shown, turns: Iterable[Sequence[Reply]]) -> None:
        """Takes up all that the archive has, oldest first; not where more was said since it was
        asked: what was known then is ``before``."""
        if self.known(conversation) is not before:
            return
        shown = Shown(is_whole=True)
        for replies in turns:
            shown = shown.after(replies)
        self._shown.set(conversation, shown)

    def forget(self, conversation: str) -> None:
        """After a conversation was erased."""
        self._shown.set(conversation, None)

    def language(self, conversation: str) -> str:
        """The language that it was last answered in: a number alone tells none."""
        return self.known(conversation).language

    def check(self, conversation: str) -> Escalation | None:
        """The red flag that was asked about just before, with what a yes to it means."""
        asked = self.known(conversation).asked
        return asked if isinstance(asked, Escalation) else None

    def question(self, conversation: str) -> AskedQuestion | None:
        """The triage question that is open."""
        asked = self.known(conversation).asked
        return asked if isinstance(asked, AskedQuestion) else None

    def emergency_above(self, conversation: str, replies: Sequence[Reply]) -> Escalation | None:
        """The emergency to be said once more instead of replies that say only "call your care
        team"; None: none stands, or nothing lesser is said."""
        standing = alarm_after(self.known(conversation).turns)
        alarms = [reply for reply in replies if reply.kind == "red_flag"]
        if standing is None or not alarms or not all(_is_below(one, standing) for one in alarms):
            return None
        if any(reply.takes_back_alarm for reply in replies):
            return None  # a slip of the pen was put right
        return standing.instead_of(_as_escalation(alarms[0]))


_NOTHING = Shown(is_whole=False)


def _asked(replies: Sequence[Reply]) -> Escalation | AskedQuestion | None:
    for reply in replies:
        if reply.kind == "check":
            return Escalation.from_dict(reply.check)
        if reply.kind == "question" and reply.findings:
            titles = tuple(button["title"] for button in reply.buttons)
            return AskedQuestion(reply.findings[0], titles)
    return None


def _alarms_of(replies: Sequence[Reply]) -> AlarmsOfTurn:
    raised = tuple(
        given_as(
            reply.urgency,
            is_crisis=reply.crisis,
            response=reply.response,
            findings=reply.findings,
            understood=reply.understood,
        )
        for reply in replies
        if reply.kind == "red_flag"
    )
    return AlarmsOfTurn(
        raised,
        help_is_coming=any(reply.ends_alarm for reply in replies),
        takes_back=any(reply.takes_back_alarm for reply in replies),
        only_reminds=all(reply.repeats for reply in replies if reply.kind == "red_flag"),
    )


def _is_below(reply: Reply, standing: OpenAlarm) -> bool:
    return is_lesser(reply.urgency, reply.crisis, standing)


def is_call_now(reply: Reply) -> bool:
    """Whether it is an alarm that an emergency may stand above."""
    return reply.kind == "red_flag" and reply.urgency == "call_now" and not reply.crisis


def _as_escalation(reply: Reply) -> Escalation:
    return Escalation(findings=reply.findings, understood=reply.understood, language=reply.language)
