"""What `serve` refuses, and how it starts its server."""

import socket

import pytest

from pipeline.errors import SettingsError
from pipeline.serve import OPTIONS, command, serve, serve_room


@pytest.mark.parametrize("host", ["0.0.0.0", "192.168.1.20", "::", "example.org", "", "127.0.0.1.example.org", "localhost;id"])
def test_only_this_machine_is_served_without_sign_in(host, tmp_path):
    with pytest.raises(SettingsError, match="no sign-in is set up") as caught:
        serve(tmp_path, host, 8501, open_browser=False)
    assert "\n" not in str(caught.value)


def test_a_port_in_use_is_said_in_one_line(tmp_path):
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        with pytest.raises(SettingsError, match=f"port {port} is in use"):
            serve(tmp_path, "127.0.0.1", port, open_browser=False)


def test_every_option_is_one_that_streamlit_knows():
    from streamlit import config

    known = config.get_config_options()
    assert OPTIONS.keys() <= known.keys()


def test_nothing_leaves_the_machine_and_no_detail_reaches_the_screen():
    assert OPTIONS["browser.gatherUsageStats"] == "false"
    assert OPTIONS["client.showErrorDetails"] == "none"
    started = command("127.0.0.1", 8501, open_browser=False)
    assert "--server.address=127.0.0.1" in started
    # no folder called pipeline where it was started is taken for the program
    assert started[1] == "-P"
    assert "--server.headless=true" in started
    assert "--server.headless=true" not in command("127.0.0.1", 8501, open_browser=True)


@pytest.mark.parametrize(
    "host", ["0.0.0.0", "::", "::1", "8.8.8.8", "224.0.0.1", "example.org", "localhost", "192.168.1.20;id", "10.0.0.300"]
)
def test_a_room_is_served_on_its_own_network_alone(host, tmp_path):
    with pytest.raises(SettingsError, match="room's network") as caught:
        serve_room(tmp_path, host, 8502)
    assert "\n" not in str(caught.value)


def test_no_room_is_served_before_one_is_open(tmp_path, capfd):
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    assert serve_room(tmp_path, "127.0.0.1", port) == 1
    said = capfd.readouterr().err
    assert "no room is open" in said
    assert len(said.splitlines()) == 1


def test_the_room_s_process_is_told_no_secret(tmp_path, monkeypatch):
    told = {}
    monkeypatch.setattr("pipeline.serve._run", lambda arguments, environment, cwd=None: told.update(environment, arguments=arguments) or 0)
    monkeypatch.setenv("CIRCULATION_PASSPHRASE", "une phrase assez longue")
    monkeypatch.setenv("CIRCULATION_VAULT__PATH", "cercle.vault")
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    serve_room(tmp_path, "127.0.0.1", port)
    assert {name for name in told if name.startswith("CIRCULATION_")} == {
        "CIRCULATION_DATA",
        "CIRCULATION_ROOM_HOST",
        "CIRCULATION_ROOM_PORT",
    }
    assert told["arguments"][1:] == ["-m", "dashboard.room"]
