"""The staff page on a copy of the content, as a process: what the assistant and the training would
say is made up. Sanic can be started only once in a process, and the web channel's tests do."""

from __future__ import annotations

import asyncio
import json
import os
import shutil
import sys
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bot.content.editing import Editor
from bot.run.hosts import Hosts
from bot.settings.clinic import load_clinic
from bot.settings.paths import DATA_DIR, DOMAIN_FILE
from bot.settings.staff import Staff
from bot.staff.app import StaffApp
from bot.staff.desk import Desk
from bot.staff.link import Link
from bot.staff.passwords import hash_of
from bot.staff.training import Step, TrainingState
from tests.conftest import EXAMPLE_CLINIC
from tests.staff.project import LOGIN, NAME, PASSWORD

SECRET = "s" * 40
TRIAL: dict[str, Any] = {
    "text": "my chest hurts",
    "kind": "red_flag",
    "milliseconds": 12,
    "judgement": {
        "outcome": "urgent",
        "tier": "emergency",
        "crisis": False,
        "language": "en",
        "suspicion": 0.99,
        "decided_by": "a_rule_counts",
        "reports": ["chest_pain"],
        "asks_about_it": False,
        "findings": [
            {
                "symptom": "chest_pain", "tier": "emergency", "start": 3, "end": 14,
                "words": "chest hurts", "counts": True, "reason": "now", "found_by": "rule",
                "is_sure": True,
            },
        ],
    },
    "topics": [{"topic": "skin/causes", "share": 0.4}, {"topic": "out_of_scope", "share": 0.1}],
    "replies": [
        {
            "text": "Call 911 now.\n<b>Do not wait.</b>", "buttons": ["Yes"], "kind": "red_flag",
            "urgency": "emergency", "source": None, "topics": [],
        },
    ],
}  # fmt: skip


@dataclass(frozen=True)
class StandIn:
    """Where it runs and on what. ``staff``: the section of clinic.yml."""

    folder: Path
    port: int
    staff: dict[str, Any] = field(default_factory=dict)

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def editor(self) -> Editor:
        return Editor(self.folder / "data", DOMAIN_FILE)

    @property
    def records_url(self) -> str:
        return f"sqlite:///{self.folder / 'records.db'}"

    @property
    def conversations_url(self) -> str:
        return f"sqlite:///{self.folder / 'conversations.db'}"

    def variables(self) -> dict[str, str]:
        return {
            **os.environ,
            "BOT_RECORDS_URL": self.records_url,
            "BOT_CONVERSATIONS_URL": self.conversations_url,
        }

    def prepare(self) -> None:
        """Writes what the process reads."""
        for name in ("faq", "conversation", "vocabulary"):
            shutil.copytree(DATA_DIR / name, self.folder / "data" / name)
        shutil.copy(DATA_DIR / "sources.yml", self.folder / "data")
        user = {"login": LOGIN, "name": NAME, "password": hash_of(PASSWORD)}
        staff = {"users": [user], **self.staff}
        (self.folder / "staff.json").write_text(json.dumps([self.port, staff]), encoding="utf-8")


class _Link(Link):
    """What a running assistant says."""

    async def state(self) -> dict[str, Any]:
        return {"answers": "a", "model": "m", "answers_problem": None, "model_problem": None}

    async def trial(self, text: str) -> dict[str, Any]:
        found: dict[str, Any] = json.loads(json.dumps(TRIAL))
        if "chest" not in text:
            found["judgement"].update(outcome="none", tier=None, findings=[])
        return {**found, "text": text}


class _Trainer:
    """A training that has ended as soon as it is looked at twice."""

    def __init__(self) -> None:
        self._state = TrainingState()
        self._looks = 0

    def state(self) -> TrainingState:
        self._looks += 1
        if self._state.is_running and self._looks > 2:
            self._state = self._state.finish("Train", "Trained.").end("It is live.", True)
        return self._state

    def is_needed(self) -> bool:
        return True

    def start(self, by: str) -> bool:
        if self._state.is_running:
            return False
        self._looks = 0
        self._state = TrainingState((Step("Train"),), by=by, is_running=True).begin("Train")
        return True

    def stop(self) -> None:
        """Nothing is under way."""


def _words(texts: Sequence[str]) -> NDArray[np.float32]:
    """Vectors of words: texts with the same words are alike."""
    vectors = np.zeros((len(texts), 512), dtype=np.float32)
    for row, text in enumerate(texts):
        for word in text.casefold().split():
            vectors[row, sum(map(ord, word)) % 512] += 1
    return vectors / np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-6)


def main(folder: Path) -> None:
    port, staff = json.loads((folder / "staff.json").read_text(encoding="utf-8"))
    clinic = load_clinic(EXAMPLE_CLINIC).copy(update={"staff": Staff(**staff)})
    editor = Editor(folder / "data", DOMAIN_FILE)
    desk = Desk(clinic, editor, _Link(folder), _Trainer(), _words)
    asyncio.set_event_loop(asyncio.new_event_loop())
    hosts = Hosts(["staff.clinic.example"])
    app = StaffApp(desk, SECRET, hosts.allows).app
    app.run("127.0.0.1", port, access_log=False, motd=False)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
