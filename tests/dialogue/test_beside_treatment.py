"""What is told beside a treatment: message → what is left of it."""

from __future__ import annotations

import pytest

from bot.content.context_files import context_knowledge
from bot.dialogue.beside_treatment import reported_beside_treatment


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("my wife had her first teclistamab on thursday and her joints ache", "her joints ache"),
        ("I had Keytruda on Monday, now my joints ache", "my joints ache"),
        ("my joints ache. i had keytruda on monday", "my joints ache."),
        ("he got epcoritamab yesterday but he has a stuffy nose", "he has a stuffy nose"),
        ("she is on tarlatamab. 37.4 and tired", "37.4 and tired"),
        # A treatment that is over: what is felt now is told apart from it.
        ("my last opdivo was in may and my joints ache", "my joints ache"),
        ("i came off keytruda in spring, now my joints ache", "my joints ache"),
        ("immunotherapy ended last summer. my joints ache", "my joints ache"),
        ("i stopped it because of my joints, now what", None),
        ("should i stop keytruda, my joints ache", None),
        ("i finished my soup, my joints ache", None),
        # Nothing else is told, or no treatment.
        ("my wife had her first teclistamab on thursday", None),
        ("i take keytruda and opdivo", None),
        ("hang on no it's Opdivo, keep mixing em up", None),
        ("my joints ache and i am tired", None),
        ("had keytruda, fine", None),
        # A clause that tells more than the treatment is kept.
        ("what if i get keytruda and my joints ache", None),
        ("since my keytruda my joints ache", None),
        ("i had keytruda on monday and my joints ache. " + "it was a nice day. " * 20, None),
    ],
)
def test_what_is_left(text: str, left: str | None) -> None:
    found = reported_beside_treatment(text, context_knowledge())
    assert (found.strip() if found else None) == left
    assert found is None or len(found) == len(text)
