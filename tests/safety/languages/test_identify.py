"""Which language a message is in."""

from __future__ import annotations

import pytest

from bot.safety.languages.assess import LanguageSafety

FOREIGN = [
    ("es", "fiebre 39"),
    ("es", "no puedo respirar"),
    ("es", "hola"),
    ("it", "aiuto"),
    ("es", "¿dónde está la farmacia?"),
    ("pt", "estou com muita dor"),
    ("fr", "j'ai mal partout"),
    ("it", "non mi sento bene"),
    ("de", "mir geht es schlecht"),
    ("nl", "ik voel me niet goed"),
    ("pl", "źle się czuję"),
    ("tr", "kendimi iyi hissetmiyorum"),
    ("vi", "tôi thấy không khỏe"),
    ("tl", "masama ang pakiramdam ko"),
    ("hi", "mujhe accha nahi lag raha"),
    ("hi", "मुझे अच्छा नहीं लग रहा"),
    ("ru", "мне плохо"),
    ("ar", "انا تعبان"),
    ("zh", "我不舒服"),
    ("ja", "気分が悪いです"),
    ("ja", "発熱した"),
    ("ko", "몸이 안 좋아요"),
    # a few everyday words, whose letters alone look like a neighbor's
    ("es", "nadie coge el teléfono"),
    ("es", "la ambulancia viene pero no respira"),
    ("th", "ไม่สบาย"),
]
ENGLISH = [
    "hello",
    "i cant breath",
    "fever",
    "39.5",
    "",
    "👍",
    "what is pembrolizumab",
    "nivolumab ipilimumab",
    "my oncologist Dr. García prescribed Keytruda",
    "Maria Rodriguez",
    "is José allowed to visit me in São Paulo",
    "my café au lait spots are itchy",
    "does déjà vu happen with immunotherapy",
    "can i eat jalapeño tacos and crème brûlée",
    "is it ok to travel to Köln by train",
    "immunothrapy sidefects rsah itchng",
    "wat r teh sde efects",
    "asdkjh qwlekj zxmnc",
    "lol ok",
    "aye",
    "naw",
    "ta ra",
    "Also had no sexual desire",
    "my husband Nguyen has a rash",
    "CAR-T cilta-cel vs ide-cel",
    "What does 免疫治疗 mean in English please",
    "yes",
]


@pytest.mark.parametrize(("code", "message"), FOREIGN)
def test_another_language(code: str, message: str, tools: LanguageSafety) -> None:
    assert tools.identify(message) == code


@pytest.mark.parametrize("message", ENGLISH)
def test_english_stays_english(message: str, tools: LanguageSafety) -> None:
    assert tools.identify(message) == "en"


@pytest.mark.parametrize(
    ("message", "codes", "code"),
    [
        ("bukhar 39.5", ["tl", "hi"], "hi"),
        ("febre 39", ["it", "pt"], "pt"),
        ("febbre 39", ["pt", "it"], "it"),
        ("sot 39", ["fr", "vi"], "vi"),
        ("calentura 39", ["pl", "tl", "es"], "es"),
        ("fiebre 39", ["vi"], "vi"),  # nothing else was asked for
    ],
)
def test_the_likeliest_of_some(
    message: str, codes: list[str], code: str, tools: LanguageSafety
) -> None:
    assert tools.identify.likeliest(message, codes) == code
