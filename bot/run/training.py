"""Training, and knowing when it is needed: a stamp beside the model names what it was made from."""

from __future__ import annotations

import contextlib
import hashlib
import io
import multiprocessing
import os
import shutil
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from bot.run.content_commands import refuse_slips
from bot.run.environment import prepare
from bot.run.fingerprints import what_is_learned
from bot.settings.paths import (
    CONFIG_FILE,
    CONVERSATION_DIR,
    DETECTOR_FILE,
    DOMAIN_FILE,
    FAQ_DIR,
    LANGUAGES_DIR,
    LANGUAGES_FILE,
    MODELS_DIR,
    RED_FLAG_DIR,
    REPORT_MODEL_FILE,
    ROOT,
    SPACY_DIR,
    TRIAGE_DIR,
    VOCABULARY_DIR,
)

Say = Callable[[str], None]

MODEL_NAME = "assistant"
_LEAST_FREE_BYTES = 500 * 1024 * 1024
_LOOK_SECONDS = 1.0


class TrainingError(RuntimeError):
    """Training cannot start or did not make a model; the message says why and what to do."""


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


@dataclass(frozen=True)
class _Product:
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
)


def _detector() -> _Product:
    return _Product(
        DETECTOR_FILE,
        (
            *_ALWAYS,
            RED_FLAG_DIR,
            # Ordinary messages that must not alarm.
            FAQ_DIR,
            CONVERSATION_DIR,
            TRIAGE_DIR / "examples",
            ROOT / "bot" / "safety",
            ROOT / "bot" / "content" / "red_flags.py",
            ROOT / "bot" / "content" / "red_flag_files.py",
            ROOT / "bot" / "content" / "triage_model.py",
        ),
    )


def _languages() -> _Product:
    return _Product(
        LANGUAGES_FILE,
        (
            *_detector().made_from,
            LANGUAGES_DIR,
            VOCABULARY_DIR,
            ROOT / "bot" / "content" / "language_files.py",
            ROOT / "bot" / "content" / "language_safety.py",
        ),
    )


def _reports() -> _Product:
    return _Product(
        REPORT_MODEL_FILE,
        (
            *_ALWAYS,
            TRIAGE_DIR,
            RED_FLAG_DIR,
            # Ordinary messages, which report nothing.
            FAQ_DIR,
            CONVERSATION_DIR,
            ROOT / "bot" / "safety",
            ROOT / "bot" / "dialogue",
            ROOT / "bot" / "content" / "triage.py",
            ROOT / "bot" / "content" / "triage_model.py",
        ),
    )


def _model() -> _Product:
    return _Product(
        model_file(),
        (*_ALWAYS, CONFIG_FILE, DOMAIN_FILE, FAQ_DIR, CONVERSATION_DIR, VOCABULARY_DIR),
        needs=(SPACY_DIR,),
    )


_Step = tuple[_Product, Callable[[], None]]


def training_is_needed() -> bool:
    """Whether something is missing, or made from other data or code."""
    return not all(made.is_fresh() for made in (_detector(), _languages(), _reports(), _model()))


def _train_detector() -> None:
    from bot.content.red_flags import train_and_save_detector  # noqa: PLC0415

    train_and_save_detector(DETECTOR_FILE, RED_FLAG_DIR)


def _train_languages() -> None:
    from bot.content.red_flags import train_and_save_other_languages  # noqa: PLC0415

    train_and_save_other_languages(LANGUAGES_FILE, RED_FLAG_DIR)


def _train_reports() -> None:
    from bot.content.triage_model import train_and_save_recogniser  # noqa: PLC0415

    train_and_save_recogniser(REPORT_MODEL_FILE)


def _train_model() -> None:
    from rasa.model_training import train as train_rasa  # noqa: PLC0415

    from bot.nlu.vocabulary import build_spacy_pipeline  # noqa: PLC0415
    from bot.run.logs import quiet_logging  # noqa: PLC0415

    quiet_logging()
    os.environ["LOG_LEVEL"] = "ERROR"  # Rasa shows no progress bars then
    build_spacy_pipeline()
    # Standard output is kept for results (`ask`), and what Rasa prints matters where it fails.
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed):
        result = train_rasa(
            domain=str(DOMAIN_FILE),
            config=str(CONFIG_FILE),
            training_files=[str(FAQ_DIR), str(CONVERSATION_DIR)],
            output=str(MODELS_DIR),
            fixed_model_name=MODEL_NAME,
            force_training=True,
        )
    if result.code != 0 or result.model is None:
        print(printed.getvalue(), file=sys.stderr)
        raise TrainingError("Rasa did not make a model; its message above says why.")


def _make(steps: Sequence[_Step]) -> None:
    """Makes products one after the other; the stamp of each says what from. One that is given up
    leaves the product and the stamp before it."""
    for product, step in steps:
        fingerprint = product.fingerprint()
        step()
        if product.fingerprint() == fingerprint:  # else something was changed meanwhile
            product.stamp.write_text(product.stamp_text(), encoding="ascii")


def _by_texts(steps: Sequence[_Step]) -> list[list[_Step]]:
    """The steps, those together whose texts the same encoders read."""
    together = [step for step in steps if step[0].file in (DETECTOR_FILE, REPORT_MODEL_FILE)]
    alone = [[step] for step in steps if step not in together]
    return [together, *alone] if together else alone


def prepare_part(command: int) -> None:
    """Called first thing in a process that makes one of the products: it is quiet, and ends with
    the command (its process id) that began it, also where that was killed."""

    def end_with_command() -> None:
        while os.getppid() == command:
            time.sleep(_LOOK_SECONDS)
        os._exit(1)

    prepare()
    threading.Thread(target=end_with_command, daemon=True).start()


def train(say: Say, force: bool = False) -> Path:
    """Trains what is missing, or made from other data or code (all with ``force``) → the model.

    ``say`` gets a line for each step.

    Raises:
        TrainingError: if there is no room.
        ContentError: if the content has slips.
    """
    MODELS_DIR.mkdir(parents=True, exist_ok=True)
    refuse_slips()
    steps: list[tuple[str, _Product, Callable[[], None]]] = [
        ("the red-flag detector", _detector(), _train_detector),
        ("the red flags of other languages", _languages(), _train_languages),
        ("the reports of symptoms", _reports(), _train_reports),
        ("the topics and the rules", _model(), _train_model),
    ]
    stale = [step for step in steps if force or not step[1].is_fresh()]
    if not stale:
        say("The model is up to date.")
        return model_file()
    if shutil.disk_usage(MODELS_DIR).free < _LEAST_FREE_BYTES:
        raise TrainingError(
            f"There is no room to train: {MODELS_DIR} has less than 500 MB free. "
            "Delete something, or set BOT_MODELS to a folder with room."
        )
    started = time.monotonic()
    say(f"Training {', '.join(name for name, _, _ in stale)} ...")
    # None needs another; those that learn from the same texts are made in one process.
    parts = _by_texts([(product, step) for _, product, step in stale])
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(len(parts), context, prepare_part, (os.getpid(),)) as processes:
        running = [processes.submit(_make, part) for part in parts]
        for made in running:
            made.result()
    say(f"Trained in {time.monotonic() - started:.0f} s.")
    return model_file()
