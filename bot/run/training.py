"""Training what is missing, or made from other data or code than there is now."""

from __future__ import annotations

import contextlib
import io
import multiprocessing
import os
import shutil
import sys
import threading
import time
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from pathlib import Path
from typing import Any

from bot.run import products
from bot.run.checked_content import refuse_new_slips
from bot.run.environment import prepare
from bot.run.products import MODEL_NAME, Product, model_file
from bot.settings.paths import (
    CONFIG_FILE,
    CONVERSATION_DIR,
    DETECTOR_FILE,
    DOMAIN_FILE,
    FAQ_DIR,
    LANGUAGES_FILE,
    MODELS_DIR,
    RED_FLAG_DIR,
    REPORT_MODEL_FILE,
)

Say = Callable[[str], None]

_LEAST_FREE_BYTES = 500 * 1024 * 1024
_LOOK_SECONDS = 1.0


class TrainingError(RuntimeError):
    """Training cannot start or did not make a model; the message says why and what to do."""


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
    _archive_uncompressed()
    os.environ["LOG_LEVEL"] = "ERROR"  # Rasa shows no progress bars then
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
    # Only a model that was made brings its vocabulary with it.
    build_spacy_pipeline()


def _archive_uncompressed() -> None:
    """Rasa's archive as gzip stores what it does not compress: the numbers of the model shrink by
    half only, and each start would wait for them twice, since the archive is read twice."""
    from rasa.engine.storage import local_model_storage  # noqa: PLC0415

    class UncompressedArchive(local_model_storage.TarSafe):
        @classmethod
        def gzopen(cls, *arguments: Any, **options: Any) -> Any:
            return super().gzopen(*arguments, **{**options, "compresslevel": 0})

    local_model_storage.TarSafe = UncompressedArchive


def _encode_texts() -> None:
    from bot.content.learned_texts import encode_what_is_learned  # noqa: PLC0415

    encode_what_is_learned()


def _make(product: Product, step: Callable[[], None]) -> None:
    """Makes a product; its stamp says what from. One that is given up leaves the product and the
    stamp before it."""
    fingerprint = product.fingerprint()
    step()
    if product.fingerprint() == fingerprint:  # else something was changed meanwhile
        product.stamp.write_text(product.stamp_text(), encoding="ascii")


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
    refuse_new_slips()
    steps: list[tuple[str, Product, Callable[[], None]]] = [
        ("the red-flag detector", products.detector(), _train_detector),
        ("the red flags of other languages", products.languages(), _train_languages),
        ("the reports of symptoms", products.reports(), _train_reports),
        ("the topics and the rules", products.model(), _train_model),
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
    _make_all([(product, step) for _, product, step in stale])
    say(f"Trained in {time.monotonic() - started:.0f} s.")
    return model_file()


def _make_all(steps: Sequence[tuple[Product, Callable[[], None]]]) -> None:
    """Each in a process of its own. Most learn from the same texts, which are encoded first; other
    languages have their own."""
    after_encoding = [one for one in steps if one[0].file != LANGUAGES_FILE]
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(len(steps), context, prepare_part, (os.getpid(),)) as processes:
        encoding = processes.submit(_encode_texts) if after_encoding else None
        running: list[Future[None]] = [
            processes.submit(_make, *one) for one in steps if one not in after_encoding
        ]
        if encoding is not None:
            encoding.result()
        running += [processes.submit(_make, *one) for one in after_encoding]
        for made in running:
            made.result()
