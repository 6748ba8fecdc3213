"""Languages that nobody is answered in are told from their neighbours, and what is grave alarms."""

from __future__ import annotations

import pytest

from bot.content.language_files import read_language_lines
from bot.content.red_flag_files import red_flag_knowledge
from bot.content.unsupported_languages import load_unsupported
from bot.safety import SafetySettings, assess
from bot.safety.languages.assess import LanguageSafety

URGENT = [
    ("ro", "nu mai pot să respir, vă rog", "emergency"),
    ("ro", "am febră mare de azi", "call_now"),
    ("da", "min kone kan ikke få luft", "emergency"),
    ("da", "jeg har vondt i brystet", "emergency"),
    ("sv", "jag får ingen luft", "emergency"),
    ("sv", "det slutar inte blöda", "emergency"),
    ("hu", "elájult a férjem és nem ébred fel", "emergency"),
    ("cs", "nemůžu se nadechnout", "emergency"),
    ("cs", "bolí ma na hrudi, prosím pomoc", "emergency"),
    ("hr", "ne mogu disati", "emergency"),
    ("fi", "minulla on korkea kuume", "call_now"),
    ("el", "πονάει το στήθος μου", "emergency"),
    ("uk", "я не можу вдихнути", "emergency"),
    ("uk", "хочу померти", "emergency"),
    ("bg", "не мога да дишам", "emergency"),
    ("he", "אני רוצה למות", "emergency"),
]
CALM = [
    ("ro", "când îmi cade părul?"),
    ("da", "hvor lang tid tager det?"),
    ("sv", "hur länge varar behandlingen?"),
    ("hu", "mikor lesz a kezelés?"),
    ("cs", "jak dlouho trvá léčba, prosím?"),
    ("el", "πόσο διαρκεί η θεραπεία;"),
    ("uk", "скільки триває лікування?"),
    ("und", "চিকিৎসা কতক্ষণ চলে"),
]
OTHERS = [
    ("nl", "ik kan geen adem krijgen"),
    ("de", "ich habe hohes fieber"),
    ("it", "non riesco a respirare"),
    ("pl", "nie mogę oddychać"),
    ("tr", "nefes alamıyorum"),
    ("ru", "я не могу дышать"),
    ("es", "tengo mucha fiebre"),
    ("en", "my name is Jørgen and I have a fever"),
    ("en", "Søren said the drip takes an hour"),
    ("en", "is there smörgåsbord at the clinic"),
    ("en", "hi, how are you"),
]


@pytest.mark.parametrize(("code", "text", "tier"), URGENT)
def test_what_is_grave_alarms(code: str, text: str, tier: str, settings: SafetySettings) -> None:
    judged = assess(text, settings)
    assert (judged.language, judged.outcome, judged.tier) == (code, "urgent", tier)


@pytest.mark.parametrize(("code", "text"), CALM)
def test_a_question_alarms_nobody(code: str, text: str, settings: SafetySettings) -> None:
    judged = assess(text, settings)
    assert (judged.language, judged.outcome == "urgent") == (code, False)


@pytest.mark.parametrize(("code", "text"), OTHERS)
def test_their_neighbours_stay_what_they_are(
    code: str, text: str, settings: SafetySettings
) -> None:
    assert assess(text, settings).language == code


def test_no_example_of_another_language_is_taken_for_one(tools: LanguageSafety) -> None:
    assert tools.unsupported is not None
    examples = [line.message for line in read_language_lines()]
    assert not [text for text in examples if tools.unsupported(text)]


def test_every_language_has_a_name_and_something_to_know_it_by() -> None:
    for one in load_unsupported(red_flag_knowledge().symptoms):
        assert one.words or one.letters or one.scripts, one.knowledge.code
