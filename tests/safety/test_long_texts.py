"""bot/safety/long_texts.py: a red flag in the middle of a very long message is heard."""

from __future__ import annotations

import pytest

from bot.channels.judging import Judge
from bot.content.red_flags import safety_settings
from bot.safety.long_texts import has_unread_middle, pieces, urgent_piece
from bot.safety.rules.tokens import LONGEST_READ

TALK = (
    "My husband and I planted tomatoes this spring, and now the whole kitchen is full of them. "
    "Our neighbour Ann came over on Sunday with a cake, which was very kind of her. "
    "The drive to the hospital takes us forty minutes, so we always leave early and find a place "
    "near the door. The nurse at the desk knows us by name and asks about our dog every time. "
    "I read two novels this month, one about a lighthouse and one about a bakery in Lisbon. "
    "On Thursdays I sing in the choir, and we are practising for the winter concert. "
    "My granddaughter started school and has learned to write her name on everything she owns. "
    "The doctor explained how the treatment works, and drew a little picture of the cells for me. "
    "I keep a folder with all the papers, sorted by date, because I like to have things in order. "
    "We hope to travel to the coast next summer and stay in the small hotel with the blue doors. "
    "My brother phones every evening, and we talk about football and the weather. "
    "The new shop in our street sells good bread, and the owner is always cheerful. "
    "Last week I repaired the old clock in the hall, and it keeps the time again. "
    "Cooking is something I enjoy, mostly soups, and my family says that the pumpkin one is best. "
    "The garden looks lovely in the mornings, when the light comes through the apple trees. "
    "At the library they let me take ten books at once, which is more than I can carry. "
    "We had visitors from Canada, who stayed for five days and showed us many photographs. "
    "Our son is building a shed for his tools, and has asked his father to help him paint it. "
    "The bus timetable has changed, so I wrote the new times on a card beside the telephone. "
    "In the evenings we play cards, and I have to admit that I win more often than he does. "
)
HALF = TALK + TALK[: TALK.index("I keep a folder")]
CALM = TALK * 2


def around(text: str, before: str = HALF, after: str = HALF) -> str:
    return f"{before} {text} {after}"


@pytest.mark.parametrize(
    ("text", "is_emergency"),
    [
        ("I cannot breathe and my lips are blue.", True),
        ("I want to kill myself.", True),
        ("My temperature is 38.4.", False),
    ],
)
async def test_a_red_flag_in_the_middle_is_urgent(text: str, is_emergency: bool) -> None:
    judge = Judge(safety_settings())
    long = around(text)
    assert LONGEST_READ < len(long) < 5_000
    for whole in (long, around(text, TALK * 16, TALK * 14)):
        judged = await judge.judge(whole)
        assert judged.outcome == "urgent"
        assert (judged.emergency or judged.crisis) is is_emergency
    judge.close()


@pytest.mark.parametrize(
    "text",
    [
        "",
        "I have no trouble breathing, and no fever.",
        "My grandson is eight and likes football.",
        "Is a fever of 39.6 dangerous?",
    ],
)
async def test_a_calm_middle_is_not(text: str) -> None:
    judge = Judge(safety_settings())
    assert (await judge.judge(around(text))).outcome != "urgent"
    judge.close()


def test_the_gravest_piece_counts() -> None:
    text = around(f"My temperature is 38.4. {HALF} I cannot breathe and my lips are blue.")
    judged = urgent_piece(text, safety_settings())
    assert judged is not None
    assert judged.emergency


@pytest.mark.parametrize(
    ("length", "language", "is_unread"),
    [
        (LONGEST_READ, "en", False),
        (LONGEST_READ + 1, "en", True),
        (1_200, "es", False),
        (1_201, "es", True),
    ],
)
def test_what_was_read_whole_is_not_read_again(length: int, language: str, is_unread: bool) -> None:
    assert has_unread_middle("x" * length, language) is is_unread


NUMBERS = range(1_000)


@pytest.mark.parametrize("between", ["", " ", ". ", "\n", "。", " and then "])
def test_pieces_cover_all_of_a_text(between: str) -> None:
    text = between.join(f"{number:05}x" for number in NUMBERS)
    found = list(pieces(text))
    assert all(len(piece) <= 1_000 for piece in found)
    assert len(found) <= len(text) // 700 + 1, "they overlap a little"
    places = [text.index(piece) for piece in found]
    ends = [place + len(piece) for place, piece in zip(places, found, strict=True)]
    assert places[0] == 0
    assert ends[-1] == len(text)
    for end, place in zip(ends, places[1:], strict=False):
        assert not text[end:place].strip(), "nothing is left out"


def test_pieces_begin_with_sentences() -> None:
    starts = {sentence[:12] for sentence in TALK.strip().split(". ")}
    assert {piece[:12] for piece in pieces(CALM)} <= starts
    assert list(pieces("")) == []
