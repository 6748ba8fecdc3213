"""The short cuts of phrases."""

from __future__ import annotations

import pytest

from bot.safety.languages.phrases import united
from bot.safety.languages.plain import plain


@pytest.mark.parametrize(
    ("phrase", "spaced", "message", "is_found"),
    [
        ("no puedo respirar", True, "hola no puedo respirar", True),
        ("no puedo respirar", True, "no puedo respirarlo", False),
        ("desmay*", True, "me desmayé ayer", True),
        ("dolor .. pecho", True, "dolor muy fuerte del pecho", True),
        ("dolor .. pecho", True, "dolor pecho", True),
        ("dolor .. pecho", True, "dolor que no para nunca en el pecho", False),
        ("weiss (ich|) nicht", True, "weiss nicht", True),
        ("weiss (ich|) nicht", True, "weiss ich nicht", True),
        ("weiss (ich|) nicht", True, "weissnicht", False),
        ("نزيف", True, "والنزيف ما وقف", True),
        ("बुखार", True, "बुखारी साहब", False),
        ("胸 痛", False, "胸がすごく痛い", True),
        ("胸 痛", False, "胸。頭が痛い", False),
        ("죽고 ?싶", False, "죽고싶다", True),
        ("죽고 ?싶", False, "죽고 싶다", True),
    ],
)
def test_phrase(phrase: str, spaced: bool, message: str, is_found: bool) -> None:
    expression = united([phrase], spaced)
    assert expression is not None
    assert (expression.search(plain(message)) is not None) == is_found


def test_no_phrases_are_no_expression() -> None:
    assert united([], spaced=True) is None
