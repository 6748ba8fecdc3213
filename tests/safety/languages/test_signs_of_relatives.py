"""Blood in the urine, a crooked face, breath that sounds odd and who does not answer, as families
write it; and sentences of the same words that are nothing."""

from __future__ import annotations

import pytest

from bot.safety import SafetySettings, assess

TOLD = [
    ("tr", "babam kan işiyor", "call_now", "bleeding"),
    ("tr", "idrarı kırmızı", "call_now", "bleeding"),
    ("tr", "eşimin ağzı yamuldu", "emergency", "stroke"),
    ("tr", "kocam hiç cevap vermiyor", "emergency", "unconscious"),
    ("de", "meine Oma atmet ganz seltsam", "emergency", "sudden_breathlessness"),
    ("de", "mein Vater antwortet mir nicht mehr", "emergency", "unconscious"),
    ("de", "ich pinkle seit heute Blut", "call_now", "bleeding"),
    ("es", "a mi padre se le cayó la cara", "emergency", "stroke"),
    ("es", "mi abuela ya no responde", "emergency", "unconscious"),
    ("es", "mi marido respira muy raro", "emergency", "sudden_breathlessness"),
    ("es", "estoy meando sangre", "call_now", "bleeding"),
    ("fr", "mon père respire bizarrement", "emergency", "sudden_breathlessness"),
    ("it", "mio padre respira in modo strano", "emergency", "sudden_breathlessness"),
    ("nl", "mijn man ademt raar", "emergency", "sudden_breathlessness"),
    ("pl", "sikam krwią od wczoraj", "call_now", "bleeding"),
    ("pt", "meu pai respira estranho", "emergency", "sudden_breathlessness"),
    ("ru", "папа странно дышит", "emergency", "sudden_breathlessness"),
]
NOTHING = [
    "meine Schwester antwortet nicht auf meine Mails",
    "mi hermana no contesta mis mensajes",
    "das Bild hängt schief",
    "su cara es de buen humor",
    "telefonuma cevap vermiyor doktor",
]


@pytest.mark.parametrize(("code", "message", "tier", "symptom"), TOLD)
def test_what_families_tell(
    code: str, message: str, tier: str, symptom: str, settings: SafetySettings
) -> None:
    judged = assess(message, settings)
    assert (judged.language, judged.outcome, judged.tier) == (code, "urgent", tier)
    assert symptom in judged.symptoms


@pytest.mark.parametrize("message", NOTHING)
def test_what_is_nothing(message: str, settings: SafetySettings) -> None:
    assert assess(message, settings).outcome != "urgent"
