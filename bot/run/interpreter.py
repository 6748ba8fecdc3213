"""How the interpreter of a server shares its time: no message may wait long for another's."""

from __future__ import annotations

import gc
import sys

# Python's own 5 ms are much of what a red flag may take in all (8 conversations at once on a slow
# machine: p99 of the first words 237 ms with 1 ms, 600 ms with 5 ms).
_SWITCH_SECONDS = 0.001


def switch_threads_often() -> None:
    """A thread that judges lets the event loop run after a millisecond."""
    sys.setswitchinterval(_SWITCH_SECONDS)


def keep_what_is_loaded() -> None:
    """To be called after a model was loaded: keeps it out of the garbage collector's sight. Looking
    through a model's objects takes a tenth of a second, in which nothing is answered, and would be
    done every few hundred messages.

    What was kept before and is not used any more is found here.
    """
    gc.unfreeze()
    gc.collect()
    gc.freeze()
