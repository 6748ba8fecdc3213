"""bot/run/products.py: a model is made again exactly when what it is made from has changed.

On a copy of the project with its trained models, so that nothing real is touched or trained.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.run import training
from bot.run.processes import wait_until
from bot.settings.paths import ROOT

# Everything that is trained. One that were left out would be trained in earnest by `train()`.
PRODUCTS = ("detector", "languages", "reports", "model")
ASK_FRESH = f"""
import json
from bot.run import products
made = [getattr(products, name)() for name in {PRODUCTS}]
print(json.dumps([product.is_fresh() for product in made]))
"""
COPIED = ("bot", "config.yml", "domain.yml", "requirements.lock", "clinic.yml")
MARK_FRESH = f"""
from bot.run import products
for product in [getattr(products, name)() for name in {PRODUCTS}]:
    product.file.parent.mkdir(parents=True, exist_ok=True)
    product.file.write_bytes(b"a model")
    for needed in product.needs:
        needed.mkdir(parents=True, exist_ok=True)
    product.stamp.write_text(product.stamp_text(), encoding="ascii")
"""


class Project:
    """A copy of the project whose models count as just trained."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        without_models = shutil.ignore_patterns("models", "__pycache__")
        for name in COPIED:
            source = ROOT / name
            if source.is_dir():
                shutil.copytree(source, folder / name, ignore=without_models)
            else:
                shutil.copy(source, folder / name)
        self.models = folder / "models"
        self._python(MARK_FRESH)

    def stale(self) -> set[str]:
        """The products that are not fresh."""
        fresh = json.loads(self._python(ASK_FRESH))
        return {name for name, is_fresh in zip(PRODUCTS, fresh, strict=True) if not is_fresh}

    def train(self) -> str:
        """What ``python -m bot train`` says."""
        return self._run("-m", "bot", "train").stderr

    def _python(self, program: str) -> str:
        return self._run("-c", program).stdout

    def _run(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, *arguments],
            cwd=self.folder,
            env={
                **os.environ,
                "BOT_MODELS": str(self.models),
                "BOT_STATE": str(self.folder / "state"),
                "PYTHONDONTWRITEBYTECODE": "1",
            },
            capture_output=True,
            text=True,
            check=True,
        )


@pytest.fixture(scope="module")
def _copy(tmp_path_factory: pytest.TempPathFactory) -> Project:
    return Project(tmp_path_factory.mktemp("project"))


@pytest.fixture
def project(_copy: Project) -> Iterator[Project]:
    before = {path: path.read_bytes() for path in _copy.folder.rglob("*") if path.is_file()}
    yield _copy
    for path in [path for path in _copy.folder.rglob("*") if path.is_file()]:
        if path not in before:
            path.unlink()
    for path, content in before.items():
        if not path.exists() or path.read_bytes() != content:
            path.write_bytes(content)


def change(path: Path) -> None:
    path.write_text(path.read_text(encoding="utf-8") + "\n", encoding="utf-8")


def test_what_was_just_trained_is_fresh(project: Project) -> None:
    assert project.stale() == set()
    assert project.train() == "The model is up to date.\n"


def test_these_are_all_products() -> None:
    found = {name for name, value in vars(training).items() if name.startswith("_train_")}
    assert found == {f"_train_{name}" for name in PRODUCTS}


ALL = set(PRODUCTS)


@pytest.mark.parametrize(
    ("file", "stale"),
    [
        # content
        ("bot/data/conversation/rules.yml", ALL),
        ("bot/data/vocabulary/drug.yml", {"languages", "model"}),
        ("bot/data/red_flags/emergency.yml", {"detector", "languages", "reports"}),
        ("config.yml", {"model"}),
        # code that the models are made by
        ("bot/nlu/topic_model.py", ALL),
        ("bot/encoders/minilm.py", ALL),
        ("bot/run/products.py", ALL),
        ("bot/run/training.py", ALL),
        ("bot/safety/assess.py", {"detector", "languages", "reports"}),
        ("bot/content/language_files.py", {"languages"}),
        ("bot/content/triage.py", {"reports"}),
        ("requirements.lock", ALL),
        # what changes no model
        ("clinic.yml", set()),
        ("bot/content/responses.py", set()),
        ("bot/channels/guard.py", set()),
        ("bot/store/records.py", set()),
    ],
)
def test_a_changed_file_makes_stale(project: Project, file: str, stale: set[str]) -> None:
    change(project.folder / file)
    assert project.stale() == stale


@pytest.mark.parametrize(
    ("file", "before", "after", "detector", "model"),
    [
        # an example, a topic's name, for whom a variant is
        ("bot/data/faq/skin.yml", "- rash = what exactly", "- rash, exactly what", False, False),
        ("bot/data/faq/skin.yml", "utter_skin/onset:", "utter_skin/onsets:", False, False),
        ("bot/data/faq/process.yml", "value: car_t", "value: bcg", False, False),
        # what is only said, and what no one reads
        ("bot/data/faq/skin.yml", "You did nothing wrong.", "It is not your fault.", True, True),
        ("bot/data/faq/skin.yml", "[nci_skin, ", "[", True, True),
        ("bot/data/faq/skin.yml", "# Skin rash.", "# Skin.", True, True),
        ("domain.yml", "I am not sure what you mean.", "I am not sure.", True, True),
        # what rules rely on
        ("domain.yml", "{kind: answer}", "{kind: other}", True, False),
        ("domain.yml", "intents:\n", "intents:\n  - new\n", True, False),
    ],
)
def test_only_what_is_learned_makes_stale(
    project: Project, file: str, before: str, after: str, detector: bool, model: bool
) -> None:
    path = project.folder / file
    text = path.read_text(encoding="utf-8")
    assert before in text
    path.write_text(text.replace(before, after), encoding="utf-8")
    stale = project.stale()
    assert ("detector" not in stale, "model" not in stale) == (detector, model)


def test_a_file_that_cannot_be_read_makes_stale(project: Project) -> None:
    path = project.folder / "bot/data/faq/skin.yml"
    path.write_text(path.read_text(encoding="utf-8") + "\t: [", encoding="utf-8")
    assert {"detector", "model"} <= project.stale()


def test_a_new_file_makes_stale(project: Project) -> None:
    (project.folder / "bot/data/faq/more.yml").write_text('version: "3.1"\n', encoding="utf-8")
    assert project.stale() == ALL


def test_a_file_with_another_name_makes_stale(project: Project) -> None:
    old = project.folder / "bot/data/faq/timing.yml"
    old.rename(old.with_name("times.yml"))
    assert project.stale() == ALL
    old.with_name("times.yml").rename(old)
    assert project.stale() == set()


@pytest.mark.parametrize("missing", ["assistant.tar.gz", "assistant.tar.gz.made-from"])
def test_a_missing_model_or_stamp_is_stale(project: Project, missing: str) -> None:
    (project.models / missing).unlink()
    assert project.stale() == {"model"}


def test_a_missing_part_that_the_model_needs_is_stale(project: Project) -> None:
    needed = project.models / "spacy"
    needed.rmdir()
    assert project.stale() == {"model"}
    needed.mkdir()
    assert project.stale() == set()


FILES = {
    "detector": "red_flag_detector.npz",
    "languages": "languages.npz",
    "reports": "symptom_reports.npz",
    "model": "assistant.tar.gz",
}


@pytest.mark.parametrize("product", PRODUCTS)
def test_a_product_that_was_cut_is_stale(project: Project, product: str) -> None:
    (project.models / FILES[product]).write_bytes(b"a mo")
    assert project.stale() == {product}


def test_a_training_that_was_cut_short_is_stale(project: Project) -> None:
    (project.models / "assistant.tar.gz.made-from").write_text("", encoding="ascii")
    assert project.stale() == {"model"}


_COMMAND = """
import os, time
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from bot.run.training import prepare_part

if __name__ == "__main__":
    pool = ProcessPoolExecutor(1, get_context("spawn"), prepare_part, (os.getpid(),))
    print(pool.submit(os.getpid).result(), flush=True)
    pool.submit(time.sleep, 600).result()
"""


def test_a_part_ends_with_the_command_that_was_killed(tmp_path: Path) -> None:
    script = tmp_path / "command.py"
    script.write_text(_COMMAND, encoding="utf-8")
    variables = {**os.environ, "PYTHONPATH": str(ROOT)}
    command = subprocess.Popen([sys.executable, script], stdout=subprocess.PIPE, env=variables)
    assert command.stdout is not None
    part = Path("/proc", command.stdout.readline().decode().strip())
    assert part.is_dir()
    command.kill()
    command.wait()
    command.stdout.close()
    wait_until(lambda: not part.exists(), [], 60)
