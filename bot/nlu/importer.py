"""Rasa training data importer: the project's files, each read once, examples cheap to copy.

Rasa's own reads and checks every file twice, and copies and compares all examples each time that
one more file is added to them: with sixteen thousand examples, a third of the training.
"""

from __future__ import annotations

from functools import cached_property

from rasa.shared.importers.rasa import RasaFileImporter
from rasa.shared.nlu.constants import INTENT, INTENT_RESPONSE_KEY, TEXT
from rasa.shared.nlu.training_data.loading import load_data
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.content.follow_up_files import examples_behind_titles, read_follow_ups
from bot.nlu.titles import titles_of


class Example(Message):
    """A training example. Its data are texts, which nobody changes, so a shallow copy will do; and
    most examples differ in their text, so that it suffices to tell them apart quickly."""

    def __deepcopy__(self, memo: dict[int, object]) -> Example:
        return Example(self.data, set(self.output_properties), self.time, list(self.features))

    def __hash__(self) -> int:
        return hash((self.get(TEXT), self.get(INTENT)))


class ReadOnceImporter(RasaFileImporter):
    """Named in config.yml under ``importers``."""

    def get_nlu_data(self, language: str | None = "en") -> TrainingData:  # noqa: ARG002
        return self._examples

    @cached_property
    def _examples(self) -> TrainingData:
        files = [load_data(file) for file in self._nlu_files]
        for file in files:
            file.training_examples = [Example(m.data) for m in file.training_examples]
        examples = TrainingData().merge(*files)
        return examples.merge(_follow_ups(examples))


def _follow_ups(examples: TrainingData) -> TrainingData:
    """Second messages of a conversation, each behind the title of what was answered before it."""
    known = {m.get(INTENT_RESPONSE_KEY) or m.get(INTENT) for m in examples.training_examples}
    follow_ups = examples_behind_titles(read_follow_ups(), titles_of(examples.responses))
    built = [Message.build(text, label) for text, label in follow_ups if label in known]
    return TrainingData([Example(message.data) for message in built])
