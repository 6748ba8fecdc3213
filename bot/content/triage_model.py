"""The recogniser of symptom reports: its examples read, trained, saved and loaded."""

from __future__ import annotations

import logging
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, cast

import numpy as np

from bot.content.context_files import context_knowledge
from bot.content.faq_files import button_titles
from bot.content.learned_files import arrays_of, learned_from
from bot.content.loaded import Folders, Loaded
from bot.content.red_flag_files import red_flag_knowledge
from bot.content.triage import TriageDataError, load_triage, triage_knowledge
from bot.dialogue.recogniser import NO_SYMPTOM, LearnedReports, Recogniser
from bot.dialogue.reports import MOOD, Reader
from bot.dialogue.said import norms_of
from bot.dialogue.third_person import told_by_somebody_else
from bot.dialogue.triage_knowledge import ACTIONS, TriageKnowledge
from bot.dialogue.triage_levels import Rules
from bot.encoders.array_files import save_arrays
from bot.safety.assess import assess
from bot.safety.detector.draws import key_of, one_in, random_of
from bot.safety.detector.lines import REPORTS, UNNAMED, Label, Line
from bot.safety.finding import Assessment
from bot.settings.clinic import clinic
from bot.settings.paths import RED_FLAG_DIR, REPORT_MODEL_FILE, TRIAGE_DIR

if TYPE_CHECKING:
    from bot.dialogue.recogniser_training import Example

logger = logging.getLogger(__name__)

EXAMPLE_ACTIONS = (*ACTIONS, "ask", "none")
# Harmless lines of these kinds report nothing; those that are "mild" do.
KINDS_WITHOUT_REPORT = frozenset(
    {
        "question", "hypothetical", "negated", "past", "other_people", "figurative", "ordinary",
        "resolved", "numbers", "below_threshold",
    }
)  # fmt: skip
# One in so many of the harmless lines, the questions of the FAQ and the red flags is learned from.
HARMLESS_ONE_IN, ORDINARY_ONE_IN, RED_FLAG_ONE_IN = 4, 6, 2
# One in so many reports of the writer's own, of so many words at most, is learned from as a
# relative tells it, too: in a longer one the words beside "she" decide.
THIRD_PERSON_ONE_IN, THIRD_PERSON_WORDS = 2, 14


def _heard_by_safety(text: str) -> Assessment:
    # Its encoders need ONNX, which a check of content does not have; and it reads these files, too.
    from bot.content.red_flags import safety_settings  # noqa: PLC0415

    return assess(text, safety_settings())


def _reader_of_this_clinic(_: Folders) -> Reader:
    rules = Rules(triage_knowledge(), clinic().safety.fever_threshold_celsius)
    recogniser = load_recogniser(REPORT_MODEL_FILE)
    titles, cues = frozenset(button_titles()), red_flag_knowledge().cues
    return Reader(
        rules,
        cues,
        recogniser,
        titles,
        context_knowledge(),
        hears=_heard_by_safety,
    )


# What reads reports of symptoms, with this clinic's fever threshold.
triage_reader = Loaded(_reader_of_this_clinic)


def load_recogniser(file: Path) -> Recogniser | None:
    """The trained recogniser, or None with a logged warning when it cannot be used."""
    # The encoders are heavy, and not needed for phrases alone.
    from bot.encoders.united import UnitedEncoder  # noqa: PLC0415

    try:
        return Recogniser(_read_learned(file), UnitedEncoder.load().encode)
    except (OSError, KeyError, ValueError, RuntimeError, zipfile.BadZipFile) as problem:
        logger.warning(
            "symptom reports %s: %s. Run: make train. Phrases alone.", file, type(problem).__name__
        )
        return None


def train_and_save_recogniser(out_file: Path = REPORT_MODEL_FILE) -> None:
    """Trains on the examples of bot/data/triage; the file appears whole or not at all."""
    # Only training needs scikit-learn.
    from bot.dialogue.recogniser_training import train_recogniser  # noqa: PLC0415
    from bot.encoders.united import UnitedEncoder  # noqa: PLC0415

    knowledge, encoder = load_triage(TRIAGE_DIR), UnitedEncoder.load()
    learned = train_recogniser(
        training_examples(knowledge),
        lambda text: norms_of(text, knowledge),
        encoder.encode_many,
        encoder.widths,
    )
    save_arrays(out_file, arrays_of(learned))


def training_examples(knowledge: TriageKnowledge) -> list[Example]:
    """Reports of bot/data/triage/examples, red flags, and messages that report nothing."""
    from bot.content.red_flag_files import (  # noqa: PLC0415
        ORDINARY_FOLDERS,
        read_lines,
        read_ordinary_messages,
    )
    from bot.dialogue.recogniser_training import (  # noqa: PLC0415
        WEIGHT_OF_A_RED_FLAG,
        WEIGHT_OF_A_REPORT,
        Example,
    )

    examples = [
        Example(symptom, action, text, WEIGHT_OF_A_REPORT, is_triaged=symptom != NO_SYMPTOM)
        for symptom, action, text in read_examples(TRIAGE_DIR / "examples", knowledge)
    ]
    examples += _told_by_somebody_else(examples, knowledge)
    lines = read_lines(RED_FLAG_DIR / "examples")
    harmless = [one for one in lines if one.label == "none" and one.kind in KINDS_WITHOUT_REPORT]
    ordinary = read_ordinary_messages([RED_FLAG_DIR.parent / name for name in ORDINARY_FOLDERS])
    texts = one_in(HARMLESS_ONE_IN, [one.message for one in harmless], str, "reports")
    texts += one_in(ORDINARY_ONE_IN, ordinary, str, "reports")
    examples += [Example(NO_SYMPTOM, "none", text) for text in texts]
    relations = knowledge.relations
    red_flags = [one for one in lines if one.is_urgent and one.kind in relations.learned_as]
    return examples + [
        Example(
            min(relations.learned_as[line.kind]),
            line.label if line.label == "emergency" or line.kind in relations.always_red else "",
            line.message,
            WEIGHT_OF_A_RED_FLAG,
        )
        for line in one_in(RED_FLAG_ONE_IN, red_flags, lambda line: line.message, "reports")
    ]


def _told_by_somebody_else(
    examples: Sequence[Example], knowledge: TriageKnowledge
) -> Iterator[Example]:
    """Some of the examples once more, as a relative tells them; not of low mood, or "my son
    wonders" would sound of it."""
    english = knowledge.english
    others = english.persons - english.the_writer - english.writer_alone
    short = [
        one
        for one in examples
        if one.symptom != MOOD and len(one.text.split()) <= THIRD_PERSON_WORDS
    ]
    for one in one_in(THIRD_PERSON_ONE_IN, short, lambda one: one.text, "relative"):
        told = told_by_somebody_else(one.text, others, random_of(one.text, "relative"))
        if told is not None:
            yield replace(one, text=told)


def read_examples(folder: Path, knowledge: TriageKnowledge) -> list[tuple[str, str, str]]:
    """The example lines (symptom, action as it stands, text) of all files in a folder.

    Raises:
        TriageDataError: if a line is not written so.
    """
    rows: list[tuple[str, str, str]] = []
    symptoms = {*knowledge.symptoms, NO_SYMPTOM}
    for file in sorted(folder.glob("*.tsv")):
        for number, row in enumerate(file.read_text(encoding="utf-8").splitlines(), start=1):
            parts = row.split("\t")
            known = len(parts) == 3 and parts[0] in symptoms
            if not known or parts[1] not in EXAMPLE_ACTIONS or not parts[2].strip():
                raise TriageDataError(
                    f"{file}, line {number}: write symptom, action and text with a tab between; "
                    f"the action is one of {', '.join(EXAMPLE_ACTIONS)}"
                )
            rows.append((parts[0], parts[1], parts[2]))
    return rows


def lines_of_reports(examples: Iterable[tuple[str, str, str]]) -> list[Line]:
    """Two in three examples as lines of the red-flag detector: red reports are urgent, those that
    can wait are not. What must be asked about is neither; low mood is left out, beside which
    thoughts of suicide would be missed. With all of them it errs as often, and takes half as long
    again to train."""
    lines = []
    for symptom, action, text in examples:
        if symptom == MOOD or action == "ask":
            continue
        if action in ("emergency", "call_now"):
            lines.append(Line(cast(Label, action), UNNAMED, text, REPORTS))
        else:
            lines.append(Line("none", "ordinary" if action == "none" else "mild", text, REPORTS))
    return [line for line in lines if key_of(line.message, "detector") % 3]


def _read_learned(file: Path) -> LearnedReports:
    with np.load(file, allow_pickle=False) as arrays:
        return learned_from(arrays, LearnedReports)
