"""Rasa starts without libraries that nothing uses, and nobody takes the stand-ins for them."""

from __future__ import annotations

import subprocess
import sys

import pytest

from bot.settings.paths import ROOT

PREPARE = "from bot.run.environment import prepare; prepare(); import sys; "


def run(script: str) -> str:
    done = subprocess.run(
        [sys.executable, "-c", PREPARE + script],
        cwd=ROOT, capture_output=True, text=True, timeout=240, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def test_all_components_of_rasa_are_defined_without_it() -> None:
    said = run(
        "import rasa.engine.recipes.default_components as known; "
        "print(len(known.DEFAULT_COMPONENTS) > 20, "
        "any(getattr(m, '__file__', None) for n, m in sys.modules.items() "
        "if n.partition('.')[0] in ('tensorflow', 'keras')))"
    )
    assert said == "True False"


def test_the_channels_and_stores_of_rasa_are_defined_without_theirs() -> None:
    said = run(
        "import rasa.core.channels, rasa.core.tracker_store; "
        "import rasa.nlu.test, rasa.utils.log_utils, spacy; "
        "from bot.run.unused_libraries import is_stood_in_for; "
        "print([n for n, m in sys.modules.items() "
        "if is_stood_in_for(n) and getattr(m, '__file__', None)])"
    )
    assert said == "[]"


def test_a_library_of_which_a_part_is_used_is_there_but_for_the_rest() -> None:
    said = run(
        "import rasa.core.channels; from slack_sdk.signature import SignatureVerifier; "
        "import slack_sdk.web, google.protobuf; "
        "print(len(SignatureVerifier('key').generate_signature(timestamp='1', body='b')), "
        "getattr(slack_sdk.web, '__file__', None))"
    )
    assert said == "67 None"


def test_libraries_that_can_do_without_it_do() -> None:
    assert run("import thinc.compat; print(thinc.compat.has_tensorflow)") == "False"


@pytest.mark.parametrize(
    "use",
    [
        "tf.constant(1).numpy()",
        "len(tf.config.get_visible_devices('GPU'))",
        "list(tf.range(3))",
        "tf.function(input_signature=[])(3)",
        "import pymongo; pymongo.MongoClient('mongodb://127.0.0.1').db",
    ],
)
def test_using_it_in_earnest_says_what_to_do(use: str) -> None:
    script = (
        "import tensorflow as tf\n"
        f"try:\n    {use}\n"
        "except ImportError as error:\n    print(type(error).__name__, error)"
    )
    said = run(f"\n{script}")
    assert said.startswith("UnusedLibraryError The assistant runs without TensorFlow")


def test_decorators_leave_what_they_decorate() -> None:
    script = (
        "import tensorflow as tf\n"
        "@tf.function\ndef one(): return 1\n"
        "@tf.function(autograph=False)\ndef two(): return 2\n"
        "class Layer(tf.keras.layers.Layer):\n    size = 3\n"
        "print(one(), two(), Layer.size)"
    )
    assert run(f"\n{script}") == "1 2 3"
