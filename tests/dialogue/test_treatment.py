"""What is remembered of a treatment from message to message."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import pytest

from bot.content.context_files import context_knowledge
from bot.dialogue.reading import read_message
from bot.dialogue.treatment import Phase, TreatmentMemory, remember

TODAY = date(2026, 11, 29)


def after(*texts: str) -> TreatmentMemory:
    memory = TreatmentMemory()
    for text in texts:
        memory = remember(memory, read_message(text, context_knowledge()), TODAY)
    return memory


@pytest.mark.parametrize(
    ("texts", "kind", "drug", "whose"),
    [
        (["I take Keytruda"], "checkpoint_inhibitor", "Keytruda", None),
        (["i take keytruda, what are the side effects"], "checkpoint_inhibitor", "Keytruda", None),
        (["I am on Keytruda", "no, Opdivo"], "checkpoint_inhibitor", "Opdivo", None),
        (["I am on Keytruda", "it's not keytruda, it's epkinly"], "bispecific", "Epkinly", None),
        (["my mum takes imfinzi"], "checkpoint_inhibitor", "Imfinzi", "your mother"),
        (
            ["my mum takes imfinzi", "sorry, i meant tecentriq"],
            "checkpoint_inhibitor",
            "Tecentriq",
            "your mother",
        ),
        (["my mum is on CAR-T", "she gets epkinly"], "bispecific", "Epkinly", "your mother"),
        (["he takes opdivo"], "checkpoint_inhibitor", "Opdivo", "the person you care for"),
        (["I get opdivo and yervoy"], "checkpoint_inhibitor", "Opdivo and Yervoy", None),
        (["how long until keytruda works"], "checkpoint_inhibitor", "Keytruda", None),
        (["my dad gets car-t", "how long until keytruda works"], "car_t", None, "your father"),
        # A kind of treatment that is only asked about is nobody's treatment.
        (["what is car-t"], None, None, None),
        (
            ["I take Keytruda", "and the side effects with car-t?"],
            "checkpoint_inhibitor",
            "Keytruda",
            None,
        ),
        (["can i have CAR-T?"], None, None, None),
        (["i am not on keytruda"], None, None, None),
        (["I take Keytruda", "i don't take keytruda"], None, None, None),
        (["i switched from keytruda to opdivo"], "checkpoint_inhibitor", "Opdivo", None),
        (["hello", "my skin itches"], None, None, None),
        # What is only talked of as possible, and what strangers get, is nobody's treatment.
        (["should i have kymriah instead"], None, None, None),
        (["what if i took opdivo"], None, None, None),
        (["my neighbour had car t, i have a mild rash"], None, None, None),
        (["someone on my ward gets keytruda"], None, None, None),
        (["I take Keytruda", "should i have kymriah"], "checkpoint_inhibitor", "Keytruda", None),
        # A relative's does not replace the patient's own, unless that was a mistake.
        (["I take Keytruda", "my friend had epkinly"], "checkpoint_inhibitor", "Keytruda", None),
        (
            ["I take Keytruda", "no, my mum takes imfinzi"],
            "checkpoint_inhibitor",
            "Imfinzi",
            "your mother",
        ),
        (["my mum takes imfinzi", "I take yescarta"], "car_t", "Yescarta", None),
        (["my wife says i am on keytruda"], "checkpoint_inhibitor", "Keytruda", None),
        (["car-t two years ago, teclistamab now"], "bispecific", "teclistamab", None),
        (["my rash is from keytruda"], "checkpoint_inhibitor", "Keytruda", None),
        # Said beside a question, it counts all the same.
        (["i had car-t on monday, may i dance?"], "car_t", None, None),
        (["how is parking? i get glofitamab now"], "bispecific", "glofitamab", None),
        (["may i dance i had car-t on monday"], "car_t", None, None),
        (["what happens if i get car-t?"], None, None, None),
        (["my next drip, will it be car-t?"], None, None, None),
        # The one's own CAR-T or bispecific stays, whatever is got beside it, or by others.
        (["I get glofitamab", "my aunt is on opdivo"], "bispecific", "glofitamab", None),
        (["I get glofitamab", "earlier on i had avastin"], "bispecific", "glofitamab", None),
        (["I get glofitamab", "i take revlimid too"], "bispecific", "glofitamab", None),
        (
            ["I get glofitamab", "actually before that it was opdivo"],
            "bispecific",
            "glofitamab",
            None,
        ),
        (["I get glofitamab", "got the covid vaccine"], "bispecific", "glofitamab", None),
        (["I get glofitamab", "is nivo the same as that"], "bispecific", "glofitamab", None),
        (["I get glofitamab", "no, avastin"], "antibody", "Avastin", None),
        (
            ["I get glofitamab", "i do not get glofitamab, i get avastin"],
            "antibody",
            "Avastin",
            None,
        ),
        (["I get glofitamab", "i had yescarta last week"], "car_t", "Yescarta", None),
        (["i had car-t two years ago", "i get opdivo"], "checkpoint_inhibitor", "Opdivo", None),
        # A vaccine against an illness is no treatment of cancer.
        (["i had my flu vaccine"], None, None, None),
        (["i get the cancer vaccine"], "vaccine", None, None),
    ],
)
def test_what_is_remembered(
    texts: Sequence[str], kind: str | None, drug: str | None, whose: str | None
) -> None:
    memory = after(*texts)
    assert (memory.kind, memory.drug, memory.whose) == (kind, drug, whose)


@pytest.mark.parametrize(
    ("text", "day", "phase"),
    [
        ("had my car-t infusion 3 days ago", date(2026, 11, 26), "first_days"),
        ("i start keytruda in two weeks", date(2026, 12, 13), "before"),
        ("my last infusion was 4 months ago", date(2026, 8, 1), "weeks"),
        ("my infusion was today", TODAY, "first_days"),
        ("a week ago i had my first infusion", date(2026, 11, 22), "first_days"),
        ("had keytruda 99999999 months ago", date(1977, 8, 18), "weeks"),
        ("I take Keytruda", None, None),
        ("i felt ill yesterday", None, None),
    ],
)
def test_when_the_treatment_is(text: str, day: date | None, phase: Phase | None) -> None:
    memory = after(text)
    assert memory.infusion == day
    assert memory.phase(TODAY, context_knowledge().limits) == phase
