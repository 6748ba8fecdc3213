"""One plain spelling for what phones write in many ways."""

from __future__ import annotations

import pytest

from bot.safety.languages.plain import LONGEST_READ, plain


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("No puedo RESPIRAR", "no puedo respirar"),
        ("Fièvre à 39,5", "fievre a 39,5"),
        ("muuucho  dolor\n aquí", "mucho dolor aqui"),
        ("Ateşim ÇOK yüksek, ağrıyor", "atesim cok yuksek, agriyor"),
        ("İYİ DEĞİLİM", "iyi degilim"),
        ("boli mnie głowa", "boli mnie glowa"),
        ("khó thở, đau ngực", "kho tho, dau nguc"),
        ("Ich weiß nicht", "ich weiss nicht"),
        ("حرارتي ٣٨٫٥", "حرارتي 38.5"),
        ("أنا إلى المستشفى", "انا الي المستشفي"),
        ("१०२ बुखार", "102 बुखार"),
        ("वैद्य", "वैद्य"),
        ("ไข้ ๓๘.๘", "ไข้ 38.8"),
        ("３９度", "39度"),
        ("숨이 안 쉬어져", "숨이 안 쉬어져"),
        ("Ёлка йод", "елка иод"),
        ("\u200bzero\u200bwidth", "zerowidth"),
        ("", ""),
    ],
)
def test_plain(written: str, expected: str) -> None:
    assert plain(written) == expected


def test_a_long_message_keeps_its_start_and_its_end() -> None:
    read = plain("inicio " + "x " * 5 * LONGEST_READ + "final")
    assert read.startswith("inicio")
    assert read.endswith("final")
    assert len(read) <= LONGEST_READ + 1
