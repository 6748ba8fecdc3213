"""bot/run/graph_runner.py: nodes in order, and the rules only where nobody before is certain."""

from __future__ import annotations

import gc
import weakref
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from rasa.core.policies.policy import PolicyPrediction
from rasa.core.policies.rule_policy import RulePolicy
from rasa.engine.graph import ExecutionContext, GraphComponent, GraphSchema, SchemaNode
from rasa.engine.storage.local_model_storage import LocalModelStorage

from bot.run.graph_runner import InOrderGraphRunner


class Policy(GraphComponent):
    """Predicts two actions with the shares that its configuration gives."""

    @classmethod
    def create(cls, config: dict[str, Any], *_: Any, **__: Any) -> Policy:
        policy = cls()
        policy.shares = config["shares"]
        return policy

    shares: list[float]

    def predict(self, tracker: Any) -> PolicyPrediction:  # noqa: ARG002
        return PolicyPrediction(self.shares, type(self).__name__)


class Rules(RulePolicy):
    """Counts how often it is asked."""

    asked = 0

    @classmethod
    def create(cls, *_: Any, **__: Any) -> Rules:
        return cls.__new__(cls)

    def predict(self, tracker: Any) -> PolicyPrediction:  # noqa: ARG002
        Rules.asked += 1
        return PolicyPrediction([0.0, 0.9], "Rules")


class Together(GraphComponent):
    @classmethod
    def create(cls, *_: Any, **__: Any) -> Together:
        return cls()

    def names(self, **predictions: PolicyPrediction | None) -> list[str]:
        return [one.policy_name for one in predictions.values() if one is not None]


def node(uses: type, fn: str, needs: dict[str, str], **config: Any) -> SchemaNode:
    return SchemaNode(needs=needs, uses=uses, fn=fn, constructor_name="create", config=config)


@pytest.mark.parametrize(
    ("shares", "names", "asked"),
    [
        ([1.0, 0.0], ["Policy"], 0),
        ([0.99, 0.0], ["Policy", "Rules"], 1),
        ([0.0, 0.0], ["Policy", "Rules"], 1),
    ],
)
def test_rules_are_asked_where_nobody_is_certain(
    tmp_path: Path, shares: list[float], names: list[str], asked: int
) -> None:
    schema = GraphSchema(
        {
            "policy": node(Policy, "predict", {"tracker": "__tracker__"}, shares=shares),
            "rules": node(Rules, "predict", {"tracker": "__tracker__"}),
            "together": node(Together, "names", {"policy": "policy", "rules": "rules"}),
        }
    )
    runner = InOrderGraphRunner(
        schema, LocalModelStorage(tmp_path), ExecutionContext(schema, "test")
    )
    Rules.asked = 0
    results = runner.run({"__tracker__": object()}, ["together"])
    assert results == {"together": names}
    assert Rules.asked == asked


def test_nothing_holds_a_runner_that_is_not_used_any_more(tmp_path: Path) -> None:
    # A newly trained model brings another; the old one would fill the memory.
    schema = GraphSchema(
        {"policy": node(Policy, "predict", {"tracker": "__tracker__"}, shares=[1.0])}
    )
    runner = InOrderGraphRunner(
        schema, LocalModelStorage(tmp_path), ExecutionContext(schema, "test")
    )
    runner.run({"__tracker__": object()}, ["policy"])
    gone = weakref.ref(runner)
    del runner
    gc.collect()
    assert gone() is None


def test_a_component_is_found_by_its_class(tmp_path: Path) -> None:
    policy = node(Policy, "predict", {"tracker": "__tracker__"}, shares=[1.0])
    schema = GraphSchema({"policy": replace(policy, eager=True)})
    runner = InOrderGraphRunner.create(
        schema, LocalModelStorage(tmp_path), ExecutionContext(schema, "test")
    )
    assert isinstance(runner.component(Policy), Policy)
