"""Opens the dashboard, a Streamlit server for this machine only, and the room's answers, for its network: each as a child process."""

import ipaddress
import json
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

from pipeline.errors import SettingsError, StoreError
from pipeline.settings import load_settings

DATABASE, DATABASE_URL = "circulation.db", "DATABASE_URL"
"""The file of the dashboard's database in its folder, and the environment variable that names a server in its place."""
DATA = "CIRCULATION_DATA"
"""The environment variable that tells the dashboard where the tables lie."""
ROOM_HOST, ROOM_PORT = "CIRCULATION_ROOM_HOST", "CIRCULATION_ROOM_PORT"
"""Those that tell the process of a room where to listen."""

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
    return _run(command(host, port, open_browser), os.environ | {DATA: str(data.resolve())})


def serve_room(data: Path, host: str | None, port: int) -> int:
    """Serve the room's telephones until it is stopped with Ctrl-C: one frozen publication in, answers out, nothing else.

    Parameters
    ----------
    data
        The folder of the dashboard in which a room was opened.
    host
        This machine's own IPv4 address on the room's network; None finds it out. Every network at once (0.0.0.0) is refused, as
        the telephones of one room are on one of them, and so is an address that the whole world reaches.
    port
        Where to listen.

    Returns
    -------
    int
        0 after Ctrl-C, 1 where no room is open.

    Raises
    ------
    SettingsError
        There is no such address, or the port is taken.
    """
    host = _in_the_room(host or own_address())
    _check_free(host, port)
    arguments, environment = _room_command(data, host, port)
    return _run(arguments, environment, cwd=_DASHBOARD.parent)


def start_room(data: Path, host: str | None) -> subprocess.Popen[bytes]:
    """`serve_room` on a port that is free, left to itself.

    The process ends some minutes after its room was closed; nothing that it says is kept.
    """
    arguments, environment = _room_command(data, _in_the_room(host or own_address()), 0)
    quiet = subprocess.DEVNULL
    return subprocess.Popen(arguments, env=environment, cwd=_DASHBOARD.parent, stdin=quiet, stdout=quiet, stderr=quiet)


def recall(data: Path, case_id: str, said: Mapping[str, str]) -> int:
    """Take back what was published of somebody's words from the dashboard of a folder, by a process of its own; how many versions.

    Parameters
    ----------
    data
        The folder of the dashboard; without its database, here or at `DATABASE_URL`, there is nothing to take back.
    case_id, said
        As for `dashboard.recalling.recall`; they go over the standard input of the process, and nowhere else.

    Raises
    ------
    StoreError
        The database cannot be reached or written.
    """
    if not ((data / DATABASE).is_file() or os.environ.get(DATABASE_URL)):
        return 0
    done = subprocess.run(
        [sys.executable, "-m", "dashboard.recalling"],
        input=json.dumps({"data": str(data.resolve()), "case_id": case_id, "said": dict(said)}),
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
        cwd=_DASHBOARD.parent,
    )
    if done.returncode:
        raise StoreError("what was published could not be taken back; is the dashboard's database there? Nothing was forgotten, try again")
    return int(done.stdout.split()[-1])


def _room_command(data: Path, host: str, port: int) -> tuple[list[str], dict[str, str]]:
    """The argument list and the environment of a room's process, which is told no secret."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("CIRCULATION_")}
    told = {DATA: str(data.resolve()), ROOM_HOST: host, ROOM_PORT: str(port)}
    return [sys.executable, "-m", "dashboard.room"], kept | told


def _run(arguments: list[str], environment: dict[str, str], cwd: Path | None = None) -> int:
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # to be stopped is like Ctrl-C: no server is left behind
    try:
        with subprocess.Popen(arguments, env=environment, cwd=cwd) as server:
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
    # -P: a folder called pipeline where it was started is not the program
    return [sys.executable, "-P", "-m", "streamlit", "run", str(_SERVER), *(f"--{name}={value}" for name, value in options.items())]


def _check(host: str, port: int) -> None:
    try:
        loopback = host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        loopback = False
    if not loopback and not load_settings().sign_in.complete:
        raise SettingsError(
            "--host must be this machine's own address (127.0.0.1) as long as no sign-in is set up (settings, sign_in); leave --host out"
        )
    _check_free(host, port)


def _in_the_room(host: str) -> str:
    """The address, if it is one of a room's network."""
    try:
        address = ipaddress.IPv4Address(host)
    except ValueError:
        address = None
    if address is None or address.is_unspecified or address.is_multicast or not (address.is_private or address.is_link_local):
        raise SettingsError(
            "--host must be this machine's own IPv4 address on the room's network (such as 192.168.1.20); its network settings show it"
        )
    return str(address)


def own_address() -> str:
    """The address by which this machine would leave for another network, or ""; nothing is sent to find it out."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("192.0.2.1", 9))
            return str(probe.getsockname()[0])
        except OSError:
            return ""


def _check_free(host: str, port: int) -> None:
    try:
        with socket.create_connection((host, port), timeout=1):
            taken = True
    except OSError:
        taken = False
    if taken:
        raise SettingsError(f"port {port} is in use; choose another one with --port")
