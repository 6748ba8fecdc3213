"""A conversation as the triage sees it: messages in, what is said out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest

from bot.content.triage import load_triage
from bot.dialogue.reports import Reader
from bot.dialogue.triage_knowledge import ACTIONS, Action
from bot.dialogue.triage_message import Message
from bot.dialogue.triage_state import Triage
from bot.dialogue.triage_turn import put_again, take_turn
from bot.dialogue.turns import Turn

SYMPTOMS = list(load_triage().symptoms)
Pressed = tuple[tuple[str, ...], str | None]
RASH = Message("i have a rash", ("rash",), takes_over=True)
ALARM = Message("i can't breathe", ("breathlessness",), alarm="emergency")
MOUTH = Message("my mouth is sore", ("mouth_sores",), takes_over=True)
OTHER = Message("what is car-t")

# Messages, and what is said to each (None: nothing by the triage).
TALKS: list[tuple[str, list[tuple[Message, str | None]]]] = [
    ("asked, answered, advised", [
        (RASH, "question"), (Message("no"), "question"), (Message("no"), "question"),
        (Message("New, up to one arm or leg"), "call_today"),
    ]),
    ("an alarm in between ends the question", [
        (RASH, "question"), (ALARM, None), (Message("no"), None),
    ]),
    ("something else is answered elsewhere", [(RASH, "question"), (OTHER, None)]),
    ("stop", [(RASH, "question"), (Message("stop"), "left"), (Message("no"), None)]),
    ("another report beside an answer", [
        (RASH, "question"),
        (Message("no but my eyes are red", ("eyes",), takes_over=True), "question"),
    ]),
    ("an answer that sounds like another report is none", [
        (RASH, "question"), (Message("no"), "question"), (Message("no"), "question"),
        (Message("whatever", ("cough",), takes_over=True), None),
    ]),
    ("suicide as an answer", [
        (Message("i feel low", ("mood",), takes_over=True), "question"),
        (Message("yes"), "crisis"),
    ]),
    ("each symptom that is named is asked about", [
        (Message("hair loss and diarrhea", ("hair", "diarrhea"), takes_over=True), "question"),
        (Message("no"), "question"), (Message("no"), "question"), (Message("no"), "question"),
        (Message("1 to 3"), "call_today"),
    ]),
    ("of two ambers that are known only danger signs are asked for", [
        (Message("new rash on one arm, white patches in my mouth", ("rash", "mouth_sores"),
                 takes_over=True), "question"),
        (Message("no"), "question"), (Message("no"), "call_now"),
    ]),
    ("a red flag that is asked about comes first", [
        (Message("warm last night", ("fever",), is_check=True), None),
    ]),
    ("a time answers no question about danger", [
        (RASH, "question"), (Message("since about nine", is_unclear=True), "question"),
        (Message("no"), "question"),
    ]),
    ("what is never understood is to be told today", [
        (RASH, "question"), (Message("blue", is_unclear=True), "question"),
        (Message("blue", is_unclear=True), "call_today"), (Message("no"), "question"),
    ]),
    ("a fact that is added to the advice", [
        (RASH, "question"), (Message("no"), "question"), (Message("no"), "question"),
        (Message("New, up to one arm or leg"), "call_today"),
        (Message("and it is all over my body now", is_unclear=True), "call_now"),
    ]),
    ("what is not understood after the advice gets it once more", [
        (Message("hair is thinner", ("hair",), takes_over=True, advice="self_care"), "self_care"),
        (Message("my sister has it too", is_unclear=True, follows_advice=True), "self_care"),
        (Message("well then", is_unclear=True, follows_advice=True), None),
    ]),
    ("what is added to the advice is no report of something that nobody named", [
        (Message("hair is thinner", ("hair",), takes_over=True, advice="self_care"), "self_care"),
        (Message("it is not red and no fever", ("urine",), takes_over=True, is_guess=True,
                 follows_advice=True), "self_care"),
        (Message("something else came up", ("urine",), takes_over=True, is_guess=True,
                 follows_advice=True), "question"),
        (Message("it burns, no fever", ("urine",), takes_over=True), "question"),
    ]),
    ("a question after the advice is none of its matters", [
        (Message("hair is thinner", ("hair",), takes_over=True, advice="self_care"), "self_care"),
        (Message("where do i park", is_unclear=True, follows_advice=True), None),
    ]),
    ("a report that says all that decides is advised on at once", [
        (Message("dry skin, cream helps", ("dry_skin",), takes_over=True, advice="self_care"),
         "self_care"),
    ]),
    ("its facts may be graver than its wording", [
        (Message("a new rash on one arm", ("rash",), takes_over=True, advice="self_care"),
         "call_today"),
    ]),
    ("not where its facts are doubtful", [
        (Message("rash", ("rash",), takes_over=True, asks_anew=True, advice="self_care"),
         "question"),
    ]),
    ("nor beside another report that is still asked about", [
        (RASH, "question"),
        (Message("hair is thinner", ("hair",), takes_over=True, advice="self_care"), "question"),
    ]),
    ("nothing reported", [(OTHER, None)]),
    ("a denial of something else, then the answer", [
        (MOUTH, "question"), (Message("no fever"), "question"), (Message("no chills"), "question"),
        (Message("no"), "question"), (Message("no fever"), "question"),
        (Message("my mouth has ulcers", ("mouth_sores",), takes_over=True), "call_now"),
    ]),
    ("a plain denial reports nothing", [
        (Message("no fever, breathing is fine", ("infection_signs",), denies=True), None),
    ]),
    ("a no to how much is no answer, and twice is no reassurance", [
        (RASH, "question"), (Message("no"), "question"), (Message("no"), "question"),
        (Message("no"), "question"), (Message("no"), "call_today"),
    ]),
    ("the symptom itself is denied", [
        (Message("she sleeps all day", ("sleepiness",), takes_over=True), "question"),
        (Message("i am not sleepy"), "left"),
    ]),
    ("the cell therapy is named later", [
        (Message("tired, chores are hard", ("fatigue",), takes_over=True, advice="call_today"),
         "call_today"),
        (Message("he had car-t ten days ago", follows_advice=True), "call_now"),
    ]),
]  # fmt: skip


@pytest.mark.parametrize(("name", "turns"), TALKS, ids=[name for name, _ in TALKS])
def test_talk(reader: Reader, name: str, turns: list[tuple[Message, str | None]]) -> None:
    triage = Triage()
    for message, expected in turns:
        turn = take_turn(triage, message, reader)
        assert turn.says == expected, f"{name}: {message.text}"
        triage = turn.triage


def test_the_open_question_is_put_again_once(reader: Reader) -> None:
    triage = take_turn(Triage(), RASH, reader).triage
    again = put_again(triage, OTHER, reader)
    assert again.says == "question"
    left = take_turn(again.triage, OTHER, reader)
    assert left.says is None  # something else is answered …
    ended = put_again(left.triage, OTHER, reader)  # … then it ends with whom to call
    assert (ended.says, ended.triage.unanswered) == ("call_today", ("rash", 0))
    assert put_again(ended.triage, OTHER, reader).says is None
    assert take_turn(ended.triage, Message("no"), reader).says == "question"  # it is not too late
    told = Message("and it is all over my body now", is_unclear=True)
    worse = take_turn(ended.triage, told, reader)
    assert (worse.says, worse.triage.unanswered) == ("call_now", None)


@pytest.mark.parametrize(
    ("report", "text", "says", "unanswered"),
    [
        (RASH, "no more questions", "left", ("rash", 0)),
        (RASH, "no more please", "left", ("rash", 0)),
        (RASH, "no more than usual", "question", None),
        (RASH, "stop asking", "left", ("rash", 0)),
        (RASH, "that is not what i said", "left", None),
        (Message("a cough", ("cough",), takes_over=True), "stop asking", "call_now", ("cough", 0)),
        (Message("hot", ("fever",), takes_over=True), "no thermometer", "call_now", None),
        (Message("hot", ("fever",), takes_over=True), "i don't want to measure", "call_now", None),
        (Message("a cough", ("cough",), takes_over=True), "no phlegm", "question", None),
    ],
)
def test_only_a_plain_wish_ends_the_questions(
    reader: Reader, report: Message, text: str, says: str, unanswered: tuple[str, int] | None
) -> None:
    asked = take_turn(Triage(), report, reader).triage
    turn = take_turn(asked, Message(text, told=(report.text, text), is_unclear=True), reader)
    assert (turn.says, turn.triage.unanswered) == (says, unanswered)


def test_a_goodbye_ends_with_whom_to_call(reader: Reader) -> None:
    triage = take_turn(Triage(), RASH, reader).triage
    goodbye = Message("bye", says_goodbye=True)
    assert (
        put_again(take_turn(triage, goodbye, reader).triage, goodbye, reader).says == "call_today"
    )
    assert put_again(Triage(), goodbye, reader).says is None


def test_what_is_known_of_all_symptoms_counts_where_the_questions_end(reader: Reader) -> None:
    both = Message("rash, and white patches in my mouth", ("rash", "mouth_sores"), takes_over=True)
    triage = take_turn(Triage(), both, reader).triage
    ended = put_again(replace(triage, put_again=True), OTHER, reader)
    assert (ended.says, ended.triage.about) == ("call_today", ("mouth_sores", "rash"))
    amber = Message("rash on one arm, white patches in my mouth", both.symptoms, takes_over=True)
    triage = take_turn(Triage(), amber, reader).triage
    assert put_again(replace(triage, put_again=True), OTHER, reader).says == "call_now"


def test_after_an_alarm_nothing_is_put_again(reader: Reader) -> None:
    triage = take_turn(Triage(), RASH, reader).triage
    assert put_again(triage, ALARM, reader).says is None
    assert put_again(triage, replace(OTHER, is_check=True), reader).says is None


def test_an_alarm_keeps_the_level_of_its_symptom(reader: Reader) -> None:
    alarm = Message("blisters all over", ("blisters_peeling",), alarm="call_now")
    triage = take_turn(Triage(), alarm, reader).triage
    later = Message("one small blister, new shoes", ("blisters_peeling",), takes_over=True)
    assert take_turn(triage, later, reader).says == "call_now"


def test_doubtful_facts_are_asked_about(reader: Reader) -> None:
    doubtful = Message("a rash with blisters", ("rash",), takes_over=True, asks_anew=True)
    turn = take_turn(Triage(), doubtful, reader)
    assert turn.triage.question == ("rash", 0)
    assert turn.says == "question"


def outcomes(turn: Turn, reader: Reader, titles: tuple[str, ...] = ()) -> Iterator[Pressed]:
    """What is said after each way to press buttons until nothing is asked, with their marks."""
    if turn.triage.question is None:
        yield titles, turn.says
        return
    name, place = turn.triage.question
    for button in reader.rules.knowledge.symptoms[name].questions[place].buttons:
        pressed = take_turn(turn.triage, Message(button.title), reader)
        yield from outcomes(pressed, reader, (*titles, f"{place}:{button.title}"))


@pytest.mark.parametrize("symptom", SYMPTOMS)
def test_a_button_that_is_pressed_answers_its_own_question_alone(
    reader: Reader, symptom: str
) -> None:
    of = reader.rules.knowledge.symptoms[symptom]
    marks = {
        f"{place}:{button.title}": reader.rules.mark(question, number)
        for place, question in enumerate(of.questions)
        for number, button in enumerate(question.buttons)
    }
    first = take_turn(Triage(), Message("", (symptom,), takes_over=True), reader)
    for titles, says in outcomes(first, reader):
        known = [mark for title in titles if (mark := marks[title])]
        gravest = max((of.lowest, *known), key=ACTIONS.index)
        assert says == ("crisis" if of.crisis and gravest == "emergency" else gravest), titles


STIFF = "my muscles are a bit stiff and chores are hard"


@pytest.mark.parametrize(
    ("advice", "is_surely_mild", "says"),
    [("self_care", True, "self_care"), ("self_care", False, "call_today")],
)
def test_a_wording_that_is_mild_beyond_doubt_decides(
    reader: Reader, advice: Action, is_surely_mild: bool, says: str
) -> None:
    message = Message(
        STIFF, ("muscle_aches",), takes_over=True, advice=advice, is_surely_mild=is_surely_mild
    )
    assert take_turn(Triage(), message, reader).says == says
