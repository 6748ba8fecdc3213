"""How test files are dealt to the workers of `make test`."""

from __future__ import annotations

from pathlib import PurePosixPath

from xdist.scheduler import LoadFileScheduling

_WEB = PurePosixPath("tests/web")


class FilesAndBrowsers(LoadFileScheduling):
    """A file goes to one worker, and half of the files of the widget go to one together: each
    worker that has any starts a browser and a whole assistant for them."""

    def _split_scope(self, nodeid: str) -> str:
        return scope_of(super()._split_scope(nodeid))


def scope_of(file: str) -> str:
    """What is tested by one worker: the file, or a half of the widget's files."""
    path = PurePosixPath(file)
    if path.parent != _WEB:
        return file
    # About as long as each other.
    return f"{_WEB}/{'a-e' if path.name < 'test_f' else 'f-z'}"
