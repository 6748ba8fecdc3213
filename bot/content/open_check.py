"""The check ("Is this happening now?") that the latest message may answer, as it was asked."""

from __future__ import annotations

from collections.abc import Iterable

from rasa.shared.core.events import BotUttered, Event, UserUttered

from bot.content.kinds import ReplyKind
from bot.content.session import metadata_of, this_session
from bot.safety.escalation import Escalation

# A check's metadata carry under this what it asks about, and with it what a yes means.
CHECK = "check"
# So many messages may stand between a check and its yes, and no reply of these kinds.
_MOST_BETWEEN = 2
_ENDS_A_CHECK: frozenset[ReplyKind] = frozenset({"red_flag", "question", "offer"})


def asked_about(events: Iterable[Event]) -> Escalation | None:
    """The red flag that "Is this happening now?" was asked about just before the latest message."""
    return _check_before(events, 0)


def unanswered_check(events: Iterable[Event]) -> Escalation | None:
    """The same where a few messages stand between, and neither an alarm nor another question: "who
    is this?" answers nothing, and "no … yes, it is" is a yes."""
    return _check_before(events, _MOST_BETWEEN)


def was_put_again(events: Iterable[Event]) -> bool:
    """Whether the last check was put once more already; twice is enough."""
    for event in reversed(this_session(events)):
        said = metadata_of(event) if isinstance(event, BotUttered) else {}
        if said.get("kind") == "check":
            return bool(said.get("repeats"))
    return False


def _check_before(events: Iterable[Event], most_between: int) -> Escalation | None:
    messages = 0
    for event in reversed(this_session(events)):
        if type(event) is UserUttered:
            messages += 1
            if messages > most_between + 1:
                return None
        elif type(event) is BotUttered and messages:
            said = metadata_of(event)
            if said.get("kind") == "check":
                return Escalation.from_dict(said.get(CHECK))
            if said.get("kind") in _ENDS_A_CHECK or said.get("asks"):
                return None
    return None
