"""Reads the conversations of this folder and says what each turn must bring."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.channels.replies import Reply
from bot.content.guidance_files import expectations
from bot.content.sources import date_in_words, read_sources, source_names
from bot.settings.clinic import Clinic, load_clinic, read_yaml
from tests.conversations.triage_script import TRIAGE_KEYS, is_about_symptoms
from tests.data.content import answer_variants, answers

HERE = Path(__file__).parent
TURN_KEYS = {
    "patient", "presses", "pause", "assistant", "answer", "treatment", "expectation", "call_line",
    "offers", "buttons", "puts_off", "next", "asks_if_it_helped", *TRIAGE_KEYS,
}  # fmt: skip
TALK_KEYS = {"name", "conversation", "recorded", "written_down"}
OFFER = "I am not sure what you mean. Did you mean one of these?"
NONE_OF_THESE = "None of these"
MOST_BUTTONS = 4  # three topics, and none of them
DID_THIS_HELP = "Did this help?"


class ScriptError(ValueError):
    """A conversation is not written as README.md says."""


@dataclass(frozen=True)
class Talk:
    """One conversation of a file."""

    name: str
    turns: Sequence[dict[str, Any]]
    recorded: list[dict[str, list[str]]]
    written_down: list[str] | None


def example_clinic() -> Clinic:
    """The clinic whose numbers stand in the conversations."""
    return load_clinic()


def talks() -> list[Talk]:
    """All conversations, in the order of files."""
    return [talk for path in sorted(HERE.glob("*.yml")) for talk in _talks_of(path)]


def _talks_of(path: Path) -> list[Talk]:
    content = read_yaml(path)
    if not isinstance(content, list):
        raise ScriptError(f"{path.name}: should be a list of conversations.")
    return [_talk(path, entry) for entry in content]


def _talk(path: Path, entry: Any) -> Talk:
    place = f"{path.name}: {entry.get('name')}"
    _refuse_unknown(place, entry, TALK_KEYS)
    for turn in entry["conversation"]:
        _refuse_unknown(place, turn, TURN_KEYS)
        if "pause" in turn:
            continue
        if len(turn.keys() & {"patient", "presses"}) != 1:
            raise ScriptError(f"{place}: each turn needs `patient:` or `presses:`: {turn}")
        kinds = turn.keys() & {"assistant", "answer", "offers", "expectation"}
        if len(kinds) != 1 and not is_about_symptoms(turn):
            raise ScriptError(f"{place}: each turn needs one kind of reply: {turn}")
    return Talk(
        f"{path.stem}: {entry['name']}",
        entry["conversation"],
        entry.get("recorded", []),
        entry.get("written_down"),
    )


def _refuse_unknown(place: str, mapping: dict[str, Any], known: set[str]) -> None:
    if unknown := mapping.keys() - known:
        raise ScriptError(f"{place}: unknown lines: {', '.join(sorted(unknown))}")


def expected_texts(turn: dict[str, Any], clinic: Clinic) -> list[str]:
    """The texts of the replies that a turn must bring."""
    if "offers" in turn:
        return [OFFER]
    if "assistant" in turn:
        return _list(turn["assistant"])
    if "expectation" in turn:
        return [_expectation_text(turn["expectation"], clinic)]
    call_line, treatment = turn.get("call_line"), turn.get("treatment")
    return [answer_text(topic, clinic, call_line, treatment) for topic in _list(turn["answer"])]


def _expectation_text(kind_and_phase: str, clinic: Clinic) -> str:
    """``car_t, first_days``: what is expected then, as it stands in bot/data/context."""
    kind, _, phase = kind_and_phase.partition(", ")
    expected = expectations().of(kind, phase)
    return _with_source(expected.text, expected.sources, expected.reviewed, clinic)


def without_did_this_help(turn: dict[str, Any], replies: Sequence[Reply]) -> list[Reply]:
    """The replies without "Did this help?", which comes once in three answers."""
    asked = [reply for reply in replies if reply.text == DID_THIS_HELP]
    assert len(asked) == 1 or not turn.get("asks_if_it_helped")
    return [reply for reply in replies if reply not in asked]


def check_next(turn: dict[str, Any], replies: Sequence[Reply]) -> list[str]:
    """The buttons of the replies without the questions that may be asked next: three at most, and
    those that the turn names where it does."""
    also = [topic for reply in replies for topic in reply.also if reply.kind != "check"]
    titles = {answers()[topic].metadata["title"] for topic in also}
    assert set(_list(turn.get("next", []))) <= set(also)
    buttons = [button["title"] for reply in replies for button in reply.buttons]
    return [button for button in buttons if button not in titles]


def check_buttons(turn: dict[str, Any], buttons: Sequence[str]) -> None:
    """Whether the buttons under the replies of a turn are those that it must bring."""
    own = turn.get("buttons", [NONE_OF_THESE] if "offers" in turn else [])
    offered = [button for button in buttons if button not in own]
    # "None of these" closes an offer; Yes and No come before a question that was put off.
    expected = [*offered, *own] if own == [NONE_OF_THESE] else [*own, *offered]
    assert list(buttons) == expected
    titles = {answer.metadata["title"] for answer in answers().values()}
    assert set(offered) <= (titles if own else set())
    named = {answers()[topic].metadata["title"] for topic in turn.get("offers", [])}
    put_off = [answers()[topic].metadata["title"] for topic in turn.get("puts_off", [])]
    assert named <= set(offered)
    assert "offers" in turn or offered == put_off
    assert len(buttons) == len(set(buttons))
    assert len(offered) <= MOST_BUTTONS


def answer_text(
    topic: str, clinic: Clinic, call_line: str | None = None, treatment: str | None = None
) -> str:
    """The whole answer of a topic as it stands in its file, with its source line."""
    variants = [answer for answer in answer_variants() if answer.name == topic]
    own = [answer for answer in variants if answer.treatment_type == treatment]
    answer = own[0] if own else answers()[topic]
    text = answer.text
    if call_line:
        # "general" is the line under a question that only sounds a little like a red flag.
        you = "feel unwell right now" if call_line == "general" else f"have {call_line} now"
        text += f"\nIf you {you}, call your care team right away: {clinic.care_team.phone}."
    return _with_source(text, answer.metadata["sources"], answer.metadata["reviewed"], clinic)


def _with_source(text: str, sources: Sequence[str], reviewed: str, clinic: Clinic) -> str:
    for word, value in {**clinic.words(), "fever_threshold": "38.0 °C (100.4 °F)"}.items():
        text = text.replace("{" + word + "}", value)
    named = source_names([read_sources()[key] for key in sources])
    day = date_in_words(datetime.date.fromisoformat(reviewed))
    return f"{text}\nSource: {named} (checked {day})"


def said_text(turn: dict[str, Any], last: Sequence[Reply]) -> str:
    """What the patient sends: the text, or the payload of the pressed button."""
    if "patient" in turn:
        return str(turn["patient"])
    payloads = {b["title"]: b["payload"] for reply in last for b in reply.buttons}
    assert turn["presses"] in payloads, f"there is no button {turn['presses']!r}"
    return payloads[turn["presses"]]


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]
