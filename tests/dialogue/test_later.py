"""What is told in a later message: signs known from before, counts, "it", and what gets worse."""

from __future__ import annotations

import pytest

from bot.dialogue.later import is_denial
from bot.dialogue.reports import Reader
from bot.dialogue.triage_message import Message
from bot.dialogue.triage_state import Triage
from bot.dialogue.triage_turn import take_turn

SICK = Message(
    "threw up once, keeping water down", ("vomiting",), takes_over=True, advice="self_care"
)
RASH = Message("a rash", ("rash",), takes_over=True, advice="call_today")
RUNS = Message("two loose stools", ("diarrhea",), takes_over=True, advice="call_today")
PILLS = Message("i stopped my steroids", ("missed_steroids",), takes_over=True, advice="call_today")
WARM = Message("37.7 and i feel hot", ("fever",), takes_over=True, advice="call_today")
SUGAR = Message("my sugar is 16.2", ("thirst_high_sugar",), alarm="call_now")
BREATH = Message("i am breathless on the stairs", ("breathlessness",), alarm="call_now")
COUGH = Message("is coughing normal with this drug?")
HAIR = Message("hair is thinner", ("hair",), takes_over=True, advice="self_care")

STILL_GOING = Message("still going after 3 days", ("constipation",), True, follows_advice=True)

# The message before, the later one, and what is said to it (None: nothing by the triage).
LATER: list[tuple[Message, Message, str | None]] = [
    # A count.
    (SICK, Message("it came back, thats 3 now"), "call_today"),
    (SICK, Message("6 times now", follows_advice=True), "call_now"),
    (SICK, Message("again, 5 times today", is_unclear=True), "call_now"),
    (SICK, Message("3 days ago i had a scan"), None),
    (SICK, Message("i am 52 now"), None),
    (SICK, Message("is 3 times a lot?"), None),
    # A count that is corrected.
    (SICK, Message("*6", follows_advice=True), "call_now"),
    (RUNS, Message("oh sorry i meant 6", follows_advice=True), "call_now"),
    (RUNS, Message("counted wrong, 5"), "call_now"),
    (RUNS, Message("actually we are at 9 times", is_unclear=True), "call_now"),
    (RUNS, Message("better make it 8"), "call_now"),
    (RUNS, Message("actually i take 5 mg of prednisone", follows_advice=True), None),
    (RUNS, Message("sorry, i am 71", follows_advice=True), None),
    (RUNS, Message("sorry, i had it 6 weeks ago"), None),
    # Worse.
    (RASH, Message("it is getting worse"), "call_now"),
    (SICK, Message("it got worse"), "call_today"),
    (RASH, Message("it is not getting worse"), None),
    (RASH, Message("what if it gets worse?"), None),
    # No better after the time that the advice names, or before it.
    (RUNS, Message("it's been two days and it's just the same", follows_advice=True), "call_now"),
    (RUNS, Message("it's no better, 2 days now", ("constipation",), True), "call_now"),
    (RUNS, Message("no better after 48 hours", is_check=True), "call_now"),
    (RUNS, Message("still got diarrhea, three days later", ("diarrhea",), True), "call_now"),
    (RUNS, Message("no better yet"), "call_today"),
    (RUNS, Message("still the same, one day now"), "call_today"),
    (SICK, Message("no better after a week"), "call_today"),
    (SICK, Message("still there"), "self_care"),
    (RUNS, Message("what if it is no better after two days?"), None),
    (RUNS, Message("it is better, two days now"), None),
    (RUNS, Message("my infusion was two days ago"), None),
    (RUNS, Message("my itch is no better after two days", ("itch",), True), "question"),
    (RUNS, STILL_GOING, "call_now"),
    # At a further place, or once more, right after the advice.
    (RASH, Message("it's on my shin as well", follows_advice=True), "call_now"),
    (RASH, Message("it is also on both feet now", follows_advice=True), "call_now"),
    (RASH, Message("it has not spread to my back", follows_advice=True), "call_today"),
    (RASH, Message("is it also on the back for others?", follows_advice=True), None),
    (RUNS, Message("the 5th time tonight", is_check=True, follows_advice=True), "call_now"),
    (RUNS, Message("it keeps coming back", follows_advice=True), "call_now"),
    (RUNS, Message("another time I'll write", follows_advice=True), None),
    # What decides, named later.
    (PILLS, Message("its hydrocortisone, for my adrenals", follows_advice=True), "call_now"),
    (PILLS, Message("they are gland pills"), "call_now"),
    (PILLS, Message("they are for my colitis"), "call_today"),
    (WARM, Message("i took ibuprofen two hours ago"), "call_now"),
    (WARM, Message("i had tylenol at noon"), "call_now"),
    (WARM, Message("i took no tylenol"), None),
    (HAIR, Message("i had tylenol at noon"), None),
    (RASH, Message("it is spreading to my chest"), "call_now"),
    (SUGAR, Message("my son says i smell of nail polish", is_unclear=True), "emergency"),
    (SUGAR, Message("it's like acetone"), "emergency"),
    (HAIR, Message("my son says i smell of nail polish"), None),
    # A sign that is known.
    (BREATH, Message("my ankles are fat", ("swelling",), takes_over=True), "emergency"),
    (HAIR, Message("my ankles are fat", ("swelling",), takes_over=True), "question"),
    # "It" is what was named last.
    (COUGH, Message("mine is dry since 2 weeks", is_check=True), "question"),
    (COUGH, Message("mine is new"), "call_now"),
    (Message("can it give you a rash?"), Message("it is all over my back"), "call_now"),
    (Message("can it give you a rash?"), Message("it is a nice day"), None),
    (Message("what is car-t"), Message("it is all over my back"), None),
]  # fmt: skip


@pytest.mark.parametrize(("before", "later", "expected"), LATER)
def test_a_later_message(
    reader: Reader, before: Message, later: Message, expected: str | None
) -> None:
    triage = take_turn(Triage(), before, reader).triage
    assert take_turn(triage, later, reader).says == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("no fever", True),
        ("no fever, breathing is fine", True),
        ("i don't have a fever or a rash", True),
        ("no fever but i feel awful", False),
        ("no appetite", False),
        ("fever", False),
        ("no fever, what should i do now", False),
    ],
)
def test_denials(reader: Reader, text: str, expected: bool) -> None:
    assert is_denial(reader.said(text)) is expected


def test_what_is_denied_is_not_asked(reader: Reader) -> None:
    first = Message("i have a cough, no blood", ("cough",), takes_over=True)
    triage = take_turn(Triage(), first, reader).triage
    assert triage.case("cough").chosen[1] == 0  # type: ignore[union-attr]
    triage = take_turn(triage, Message("no"), reader).triage
    assert triage.question == ("cough", 2)


def test_two_denied_of_six_do_not_answer_a_later_question(reader: Reader) -> None:
    triage = take_turn(Triage(), Message("no fever and no puffy face"), reader).triage
    assert triage.denied
    step = take_turn(triage, Message("i have a rash", ("rash",), takes_over=True), reader)
    assert step.triage.case("rash").chosen == (None, None, None)  # type: ignore[union-attr]


def test_a_state_from_before_is_read(reader: Reader) -> None:
    kept = take_turn(Triage(), RASH, reader).triage.as_json()
    for name in ("stated", "denied", "named"):
        del kept[name]
    assert Triage.from_json(kept, reader.rules.knowledge).about == ("rash",)
