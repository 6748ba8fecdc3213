"""A copy of the project whose content a test may change, and the assistant running on it."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
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
# A training of this copy learns from one in so many of the examples and has to pass these
# conversations, so that it takes a minute.
_EXAMPLES_ONE_IN = 12
_CONVERSATIONS = frozenset({"topics.yml", "small_talk.yml", "red_flags.yml"})
_STAMP_ALL = """
from bot.run import products
for made in (products.detector(), products.languages(), products.reports(), products.model()):
    made.stamp.write_text(made.stamp_text(), encoding="ascii")
"""


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
    """The project with its trained models, fewer examples, and one user of the staff page."""
    train(print)
    without = shutil.ignore_patterns("models", "__pycache__", "dev")
    for name in ("bot", "tests", "docs"):
        shutil.copytree(ROOT / name, folder / name, ignore=without)
    for name in _FILES:
        shutil.copy(ROOT / name, folder)
    models = folder / "models"
    shutil.copytree(ENCODER_DIR, models / "encoder")
    shutil.copytree(SPACY_DIR, models / "spacy")
    for file in product_files():
        shutil.copy(file, models)
        shutil.copy(stamp_of(file), models)
    clinic = folder / "clinic.yml"
    user = f'{{login: {LOGIN}, name: "{NAME}", password: "{hash_of(PASSWORD)}"}}'
    text = clinic.read_text(encoding="utf-8")
    assert "  users: []\n" in text
    clinic.write_text(text.replace("  users: []\n", f"  users: [{user}]\n"), encoding="utf-8")
    _thin_out(folder)


def _thin_out(folder: Path) -> None:
    for file in (folder / "bot" / "data").rglob("*.tsv"):
        lines = file.read_text(encoding="utf-8").splitlines(keepends=True)
        file.write_text("".join(lines[::_EXAMPLES_ONE_IN]), encoding="utf-8")
    for file in (folder / "tests" / "conversations").glob("*.yml"):
        if file.name not in _CONVERSATIONS:
            file.unlink()


def _take_models_as_made_here(folder: Path, variables: dict[str, str]) -> None:
    """The models have learned from more than lies here; they are not to be trained before the
    test asks for it."""
    subprocess.run([sys.executable, "-c", _STAMP_ALL], cwd=folder, env=variables, check=True)


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
    }
    assistant, staff = (f"http://127.0.0.1:{port}" for port in ports[:2])
    _take_models_as_made_here(folder, variables)
    output = folder / "output.log"
    pages = (f"{assistant}/health/ready", f"{staff}/health/live")
    with started_assistant(folder, variables, output, pages, _START_SECONDS):
        yield Running(assistant, staff, folder, variables)
