"""What was said before, read from Rasa's tracker for the pure functions of bot/dialogue."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, cast

from rasa.shared.core.events import BotUttered, Event, SessionStarted, SlotSet, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

from bot.content.kinds import ReplyKind
from bot.content.open_check import CHECK
from bot.content.parsed_message import latest_parse, parse_of
from bot.content.session import this_session
from bot.content.treatment_words import DATE, DRUG, KIND, REPLY, WHOSE
from bot.content.triage import triage_knowledge
from bot.dialogue.situation import Asked, Situation, Understood
from bot.dialogue.together import read_together
from bot.dialogue.treatment import TreatmentMemory
from bot.safety.escalation import RED_FLAG, Escalation

MEMORY_SLOTS = (KIND, DRUG, WHOSE, DATE)
GO_ON = "utter_go_on"
_NOTED = frozenset({"utter_treatment_noted", "utter_treatment_ended"})
# The parsed message carries what it is likely about after what was said before.
IN_CONTEXT = "in_context"
# An answer is talked about until so many other messages have followed it.
_TURNS_TALKED_ABOUT = 4
# So many answers lie between two "Did this help?".
ANSWERS_BETWEEN_FEEDBACK = 3


@dataclass(frozen=True)
class PastReply:
    """One reply of the assistant, as its metadata describe it."""

    action: str
    kind: ReplyKind
    topics: tuple[str, ...]
    also: tuple[str, ...]
    asks: str | None
    findings: tuple[str, ...] = ()
    is_unanswered: bool = False
    is_crisis: bool = False
    checks_suicide: bool = False

    @property
    def about(self) -> tuple[str, ...]:
        """What is talked about after it: topics answered, or that of a symptom asked about."""
        if self.kind == "answer" or (self.kind == "offer" and len(self.topics) == 1):
            return self.topics
        if self.kind not in ("question", "advice", "red_flag"):
            return ()
        symptoms = triage_knowledge().symptoms
        return tuple(symptoms[name].topic for name in self.findings[:1] if name in symptoms)

    @classmethod
    def of(cls, event: BotUttered) -> PastReply:
        outer = event.metadata or {}
        inner = outer.get("metadata") or {}
        return cls(
            action=str(outer.get("utter_action") or ""),
            kind=inner.get("kind") or "other",
            topics=tuple(inner.get("topics") or ()),
            also=tuple(inner.get("also") or ()),
            asks=inner.get("asks"),
            findings=tuple(inner.get("findings") or ()),
            is_unanswered=bool(inner.get("unanswered")),
            is_crisis=bool(inner.get("crisis")),
            checks_suicide=(inner.get(CHECK) or {}).get("confirmed_intent") == "red_flag_crisis",
        )


def turns_of(events: Sequence[Event]) -> list[list[PastReply]]:
    """The replies to each message of the patient, oldest first; the first entry holds what was said
    before any message."""
    turns: list[list[PastReply]] = [[]]
    for event in events:
        if type(event) is UserUttered:
            turns.append([])
        elif type(event) is BotUttered:
            turns[-1].append(PastReply.of(event))
    return turns


def situation_of(tracker: DialogueStateTracker, is_logged: bool = True) -> Situation:
    """The situation in which a message is written: the latest one, or with ``is_logged`` False the
    one that is still to be added to the conversation."""
    events = this_session(tracker.events)
    turns = turns_of(events)
    messages = [str(event.text or "") for event in events if type(event) is UserUttered]
    if is_logged:
        turns, messages = turns[:-1], messages[:-1]
    replies = turns[-1] if turns else []
    reply = tracker.get_slot(REPLY) or {}
    talked_about = [said.about for turn in turns[-_TURNS_TALKED_ABOUT:] for said in turn]
    answers = [topics for topics in talked_about if topics]
    read = [s.topics for turn in turns[-_TURNS_TALKED_ABOUT:] for s in turn if s.kind == "answer"]
    return Situation(
        today=day_of(tracker),
        answered=answers[-1] if answers else (),
        seen=frozenset(t for turn in turns for s in turn if s.kind == "answer" for t in s.topics),
        offered=_offered(replies),
        is_offer=any(said.kind == "offer" for said in replies),
        is_noted=any(said.action in _NOTED for said in replies),
        is_expecting=any(said.action == "utter_expectations" for said in replies),
        asked=_asked(replies),
        sort=reply.get("sort"),
        treatment=memory_of(tracker.current_slot_values()),
        question_kind=reply.get("kind"),
        about=reply.get("about"),
        symptom_was_red=bool(reply.get("symptom_was_red")),
        before=messages[-1] if messages else "",
        read_out=read[-1] if read else (),
    )


def _asked(replies: Sequence[PastReply]) -> Asked | None:
    return next((cast("Asked", said.asks) for said in reversed(replies) if said.asks), None)


def _offered(replies: Sequence[PastReply]) -> tuple[str, ...]:
    for said in reversed(replies):
        if said.kind == "offer":
            return said.topics
        if said.also:
            return said.also
    return ()


def understood_of(tracker: DialogueStateTracker) -> Understood:
    """How the pipeline understood the latest message by itself."""
    parse = latest_parse(tracker)
    escalation = Escalation.from_dict(parse.get(RED_FLAG))
    intent = str((parse.get("intent") or {}).get("name") or "")
    return Understood(
        intent=intent,
        topics=tuple(parse.get("topics") or ()),
        in_context=tuple((label, share) for label, share in parse.get(IN_CONTEXT) or ()),
        is_alarm=intent.startswith("red_flag") or bool(escalation.intent) or escalation.is_foreign,
    )


def memory_of(slots: Mapping[str, Any]) -> TreatmentMemory:
    """What slots remember of the treatment."""
    day = slots.get(DATE)
    return TreatmentMemory(
        kind=slots.get(KIND),
        drug=slots.get(DRUG),
        whose=slots.get(WHOSE),
        infusion=datetime.date.fromisoformat(day) if day else None,
    )


def slots_of(memory: TreatmentMemory) -> dict[str, str | None]:
    """The slots that remember it."""
    day = memory.infusion.isoformat() if memory.infusion else None
    return {KIND: memory.kind, DRUG: memory.drug, WHOSE: memory.whose, DATE: day}


def session_before(events: Sequence[Event]) -> list[Event]:
    """The events of the session before the last pause of a day; empty without a pause."""
    starts = [place for place, event in enumerate(events) if type(event) is SessionStarted]
    return this_session(list(events[: starts[-1]])) if starts else []


def memory_before_pause(events: Sequence[Event]) -> dict[str, str]:
    """The slots about the treatment as they were when the session before this one ended."""
    slots = {e.key: e.value for e in session_before(events) if type(e) is SlotSet}
    return {name: str(slots[name]) for name in MEMORY_SLOTS if slots.get(name) is not None}


@dataclass(frozen=True)
class OpenSymptom:
    """A symptom that was open when a session ended; ``was_red``: it was an alarm or a check."""

    words: str
    was_red: bool


def symptom_before_pause(events: Sequence[Event]) -> OpenSymptom | None:
    """The symptom that was open when the session before this one ended; None where none was, or
    where it was not happening."""
    symptom: OpenSymptom | None = None
    understood = ""
    for event in session_before(events):
        if type(event) is UserUttered:
            understood = Escalation.from_dict(parse_of(event).get(RED_FLAG)).understood
        elif type(event) is BotUttered:
            symptom = _open_after(PastReply.of(event), understood, symptom)
    return symptom


def _open_after(said: PastReply, understood: str, before: OpenSymptom | None) -> OpenSymptom | None:
    if said.action in ("utter_not_now", "utter_symptom_better"):
        return None
    known = triage_knowledge().symptoms
    asked = [known[name].understood for name in said.findings if name in known]
    if said.kind in ("question", "advice") and asked:
        return OpenSymptom(asked[0], False)
    words = understood or (asked[0] if asked else "")
    if said.kind in ("red_flag", "check") and words:
        return OpenSymptom(words, True)
    return before


def is_first_message(tracker: DialogueStateTracker) -> bool:
    """Whether the latest message is the first since the last pause."""
    messages = [e for e in this_session(tracker.events) if type(e) is UserUttered]
    return len(messages) == 1


def wants_feedback(tracker: DialogueStateTracker) -> str | None:
    """The topic just answered, where "Did this help?" may be asked; at most once in three answers,
    and never beside words about when to call."""
    turns = turns_of(this_session(tracker.events))
    answers_now = (said for said in turns[-1] if said.kind == "answer" and said.topics)
    latest = [said for said in answers_now if not said.is_unanswered]
    escalation = Escalation.from_dict(latest_parse(tracker).get(RED_FLAG))
    if not latest or escalation.intent or escalation.call_line:
        return None
    answers = 0
    for turn in reversed(turns):
        if any(said.asks == "helped" for said in turn):
            break
        answers += any(said.kind == "answer" for said in turn)
    return latest[-1].topics[-1] if answers >= ANSWERS_BETWEEN_FEEDBACK else None


def day_of(tracker: DialogueStateTracker) -> datetime.date:
    """The day of the latest message, in UTC."""
    message = tracker.latest_message
    if message is None or not message.timestamp:
        return datetime.datetime.now(datetime.timezone.utc).date()
    return datetime.datetime.fromtimestamp(message.timestamp, datetime.timezone.utc).date()


def text_read_together(tracker: DialogueStateTracker, text: str) -> str:
    """The message with the unfinished one before it, which was answered with "go on"."""
    events = list(tracker.events)
    said = [PastReply.of(event) for event in events if type(event) is BotUttered]
    messages = [event for event in events if type(event) is UserUttered]
    if said and messages and said[-1].action == GO_ON and messages[-1].text:
        return read_together(messages[-1].text, text)
    return text
