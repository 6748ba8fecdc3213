"""The two that are measured: each a project in a temporary folder of its own, never trained before.

Ours is a copy of this project, so that the run is as after a fresh clone and nothing of the working
folder (models, conversations, caches) is used or changed.
"""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import aiohttp

from bench.doors import Door, RestDoor, WebDoor
from bench.plan import Plan
from bench.processes import Place
from bench.stock_project import (
    names_by_text,
    stock_names_by_text,
    write_stock_project,
)
from bot.run.environment import DEFAULT_HOST, free_port
from bot.settings.paths import ROOT

OURS, STOCK = "ours", "stock"
_NOT_COPIED = shutil.ignore_patterns(
    ".*", "var", "models", "node_modules", "__pycache__", "*.db", "*.log"
)


@dataclass(frozen=True)
class Contender:
    """An assistant that can be trained, loaded, started and talked with.

    ``train`` and ``serve`` are arguments of Python; ``door`` makes its door for a client.
    """

    name: str
    place: Place
    train: Sequence[str]
    serve: Sequence[str]
    model: Path
    address: str
    health: str
    door: Callable[[aiohttp.ClientSession], Door]

    @staticmethod
    def command(arguments: Sequence[str]) -> list[str]:
        return [sys.executable, *arguments]


def ours(work: Path, _: Plan) -> Contender:
    """``python -m bot run``: what `make run` starts, with its action server and its databases."""
    folder = work / OURS
    shutil.copytree(ROOT, folder, ignore=_NOT_COPIED)
    clinic = folder / "clinic.yml"
    # One patient of the benchmark writes faster than any patient.
    quick = clinic.read_text(encoding="utf-8").replace(
        "messages_per_minute: 30", "messages_per_minute: 10000"
    )
    clinic.write_text(quick, encoding="utf-8")
    port = free_port()
    variables = {
        "BOT_PORT": str(port),
        "BOT_ACTION_PORT": str(_another_free_port(port)),
        "BOT_STATE": str(work / "state"),
    }
    names = names_by_text()
    return Contender(
        name=OURS,
        place=_place(work, folder, OURS, variables),
        train=["-m", "bot", "train"],
        serve=["-m", "bot", "run"],
        model=folder / "bot" / "models" / "assistant.tar.gz",
        address=f"http://{DEFAULT_HOST}:{port}",
        health="/health/live",
        door=lambda client: WebDoor(client, names),
    )


def stock(work: Path, plan: Plan) -> Contender:
    """``rasa run`` with the REST channel."""
    folder = work / STOCK
    write_stock_project(folder, plan.epochs, plan.every)
    port = free_port()
    model = folder / "models" / "stock.tar.gz"
    train = "-m rasa train --data data --domain domain.yml --config config.yml --out models"
    serve = "-m rasa run --credentials credentials.yml --endpoints endpoints.yml"
    names = stock_names_by_text()
    return Contender(
        name=STOCK,
        place=_place(work, folder, STOCK, {"PYTHONPATH": str(ROOT)}),
        train=[*train.split(), "--fixed-model-name", "stock"],
        serve=[*serve.split(), "-m", str(model), "-i", DEFAULT_HOST, "-p", str(port)],
        model=model,
        address=f"http://{DEFAULT_HOST}:{port}",
        health="/",
        door=lambda client: RestDoor(client, names),
    )


def _place(work: Path, folder: Path, name: str, variables: Mapping[str, str]) -> Place:
    return Place(folder, variables, work / f"{name}.log")


def _another_free_port(taken: int) -> int:
    port = free_port()
    while port == taken:
        port = free_port()
    return port


CONTENDERS: Mapping[str, Callable[[Path, Plan], Contender]] = {OURS: ours, STOCK: stock}
