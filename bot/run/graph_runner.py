"""Runs Rasa's graph of components in order, without dask's scheduler."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from rasa.core.policies.policy import PolicyPrediction
from rasa.core.policies.rule_policy import RulePolicy
from rasa.engine.runner.dask import DaskGraphRunner

Component = TypeVar("Component")


class InOrderGraphRunner(DaskGraphRunner):
    """The same nodes and results as Rasa's own runner. Which nodes a target needs, and in which
    order, is worked out once and not for each message.

    The rules, whose priority is the lowest and which replay the conversation, are not asked where
    a policy before them is certain; config.yml names them last.
    """

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        # Of this runner alone: a newly trained model brings another, and this one must go.
        self._orders: dict[tuple[str, ...], tuple[tuple[str, tuple[str, ...]], ...]] = {}

    def run(
        self, inputs: Mapping[str, Any] | None = None, targets: list[str] | None = None
    ) -> dict[str, Any]:
        """Runs what ``targets`` need on ``inputs`` (placeholder → value) → target: result."""
        wanted = tuple(targets or self._graph_schema.target_names)
        results: dict[str, Any] = {name: (name, value) for name, value in (inputs or {}).items()}
        if wanted not in self._orders:
            self._orders[wanted] = self._order(wanted)
        for name, needs in self._orders[wanted]:
            if self._is_rules(name) and any(_is_certain(result) for _, result in results.values()):
                results[name] = (name, None)
                continue
            results[name] = self._instantiated_nodes[name](*(results[need] for need in needs))
        return {target: results[target][1] for target in wanted}

    def component(self, kind: type[Component]) -> Component:
        """The graph's component of a class, for what is asked of it outside of a run."""
        nodes = self._graph_schema.nodes
        name = next(name for name, node in nodes.items() if issubclass(node.uses, kind))
        component = self._instantiated_nodes[name]._component
        assert isinstance(component, kind)
        return component

    def _is_rules(self, name: str) -> bool:
        return issubclass(self._graph_schema.nodes[name].uses, RulePolicy)

    def _order(self, targets: tuple[str, ...]) -> tuple[tuple[str, tuple[str, ...]], ...]:
        nodes = self._graph_schema.minimal_graph_schema(list(targets)).nodes
        order: dict[str, tuple[str, ...]] = {}

        def add(name: str) -> None:
            if name in order or name not in nodes:
                return
            needs = tuple(nodes[name].needs.values())
            for need in needs:
                add(need)
            order[name] = needs

        for target in targets:
            add(target)
        return tuple(order.items())


def _is_certain(result: Any) -> bool:
    return isinstance(result, PolicyPrediction) and result.max_confidence == 1.0
