"""What is read after a check and after an alarm."""

from __future__ import annotations

import pytest

from bot.content.red_flag_talk import safety_talk

ANSWERS = [
    ("yes", "yes"),
    ("Yep, since lunch", "yes"),
    ("she does", "yes"),
    ("right now", "yes"),
    ("an hour ago", "yes"),
    ("this morning but gone", "yes"),
    ("no, it got worse", "yes"),
    ("it's not better", "yes"),
    ("👍", "yes"),
    ("I am not sure", "unsure"),
    ("maybe", "unsure"),
    ("I don't know", "unsure"),
    ("kind of", "unsure"),
    ("on and off", "unsure"),
    ("not yet", "unsure"),
    ("idk tbh", "unsure"),
    ("🤷", "unsure"),
    ("no", "no"),
    ("nope, just asking", "no"),
    ("not now", "no"),
    ("they don't", "no"),
    ("I don't think so", "no"),
    ("it stopped an hour ago", "no"),
    ("👎", "no"),
    ("yes, last week", "over"),
    ("two months ago", "over"),
    ("what should I eat now", None),
    ("can I fly now", None),
    ("how does immunotherapy work", None),
    ("tell me about rash", None),
    ("my neighbour has a lovely garden and we sat there all day yesterday drinking tea", None),
    ("", None),
]


@pytest.mark.parametrize(("text", "answer"), ANSWERS)
def test_answers_to_a_check(text: str, answer: str | None) -> None:
    assert safety_talk().read_check_answer(text) == answer


@pytest.mark.parametrize(
    ("text", "symptoms", "measurement"),
    [
        ("39", ["fever"], "my temperature is 39"),
        ("88", ["breathlessness"], "my oxygen is 88"),
        ("39", ["rash"], None),
        ("no", ["fever"], None),
        ("we waited 39 minutes for the bus into town", ["fever"], None),
    ],
)
def test_a_bare_number_is_what_was_asked_about(
    text: str, symptoms: list[str], measurement: str | None
) -> None:
    assert safety_talk().as_measurement(text, symptoms) == measurement


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("nobody answers", "nobody_answers"),
        ("I'm on hold", "nobody_answers"),
        ("the line is busy", "nobody_answers"),
        ("they don't pick up", "nobody_answers"),
        ("just voicemail", "nobody_answers"),
        ("what was the number", "number_again"),
        ("who do I call?", "number_again"),
        ("I can't call, I'm deaf", "cannot_call"),
        ("can I text them", "cannot_call"),
        ("I have no phone", "cannot_call"),
        ("is it really urgent?", "really_urgent"),
        ("can it wait until tomorrow", "really_urgent"),
        ("I don't want to bother them", "really_urgent"),
        ("shall I ring tonight or in the morning?", "really_urgent"),
        ("so it's ok until tomorrow?", "really_urgent"),
        ("should I still go in", "really_urgent"),
        ("no no it's only because I am unfit", "really_urgent"),
        ("could it just be the curry", "really_urgent"),
        ("so what", "really_urgent"),
        ("why 911 though", "really_urgent"),
        ("the ambulance is on its way", "help_is_coming"),
        ("ok calling now", "help_is_coming"),
        ("I rang them, they said to come in", "help_is_coming"),
        ("we are in the ER now", "help_is_coming"),
        # calling without success comes first
        ("I called them, nobody picks up", "nobody_answers"),
        ("rang twice, it only rings", "nobody_answers"),
        ("they never called me back", "nobody_answers"),
        ("left two messages and no reply", "nobody_answers"),
        ("the doctor will call me back", "help_is_coming"),
        ("mum is in the hospital already", "help_is_coming"),
        ("they took her in", "help_is_coming"),
        ("my team knows about it", "help_is_coming"),
        ("ok they know. thanks", "help_is_coming"),
        ("they do not know", None),
        ("oh that was two years ago", "long_ago"),
        ("that was in 2001 after an accident, never again", "long_ago"),
        ("it was back in the nineties", "long_ago"),
        ("when i was a little girl", "long_ago"),
        ("it was two weeks ago", "correction"),
        ("I pressed the wrong button", "correction"),
        ("it was my sister, not me", "correction"),
        ("he was only asleep", "correction"),
        ("it's normal again today", "correction"),
        ("he does not want to go", "really_urgent"),
        ("we can't afford an ambulance", "really_urgent"),
        # neither of the call nor a correction
        ("it was 38.9 an hour ago", None),
        ("it is getting worse again", None),
        # later is not now
        ("I'm going to bed now, will call tomorrow", "really_urgent"),
        ("ok will ring them after lunch", "really_urgent"),
        ("thanks, I will call in an hour or two", "really_urgent"),
        ("I'll call when my husband is home at six", "really_urgent"),
        ("will call them now", "help_is_coming"),
        # help that is not on its way
        ("no ambulance is coming", None),
        ("I called but no ambulance is coming", None),
        ("is the ambulance coming?", None),
        ("who is going to see me", None),
        ("I haven't told my doctor", None),
        ("I was admitted last year for this", None),
        ("yes I did call yesterday", None),
        ("what if I called the clinic", None),
        ("I called my mum to say goodbye", None),
        ("my doctor already knows about my heart", None),
        ("the pain is coming and going", None),
        ("I took them", None),
        ("not yet but the ambulance is coming", "help_is_coming"),
        ("I called my husband, he is driving me to the ER", "help_is_coming"),
        ("but I was just discharged from hospital", None),
        ("the nurse line says hold", "nobody_answers"),
        # what is added takes nothing back
        ("sorry, I meant also when I sit", None),
        ("sorry I meant seven", None),
        # no remarks about the call
        ("how do they help with the itch", None),
        ("my treatment is tomorrow", None),
        ("the nurse is nice", None),
        ("does it help", None),
        ("no fever", None),
        ("thank you", None),
        ("how does CAR-T work", None),
        ("ok, calling", None),
        ("calling", "help_is_coming"),
        ("calling 911 right now", "help_is_coming"),
        ("they are on their way", "help_is_coming"),
        ("no one is calling me back", "nobody_answers"),
        ("calling my wife", None),
        ("the oncologist has seen me", "seen"),
        ("they checked him over and sent him home", "seen"),
        ("the nurse told me to drink and rest", "seen"),
        ("doctor gave me antibiotics last night", "seen"),
        ("nobody has seen me", None),
        ("has the doctor seen me?", None),
        ("the doctor saw me last month", None),
        ("they told me to rest but it's worse", None),
        ("she is 5, I am the patient", "not_the_patient"),
        ("dad has no cancer", "not_the_patient"),
        ("I am a patient", None),
        ("still waiting", "waiting"),
        ("nobody has come yet", "waiting"),
    ],
)
def test_what_is_said_of_the_call(text: str, said: str | None) -> None:
    assert safety_talk().read_after_alarm(text) == said


@pytest.mark.parametrize(
    ("text", "is_done"),
    [
        ("I took them", True),
        ("I have taken them now", True),
        ("I've swallowed some tablets", True),
        ("I did it", True),
        ("she cut her wrists", True),
        ("I have not taken anything", False),
        ("I haven't done it", False),
        ("I called my mum to say goodbye", False),
        ("i have rope", False),
        ("take me seriously", False),
        ("they took me to hospital", False),
        ("I took your advice and called them", False),
    ],
)
def test_what_may_have_been_done_after_thoughts_of_suicide(text: str, is_done: bool) -> None:
    assert safety_talk().says_that_it_was_done(text) == is_done


@pytest.mark.parametrize(
    ("text", "is_yes"),
    [
        ("yes it is happening now", True),
        ("yes", True),
        ("ja", True),
        ("now what is CAR-T", False),
        ("I am on keytruda", False),
        ("no, not yes", False),
    ],
)
def test_a_plain_yes(text: str, is_yes: bool) -> None:
    assert safety_talk().begins_with_yes(text) == is_yes


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("am I going to die", "prognosis"),
        ("how long have I got left", "prognosis"),
        ("should I stop Keytruda", "medicines"),
        ("can I take ibuprofen", "medicines"),
        ("can I fly to Spain", "daily_life"),
        ("when is my next scan", None),
    ],
)
def test_kinds_of_questions_for_the_care_team(text: str, kind: str | None) -> None:
    assert safety_talk().kind_of_care_team_question(text) == kind


@pytest.mark.parametrize(
    ("text", "unanswered"),
    [
        ("nobody answers the phone there. i rang 3 times", True),
        ("nobody is answering the phone", True),
        ("I can't get through to my care team", True),
        ("the nurse line doesn't pick up", True),
        ("called the hospital five times, no answer", True),
        ("the line is always busy", True),
        ("my nurse never calls back", True),
        ("no one picks up", True),
        ("he doesn't answer me", False),
        ("my wife does not answer when I call her name", False),
        ("nobody answers my questions", False),
        ("what if nobody answers the phone?", False),
        ("my son rang 3 times", False),
        ("i rang 3 times about my appointment", False),
        ("I am busy", False),
        ("what is the phone number", False),
    ],
)
def test_an_unanswered_line_as_a_first_message(text: str, unanswered: bool) -> None:
    assert safety_talk().says_that_nobody_answers(text) == unanswered
