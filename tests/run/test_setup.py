"""bin/setup and `make install` in an empty folder, without a network."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from bot.settings.paths import ROOT

# What the script calls besides Python and uv.
TOOLS = ("bash", "dirname", "df", "awk", "mktemp", "rm", "cat", "env", "sh")
MISSING = (
    "Python 3.10 is missing and could not be brought. Install it (for example: pyenv install "
    "3.10, or uv python install 3.10) and repeat the command.\n"
)


class Machine:
    """A folder with the project's set-up, on a machine that has only what is put there."""

    def __init__(self, folder: Path) -> None:
        self.project = folder / "project"
        self.tools = folder / "tools"
        self.home = folder / "home"
        for place in (self.project / "bin", self.tools, self.home):
            place.mkdir(parents=True)
        shutil.copy(ROOT / "bin" / "setup", self.project / "bin" / "setup")
        for name in ("requirements.lock", "Makefile"):
            shutil.copy(ROOT / name, self.project / name)
        for tool in TOOLS:
            found = shutil.which(tool)
            assert found, f"{tool} is not on this machine"
            (self.tools / tool).symlink_to(found)

    def add_tool(self, name: str, script: str) -> None:
        path = self.tools / name
        path.unlink(missing_ok=True)
        path.write_text(f"#!/bin/bash\n{script}\n", encoding="utf-8")
        path.chmod(0o755)

    def run(self, *command: str, **variables: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            command,
            cwd=self.project,
            env={
                "PATH": str(self.tools),
                "HOME": str(self.home),
                # No package is looked for anywhere.
                "PIP_NO_INDEX": "1",
                "PIP_CONFIG_FILE": os.devnull,
                **variables,
            },
            capture_output=True,
            text=True,
            check=False,
        )


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    return Machine(tmp_path)


def test_a_missing_python_is_told_with_the_way_out(machine: Machine) -> None:
    done = machine.run("bin/setup")
    assert (done.returncode, done.stdout, done.stderr) == (1, "", MISSING)
    assert not (machine.project / ".venv").exists()


@pytest.mark.parametrize("name", ["python3", "python", "python3.10"])
def test_another_python_is_not_taken(machine: Machine, name: str) -> None:
    machine.add_tool(name, "exit 1")
    done = machine.run("bin/setup")
    assert done.returncode == 1
    assert done.stderr.endswith(MISSING)
    assert {path.name for path in machine.project.iterdir()} == {
        "bin",
        "requirements.lock",
        "Makefile",
    }


def test_too_little_disk_space_is_told_first(machine: Machine) -> None:
    machine.add_tool("df", "echo header; echo '/dev/sda1 9000 8900 100 99% /'")
    done = machine.run("bin/setup")
    assert done.returncode == 1
    assert done.stderr == (
        "There is too little disk space: 100 MB are free here, 4500 MB are needed. "
        "Free some and repeat the command.\n"
    )


def test_a_python_of_pyenv_is_found_and_a_broken_environment_made_anew(machine: Machine) -> None:
    python = machine.home / ".pyenv" / "versions" / "3.10.99" / "bin" / "python"
    python.parent.mkdir(parents=True)
    python.symlink_to(Path(sys.base_prefix) / "bin" / "python3.10")
    broken = machine.project / ".venv" / "bin" / "python"
    broken.parent.mkdir(parents=True)
    broken.write_text("#!/bin/bash\nexit 1\n", encoding="utf-8")
    broken.chmod(0o755)
    done = machine.run("bin/setup")
    assert "Making .venv with Python 3.10" in done.stderr
    assert done.stderr.endswith(
        "The installer could not be installed. Is there a network, or a package mirror set for "
        "pip? Then repeat the command.\n"
    )
    assert done.returncode == 1
    assert not (machine.project / ".venv" / ".installed").exists()
    made = machine.run(".venv/bin/python", "--version")
    assert made.stdout.startswith("Python 3.10")


def test_make_install_sets_up_once(machine: Machine) -> None:
    make = shutil.which("make")
    assert make, "make is not on this machine"
    for tool in ("touch", "echo"):
        (machine.tools / tool).symlink_to(str(shutil.which(tool)))
    (machine.project / "bin" / "setup").write_text(
        "#!/bin/bash\necho set up\nmkdir -p .venv\n", encoding="utf-8"
    )
    (machine.tools / "mkdir").symlink_to(str(shutil.which("mkdir")))
    assert machine.run(make, "install").stdout == "set up\n"
    again = machine.run(make, "install")
    assert again.returncode == 0
    assert "set up" not in again.stdout
    os.utime(machine.project / "requirements.lock")
    os.utime(machine.project / ".venv" / ".installed", (0, 0))
    assert machine.run(make, "install").stdout == "set up\n"
