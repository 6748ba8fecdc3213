"""Free text as an answer to the open question: message → the button that it chooses."""

from __future__ import annotations

import pytest

from bot.dialogue.answers import read_answer
from bot.dialogue.reports import Reader

# Symptom, question (from 1), text → title of the button, "stop", or None for no answer.
ANSWERS: list[tuple[str, int, str, str | None]] = [
    ("rash", 1, "No", "No"),
    ("rash", 1, "no", "No"),
    ("rash", 1, "nope, none of that", "No"),
    ("rash", 1, "no i don't", "No"),
    ("rash", 1, "not at all", "No"),
    ("rash", 1, "none of these", "No"),
    ("rash", 1, "all fine", "No"),
    # "I suppose" at the end of a sentence is said of something else
    ("sleep", 1, "two bad nights so far, that will be the tablets i suppose", None),
    ("sleep", 1, "i suppose so", "Yes"),
    ("sleep", 1, "maybe", "Yes"),
    # "Can the person tell the date and place?"
    ("confusion_words_icans", 2, "no", "No, or not all"),
    ("confusion_words_icans", 2, "yes", "Yes, all of it"),
    ("cough", 3, "no", "Old and the same"),
    ("hand_foot", 2, "no pain", "No pain"),
    ("rash", 1, "yes", "Yes"),
    ("rash", 1, "yeah a bit", "Yes"),
    ("rash", 1, "a little", "Yes"),
    ("rash", 1, "i do", "Yes"),
    ("rash", 1, "it is.", "Yes"),
    ("rash", 1, "both", "Yes"),
    # These say something, but answer no question about danger.
    ("rash", 1, "i have it on my arm", None),
    ("back_pain", 1, "it's new and slowly growing", None),
    ("back_pain", 1, "it's the old slipped disc, just as ten years ago", None),
    # a degree is a yes only where nothing, or another clause, follows
    ("vomiting", 1, "a little, yesterday", "Yes"),
    ("vomiting", 1, "just a bit.", "Yes"),
    ("thirst_high_sugar", 1, "a little thirstier than before, no belly pain, awake", "No"),
    ("sleep", 1, "just a bit of lost sleep, nothing odd", None),
    # a yes that denies what is asked for says both
    ("vomiting", 1, "ya water stays. no blood. not faint", None),
    ("mood", 1, "no, i would not hurt myself. nae voices", "No"),
    # "not" before the harmless answer is no harmless answer
    ("back_pain", 3, "no it is not old", "New or worse"),
    ("headache", 3, "nothing like my usual ones", "New or odd, mild"),
    ("headache", 3, "not what i usually get", None),
    ("rash", 3, "it isn't small", "New, up to one arm or leg"),
    ("fatigue", 3, "not my normal things any more", "Chores are hard despite rest"),
    ("mouth_sores", 3, "can't eat as usual", "Yes"),
    ("joint_pain", 1, "nothing red and no fever", "No"),
    # who does not understand the question has not answered it
    ("fever", 1, "not sure what you mean by steroids", None),
    ("fever", 1, "what does blotchy mean", None),
    ("fever", 1, "not sure", "Yes"),
    # a guessed number is sure enough of what it says
    ("diarrhea", 1, "maybe 2 more than normal, nothing bloody", None),
    ("diarrhea", 1, "maybe", "Yes"),
    ("diarrhea", 1, "perhaps two more than usual", None),
    ("eyes", 1, "both, itchy and watery", None),
    ("tremor_handwriting", 1, "i can dress myself", None),
    ("rash", 1, "not sure", "Yes"),
    ("joint_pain", 1, "not sure how long. they are not red or hot and no fever", "No"),
    ("joint_pain", 1, "not sure, it may be hot", "Yes"),
    ("joint_pain", 1, "not sure, i feel well", "Yes"),
    ("rash", 1, "i don't know", "Yes"),
    ("rash", 1, "maybe", "Yes"),
    ("rash", 1, "i think so", "Yes"),
    ("rash", 1, "my tongue is swelling", "Yes"),
    ("rash", 2, "no fever", "No"),
    ("rash", 2, "it hurts", "Yes"),
    ("rash", 2, "it does", "Yes"),
    ("rash", 2, "it doesn't", "No"),
    ("rash", 3, "all over", "More than that, or fast"),
    ("rash", 3, "just one arm", "New, up to one arm or leg"),
    ("rash", 3, "the nurse has seen it", "Small, team has seen it"),
    ("rash", 3, "not sure", "More than that, or fast"),
    ("rash", 3, "stop", "stop"),
    ("rash", 3, "stop asking", "stop"),
    ("rash", 3, "what is car-t", None),
    ("rash", 1, "how does immunotherapy work", None),
    ("rash", 1, "thanks", None),
    ("diarrhea", 3, "about 5 times", "4 to 6"),
    ("diarrhea", 3, "5", "4 to 6"),
    ("diarrhea", 3, "two", "1 to 3"),
    ("diarrhea", 3, "once", "1 to 3"),
    ("diarrhea", 3, "a couple", "1 to 3"),
    ("diarrhea", 3, "8 or 9", "7 or more, or cannot hold it"),
    ("diarrhea", 3, "1 to 3", "1 to 3"),
    # "no" tells no number, "none" does
    ("diarrhea", 3, "no", None),
    ("diarrhea", 3, "not many", "1 to 3"),
    ("diarrhea", 3, "none", "None, just softer once"),
    ("appetite_weight", 2, "no", None),
    ("hand_foot", 2, "no", "No pain"),
    ("diarrhea", 3, "can't hold it", "7 or more, or cannot hold it"),
    ("diarrhea", 3, "no idea", "4 to 6"),
    ("fever", 2, "37.2", "36 to 37.4 C (97 to 99.4 F)"),
    ("fever", 2, "37.8", "37.5 to 37.9 C, or under 36 C"),
    ("fever", 2, "35.4", "37.5 to 37.9 C, or under 36 C"),
    ("fever", 2, "38,4", "38 C (100.4 F) or more"),
    ("fever", 2, "101", "38 C (100.4 F) or more"),
    ("fever", 2, "98.2 F", "36 to 37.4 C (97 to 99.4 F)"),
    ("fever", 2, "i have no thermometer", "Felt a fever, no reading"),
    ("low_blood_pressure", 2, "86 over 50", "Under 90"),
    ("low_blood_pressure", 2, "110", "90 to 180"),
    ("thirst_high_sugar", 2, "16", "Over 15 (270)"),
    ("thirst_high_sugar", 2, "reads hi", "Over 20 (360), or reads HI"),
    ("thirst_high_sugar", 2, "i can't test", "Up to 15 (270), or no test"),
    ("constipation", 3, "two days", "2 days"),
    ("constipation", 3, "a week", "3 days or more"),
    ("nausea", 3, "three days", "More than 24 hours"),
    ("nausea", 3, "a few hours", "Less than 24 hours"),
    ("nausea", 3, "20 minutes", "Less than 24 hours"),
    ("constipation", 3, "2 years", "3 days or more"),
    ("constipation", 3, "my drip was 4 days ago, since then", "3 days or more"),
    ("constipation", 3, "since 7 this morning", None),
    ("vomiting", 3, "6 times", "5 times or more"),
    ("chest_pain", 1, "not sure", "Not sure"),
    ("chest_pain", 1, "same as always", "Same, team has checked it"),
    ("headache", 3, "new", "New or odd, mild"),
    ("headache", 3, "it won't go away", "Bad, or will not go away"),
    ("seizure", 1, "three days ago", "More than a day ago"),
    ("seizure", 1, "this morning", "In the last 24 hours"),
    ("mood", 1, "no", "No"),
    ("mood", 1, "i think about dying but don't want to die", "About death, no wish to die"),
    ("mood", 1, "i want to kill myself", "Yes"),
    ("mood", 1, "not sure", "Yes"),
    ("numbness_tingling", 3, "it's new", "New or worse"),
    ("numbness_tingling", 3, "same as before", "Old and the same"),
    # A denial of what the question does not name is no answer; of what it names, it is.
    ("mouth_sores", 2, "no fever", None),
    ("mouth_sores", 2, "no fever no chills", None),
    ("mouth_sores", 2, "i don't have a fever", None),
    ("mouth_sores", 2, "there is no fever", None),
    ("mouth_sores", 2, "fever no", None),
    ("mouth_sores", 2, "temp is normal", None),
    ("mouth_sores", 2, "i'm not dizzy", None),
    ("mouth_sores", 2, "not short of breath", None),
    ("mouth_sores", 2, "no rash either", None),
    ("mouth_sores", 2, "no cough no fever", None),
    ("diarrhea", 1, "no fever", None),
    ("diarrhea", 1, "no cramps", None),
    ("rash", 1, "no itching", None),
    ("chills", 2, "no fever", None),
    ("rash", 3, "no fever", None),
    ("mouth_sores", 2, "No, no fever", "No"),
    ("mouth_sores", 2, "no sores", "No"),
    ("mouth_sores", 2, "no ulcers", "No"),
    ("mouth_sores", 2, "no blisters no fever", "No"),
    ("mouth_sores", 2, "no bleeding", "No"),
    ("mouth_sores", 2, "no, nothing like that", "No"),
    ("mouth_sores", 2, "no just tender", "No"),
    ("mouth_sores", 2, "no thank god", "No"),
    ("mouth_sores", 2, "no fever, otherwise fine", "No"),
    ("diarrhea", 1, "no confusion", "No"),
    ("diarrhea", 2, "no fever", "No"),
    ("rash", 1, "breathing is fine", "No"),
    ("rash", 1, "no swelling", "No"),
    ("cough", 3, "no", "Old and the same"),
    ("sleepiness", 1, "no im awake", "No"),
    ("sleepiness", 2, "i don't have that", "No"),
    # "How …?" is not answered with no.
    ("rash", 3, "no", None),
    ("joint_pain", 3, "no", None),
    ("dizziness_fainting", 3, "it got worse", "It keeps coming back"),
    ("eyes", 1, "both. red and gritty", None),
    ("blisters_peeling", 3, "two", "More, or no clear cause"),
    ("blisters_peeling", 3, "no idea what caused them", "More, or no clear cause"),
    ("blisters_peeling", 3, "just one from my new shoes", "One small, clear cause"),
    ("blisters_peeling", 3, "no", None),
    ("flu_like", 2, "no fever, not short of breath", "No"),
    ("flu_like", 2, "bit short of breath", "Yes"),
    ("numbness_tingling", 2, "not in my face", "No"),
    ("numbness_tingling", 2, "yes in my legs", "Yes"),
    # A button of last week's talk, under its old title.
    ("fatigue", 3, "Chores are hard, rest fails", "Chores are hard despite rest"),
    ("missed_steroids", 3, "A day, gland pills", "A day of gland pills"),
    ("missed_steroids", 3, "A day, side effect pills", "A day of other steroids"),
    # What was understood is not so, or nothing more shall be asked.
    ("sleepiness", 2, "no and stop asking me that", "stop"),
    ("sleepiness", 1, "that's wrong, I am not sleepy", "stop"),
    ("sleepiness", 1, "i never said i was sleepy", "stop"),
    ("sleepiness", 1, "no im awake, I mean the nurse line does not pick up", "stop"),
    ("rash", 3, "it won't stop itching", None),
]  # fmt: skip


@pytest.mark.parametrize(("symptom", "number", "text", "expected"), ANSWERS)
def test_answer(reader: Reader, symptom: str, number: int, text: str, expected: str | None) -> None:
    knowledge = reader.rules.knowledge
    question = knowledge.symptoms[symptom].questions[number - 1]
    chosen = read_answer(reader.said(text), question, knowledge)
    title = question.buttons[chosen].title if isinstance(chosen, int) else chosen
    assert title == expected


def test_every_title_is_its_own_answer(reader: Reader) -> None:
    knowledge = reader.rules.knowledge
    for symptom in knowledge.symptoms.values():
        for question in symptom.questions:
            for place, button in enumerate(question.buttons):
                chosen = read_answer(reader.said(button.title), question, knowledge)
                assert chosen == place, f"{symptom.name}: {button.title}"
