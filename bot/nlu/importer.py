"""Rasa training data importer: the project's files, each read once.

Rasa's own reads and checks every file twice, once for the domain and once for the examples, which
with fifteen thousand examples takes seconds.
"""

from __future__ import annotations

from functools import cached_property

from rasa.shared.importers.rasa import RasaFileImporter
from rasa.shared.nlu.training_data.training_data import TrainingData


class ReadOnceImporter(RasaFileImporter):
    """Named in config.yml under ``importers``."""

    def get_nlu_data(self, language: str | None = "en") -> TrainingData:  # noqa: ARG002
        return self._examples

    @cached_property
    def _examples(self) -> TrainingData:
        return super().get_nlu_data()
