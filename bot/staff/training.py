"""What the page shows of a training, and what it needs of whoever trains."""

from __future__ import annotations

import time
from dataclasses import dataclass, replace
from typing import Literal, Protocol

StepState = Literal["waiting", "running", "done", "failed"]


@dataclass(frozen=True)
class Step:
    """One step. ``detail``: what came of it, or what it printed last; times are seconds."""

    name: str
    state: StepState = "waiting"
    detail: str = ""
    began: float | None = None
    took: float | None = None


@dataclass(frozen=True)
class TrainingState:
    """A training that runs or has ended; without steps there was none since the start."""

    steps: tuple[Step, ...] = ()
    by: str = ""
    started: float = 0.0
    is_running: bool = False
    outcome: str = ""
    has_succeeded: bool | None = None

    def begin(self, name: str) -> TrainingState:
        return self._change(name, state="running", began=time.time())

    def report(self, detail: str) -> TrainingState:
        """What the running step has just printed."""
        for step in self.steps:
            if step.state == "running":
                return self._change(step.name, detail=detail[:200])
        return self

    def finish(self, name: str, detail: str) -> TrainingState:
        return self._change(name, state="done", detail=detail, took=self._took(name))

    def fail(self, detail: str) -> TrainingState:
        """The running step has failed, and with it the whole."""
        changed = self
        for step in self.steps:
            if step.state == "running":
                changed = changed._change(step.name, state="failed", took=self._took(step.name))
        return changed.end(detail, False)

    def end(self, outcome: str, has_succeeded: bool) -> TrainingState:
        return replace(self, is_running=False, outcome=outcome, has_succeeded=has_succeeded)

    def _took(self, name: str) -> float:
        began = next(step.began for step in self.steps if step.name == name)
        return time.time() - (began or time.time())

    def _change(self, name: str, **values: object) -> TrainingState:
        steps = (replace(s, **values) if s.name == name else s for s in self.steps)  # type: ignore[arg-type]
        return replace(self, steps=tuple(steps))


class Trainer(Protocol):
    """Trains beside the running model, and goes live where everything passes."""

    def state(self) -> TrainingState: ...

    def is_needed(self) -> bool: ...

    def start(self, by: str) -> bool: ...

    def stop(self) -> None: ...
