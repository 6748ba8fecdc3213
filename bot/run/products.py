"""What is trained, what each is made from, and whether that has changed."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from bot.content import registry
from bot.content.registry import Part
from bot.run.fingerprints import what_is_learned
from bot.settings.paths import (
    CONFIG_FILE,
    DETECTOR_FILE,
    DOMAIN_FILE,
    LANGUAGES_FILE,
    MODELS_DIR,
    REPORT_MODEL_FILE,
    ROOT,
    SPACY_DIR,
)

MODEL_NAME = "assistant"


def model_file() -> Path:
    """The Rasa model that the assistant runs on."""
    return MODELS_DIR / f"{MODEL_NAME}.tar.gz"


def stamp_of(file: Path) -> Path:
    """The file beside a trained one that says what it was made from, and its own content."""
    return file.with_name(file.name + ".made-from")


def model_id() -> str:
    """A short name of the trained model, which another training changes; empty without one."""
    try:
        return hashlib.sha256(stamp_of(model_file()).read_bytes()).hexdigest()[:16]
    except OSError:
        return ""


def product_files() -> tuple[Path, ...]:
    """All that is trained; one training may make several of them."""
    return DETECTOR_FILE, LANGUAGES_FILE, REPORT_MODEL_FILE, model_file()


def product_folders() -> tuple[Path, ...]:
    """What is made beside the model and goes with it."""
    return (SPACY_DIR,)


@dataclass(frozen=True)
class Product:
    """Something trained, what it is made from, and what it needs beside it."""

    file: Path
    made_from: tuple[Path, ...]
    needs: tuple[Path, ...] = ()

    @property
    def stamp(self) -> Path:
        return stamp_of(self.file)

    def fingerprint(self) -> str:
        digest = hashlib.sha256()
        for path in sorted(self._inputs()):
            digest.update(path.relative_to(ROOT).as_posix().encode())
            digest.update(hashlib.sha256(what_is_learned(path)).digest())
        return digest.hexdigest()

    def _inputs(self) -> Iterator[Path]:
        for path in self.made_from:
            if path.is_file():
                yield path
            else:
                yield from (
                    p for p in path.rglob("*") if p.suffix in {".py", ".yml", ".tsv", ".txt"}
                )

    def is_fresh(self) -> bool:
        return (
            self.file.exists()
            and self.stamp.exists()
            and all(path.exists() for path in self.needs)
            and self.stamp.read_text(encoding="ascii", errors="replace") == self.stamp_text()
        )

    def stamp_text(self) -> str:
        """What the stamp says beside a whole product: what it was made from, and its own content,
        so that a file that was cut is made anew."""
        return f"{self.fingerprint()}\n{hashlib.sha256(self.file.read_bytes()).hexdigest()}\n"


_ALWAYS = (
    ROOT / "requirements.lock",
    ROOT / "bot" / "nlu",
    ROOT / "bot" / "encoders",
    Path(__file__),
    Path(__file__).with_name("training.py"),
)
# Ordinary messages, which must not alarm and report nothing.
_ORDINARY = (registry.FAQ, registry.CONVERSATION)
_RED_FLAGS = (registry.RED_FLAGS, registry.RED_FLAG_EXAMPLES)


def _files(*parts: Part) -> Iterator[Path]:
    """The files of parts of the content; one that stands in two of them comes once."""
    return iter(dict.fromkeys(path for part in parts for path in part.paths()))


def detector() -> Product:
    return Product(
        DETECTOR_FILE,
        (
            *_ALWAYS,
            *_files(*_RED_FLAGS, *_ORDINARY, registry.TRIAGE_EXAMPLES),
            ROOT / "bot" / "safety",
            ROOT / "bot" / "content" / "learned_files.py",
            ROOT / "bot" / "content" / "red_flags.py",
            ROOT / "bot" / "content" / "red_flag_files.py",
            ROOT / "bot" / "content" / "triage_model.py",
        ),
    )


def languages() -> Product:
    return Product(
        LANGUAGES_FILE,
        (
            *detector().made_from,
            *_files(registry.LANGUAGES, registry.LANGUAGE_EXAMPLES, registry.VOCABULARY),
            ROOT / "bot" / "content" / "language_files.py",
            ROOT / "bot" / "content" / "language_safety.py",
        ),
    )


def reports() -> Product:
    return Product(
        REPORT_MODEL_FILE,
        (
            *_ALWAYS,
            *_files(registry.TRIAGE, registry.TRIAGE_EXAMPLES, *_RED_FLAGS, *_ORDINARY),
            ROOT / "bot" / "safety",
            ROOT / "bot" / "dialogue",
            ROOT / "bot" / "content" / "learned_files.py",
            ROOT / "bot" / "content" / "triage.py",
            ROOT / "bot" / "content" / "triage_model.py",
        ),
    )


def model() -> Product:
    return Product(
        model_file(),
        (
            *_ALWAYS,
            CONFIG_FILE,
            DOMAIN_FILE,
            *_files(*_ORDINARY, registry.VOCABULARY, registry.FOLLOW_UP_EXAMPLES),
            ROOT / "bot" / "content" / "follow_up_files.py",
            ROOT / "bot" / "content" / "vocabulary.py",
        ),
        needs=product_folders(),
    )


def training_is_needed() -> bool:
    """Whether something is missing, or made from other data or code."""
    return not all(made.is_fresh() for made in (detector(), languages(), reports(), model()))
