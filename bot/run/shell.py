"""The staff's Rasa shell: Rasa's own command-line channel on our model, responses and actions."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from rasa.core.channels.channel import InputChannel
from rasa.core.channels.console import CmdlineInput
from rasa.core.run import close_resources, configure_app, load_agent_on_start
from rasa.core.utils import AvailableEndpoints

from bot.run.environment import DEFAULT_HOST
from bot.run.logs import quiet_logging
from bot.settings.paths import ROOT


def shell(model: Path, port: int) -> None:
    """Talks with the assistant in this terminal until ``/stop``. Conversations are not kept."""
    quiet_logging()
    endpoints = AvailableEndpoints.read_endpoints(str(ROOT / "endpoints.yml"))
    endpoints.tracker_store = None
    channels: list[InputChannel] = [CmdlineInput()]
    app = configure_app(channels, cors=None, enable_api=False, port=port, endpoints=endpoints)
    app.register_listener(
        partial(load_agent_on_start, str(model), endpoints, None), "before_server_start"
    )
    app.register_listener(close_resources, "after_server_stop")
    app.run(host=DEFAULT_HOST, port=port, access_log=False, motd=False)
