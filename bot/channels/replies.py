"""What a turn said: the collector that stands in for a channel while Rasa speaks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields
from typing import Any, Literal

from rasa.core.channels.channel import OutputChannel

from bot.content.kinds import KINDS, ReplyKind
from bot.content.open_alarm import ENDS_ALARM, TAKES_BACK


@dataclass(frozen=True)
class Reply:
    """One message of the assistant.

    ``topics``: ids of topics that it answers or offers. ``urgency``:
    emergency, call_now or None. ``findings``: names of symptoms seen. ``calls``: phone numbers to
    show as links. ``confidence``: 0 to 1. ``is_unanswered``: the question is kept for staff.
    ``crisis``: it gives the crisis line.
    ``sources``: title and url (or None) of each page that an answer comes from.
    ``language``: the code of the language that it is said in; English words stand below others.
    ``also``: topics that stand as buttons beside an answer.
    ``asks``: the triage question that its buttons answer, as bot.dialogue.triage_state labels it.
    ``repeats``: it says an alarm once more, and the message that it answers tells of nothing new.
    ``response``: the name of the response that an alarm was given with.
    ``understood``: the words of the patient's that an alarm names, such as "chest pain".
    ``check``: what a check asks about, and what a yes to it means: an Escalation as a dictionary.
    ``ends_alarm``: it answers that help is called. ``takes_back_alarm``: it believes a clear no to
    what the alarm before it only guessed.
    """

    text: str
    buttons: tuple[dict[str, str], ...] = ()
    kind: ReplyKind = "other"
    topics: tuple[str, ...] = ()
    also: tuple[str, ...] = ()
    urgency: str | None = None
    source: str | None = None
    sources: tuple[dict[str, str | None], ...] = ()
    findings: tuple[str, ...] = ()
    calls: tuple[str, ...] = ()
    confidence: float = 0.0
    is_unanswered: bool = False
    crisis: bool = False
    language: str = "en"
    asks: str = ""
    repeats: bool = False
    response: str = ""
    understood: str = ""
    check: Mapping[str, Any] | None = None
    ends_alarm: bool = False
    takes_back_alarm: bool = False

    @property
    def end_of_alarm(self) -> Literal["help_is_coming", "taken_back"] | None:
        """How it ends the alarm before it, if it does."""
        if self.takes_back_alarm:
            return "taken_back"
        return "help_is_coming" if self.ends_alarm else None

    @classmethod
    def of(cls, message: Mapping[str, Any]) -> Reply:
        """From a message of Rasa's (text, buttons, metadata)."""
        metadata = message.get("metadata") or {}
        return cls(
            text=str(message.get("text") or ""),
            buttons=tuple(
                {"title": str(button["title"]), "payload": str(button["payload"])}
                for button in message.get("buttons") or []
            ),
            kind=metadata.get("kind", "other"),
            topics=tuple(metadata.get("topics") or ()),
            also=tuple(metadata.get("also") or ()),
            urgency=metadata.get("urgency"),
            source=metadata.get("source"),
            sources=tuple(metadata.get("sources") or ()),
            findings=tuple(metadata.get("findings") or ()),
            calls=tuple(metadata.get("calls") or ()),
            confidence=float(metadata.get("confidence") or 0.0),
            is_unanswered=bool(metadata.get("unanswered")),
            crisis=bool(metadata.get("crisis")),
            language=str(metadata.get("language") or "en"),
            asks=str(metadata.get("asks") or ""),
            repeats=bool(metadata.get("repeats")),
            response=str(metadata.get("response") or ""),
            understood=str(metadata.get("understood") or ""),
            check=metadata.get("check"),
            ends_alarm=bool(metadata.get(ENDS_ALARM)),
            takes_back_alarm=bool(metadata.get(TAKES_BACK)),
        )

    def as_message(self) -> dict[str, Any]:
        """As Rasa's output channels take it: text, buttons, metadata."""
        content = self.as_json()
        text, buttons = content.pop("text"), list(content.pop("buttons"))
        return {"text": text, "buttons": buttons, "metadata": content}

    def as_json(self) -> dict[str, Any]:
        """For the archive."""
        return dict(vars(self))

    @classmethod
    def from_json(cls, content: Mapping[str, Any]) -> Reply:
        """Back from :meth:`as_json`."""
        known = {f.name for f in fields(cls)}
        given = {name: value for name, value in content.items() if name in known}
        sequences = (name for name, value in given.items() if isinstance(value, list))
        return cls(**{**given, **{name: tuple(given[name]) for name in sequences}})


@dataclass
class Collector(OutputChannel):
    """Collects what Rasa says in a turn; once closed it drops the rest, so that a patient who has
    been answered by the guard is not answered a second time."""

    channel: str
    replies: list[Reply] = field(default_factory=list)
    closed: bool = False

    def name(self) -> str:
        return self.channel

    async def send_response(self, recipient_id: str, message: dict[str, Any]) -> None:  # noqa: ARG002
        if self.closed:
            return
        self.replies.append(Reply.of(message))


def kind_of_turn(replies: Sequence[Reply]) -> ReplyKind:
    """The most serious kind among the replies of a turn."""
    known = [reply.kind for reply in replies if reply.kind in KINDS]
    return min(known, key=KINDS.index, default="other")
