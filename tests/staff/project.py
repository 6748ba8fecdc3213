"""A copy of the project whose content a test may change, and the assistant running on it."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from bot.run import environment
from bot.run.processes import Part, StartError, answers, wait_until
from bot.run.training import product_files, stamp_of, train
from bot.settings.paths import ENCODER_DIR, ROOT, SPACY_DIR
from bot.staff.passwords import hash_of

LOGIN, PASSWORD, NAME = "ada", "correct horse battery", "Ada Example, RN"
_FILES = (
    "config.yml", "domain.yml", "credentials.yml", "endpoints.yml", "requirements.lock",
    "clinic.yml", "pyproject.toml",
)  # fmt: skip
_START_SECONDS = 180
_STOP_SECONDS = 30


@dataclass(frozen=True)
class Running:
    """A running assistant with its staff page."""

    address: str
    staff: str
    folder: Path
    variables: dict[str, str]

    @property
    def faq(self) -> Path:
        return self.folder / "bot" / "data" / "faq"


def copy_project(folder: Path) -> None:
    """The project with its trained models, and one user of the staff page."""
    train(print)
    without = shutil.ignore_patterns("models", "__pycache__", "dev")
    for name in ("bot", "tests", "docs"):
        shutil.copytree(ROOT / name, folder / name, ignore=without)
    for name in _FILES:
        shutil.copy(ROOT / name, folder)
    shutil.copytree(SPACY_DIR, folder / "bot" / "models" / "spacy")
    models = folder / "models"
    shutil.copytree(ENCODER_DIR, models / "encoder")
    for file in product_files():
        shutil.copy(file, models)
        shutil.copy(stamp_of(file), models)
    clinic = folder / "clinic.yml"
    user = f'{{login: {LOGIN}, name: "{NAME}", password: "{hash_of(PASSWORD)}"}}'
    text = clinic.read_text(encoding="utf-8")
    assert "  users: []\n" in text
    clinic.write_text(text.replace("  users: []\n", f"  users: [{user}]\n"), encoding="utf-8")


@contextmanager
def running(folder: Path) -> Iterator[Running]:
    """`python -m bot run` on a copy of the project, on free ports."""
    copy_project(folder)
    ports = [environment.free_port() for _ in range(3)]
    state = folder / "state"
    variables = {
        **{name: value for name, value in os.environ.items() if not name.endswith("_URL")},
        "BOT_PORT": str(ports[0]),
        "BOT_STAFF_PORT": str(ports[1]),
        "BOT_ACTION_PORT": str(ports[2]),
        "BOT_STATE": str(state),
        "BOT_MODELS": str(folder / "models"),
        "BOT_CLINIC": str(folder / "clinic.yml"),
        "PYTHONDONTWRITEBYTECODE": "1",
    }
    assistant, staff = (f"http://127.0.0.1:{port}" for port in ports[:2])
    output = folder / "output.log"
    with output.open("wb") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "bot", "run"],
            cwd=folder,
            env=variables,
            stdout=log,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    try:
        for page in (f"{assistant}/health/ready", f"{staff}/health/live"):
            _wait(process, page, output)
        yield Running(assistant, staff, folder, variables)
    finally:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(_STOP_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _wait(process: subprocess.Popen[bytes], page: str, output: Path) -> None:
    try:
        wait_until(lambda: answers(page), [Part("assistant", process)], _START_SECONDS)
    except StartError as error:
        said = output.read_text(encoding="utf-8", errors="replace")
        raise AssertionError(f"{error}\n{said[-4000:]}") from None
