"""What the care team said on the phone, in other languages: it ends an alarm as in English."""

from __future__ import annotations

import pytest

from bot.safety import SafetySettings
from bot.safety.assess import assess

CALLED = [
    ("de", "hab gerade angerufen, ich soll vorbeikommen"),
    ("de", "die Klinik hat gesagt, wir sollen reinkommen"),
    ("de", "habe mit der Station telefoniert"),
    ("es", "ya llamé, me dijeron que espere"),
    ("es", "la enfermera me dijo que vaya al hospital"),
    ("fr", "j'ai appelé, ils m'ont dit d'attendre"),
    ("fr", "j'ai déjà appelé mon oncologue"),
    ("it", "ho sentito il medico, mi hanno detto di aspettare"),
    ("pt", "já falei com a enfermeira"),
    ("pt", "liguei, mandaram eu esperar"),
    ("nl", "de arts zei dat ik moet langskomen"),
    ("pl", "dzwoniłem do szpitala"),
    ("pl", "kazali mi przyjechać"),
    ("tr", "doktorumu aradım, bekleyin dediler"),
    ("ru", "врач сказал приехать"),
    ("ar", "اتصلت بالمستشفى"),
    ("hi", "डॉक्टर ने आने को कहा"),
    ("zh", "医生让我马上过去"),
    ("ja", "病院に電話しました"),
    ("ko", "병원에 전화했어요"),
    ("vi", "bác sĩ bảo tôi đến"),
    ("tl", "natawagan ko na ang ospital"),
    ("th", "โทรหาหมอแล้ว"),
]
NOT_CALLED = [
    "soll ich kommen?",
    "ich soll nicht anrufen",
    "meine Tochter hat mich angerufen",
    "ich rufe morgen an",
    "¿llamo a la clínica?",
    "mi hija me llamó ayer",
    "llamé a la clínica y nadie contesta",
    "aradım ama kimse açmıyor",
    "dois-je appeler mon médecin ?",
    "moet ik komen?",
    "可以等到明天吗",
]


@pytest.mark.parametrize(("code", "message"), CALLED)
def test_the_team_was_called(code: str, message: str, settings: SafetySettings) -> None:
    assessment = assess(message, settings)
    assert (assessment.language, assessment.answer) == (code, "help_is_coming")


@pytest.mark.parametrize("message", NOT_CALLED)
def test_it_was_not(message: str, settings: SafetySettings) -> None:
    assert assess(message, settings).answer != "help_is_coming"
