"""What `serve` refuses, and how it starts its server."""

import socket

import pytest

from pipeline.errors import SettingsError
from pipeline.serve import OPTIONS, command, serve


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
    assert "--server.headless=true" in started
    assert "--server.headless=true" not in command("127.0.0.1", 8501, open_browser=True)
