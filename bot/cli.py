"""``python -m bot …``: everything that staff and engineers start."""

from __future__ import annotations

import argparse
import os
import sys
import time
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from bot.run import environment
from bot.run.claims import claimed
from bot.run.content_commands import ContentError, add_content_commands, unsigned_line
from bot.run.listening import listening
from bot.run.processes import (
    Part,
    StartError,
    action_server_answers,
    action_server_page,
    answers,
    ending_together,
    start,
    start_action_server,
    wait_until,
)
from bot.run.supervisor import Supervisor, Watched

if TYPE_CHECKING:
    from bot.settings.clinic import Clinic

_START_SECONDS = 120
_MOST_DAYS = 3650
# How staff call it, from the project's folder.
PYTHON = ".venv/bin/python"


def _say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


def _check_clinic() -> Clinic:
    from bot.settings.clinic import load_clinic  # noqa: PLC0415

    return load_clinic()


def _model() -> Path:
    from bot.run.training import train  # noqa: PLC0415

    return train(_say)


def _refuse_busy(address: str, port: int, variable: str) -> None:
    if environment.is_busy(address, port):
        raise StartError(
            f"Port {port} is busy: something else is using it (perhaps this assistant, started "
            f"before). Stop that, or choose another port: {variable}={port + 1} make run"
        )


def _run(_: argparse.Namespace) -> None:
    has_staff_page = _check_clinic().staff.is_on
    host, port, action_port = environment.host(), environment.port(), environment.action_port()
    _refuse_busy(host, port, "BOT_PORT")
    _refuse_busy(environment.DEFAULT_HOST, action_port, "BOT_ACTION_PORT")
    if has_staff_page:
        _refuse_busy(environment.staff_host(), environment.staff_port(), "BOT_STAFF_PORT")
    _model()
    unsigned = unsigned_line()
    if unsigned:
        _say(unsigned)
    parts: list[Part] = []
    with ending_together(parts):
        # The assistant takes longer.
        _say("Starting the assistant ...")
        assistant_start = partial(start, "assistant", ["-m", "bot", "serve"])
        assistant = assistant_start()
        parts.append(assistant)
        _say("Starting the action server ...")
        actions_start = partial(start_action_server, action_port)
        actions = actions_start()
        parts.append(actions)
        wait_until(lambda: action_server_answers(action_port), parts, _START_SECONDS)
        shown = "127.0.0.1" if host == "0.0.0.0" else host
        address = f"http://{shown}:{port}"
        wait_until(lambda: answers(f"{address}/health/ready"), parts, _START_SECONDS)
        watched = [
            Watched(actions, actions_start, action_server_page(action_port)),
            Watched(assistant, assistant_start, f"{address}/health/live"),
        ]
        if has_staff_page:
            watched.append(_start_staff_page(parts))
        _say(f"\nReady. Open {address}/webhooks/web/ in a browser. Ctrl-C ends it.\n")
        supervisor = Supervisor(watched, parts, _say)
        while True:
            supervisor.look()
            time.sleep(0.5)


def _start_staff_page(parts: list[Part]) -> Watched:
    begin = partial(start, "staff page", ["-m", "bot", "staff"])
    parts.append(begin())
    host = environment.staff_host()
    shown = environment.DEFAULT_HOST if host == "0.0.0.0" else host
    address = f"http://{shown}:{environment.staff_port()}"
    _say(f"The staff page: {address}/staff")
    return Watched(parts[-1], begin, f"{address}/health/live")


def _serve(_: argparse.Namespace) -> None:
    _check_clinic()
    with claimed(), listening(environment.host(), environment.port(), "BOT_PORT") as listener:
        from bot.run.products import model_file  # noqa: PLC0415
        from bot.run.server import serve  # noqa: PLC0415

        serve(model_file(), listener)


def _actions(_: argparse.Namespace) -> None:
    from bot.run.action_server import serve_actions  # noqa: PLC0415

    serve_actions()


def _staff(arguments: argparse.Namespace) -> None:
    if arguments.what == "password":
        from bot.run.staff_password import make_hash  # noqa: PLC0415

        print(make_hash())
        return
    from bot.run.staff_server import serve_staff  # noqa: PLC0415

    serve_staff(environment.staff_host(), environment.staff_port())


def _shell(_: argparse.Namespace) -> None:
    _check_clinic()
    model = _model()
    _say("Starting the shell ...")
    from bot.run.shell import shell  # noqa: PLC0415

    shell(model, _say)


def _train(arguments: argparse.Namespace) -> None:
    _check_clinic()
    from bot.run.training import train  # noqa: PLC0415

    train(_say, force=arguments.force)


def _ask(arguments: argparse.Namespace) -> None:
    _check_clinic()
    model = _model()
    from bot.run.ask import ask  # noqa: PLC0415

    with (
        open(arguments.file, encoding="utf-8", newline="\n")
        if arguments.file
        else sys.stdin as lines
    ):
        ask(model, lines, arguments.dialogs)


def _privacy(arguments: argparse.Namespace) -> None:
    _check_clinic()
    from bot.run import privacy  # noqa: PLC0415

    if arguments.what == "purge":
        (privacy.purge_unreadable if arguments.unreadable else privacy.purge)(_say)
        return
    if arguments.what == "list":
        print(privacy.listed(arguments.days, arguments.channel))
        return
    conversation = arguments.conversation
    if arguments.channel is not None:
        conversation = privacy.conversation_of(arguments.channel, conversation)
    if arguments.what == "delete":
        privacy.delete(conversation, _say)
    else:
        print(privacy.export(conversation))


def _report(arguments: argparse.Namespace) -> None:
    from bot.run.report import report  # noqa: PLC0415

    print(report(arguments))


def _days(value: str) -> int:
    if not value.isdigit() or not 0 < int(value) <= _MOST_DAYS:
        raise argparse.ArgumentTypeError(f"should be a number of days from 1 to {_MOST_DAYS}")
    return int(value)


def _add_report(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--days", type=_days, default=30, metavar="N", help="default: 30")
    forms = parser.add_mutually_exclusive_group()
    forms.add_argument("--json", action="store_true", help="everything, for other programs")
    questions = "only the unanswered questions, as a table"
    forms.add_argument("--unanswered-csv", action="store_true", help=questions)
    parser.set_defaults(do=_report)


def _add_privacy(parser: argparse.ArgumentParser) -> None:
    """``list``, ``delete``, ``export`` and ``purge``."""
    whats = parser.add_subparsers(required=True, metavar="what", dest="what")
    finding = "list the conversations: when, on which channel, and the id of each; no words"
    listing = whats.add_parser("list", help=finding, description=finding)
    listing.add_argument("--days", type=_days, default=7, metavar="N", help="default: 7")
    listing.add_argument("--channel", help="only of this channel, such as web or telegram")
    for what, help_text in (
        ("delete", "delete a conversation and its records; an entry without content remains"),
        ("export", "print all that is kept of a conversation, as JSON"),
    ):
        one = whats.add_parser(what, help=help_text, description=help_text)
        one.add_argument(
            "conversation",
            help="its id, such as web-0123…, as `privacy list` shows it; see --channel",
        )
        one.add_argument(
            "--channel",
            help="the messenger, such as telegram: the id is then the messenger's of the patient",
        )
    old = "delete what is older than retention in clinic.yml; a running server does it daily"
    purging = whats.add_parser("purge", help=old, description=old)
    aside = "delete instead the files that could not be read as databases"
    purging.add_argument("--unreadable", action="store_true", help=aside)
    parser.set_defaults(do=_privacy)


def _parser() -> argparse.ArgumentParser:
    about = "Everything that staff and engineers start. Each command has a --help of its own."
    parser = argparse.ArgumentParser(prog=f"{PYTHON} -m bot", description=about)
    commands = parser.add_subparsers(required=True, metavar="command")

    def command(name: str, help_text: str) -> argparse.ArgumentParser:
        return commands.add_parser(name, help=help_text, description=help_text)

    command("run", "start the assistant with its demo page").set_defaults(do=_run)
    command("serve", "start the Rasa server alone").set_defaults(do=_serve)
    command("actions", "start the action server alone").set_defaults(do=_actions)
    staff = command("staff", "start the staff page alone, or make the hash of a password")
    staff.add_argument("what", nargs="?", choices=("serve", "password"), default="serve")
    staff.set_defaults(do=_staff)
    command("shell", "talk with the assistant in this terminal").set_defaults(do=_shell)
    training = command("train", "train where the model is missing or stale")
    training.add_argument("--force", action="store_true", help="train all of it in any case")
    training.set_defaults(do=_train)
    reporting = command("report", "what happened: turns, red flags, unanswered questions, feedback")
    _add_report(reporting)
    _add_privacy(command("privacy", "find, show or delete what is kept of patients"))
    asking = command("ask", "try messages out: one a line in, one JSON object a line out")
    asking.add_argument("--dialogs", action="store_true", help="each line is a conversation (JSON)")
    asking.add_argument("file", nargs="?", metavar="FILE", help="default: standard input")
    asking.set_defaults(do=_ask)
    add_content_commands(command("content", "check, review and sign what patients read"), _say)
    return parser


def main() -> None:
    environment.prepare()
    arguments = _parser().parse_args()
    # What goes wrong in a foreseen way is one clear sentence; everything else is a bug and is shown
    # in full.
    from bot.content.errors import DataError  # noqa: PLC0415
    from bot.run.training import TrainingError  # noqa: PLC0415
    from bot.settings.clinic import ClinicFileError  # noqa: PLC0415

    try:
        arguments.do(arguments)
        sys.stdout.flush()
    except BrokenPipeError:
        # Whoever read the output wants no more of it, such as `| head`.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(1)
    except (
        StartError,
        ClinicFileError,
        ContentError,
        TrainingError,
        DataError,
        FileNotFoundError,
    ) as error:
        _say(str(error))
        sys.exit(1)
    except KeyboardInterrupt:
        _say("\nStopped.")
        sys.exit(130 if not sys.stdin.isatty() else 0)
