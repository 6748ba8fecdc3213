"""What the rules of a language read, and whether it counts."""

from __future__ import annotations

import pytest

from bot.content.language_files import LanguageBook
from bot.safety import RedFlagKnowledge
from bot.safety.languages.reading import read_foreign

COUNTING = [
    ("es", "se me hincho la lengua", "throat_swelling"),
    ("es", "No me entra el aire", "sudden_breathlessness"),
    ("pt", "to com febre de 39", "fever"),
    ("fr", "il ne se réveille pas", "unconscious"),
    ("it", "ho vomitato sangue", "vomiting_blood"),
    ("de", "ich will nicht mehr leben", "self_harm"),
    ("nl", "ik ben net flauwgevallen", "collapse"),
    ("pl", "mam drgawki", "seizure"),
    ("ru", "kashlyaet krovyu, температура 39", "fever"),
    ("ru", "хочу умереть", "self_harm"),
    ("tr", "nefes alamiyorum", "sudden_breathlessness"),
    ("ar", "مش قادر اتنفس", "sudden_breathlessness"),
    ("zh", "胸口很疼", "chest_pain"),
    ("ja", "胸が痛いです", "chest_pain"),
    ("ko", "열이 39도", "fever"),
    ("th", "หายใจไม่ออก", "sudden_breathlessness"),
    ("vi", "kho tho qua", "sudden_breathlessness"),
    ("vi", "tôi bị sốt cao", "fever"),
    ("hi", "saans nahi aa rahi", "sudden_breathlessness"),
    ("hi", "खून की उल्टी हुई", "vomiting_blood"),
    ("tl", "hindi ako makahinga", "sudden_breathlessness"),
    ("tl", "nilalagnat ako", "fever"),
]
NOT_COUNTING = [
    ("es", "no tengo fiebre", "negated"),
    ("es", "si tengo fiebre que hago", "hypothetical"),
    ("es", "el año pasado tuve fiebre", "past"),
    ("es", "mi vecino tuvo un infarto", "other people"),
    ("es", "fiebre de 37.1", "below threshold"),
    ("de", "ich habe kein fieber", "negated"),
    ("fr", "pas de fièvre", "negated"),
    ("tr", "ateşim yok", "negated"),
    ("th", "ไม่มีไข้", "negated"),
    ("vi", "tôi không sốt", "negated"),
    ("hi", "mujhe bukhar nahi hai", "negated"),
    ("tl", "wala akong lagnat", "negated"),
    ("ru", "если поднимется температура", "hypothetical"),
    ("zh", "如果发烧了怎么办", "hypothetical"),
]


@pytest.mark.parametrize(("code", "message", "symptom"), COUNTING)
def test_it_counts(
    code: str, message: str, symptom: str, book: LanguageBook, knowledge: RedFlagKnowledge
) -> None:
    reading = read_foreign(message, book.languages[code], knowledge.symptoms)
    assert symptom in {finding.symptom for finding in reading.findings if finding.counts}


@pytest.mark.parametrize(("code", "message", "reason"), NOT_COUNTING)
def test_it_does_not_count(
    code: str, message: str, reason: str, book: LanguageBook, knowledge: RedFlagKnowledge
) -> None:
    reading = read_foreign(message, book.languages[code], knowledge.symptoms)
    assert not any(finding.counts for finding in reading.findings)
    assert reading.has(reason) or not reading.findings


def test_a_measured_fever_is_told_in_degrees(
    book: LanguageBook, knowledge: RedFlagKnowledge
) -> None:
    reading = read_foreign("tengo 39,4 de fiebre", book.languages["es"], knowledge.symptoms)
    assert reading.has_measured_fever
    assert "a fever of 39.4 °C" in {finding.understood for finding in reading.findings}
