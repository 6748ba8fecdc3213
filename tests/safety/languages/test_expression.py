"""Phrases that are no expressions are found by the quick check exactly where compiling fails."""

from __future__ import annotations

import re

import pytest

from bot.safety.languages.phrases import united


@pytest.mark.parametrize("spaced", [True, False])
@pytest.mark.parametrize(
    ("phrase", "is_right"),
    [
        ("desmay*", True),
        ("(muy|) fuerte .. pecho", True),
        ("[ah]{0,9}", True),
        ("desmay(*", False),
        ("adi(os", False),
        ("fuerte)", False),
        ("fiebre{2}{3}", False),
    ],
)
def test_a_phrase_that_cannot_be_compiled_is_found(
    phrase: str, is_right: bool, spaced: bool
) -> None:
    expression = united([phrase], spaced)
    assert expression is not None
    if is_right:
        expression.check()
        expression.search("fiebre")
        return
    for _ in range(2):  # what was tried before is remembered only where it is right
        with pytest.raises(re.error):
            expression.check()
    with pytest.raises(re.error):
        expression.search("fiebre")
