"""bot/run/interpreter.py: what is loaded is not looked through for garbage again and again."""

from __future__ import annotations

import gc
import weakref

from bot.run.interpreter import keep_what_is_loaded


class _Loaded:
    """In a cycle with itself, so that only the collector can free it."""

    def __init__(self) -> None:
        self.me = self


def test_what_is_loaded_is_out_of_sight_and_what_it_replaces_is_freed() -> None:
    try:
        model = _Loaded()
        keep_what_is_loaded()
        assert gc.get_freeze_count() > 0
        assert all(kept is not model for kept in gc.get_objects())
        before = weakref.ref(model)
        model = _Loaded()
        keep_what_is_loaded()
        assert before() is None
    finally:
        gc.unfreeze()
