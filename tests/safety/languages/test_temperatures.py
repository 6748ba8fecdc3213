"""Temperatures as patients of other languages write them."""

from __future__ import annotations

import pytest

from bot.content.language_files import LanguageBook
from bot.safety.languages.plain import plain
from bot.safety.languages.temperatures import find_temperatures, number_classes


@pytest.mark.parametrize(
    ("code", "message", "expected"),
    [
        ("es", "fiebre 39", [(39.0, "fever")]),
        ("es", "38,5 de fiebre", [(38.5, "fever")]),
        ("es", "tengo 38 y medio de temperatura", [(38.5, "fever")]),
        ("es", "37.2 de temperatura", [(37.2, "below")]),
        ("es", "mi temperatura es 101", [(38.3, "fever")]),
        ("es", "anoche tuvo 38.7", [(38.7, "perhaps a fever")]),
        ("es", "tengo 39 años", []),
        ("es", "vivo en la calle 38", []),
        ("es", "mi cita es a las 10:38", []),
        ("de", "39 Grad", [(39.0, "fever")]),
        ("de", "Fieber seit gestern, 38,9", [(38.9, "fever")]),
        ("ru", "38 и 7 температура", [(38.7, "fever")]),
        ("ja", "熱が38度5分あります", [(38.5, "fever")]),
        ("ja", "39度", [(39.0, "fever")]),
        ("ja", "平熱36度8", [(36.8, "below")]),
        ("ko", "열이 39도", [(39.0, "fever")]),
        ("zh", "发烧39度2", [(39.2, "fever")]),
        ("ar", "حرارتي ٣٩", [(39.0, "fever")]),
        ("hi", "१०२ बुखार", [(38.9, "fever")]),
        ("hi", "bukhar 98.6", [(37.0, "below")]),
        ("th", "ไข้ ๓๘.๘", [(38.8, "fever")]),
        ("vi", "sot 39 do", [(39.0, "fever")]),
        ("tr", "atesim 38.6", [(38.6, "fever")]),
        ("pl", "saturacja 84", []),
    ],
)
def test_temperatures(
    code: str, message: str, expected: list[tuple[float, str]], book: LanguageBook
) -> None:
    found = find_temperatures(plain(message), book.languages[code], 38.0)
    assert [(round(one.celsius, 1), one.verdict) for one in found] == expected


def test_the_clinics_threshold_decides(book: LanguageBook) -> None:
    (one,) = find_temperatures("fiebre 38", book.languages["es"], 38.3)
    assert one.verdict == "below"


def test_numbers_are_classed_for_the_detector() -> None:
    classes = list(number_classes("38.6 36.8 39 y 101.2 500"))
    assert classes == ["hot number", "cool number", "hot number", "hot number", "number"]
