"""Trying messages out, over the socket that the staff page uses, on the trained model."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from bot.channels.conversation_ids import ConversationIds
from bot.channels.services import Services
from bot.content.red_flags import safety_settings
from bot.content.triage_model import triage_reader
from bot.run.live import LiveState
from bot.run.staff_link import StaffLink
from bot.run.training import train
from bot.run.trial import Trials
from bot.settings.clinic import clinic
from bot.staff.link import SOCKET_NAME, Link, NotRunningError
from bot.store.database import records_database
from bot.store.records import RedFlagEvent, TurnRow, UnansweredQuestion
from tests.assistant import Assistant, running_in_process
from tests.channels.test_measuring import counted

pytestmark = pytest.mark.slow

STATE = LiveState(answers="a", model="m", answers_problem="skin.yml, line 7")


@pytest.fixture(scope="module")
def assistant(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Assistant]:
    with running_in_process(train(print), tmp_path_factory.mktemp("assistant")) as (running, _):
        yield running


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory, assistant: Assistant) -> Iterator[Path]:
    """A state folder with the socket of an assistant."""
    folder = tmp_path_factory.mktemp("state")
    services = Services(
        clinic(), safety_settings(), ConversationIds("s" * 32), reader=triage_reader()
    )
    trials = Trials(assistant.agent, services)
    link = StaffLink(folder / SOCKET_NAME, trials, lambda: STATE)
    assistant.wait(link.open())
    yield folder
    assistant.wait(link.close())


def tried(folder: Path, text: str) -> dict[str, Any]:
    return asyncio.run(Link(folder).trial(text))


def test_a_red_flag_is_shown_with_what_was_read(folder: Path) -> None:
    found = tried(folder, "/I have a fever of 39.4 now")
    assert found["text"] == "I have a fever of 39.4 now"
    assert found["kind"] == "red_flag"
    assert found["replies"][0]["urgency"] == "call_now"
    judged = found["judgement"]
    assert (judged["outcome"], judged["tier"]) == ("urgent", "call_now")
    assert judged["suspicion"] > 0.5
    assert judged["decided_by"]
    words = {one["words"]: one for one in judged["findings"]}
    assert any("39.4" in text for text in words)
    for text, one in words.items():
        assert found["text"][one["start"] : one["end"]] == text
        assert one["found_by"] in {"rule", "detector", "triage"}


def test_a_question_is_shown_with_its_topics(folder: Path) -> None:
    found = tried(folder, "Why does immunotherapy cause a rash?")
    assert found["kind"] == "answer"
    assert found["topics"][0] == {"topic": "skin/causes", "share": 1.0}
    assert found["replies"][0]["topics"] == ["skin/causes"]
    assert "Source: National Cancer Institute" in found["replies"][0]["text"]
    assert found["replies"][0]["source"] is None, "it would be shown twice"
    assert found["judgement"]["outcome"] == "none"


def test_nothing_of_it_is_kept(folder: Path, assistant: Assistant) -> None:
    for text in ("is it my own soldiers who paint polka dots on me", "my chest hurts badly"):
        tried(folder, text)
    assistant.wait(assistant.archive.wait_until_written())
    with records_database().begin() as connection:
        for table in (RedFlagEvent, UnansweredQuestion, TurnRow):
            assert connection.execute(table.__table__.select()).all() == []


@pytest.mark.parametrize("text", ["Why does immunotherapy cause a rash?", "I can't breathe"])
def test_it_is_not_counted_among_what_patients_get(folder: Path, text: str) -> None:
    before = counted()
    tried(folder, text)
    assert counted() == before


def test_what_is_live_is_told(folder: Path) -> None:
    assert asyncio.run(Link(folder).state()) == vars(STATE)


def test_only_the_owner_may_open_the_socket(folder: Path) -> None:
    assert (folder / SOCKET_NAME).stat().st_mode & 0o777 == 0o600


def test_without_an_assistant_it_says_so(tmp_path: Path) -> None:
    with pytest.raises(NotRunningError):
        asyncio.run(Link(tmp_path).state())
