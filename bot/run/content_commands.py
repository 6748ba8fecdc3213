"""``python -m bot content …``: what staff do with the answers, without training or a server."""

from __future__ import annotations

import argparse
import datetime
from collections.abc import Callable
from pathlib import Path

from bot.settings.paths import DOCS_DIR, FAQ_DIR, STATE_DIR

Say = Callable[[str], None]


class ContentError(RuntimeError):
    """The content has slips; the message lists each with file, line and how to fix it."""


def add_content_commands(parser: argparse.ArgumentParser, say: Say) -> None:
    """Puts ``check``, ``review``, ``sign`` and ``triage`` under ``content``."""
    commands = parser.add_subparsers(required=True, metavar="command")

    def command(name: str, help_text: str, do: Callable[..., None]) -> argparse.ArgumentParser:
        added = commands.add_parser(name, help=help_text, description=help_text)
        added.set_defaults(do=lambda arguments: do(arguments, say))
        return added

    check_help = "find slips in all files of content (seconds, no training)"
    command("check", check_help, _check)
    command("triage", "write docs/triage.md, for a clinician to sign", _triage)
    review = command("review", "write one printable page with all answers to review", _review)
    review.add_argument("--out", type=Path, default=STATE_DIR / "review.html", metavar="FILE")
    signing = command("sign", "sign the answers to topics, after reading them", _sign)
    signing.add_argument("topics", nargs="+", metavar="TOPIC", help="such as skin/self_care")
    signing.add_argument("--by", required=True, metavar="NAME", help="who reviewed them")
    signing.add_argument(
        "--settled", action="store_true", help="a clinician decided what was marked as waiting"
    )


def refuse_slips() -> None:
    """Raises ContentError if the content has slips; to be called before it is used."""
    from bot.content.full_check import slips_of_all_content  # noqa: PLC0415

    slips = slips_of_all_content()
    if slips:
        listed = "\n".join(slips)
        raise ContentError(f"{listed}\n{_count(len(slips), 'slip')} in the content.")


def unsigned_line() -> str | None:
    """How many answers nobody of the clinic has signed; None where all are signed."""
    from bot.content.faq_files import (  # noqa: PLC0415
        changed_since_signed,
        read_answers,
        unsigned_topics,
    )

    answers = read_answers()
    unsigned = unsigned_topics(answers)
    if not unsigned:
        return None
    total = len({answer.name for answer in answers})
    changed = changed_since_signed(answers)
    since = f" Changed since they were signed: {', '.join(changed)}." if changed else ""
    return (
        f"{len(unsigned)} of {total} answers are not signed by your clinic yet.{since} "
        "To read and sign them: .venv/bin/python -m bot content review"
    )


def _check(_: argparse.Namespace, say: Say) -> None:
    refuse_slips()
    say("The content is in order.")
    say(unsigned_line() or "All answers are signed.")


def _triage(_: argparse.Namespace, say: Say) -> None:
    from bot.content.triage import triage_knowledge  # noqa: PLC0415
    from bot.content.triage_page import page  # noqa: PLC0415

    file = DOCS_DIR / "triage.md"
    file.write_text(page(triage_knowledge()), encoding="utf-8")
    say(f"Written: {file}")


def _review(arguments: argparse.Namespace, say: Say) -> None:
    from bot.content.faq_files import read_answers  # noqa: PLC0415
    from bot.content.review import review_page  # noqa: PLC0415
    from bot.settings.clinic import load_clinic  # noqa: PLC0415

    refuse_slips()
    page = review_page(read_answers(), load_clinic(), datetime.date.today())
    arguments.out.parent.mkdir(parents=True, exist_ok=True)
    arguments.out.write_text(page, encoding="utf-8")
    say(f"Written: {arguments.out}. Open it in a browser and print it, on paper or as PDF.")


def _sign(arguments: argparse.Namespace, say: Say) -> None:
    from bot.content.locking import locked  # noqa: PLC0415
    from bot.content.signing import sign  # noqa: PLC0415

    refuse_slips()
    try:
        with locked(FAQ_DIR):
            waiting = sign(arguments.topics, arguments.by, datetime.date.today(), arguments.settled)
    except ValueError as error:
        raise ContentError(str(error)) from None
    say(f"Signed by {arguments.by}: {', '.join(arguments.topics)}.")
    if waiting:
        say(
            f"Still marked as waiting for a clinician's decision: {', '.join(waiting)}. "
            "If it is decided, sign with --settled."
        )


def _count(number: int, word: str) -> str:
    return f"{number} {word}{'' if number == 1 else 's'}"
