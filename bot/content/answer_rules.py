"""What an answer to a topic must be: its text, its numbers, its sources, its date of review."""

from __future__ import annotations

import datetime
import re
from collections.abc import Collection, Iterator

from bot.content.faq_files import Place, Response
from bot.content.readability import Readability, length_problem

# What an answer may name in braces: the words of clinic.yml, and the threshold in both units.
PLACEHOLDERS = frozenset(
    {
        "clinic_name", "care_team_phone", "care_team_hours", "emergency_phone", "crisis_name",
        "crisis_phone", "fever_threshold", "conversations_days",
    }
)  # fmt: skip
_METADATA = {
    "title", "sources", "reviewed", "reviewed_by", "signed_text", "waiting", "waiting_for",
}  # fmt: skip
# Answers about what a patient may feel: each names whom to call.
_ABOUT_SYMPTOMS = ("side_effects/", "skin/", "crs/")
_LONG_NUMBER = re.compile(r"(?<![\w/])\+?\(?\d[\d() ./-]{5,}\d(?!\w)")
_SHORT_NUMBER = re.compile(r"(?<![\w.,/-])(?:911|988|999|112|000|111|116 ?1\d\d)(?![\w/-]|[.,]\d)")
_YEARS = re.compile(r"(?:19|20)\d\d ?[-/] ?(?:19|20)\d\d")
_FEWEST_DIGITS = 7
_A_DATE = 'Write it so: reviewed: "2026-11-28".'

# A slip: its line where that is known, what is wrong, and how to fix it.
Slip = tuple[int | None, str, str]


def answer_slips(
    answer: Response, sources: Collection[str], today: datetime.date
) -> Iterator[Slip]:
    """All slips of one answer."""
    yield from _text_slips(answer)
    yield from _number_slips(answer)
    named = answer.metadata.get("sources") or []
    if not named:
        help_text = "Add to its metadata: sources: [nci_skin], keys of sources.yml."
        yield None, "no source is named", help_text
    for key in named:
        if key not in sources:
            help_text = "Correct the key (numbers stand in quotes), or add the page to sources.yml."
            yield _line_of(answer, str(key)), f"the source {key!r} is not in sources.yml", help_text
    for key in sorted(answer.metadata.keys() - _METADATA):
        yield None, f"the metadata has {key!r}", f"Known are: {', '.join(sorted(_METADATA))}."
    yield from _date_slips(answer, today)
    if bool(answer.metadata.get("waiting")) != bool(answer.metadata.get("waiting_for")):
        what = "`waiting: true` and `waiting_for:` stand only together"
        yield None, what, "Add the one that lacks."


def date_slip(written: object, today: datetime.date) -> str | None:
    """What is wrong with a date; None: nothing."""
    try:
        date = datetime.date.fromisoformat(str(written))
    except ValueError:
        return "is no date"
    return "lies in the future" if date > today else None


def _text_slips(answer: Response) -> Iterator[Slip]:
    if not answer.text.strip():
        yield None, "there is no text", "Write it below `- text: |-`, further in."
        return
    unknown = sorted(set(re.findall(r"\{([^{}]*)\}", answer.text)) - PLACEHOLDERS)
    for word in unknown:
        help_text = f"Known are: {', '.join(sorted(PLACEHOLDERS))}."
        yield (
            _line_of(answer, "{" + word + "}"),
            f"{{{word}}} would stay in braces",
            help_text,
        )
    length = length_problem(Readability.of(answer.text))
    if length:
        yield None, length, "Say what helps, and when to call; leave out what other topics say."
    names_whom = "{care_team_phone}" in answer.text or bool(unknown)
    if answer.name.startswith(_ABOUT_SYMPTOMS) and not names_whom:
        what = "it is about a symptom and does not say whom to call"
        yield None, what, "Add when to call, with {care_team_phone}."


def _number_slips(answer: Response) -> Iterator[Slip]:
    """A number typed into an answer stays when the clinic's own changes, and other clinics have
    another."""
    long = [found[0] for found in _LONG_NUMBER.finditer(answer.text)]
    phones = [
        one
        for one in long
        if sum(map(str.isdigit, one)) >= _FEWEST_DIGITS and not _YEARS.fullmatch(one)
    ]
    short = [found[0] for found in _SHORT_NUMBER.finditer(answer.text)]
    for number in dict.fromkeys([*phones, *short]):
        yield (
            _line_of(answer, number),
            f"the phone number {number} is typed in",
            "Write {care_team_phone}, {emergency_phone} or {crisis_phone}: clinic.yml has the "
            "numbers.",
        )


def _date_slips(answer: Response, today: datetime.date) -> Iterator[Slip]:
    written = answer.metadata.get("reviewed")
    if written is None:
        yield None, "the date of the last check is missing", _A_DATE
        return
    slip = date_slip(written, today)
    if slip == "is no date":
        line = _line_of(answer, str(written))
        yield line, f"the date of the last check, {written}, is in another form", _A_DATE
    elif slip:
        line = _line_of(answer, str(written))
        what = f"the date of the last check, {written}, {slip}"
        yield line, what, "Write the day on which somebody compared it with its sources."


def _line_of(answer: Response, words: str) -> int | None:
    """The first line from the answer's own on that has these words."""
    place: Place = answer.place
    lines = place.path.read_text(encoding="utf-8").splitlines()
    for number, line in enumerate(lines[place.line - 1 :], start=place.line):
        if words in line:
            return number
    return None
