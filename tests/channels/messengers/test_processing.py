"""A tapped answer meets its question, whatever was said meanwhile."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import cast

import pytest
from rasa.core.channels.channel import UserMessage

from bot.channels.conversation_ids import ConversationIds
from bot.channels.guarded_channel import CLIENT_MESSAGE_ID, RepliesOfTurn
from bot.channels.keeping import BOT, USER
from bot.channels.messengers.message import Button, Clock, Kind, Received
from bot.channels.messengers.processing import Processor
from bot.channels.messengers.questions import buttons_of, with_question
from bot.channels.replies import Reply
from bot.channels.services import Services
from bot.dialogue.triage_state import ANSWERS
from bot.safety import SafetySettings
from bot.settings.clinic import Clinic
from bot.store.archive import Archive, StoreUnavailableError
from bot.store.conversation_rows import StoredMessage
from bot.store.kept_values import KeptValues
from tests.channels.messengers.harness import SECRET, FastClock

ONE = "telegram-1"
YES_NO = ({"title": "Yes", "payload": "yes"}, {"title": "No", "payload": "no"})
DOUBLE = Reply("Do you see double now?", YES_NO, kind="check", findings=("double_vision",))
CHEST = Reply("Does it hurt now?", YES_NO, kind="check", findings=("chest_pain",))
BLOOD = Reply("Is there blood?", YES_NO, kind="question", asks="diarrhea/1")
ANSWER = Reply("It is a picture of the body.", kind="answer")
CALL = Reply("Call now.", kind="red_flag", urgency="call_now")
SEE, HURT, LOOSE, PET = "do i see double?", "does my chest hurt?", "loose again", "what is PET?"
TALK = {SEE: DOUBLE, HURT: CHEST, LOOSE: BLOOD, PET: ANSWER}


class Kept:
    """What an archive holds of one conversation."""

    def __init__(self) -> None:
        self.messages: list[StoredMessage] = []
        self.is_down = False

    async def turns_about(self, _: str, __: str) -> list[StoredMessage]:
        if self.is_down:
            raise StoreUnavailableError
        return self.messages


class Patient:
    """Writes and taps; behind the processor each text has its reply."""

    def __init__(self, clinic: Clinic, safety: SafetySettings, folder: Path) -> None:
        self.kept, self.talk = Kept(), dict(TALK)
        self.answers: list[str | None] = []
        self.heard: list[str] = []
        services = Services(clinic, safety, ConversationIds(SECRET))
        services.archive = cast(Archive, self.kept)
        told = KeptValues(folder / "told.jsonl", 10, 60)
        clock = cast(Clock, FastClock())
        self.processor = Processor("telegram", services, self._handle, told, clock)
        self._count = 0

    async def says(self, text: str) -> list[Button]:
        """→ the buttons of what is answered."""
        return await self._deliver(Kind.TEXT, text)

    async def taps(self, buttons: Sequence[Button], title: str) -> list[Button]:
        (payload,) = (button.payload for button in buttons if button.title == title)
        return await self._deliver(Kind.BUTTON, payload)

    async def _deliver(self, kind: Kind, text: str) -> list[Button]:
        self._count += 1
        message = "" if kind is Kind.BUTTON else f"m{self._count}"
        received = with_question(Received(f"u{self._count}", kind, "1", "1", text, message))
        self.replies = await self.processor.replies_to(ONE, received)
        return [button for reply in self.replies for button in buttons_of(reply, received)]

    async def _handle(self, message: UserMessage) -> None:
        metadata, turn = message.metadata or {}, f"turn {len(self.heard)}"
        self.heard.append(str(message.text))
        self.answers.append(metadata.get(ANSWERS))
        reply = self.talk.get(str(message.text), CALL)
        asked = StoredMessage(
            turn, 0, "telegram", USER, str(message.text), client_id=metadata[CLIENT_MESSAGE_ID]
        )
        said = StoredMessage(turn, 1, "telegram", BOT, reply.text, content=reply.as_json())
        self.kept.messages += [asked, said]
        assert isinstance(message.output_channel, RepliesOfTurn)
        message.output_channel.replies = [reply]


@pytest.fixture
def patient(clinic: Clinic, safety: SafetySettings, tmp_path: Path) -> Patient:
    return Patient(clinic, safety, tmp_path)


async def test_an_answer_to_an_earlier_check_comes_after_its_words(patient: Patient) -> None:
    check = await patient.says(SEE)
    await patient.says(PET)
    await patient.taps(check, "Yes")
    assert patient.heard == [SEE, PET, SEE, "yes"]
    assert patient.replies == [CALL]


async def test_an_answer_to_the_open_check_is_handed_on(patient: Patient) -> None:
    check = await patient.says(SEE)
    await patient.taps(check, "No")
    assert patient.heard == [SEE, "no"]


async def test_a_check_that_was_put_again_is_still_the_open_one(patient: Patient) -> None:
    patient.talk[PET] = DOUBLE
    check = await patient.says(SEE)
    await patient.says(PET)
    await patient.taps(check, "No")
    assert patient.heard == [SEE, PET, "no"]


async def test_an_answer_to_the_triage_names_its_question(patient: Patient) -> None:
    """Nothing is said once more: the words before it may have been a "No" to something else."""
    await patient.says(LOOSE)
    patient.talk["no"] = BLOOD
    second = await patient.says("no")
    await patient.says(PET)
    await patient.taps(second, "Yes")
    assert patient.heard == [LOOSE, "no", PET, "yes"]
    assert patient.answers == [None, None, None, "diarrhea/1"]


async def test_what_was_tapped_is_never_said_once_more(patient: Patient) -> None:
    patient.talk["yes"] = DOUBLE
    check = await patient.taps(await patient.says(LOOSE), "Yes")
    await patient.says(PET)
    await patient.taps(check, "Yes")
    assert patient.heard == [LOOSE, "yes", PET, "yes"]


@pytest.mark.parametrize("earlier", [LOOSE, SEE])
async def test_no_other_no_answers_the_open_check(patient: Patient, earlier: str) -> None:
    other = await patient.says(earlier)
    await patient.says(HURT)
    again = await patient.taps(other, "No")
    assert patient.heard == [earlier, HURT]
    assert [reply.text for reply in patient.replies] == [CHEST.text]
    await patient.taps(again, "No")
    assert patient.heard == [earlier, HURT, "no"]


@pytest.mark.parametrize(("earlier", "repeated"), [(LOOSE, []), (SEE, [SEE])])
async def test_a_yes_is_never_kept_back(
    patient: Patient, earlier: str, repeated: list[str]
) -> None:
    other = await patient.says(earlier)
    await patient.says(HURT)
    await patient.taps(other, "Yes")
    assert patient.heard == [earlier, HURT, *repeated, "yes"]


async def test_where_the_words_ask_nothing_any_more_what_they_lead_to_is_said(
    patient: Patient,
) -> None:
    check = await patient.says(SEE)
    await patient.says(PET)
    patient.talk[SEE] = CALL
    await patient.taps(check, "No")
    assert (patient.heard, patient.replies) == ([SEE, PET, SEE], [CALL])


async def test_an_answer_is_handed_on_where_nothing_can_be_read(patient: Patient) -> None:
    check = await patient.says(SEE)
    await patient.says(PET)
    patient.kept.is_down = True
    await patient.taps(check, "Yes")
    assert patient.heard == [SEE, PET, "yes"]
