"""What stands in a conversation already, for replies that are not to say it twice."""

from __future__ import annotations

from collections.abc import Iterable

from rasa.shared.core.events import BotUttered, Event, UserUttered

from bot.content.context_files import context_knowledge
from bot.content.session import metadata_of
from bot.dialogue.reading import Reading

# What stands so many messages back may be read once more.
_MESSAGES_LATELY = 3


def was_said(text: str, events: Iterable[Event]) -> bool:
    """Whether the assistant has said this before, with whatever stood above or below it."""
    return any(text in str(event.text or "") for event in events if type(event) is BotUttered)


def was_last_said(response: str, events: Iterable[Event]) -> bool:
    """Whether the last reply was this response."""
    said = (event for event in reversed(list(events)) if type(event) is BotUttered)
    last = next(said, None)
    return last is not None and (last.metadata or {}).get("utter_action") == response


def lately(events: Iterable[Event]) -> list[Event]:
    """The events since the last few messages of the patient."""
    found: list[Event] = []
    messages = 0
    for event in reversed(list(events)):
        messages += type(event) is UserUttered
        if messages > _MESSAGES_LATELY:
            break
        found.append(event)
    return found


def replies_lately(events: Iterable[Event]) -> list[str]:
    """What the assistant said to the last few messages."""
    return [str(event.text or "") for event in lately(events) if type(event) is BotUttered]


def drug_explained(reading: Reading, topic: str) -> tuple[str, str] | None:
    """A drug that a message names and its kind in words, where the topic explains that kind: "is
    Keytruda one?" after checkpoint inhibitors."""
    knowledge = context_knowledge()
    for one in reading.meant:
        subject = knowledge.follow_ups.subject_of_treatment(one.kind) if one.kind else None
        if one.shown and one.kind and subject is not None and topic in subject.topics:
            return one.shown, knowledge.treatment_words[one.kind]
    return None


def answered_topics(events: Iterable[Event]) -> set[str]:
    """Topics that were answered in a conversation."""
    said = [metadata_of(event) for event in events if type(event) is BotUttered]
    return {topic for one in said if one.get("kind") == "answer" for topic in one.get("topics", ())}
