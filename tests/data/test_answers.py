"""The answers: there for every topic, plain, short, with sources and a review date."""

from __future__ import annotations

import datetime
import re
from functools import lru_cache

import pytest
import textstat

from bot.content.faq_files import Response
from bot.content.readability import HIGHEST_GRADE, LONGEST_WORDS, SHORTEST_WORDS
from bot.settings.clinic import load_clinic, read_yaml
from bot.settings.paths import DATA_DIR, DOMAIN_FILE
from tests.data.content import TOPICS, answer_variants, answers

# Answers may name what a clinic sets, and nothing else; the rest would stay in braces.
KNOWN_WORDS = {*load_clinic().words(), "fever_threshold"}
LONGEST_PAYLOAD_BYTES = 64  # Telegram's limit
# Flesch-Kincaid grade of all answers read as one text; HIGHEST_GRADE is that of any one of them.
HIGHEST_POOLED_GRADE = 5.0
# Parentheses and "which means …" over all answers: the plain word needs no explanation.
MOST_GLOSSES = 10
A_PHONE = "555-0100"

VARIANTS = answer_variants()
METADATA = {"sources", "reviewed"}
SIGNED = {"reviewed_by", "signed_text"}
# Statements that no source here settles: what a clinician is to decide before patients read them.
WAITING = {"waiting", "waiting_for"}

# Topics about what a patient may feel: each answer names whom to call.
ABOUT_SYMPTOMS = [
    *(topic for topic in TOPICS if topic.split("/")[0] in {"side_effects", "skin", "crs"}),
    "process/follow_up_after",
    "timing/side_effects_onset",
    "timing/short_term",
    "timing/long_term",
    "timing/how_long_side_effects_last",
]
# Of these, the topics whose symptom has signs that cannot wait: the answer names them.
WITH_RED_FLAGS = {
    "timing/short_term", "timing/long_term",
    "side_effects/overview", "side_effects/immune_related", "side_effects/fatigue",
    "side_effects/flu_like", "side_effects/nausea_diarrhea", "side_effects/blood_counts",
    "side_effects/muscle_joint_pain", "side_effects/hormone_glands",
    "side_effects/low_blood_pressure", "side_effects/allergic_reaction",
    "side_effects/lungs_liver",
    *(topic for topic in TOPICS if topic.startswith("skin/")),
    *(topic for topic in TOPICS if topic.startswith("crs/")),
}  # fmt: skip
# Of the signs of the triage reference that call now, those whose milder kind is a call today
# in the same answer.
CALLED_AT_ONCE = [
    *(
        (topic, sign)
        for topic in ("side_effects/colitis", "side_effects/nausea_diarrhea")
        for sign in ("four or more", "blood", "slime", "black", "belly pain", "at night")
    ),
    ("managing/diarrhea_at_home", "at night"),
]


def placeholders(text: str) -> set[str]:
    return set(re.findall(r"\{(\w+)\}", text))


def as_read(answer: Response) -> str:
    """The answer as a patient reads it, with every word in braces filled in."""
    return re.sub(r"\{\w+\}", A_PHONE, answer.text)


def grade(text: str) -> float:
    return float(textstat.flesch_kincaid_grade(text.replace("\n", " ")))


def variant_id(answer: Response) -> str:
    return f"{answer.name}-{answer.treatment_type or 'general'}"


def of_topics(topics: list[str] | set[str]) -> list[Response]:
    return [answer for answer in VARIANTS if answer.name in topics]


@lru_cache(maxsize=1)
def sources() -> dict[str, dict[str, str]]:
    content = read_yaml(DATA_DIR / "sources.yml")
    assert isinstance(content, dict)
    return content


def test_every_topic_has_an_answer_and_every_answer_a_topic() -> None:
    assert answers().keys() == set(TOPICS)


@pytest.mark.parametrize("answer", VARIANTS, ids=variant_id)
def test_answer_is_complete(answer: Response) -> None:
    words = len(as_read(answer).split())
    assert SHORTEST_WORDS <= words <= LONGEST_WORDS, f"{answer.place}: {words} words"
    unknown = placeholders(answer.text) - KNOWN_WORDS
    assert not unknown, f"{answer.place}: unknown words in braces: {unknown}"
    assert not answer.buttons, f"{answer.place}: answers have no buttons"
    expected = METADATA | ({"title"} if answer.treatment_type is None else set())
    assert answer.metadata.keys() - WAITING - SIGNED == expected, answer.place


@pytest.mark.parametrize("topic", TOPICS)
def test_title_is_a_short_question(topic: str) -> None:
    answer = answers()[topic]
    title = answer.metadata["title"]
    assert title.endswith("?"), f"{answer.place}: {title!r} is no question"
    assert len(title.encode()) <= LONGEST_PAYLOAD_BYTES, f"{answer.place}: {title!r} is too long"


def test_titles_are_unique() -> None:
    first: dict[str, Response] = {}
    for answer in answers().values():
        other = first.setdefault(answer.metadata["title"].casefold(), answer)
        assert other is answer, f"{answer.place}: the title stands at {other.place} too"


def test_variants_follow_the_general_answer_one_for_a_treatment() -> None:
    content = read_yaml(DOMAIN_FILE)
    assert isinstance(content, dict)
    treatments = content["slots"]["treatment_type"]["values"]
    seen: set[tuple[str, str | None]] = set()
    for answer in VARIANTS:
        kind = answer.treatment_type
        assert kind is None or kind in treatments, f"{answer.place}: {kind}"
        assert kind is None or (answer.name, None) in seen, f"{answer.place}: not after the general"
        assert (answer.name, kind) not in seen, f"{answer.place}: a second one for {kind}"
        seen.add((answer.name, kind))


@pytest.mark.parametrize("answer", VARIANTS, ids=variant_id)
def test_sources_and_review_date(answer: Response) -> None:
    named = answer.metadata["sources"]
    assert named, f"{answer.place}: no source"
    assert set(named) <= sources().keys(), f"{answer.place}: {named} are not all in sources.yml"
    assert len(named) == len(set(named)), f"{answer.place}: a source stands twice"
    reviewed = datetime.date.fromisoformat(answer.metadata["reviewed"])
    assert reviewed.year >= 2024, f"{answer.place}: reviewed {reviewed}"


@pytest.mark.parametrize("answer", VARIANTS, ids=variant_id)
def test_a_body_that_patients_can_trust_is_named_first(answer: Response) -> None:
    """Document 000 was written by a language model: never alone. The National Cancer Institute has
    the facts about skin and CRS."""
    named = answer.metadata["sources"]
    assert named != ["000"], f"{answer.place}: document 000 stands alone"
    if "000" in named or answer.name.startswith(("skin/", "crs/")):
        assert any(source.startswith("nci_") for source in named), f"{answer.place}: no NCI page"
    bodies = ["body" in sources()[source] for source in named if source != "red_flags"]
    assert bodies == sorted(bodies, reverse=True), f"{answer.place}: the bodies come first"


@pytest.mark.parametrize("answer", VARIANTS, ids=variant_id)
def test_what_waits_for_a_clinician_says_for_what(answer: Response) -> None:
    waiting, reason = (answer.metadata.get(key) for key in ("waiting", "waiting_for"))
    assert (waiting is None) == (reason is None), f"{answer.place}: {waiting=}, {reason=}"
    assert waiting in {None, True}, f"{answer.place}: {waiting=}"
    assert reason is None or reason.strip(), f"{answer.place}: no reason"


@pytest.mark.parametrize("answer", of_topics(ABOUT_SYMPTOMS), ids=variant_id)
def test_an_answer_about_a_symptom_names_whom_to_call(answer: Response) -> None:
    assert "care_team_phone" in placeholders(answer.text), f"{answer.place}: no {{care_team_phone}}"


@pytest.mark.parametrize("answer", of_topics(WITH_RED_FLAGS), ids=variant_id)
def test_an_answer_about_a_red_flag_says_what_cannot_wait(answer: Response) -> None:
    assert "at once" in answer.text, f"{answer.place}: nothing to call about at once"


@pytest.mark.parametrize(("topic", "sign"), CALLED_AT_ONCE)
def test_an_answer_names_what_the_reference_calls_about_at_once(topic: str, sign: str) -> None:
    for answer in of_topics({topic}):
        assert sign in answer.text.partition("at once")[2], f"{answer.place}: not {sign!r}"


@pytest.mark.parametrize(
    "answer", of_topics({topic for topic in TOPICS if topic.startswith("crs/")}), ids=variant_id
)
def test_every_answer_about_crs_names_the_emergency_number(answer: Response) -> None:
    assert "{emergency_phone}" in answer.text, answer.place


def test_answers_are_plain_language() -> None:
    assert grade(" ".join(map(as_read, VARIANTS))) <= HIGHEST_POOLED_GRADE
    assert grade(" ".join(map(as_read, answers().values()))) <= HIGHEST_POOLED_GRADE


@pytest.mark.parametrize("answer", VARIANTS, ids=variant_id)
def test_no_answer_is_hard_to_read(answer: Response) -> None:
    assert grade(as_read(answer)) <= HIGHEST_GRADE, answer.place


def test_the_plain_word_stands_in_place_of_a_gloss() -> None:
    found = [
        f"{answer.place}: {match[0]}"
        for answer in VARIANTS
        for match in re.finditer(r"\(|\bmeans\b", answer.text)
    ]
    assert len(found) <= MOST_GLOSSES, "\n".join(found)


@pytest.mark.parametrize("answer", VARIANTS, ids=variant_id)
def test_answer_says_nothing_that_only_a_clinician_may(answer: Response) -> None:
    """No doses, no promise of a cure, no advice to stop or change a medicine."""
    found = re.search(
        r"\b\d+ ?(mg|ml|mcg|tablets?)\b|\b(we|it will|will) cure\b|\bguarantee|\bstop taking\b",
        answer.text,
        re.IGNORECASE,
    )
    assert found is None, f"{answer.place}: {found[0] if found else ''!r}"
