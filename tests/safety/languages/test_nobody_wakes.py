""" "I cannot wake him" is an emergency in every language; who sleeps badly is none."""

from __future__ import annotations

import pytest

from bot.safety import SafetySettings, assess
from bot.safety.finding import DETECTOR

CANNOT_WAKE = [
    ("ar", "ما نقدر نصحي جدي"),
    ("ar", "أختي لا تستيقظ"),
    ("de", "ich kriege meinen Vater nicht wach"),
    ("es", "no logramos despertar a mi abuelo"),
    ("es", "no hay manera de despertarla"),
    ("fr", "impossible de réveiller mon père"),
    ("hi", "दादाजी जाग नहीं रहे"),
    ("it", "non riesco a svegliarla"),
    ("ja", "母が目を覚ましません"),
    ("ko", "남편을 깨울 수 없어요"),
    ("nl", "we kunnen opa niet wekken"),
    ("pl", "nie możemy go obudzić"),
    ("pt", "não conseguimos acordar minha avó"),
    ("ru", "не можем разбудить дедушку"),
    ("th", "ปลุกยังไงก็ไม่ตื่น"),
    ("tl", "hindi namin siya magising"),
    ("tr", "dedem uyanmıyor"),
    ("vi", "không thể đánh thức mẹ tôi"),
    ("zh", "怎么叫都叫不醒爷爷"),
]
SLEEPS_BADLY = [
    ("es", "no puedo despertarme temprano"),
    ("pt", "não consigo acordar cedo"),
    ("it", "non riesco a svegliarmi la mattina"),
    ("fr", "je n'arrive pas à me réveiller le matin"),
    ("de", "ich wollte ihn nicht wecken"),
    ("ja", "朝なかなか起きられません"),
    ("th", "ไม่ตื่นเต้นเลย"),
]


@pytest.mark.parametrize(("code", "message"), CANNOT_WAKE)
def test_who_cannot_be_woken(code: str, message: str, settings: SafetySettings) -> None:
    judged = assess(message, settings)
    assert (judged.language, judged.outcome, judged.tier) == (code, "urgent", "emergency")


@pytest.mark.parametrize("message", [message for _, message in SLEEPS_BADLY])
def test_who_sleeps_badly(message: str, settings: SafetySettings) -> None:
    found = [one for one in assess(message, settings).findings if one.symptom == "unconscious"]
    assert all(one.reason == DETECTOR for one in found)


def test_no_language_is_forgotten(settings: SafetySettings) -> None:
    assert settings.languages is not None
    assert {code for code, _ in CANNOT_WAKE} == set(settings.languages.languages)
