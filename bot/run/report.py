"""``python -m bot report``: what happened, in the terminal, as JSON, or its questions as CSV."""

from __future__ import annotations

import argparse
import csv
import io
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from datetime import timedelta

from sqlalchemy.exc import SQLAlchemyError

from bot.content.faq_files import button_titles, read_answers, unsigned_topics
from bot.run.content_commands import unsigned_line
from bot.run.processes import StartError
from bot.store.database import utc_now
from bot.store.report import Asked, Report, Times, report_since

_MOST_SHOWN = 20


def report(arguments: argparse.Namespace) -> str:
    """What the command prints. Raises StartError where the records cannot be read."""
    try:
        found = report_since(utc_now() - timedelta(days=arguments.days), button_titles())
    except (SQLAlchemyError, OSError) as error:
        raise StartError(f"The records cannot be read now ({type(error).__name__}).") from None
    if arguments.unanswered_csv:
        return as_csv(found.unanswered)
    if arguments.json:
        return as_json(found)
    return as_text(found, arguments.days)


def as_json(found: Report) -> str:
    answers = read_answers()
    whole = {
        **asdict(found),
        "topics": len({answer.name for answer in answers}),
        "unsigned": len(unsigned_topics(answers)),
    }
    return json.dumps(whole, ensure_ascii=False, indent=2, default=lambda value: value.isoformat())


def as_csv(questions: Sequence[Asked]) -> str:
    """One row a question, with a header. A cell never begins like a formula of a spreadsheet."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(["times", "last asked (UTC)", "channels", "question", "topics offered"])
    for asked in questions:
        cells = [" ".join(asked.channels), _plain_cell(asked.text), " ".join(asked.offered)]
        writer.writerow([asked.times, f"{asked.last:%Y-%m-%d %H:%M}", *cells])
    return text.getvalue().rstrip("\n")


def _plain_cell(text: str) -> str:
    return f"'{text}" if text.startswith(("=", "+", "-", "@", "\t", "\r")) else text


def as_text(found: Report, days: int) -> str:
    return "\n".join(_lines(found, days))


def _lines(found: Report, days: int) -> Iterator[str]:
    yield f"Since {found.since:%B} {found.since.day}, {found.since.year} ({days} days, UTC)"
    yield ""
    yield f"Turns: {found.turns.count} in {found.conversations} conversations"
    if found.turns.count:
        yield f"  time to answer (median, longest): {_waited(found.turns)}"
    yield from _counts("  by kind", found.kinds)
    yield from _counts("  by channel", found.channels)
    yield ""
    flags = sum(times.count for times in found.tiers.values())
    yield f"Red flags: {flags} (what is only said once more is a turn, and no new red flag)"
    yield from _times("  by tier", found.tiers)
    yield from _times("  by symptom", found.symptoms)
    yield ""
    yield f"Unanswered questions (masked): {sum(asked.times for asked in found.unanswered)}"
    yield from map(_question, found.unanswered[:_MOST_SHOWN])
    if len(found.unanswered) > _MOST_SHOWN:
        yield f"  … and {len(found.unanswered) - _MOST_SHOWN} more: --unanswered-csv"
    yield ""
    yield f"Feedback: {sum(v.helpful + v.unhelpful for v in found.feedback.values())}"
    for topic, votes in found.feedback.items():
        yield f"  {topic}: {votes.helpful} helpful, {votes.unhelpful} not"
    yield ""
    yield unsigned_line() or "All answers are signed."


def _counts(title: str, counts: Mapping[str, int]) -> Iterator[str]:
    if counts:
        yield f"{title}: {', '.join(f'{_words(name)} {count}' for name, count in counts.items())}"


def _times(title: str, times: Mapping[str, Times]) -> Iterator[str]:
    if times:
        yield f"{title} (first words: median, longest)"
    for name, waited in times.items():
        yield f"    {_words(name)}: {waited.count}  ({_waited(waited)})"


def _words(name: str) -> str:
    return name.replace("_", " ")


def _waited(times: Times) -> str:
    if times.median is None or times.longest is None:
        return "not measured"
    return f"{times.median / 1000:.2f} s, {times.longest / 1000:.2f} s"


def _question(asked: Asked) -> str:
    near = f"  [{', '.join(asked.offered)}]" if asked.offered else ""
    return f"  {asked.times}×  {asked.text}{near}"
