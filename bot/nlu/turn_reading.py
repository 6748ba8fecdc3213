"""The one reading of a turn: what the latest message means after what was said before.

It is made once, before the first policy is asked (bot/run/turn_processor.py), and every policy
reads the same one. It holds only what was so before the reply to the message.
"""

from __future__ import annotations

from contextvars import ContextVar
from dataclasses import dataclass, replace
from typing import Literal

from rasa.shared.core.events import UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

from bot.content.context_files import context_knowledge
from bot.content.open_check import was_put_again
from bot.content.parsed_message import latest_text, parse_of
from bot.content.pending import pending_before
from bot.content.triage_model import triage_reader
from bot.dialogue.known import with_remembered
from bot.dialogue.open_alarm import OpenAlarm
from bot.dialogue.plain_words import Settled, matter_settled
from bot.dialogue.reading import read_message
from bot.dialogue.triage import asked_again
from bot.dialogue.triage_levels import result
from bot.dialogue.triage_message import Message
from bot.dialogue.triage_state import ANSWERS, Triage, question_labelled
from bot.dialogue.triage_turn import take_turn
from bot.dialogue.turns import Turn
from bot.nlu.adding_up import ADDS_UP
from bot.nlu.after_alarm import Remark, help_was_called, is_asked, remark_of
from bot.nlu.crisis_talk import is_asked_once_more, is_card_known, is_safe_now
from bot.nlu.situation import day_of, is_first_message, memory_of
from bot.nlu.symptom_report import REPORT
from bot.nlu.triage_messages import asks_clearly, message_of
from bot.safety.escalation import RED_FLAG, Escalation

# The slot that holds the state of the triage.
TRIAGE = "triage"
TriageBefore = Literal["asked", "advised"]


@dataclass(frozen=True)
class TurnReading:
    """The latest message, and what stood before it.

    Attributes:
        text: the latest message.
        asked: the check that was the last reply, if it was one.
        asked_before: the same, where something that answers nothing stands between.
        alarm: the gravest alarm of the last messages.
        remark: what the message is under an alarm that was just given.
        own: what was judged of the latest message.
        message: the message as the triage gets it.
        triage: what the triage says to it, and its state afterwards.
        is_report: whether the latest message reports a symptom that the triage asks about.
        asks_clearly: whether it is clearly a question about a topic.
        adds_up: whether it makes an emergency of the alarm.
        helped: the alarm after which help was called, and is on its way.
        answered_alarm: the same, also where the care team has seen to it since.
        settled: whether it is dealt with: over for long, or seen by the care team.
        help_called: whether the last reply welcomed that help is called.
        triage_before: whether a symptom is asked about, or was advised on just now.
        is_safe: whether it says in full words that nobody will hurt himself, after the crisis line.
        check_again: the check that got no answer, and is put once more; None: there is none.
        is_beside: whether it goes past the question about suicide, and is asked once more.
        is_card_known: whether the crisis line was given so often that a short line is enough.
    """

    text: str
    asked: Escalation | None
    asked_before: Escalation | None
    alarm: OpenAlarm | None
    remark: Remark | None
    own: Escalation
    message: Message
    triage: Turn
    is_report: bool = False
    asks_clearly: bool = False
    adds_up: bool = False
    helped: OpenAlarm | None = None
    answered_alarm: OpenAlarm | None = None
    settled: Settled | None = None
    help_called: bool = False
    triage_before: TriageBefore | None = None
    is_safe: bool = False
    check_again: Escalation | None = None
    is_beside: bool = False
    is_card_known: bool = False


# Set in the task of a turn, with the message that was read: each turn sees its own.
_CURRENT: ContextVar[tuple[UserUttered, TurnReading] | None] = ContextVar("reading", default=None)


def read_turn(tracker: DialogueStateTracker) -> TurnReading:
    """Reads the latest message of a conversation in which nothing was said to it yet."""
    message = tracker.latest_message
    assert message is not None
    parse = parse_of(message)
    # What is tapped under a triage question answers that, and no check.
    is_tapped = bool((message.metadata or {}).get(ANSWERS))
    pending, for_triage = pending_before(tracker), message_of(tracker)
    state = triage_of(tracker)
    alarm, triage = pending.alarm, _triage_turn(tracker, state, for_triage)
    helped = pending.helped if alarm is None else None
    under = alarm or helped
    before = _triage_before(tracker, state)
    return TurnReading(
        text=str(message.text or ""),
        asked=None if is_tapped else pending.check,
        asked_before=None if is_tapped else pending.earlier_check,
        alarm=alarm,
        remark=remark_of(tracker, under.intent, triage) if under and under.is_recent else None,
        own=Escalation.from_dict(parse.get(RED_FLAG)),
        message=for_triage,
        triage=triage,
        is_report=bool((parse.get(REPORT) or {}).get("takes_over")),
        asks_clearly=asks_clearly(parse),
        adds_up=bool(parse.get(ADDS_UP)),
        helped=helped,
        answered_alarm=pending.answered if alarm is None else None,
        settled=_settled(tracker),
        help_called=help_was_called(tracker),
        triage_before=before,
        is_safe=is_safe_now(
            tracker, alarm, is_asked=before == "asked", is_believed=triage.triage.undone
        ),
        check_again=None if is_tapped or was_put_again(tracker.events) else pending.check,
        is_beside=is_asked_once_more(tracker),
        is_card_known=is_card_known(tracker),
    )


def hand_on(tracker: DialogueStateTracker, reading: TurnReading) -> None:
    """Hands the reading of the latest message to the policies of this turn."""
    assert tracker.latest_message is not None
    _CURRENT.set((tracker.latest_message, reading))


def reading_of(tracker: DialogueStateTracker) -> TurnReading:
    """The reading of the latest message; made here only for who asks a policy outside a turn."""
    current = _CURRENT.get()
    if current is not None and current[0] is tracker.latest_message:
        return current[1]
    return read_turn(tracker)


def triage_of(tracker: DialogueStateTracker) -> Triage:
    """The triage of a conversation, with the treatment that it remembers."""
    slots = tracker.current_slot_values()
    triage = Triage.from_json(slots.get(TRIAGE), triage_reader().rules.knowledge)
    if is_first_message(tracker):
        # Signs of another day are asked about again.
        triage = replace(triage, stated=(), denied=(), named=None)
    if triage.treatment:
        return triage
    reader = triage_reader()
    text = latest_text(tracker)
    return with_remembered(
        triage,
        memory_of(slots),
        reader.said(text),
        day_of(tracker),
        reader.rules.knowledge.limits,
    )


def _settled(tracker: DialogueStateTracker) -> Settled | None:
    """Whether the latest message says that it is dealt with; not where it answers a question."""
    message = tracker.latest_message
    if message is None or is_asked(tracker):
        return None
    return matter_settled(read_message(str(message.text or ""), context_knowledge()))


def _triage_before(tracker: DialogueStateTracker, triage: Triage) -> TriageBefore | None:
    """Whether a question about a symptom was open before the latest message, or advice to call was
    given in this talk; None: neither."""
    if triage.question is not None:
        return "asked"
    rules = triage_reader().rules
    done = [case for case in triage.cases if case.stage == "done"]
    is_to_call = any(result(case, triage, rules) != "self_care" for case in done)
    return "advised" if is_to_call and not is_first_message(tracker) else None


def _triage_turn(tracker: DialogueStateTracker, state: Triage, message: Message) -> Turn:
    """What the latest message means for the triage; a button that was tapped answers its own
    question, whatever is asked meanwhile."""
    assert tracker.latest_message is not None
    answered = question_labelled((tracker.latest_message.metadata or {}).get(ANSWERS))
    reader = triage_reader()
    triage = asked_again(state, answered, reader.rules)
    return take_turn(triage, message, reader)
