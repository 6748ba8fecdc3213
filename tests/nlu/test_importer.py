"""bot/nlu/importer.py: the examples that Rasa's own importer reads, follow-ups behind the titles of
what was answered before them, and cheap copies."""

from __future__ import annotations

import copy

import pytest
from rasa.shared.importers.rasa import RasaFileImporter
from rasa.shared.nlu.constants import INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message

from bot.nlu.importer import Example, ReadOnceImporter
from bot.settings.paths import CONVERSATION_DIR, DOMAIN_FILE, FAQ_DIR

FILES = [str(FAQ_DIR / "crs.yml"), str(FAQ_DIR / "benefits.yml"), str(CONVERSATION_DIR)]


@pytest.mark.slow
def test_it_reads_what_rasa_reads() -> None:
    ours = ReadOnceImporter(domain_path=str(DOMAIN_FILE), training_data_paths=FILES).get_nlu_data()
    rasas = RasaFileImporter(domain_path=str(DOMAIN_FILE), training_data_paths=FILES).get_nlu_data()
    written = len(rasas.training_examples)
    read = [message.data for message in ours.training_examples]
    assert read[:written] == [message.data for message in rasas.training_examples]
    assert ours.responses == rasas.responses
    # Topics that are not there take their follow-ups with them.
    follow_ups = [message for message in read[written:] if message["intent"] != "remark"]
    assert {message["intent"] for message in follow_ups} == {"crs", "benefits", "out_of_scope"}
    assert all(message[TEXT].count(" ") > 1 for message in follow_ups)


def test_a_copy_can_be_changed_alone() -> None:
    example = Example({TEXT: "what is car-t", INTENT: "types"})
    other = copy.deepcopy(example)
    other.set(INTENT, "changed")
    other.set("more", 1, add_to_output=True)
    other.features.append("features")
    assert example.data == {TEXT: "what is car-t", INTENT: "types"}
    assert example.output_properties == {TEXT}
    assert example.features == []
    assert isinstance(other, Example)


def test_only_the_same_example_is_taken_for_a_duplicate() -> None:
    one = Example({TEXT: "what is car-t", INTENT: "types"})
    same = Example({TEXT: "what is car-t", INTENT: "types"})
    annotated = Example({TEXT: "what is car-t", INTENT: "types", "entities": []})
    assert len({one, same, annotated, Example({TEXT: "what is car-t", INTENT: "about"})}) == 3
    assert one == Message({TEXT: "what is car-t", INTENT: "types"})
