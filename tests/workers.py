"""How test files are dealt to the workers of `make test`."""

from __future__ import annotations

from pathlib import PurePosixPath

from xdist.scheduler import LoadFileScheduling

_WEB, _FAULTS = PurePosixPath("tests/web"), PurePosixPath("tests/faults")
# Those that harm the server of tests/faults/conftest.py, or are its patients.
ON_SHARED_SERVER = frozenset(
    {
        "test_edge.py", "test_hosts.py", "test_load.py", "test_schema.py", "test_start.py",
        "test_stores.py", "test_turns.py",
    }
)  # fmt: skip


class FilesAndServers(LoadFileScheduling):
    """A file goes to one worker; those of one server together, which takes long to start: each
    worker that has any of the widget's files starts a whole assistant and a browser."""

    def _split_scope(self, nodeid: str) -> str:
        return scope_of(super()._split_scope(nodeid))


def scope_of(file: str) -> str:
    """What is tested by one worker: the file, or the files of a server."""
    path = PurePosixPath(file)
    if path.parent == _WEB:
        return str(_WEB)
    if path.parent == _FAULTS and path.name in ON_SHARED_SERVER:
        return f"{_FAULTS}/shared"
    return file
