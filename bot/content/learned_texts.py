"""The texts that detector, recogniser of symptom reports and topic classifier learn from."""

from __future__ import annotations

from bot.content.red_flag_files import ORDINARY_FOLDERS, read_lines, read_ordinary_messages
from bot.content.red_flags import project_encoder
from bot.content.triage import load_triage
from bot.content.triage_model import read_examples
from bot.settings.paths import DATA_DIR, RED_FLAG_DIR, TRIAGE_DIR


def encode_what_is_learned() -> None:
    """Encodes them, so that several processes can learn at the same time from the same vectors.

    What each makes of a text besides, such as a copy with typing errors, it encodes itself.
    """
    lines = read_lines(RED_FLAG_DIR / "examples")
    reports = read_examples(TRIAGE_DIR / "examples", load_triage(TRIAGE_DIR))
    ordinary = read_ordinary_messages([DATA_DIR / name for name in ORDINARY_FOLDERS])
    project_encoder().keep(
        [
            *(line.message for line in lines),
            *(text for _, _, text in reports),
            *ordinary,
        ]
    )
