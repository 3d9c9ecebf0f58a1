"""Opens the dashboard: a Streamlit server as a child process, on this machine and for this machine only."""

import ipaddress
import os
import signal
import socket
import subprocess
import sys
from pathlib import Path

from pipeline.errors import SettingsError
from pipeline.settings import load_settings

DATA = "CIRCULATION_DATA"
"""The environment variable that tells the dashboard where the tables lie."""

_DASHBOARD = Path(__file__).resolve().parent.parent / "dashboard"
_SERVER = _DASHBOARD / "server.py"

OPTIONS = {
    "browser.gatherUsageStats": "false",
    "client.showErrorDetails": "none",
    "client.showErrorLinks": "false",
    "client.toolbarMode": "minimal",
    "logger.level": "warning",
    "runner.magicEnabled": "false",
    "server.fileWatcherType": "none",
    "server.maxUploadSize": "50",
    "server.showEmailPrompt": "false",
}


def serve(data: Path, host: str, port: int, open_browser: bool) -> int:
    """Serve the dashboard until it is stopped with Ctrl-C.

    Parameters
    ----------
    data
        The folder that `run` wrote; it may be empty or not exist yet, the screens then say what to do.
    host, port
        Where to listen; only a loopback address, unless sign-in is set up.
    open_browser
        Open a browser window where this machine has a screen.

    Returns
    -------
    int
        0 after Ctrl-C, else what the server ended with.

    Raises
    ------
    SettingsError
        The host can be reached from other machines, or the port is taken.
    """
    _check(host, port)
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # to be stopped is like Ctrl-C: no server is left behind
    try:
        with subprocess.Popen(command(host, port, open_browser), env=os.environ | {DATA: str(data.resolve())}) as server:
            try:
                return server.wait()
            except KeyboardInterrupt:
                return 0
            finally:
                server.terminate()
    except KeyboardInterrupt:
        return 0  # a second Ctrl-C while the server was closing


def command(host: str, port: int, open_browser: bool) -> list[str]:
    """The argument list that starts the server; nothing in it is read by a shell.

    Examples
    --------
    >>> "--server.headless=true" in command("127.0.0.1", 8501, open_browser=False)
    True
    """
    options = {"server.address": host, "server.port": str(port), "theme.base": str(_DASHBOARD / "theme.toml"), **OPTIONS}
    if not open_browser:
        options["server.headless"] = "true"
    return [sys.executable, "-m", "streamlit", "run", str(_SERVER), *(f"--{name}={value}" for name, value in options.items())]


def _check(host: str, port: int) -> None:
    try:
        loopback = host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        loopback = False
    if not loopback and not load_settings().sign_in.complete:
        raise SettingsError(
            "--host must be this machine's own address (127.0.0.1) as long as no sign-in is set up (settings, sign_in); leave --host out"
        )
    try:
        with socket.create_connection((host, port), timeout=1):
            taken = True
    except OSError:
        taken = False
    if taken:
        raise SettingsError(f"port {port} is in use; choose another one with --port")
