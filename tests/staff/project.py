"""A copy of the project whose content a test may change, and the assistant running on it."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from bot.run import environment
from bot.run.products import product_files, stamp_of
from bot.run.training import train
from bot.settings.paths import ENCODER_DIR, ROOT, SPACY_DIR
from bot.staff.passwords import hash_of
from tests.servers import started_assistant, without_addresses

LOGIN, PASSWORD, NAME = "ada", "correct horse battery", "Ada Example, RN"
_FILES = (
    "config.yml", "domain.yml", "credentials.yml", "endpoints.yml", "requirements.lock",
    "clinic.yml", "pyproject.toml",
)  # fmt: skip
_START_SECONDS = 180


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
        **without_addresses(os.environ),
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
    pages = (f"{assistant}/health/ready", f"{staff}/health/live")
    with started_assistant(folder, variables, output, pages, _START_SECONDS):
        yield Running(assistant, staff, folder, variables)
