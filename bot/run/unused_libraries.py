"""Rasa without the libraries of what this assistant does not use.

Rasa imports TensorFlow for components that the pipeline does not have (DIET, TED and others): some
330 MB of memory and two seconds at every start. It also imports what its own channels, stores and
console talk through, which takes half a second. Here stand-ins take their place. Their names can be
looked up, subclassed and used as decorators, which is all that Rasa does with them while it defines
those parts. Whoever uses one in earnest gets UnusedLibraryError.
"""

from __future__ import annotations

import importlib.abc
import importlib.machinery
import sys
from collections.abc import Sequence
from types import FunctionType, ModuleType
from typing import Any, NoReturn

_TENSORFLOW = frozenset({"tensorflow", "tensorflow_addons", "tensorflow_hub", "keras"})
# Of Rasa's channels (ours have none of theirs), stores of conversations, models and locks, reports
# of errors, plots, console and commands. Of Slack's library our channel needs the signatures alone.
_OF_OTHER_PARTS = frozenset(
    {
        *("aiogram", "webexteamssdk", "socketio", "engineio", "aio_pika", "aiormq", "pamqp"),
        *("slack_sdk.web", "slack_sdk.webhook", "google.auth", "google.oauth2"),
        *("pymongo", "redis", "boto3", "botocore", "sentry_sdk", "structlog_sentry"),
        *("questionary", "prompt_toolkit", "spacy.cli"),
    }
)
_PACKAGES = _TENSORFLOW | _OF_OTHER_PARTS


class UnusedLibraryError(ImportError):
    """Something needs the real library. An ImportError: libraries that can do without another ask
    by trying."""

    def __init__(self) -> None:
        super().__init__(
            "The assistant runs without TensorFlow and without what Rasa's own channels and stores "
            "need. Whatever needs them (such as DIETClassifier) works only without the call of "
            "use_stand_ins in bot/run/environment.py."
        )


def use_stand_ins() -> None:
    """Puts the stand-ins in place, where TensorFlow has not been imported yet."""
    is_there = any(isinstance(finder, _Finder) for finder in sys.meta_path)
    if not is_there and "tensorflow" not in sys.modules:
        sys.meta_path.insert(0, _Finder())


def is_stood_in_for(module: str) -> bool:
    """Whether the module belongs to a library that nothing here uses."""
    parts = module.split(".")
    return any(".".join(parts[:end]) in _PACKAGES for end in range(1, len(parts) + 1))


class _Finder(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Finds a stand-in for every module of the packages."""

    def find_spec(
        self,
        fullname: str,
        path: Sequence[str] | None,  # noqa: ARG002
        target: ModuleType | None = None,  # noqa: ARG002
    ) -> importlib.machinery.ModuleSpec | None:
        if not is_stood_in_for(fullname):
            return None
        return importlib.machinery.ModuleSpec(fullname, self, is_package=True)

    def create_module(self, spec: importlib.machinery.ModuleSpec) -> ModuleType:
        return _Module(spec.name)

    def exec_module(self, module: ModuleType) -> None:
        """There is nothing to run."""


class _Module(ModuleType):
    """A module that has every name."""

    def __getattr__(self, name: str) -> type:
        return _new_name(self, name)


class _Type(type):
    """A class that has every attribute and can be subclassed, but not made."""

    def __getattr__(cls, name: str) -> type:
        return _new_name(cls, name)

    def __call__(cls, *args: Any, **kwargs: Any) -> Any:
        if len(args) == 1 and not kwargs and isinstance(args[0], (FunctionType, type)):
            return args[0]  # a decorator without arguments
        return _Made()


def _new_name(owner: ModuleType | type, name: str) -> type:
    if name.startswith("__"):
        raise AttributeError(name)
    named = _Type(name, (), {})
    setattr(owner, name, named)
    return named


class _Made:
    """What calling a stand-in gives: good as a decorator with arguments, and for nothing else."""

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        if len(args) == 1 and not kwargs and isinstance(args[0], (FunctionType, type)):
            return args[0]
        raise UnusedLibraryError

    def __getattr__(self, name: str) -> NoReturn:
        raise UnusedLibraryError

    def __len__(self) -> NoReturn:
        raise UnusedLibraryError

    def __iter__(self) -> NoReturn:
        raise UnusedLibraryError
