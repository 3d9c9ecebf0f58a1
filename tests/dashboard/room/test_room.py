"""The process of a room: who gets in, what it takes, what it never does."""

import datetime
import http.client
import os
import re
import socket
import subprocess
import sys
import threading
import time
from html import escape
from types import SimpleNamespace
from urllib.parse import urlencode

import pytest
from sqlalchemy import update

from dashboard import hosting
from dashboard.answers import list_items
from dashboard.codes import is_ticket
from dashboard.publication import Content
from dashboard.registry import hosts
from dashboard.registry.models import Publication, Room, now
from dashboard.room import listen
from dashboard.texts import salle
from pipeline import ports
from pipeline.errors import SettingsError

SAID = "il manque <b>la nuit</b>, =1+1, et Solange"


@pytest.fixture(scope="module")
def host(at, request):
    """The process of the room, started as `circulation serve --room` does."""
    hosting.open_door(at, at.publication, 60)
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    script = (
        "import sys; from pathlib import Path; from pipeline.serve import serve_room; "
        "sys.exit(serve_room(Path(sys.argv[1]), '127.0.0.1', int(sys.argv[2])))"
    )
    log = at.folder / "log"
    with log.open("wb") as out:
        process = subprocess.Popen(
            [sys.executable, "-c", script, str(at.archive.data), str(port)],
            cwd=request.config.rootpath,
            env=os.environ | {"CIRCULATION_PASSPHRASE": "une phrase assez longue"},
            stdout=out,
            stderr=out,
        )
    deadline = time.monotonic() + 60
    while hosting.read_address(at.archive.data, at.publication) is None or not _answers(port):
        assert process.poll() is None
        assert time.monotonic() < deadline
        time.sleep(0.1)
    yield SimpleNamespace(port=port, log=log, pid=process.pid)
    process.terminate()
    process.wait(20)
    assert hosting.read_address(at.archive.data, at.publication) is None, "the address is forgotten with the process"


def test_another_port_where_the_usual_one_is_taken(monkeypatch):
    with socket.create_server(("127.0.0.1", 0)) as usual:
        port = usual.getsockname()[1]
        monkeypatch.setattr(ports, "ROOM_PORT", port)
        with listen("127.0.0.1", 0) as other:
            assert other.getsockname()[1] != port
        with pytest.raises(SettingsError, match=f":{port}: no address of this machine, or a port in use"):
            listen("127.0.0.1", port)
    with pytest.raises(SettingsError, match="no address of this machine"):
        listen("203.0.113.7", 0)


def _answers(port):
    try:
        socket.create_connection(("127.0.0.1", port), 1).close()
    except OSError:
        return False
    return True


class Telephone:
    """One telephone, with the cookie it was given."""

    def __init__(self, port):
        self.port, self.cookie = port, ""

    def ask(self, method, path, body=None, **headers):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        sent = {name.replace("_", "-"): value for name, value in headers.items()}
        if isinstance(body, dict):
            body = urlencode(body)
            sent.setdefault("Content-Type", "application/x-www-form-urlencoded")
        if self.cookie:
            sent["Cookie"] = self.cookie
        connection.request(method, path, body, sent)
        answer = connection.getresponse()
        if given := answer.getheader("Set-Cookie"):
            self.cookie = given.split(";")[0]
        answer.page = answer.read().decode()
        connection.close()
        return answer

    def enter(self, code):
        return self.ask("POST", "/entrer", {"code": code})

    def send(self, fields):
        return self.ask("POST", "/repondre", fields)


def test_a_telephone_enters_reads_and_answers(at, host, door, stored):
    one = Telephone(host.port)
    asked = one.ask("GET", f"/?code={door.code}")
    assert asked.status == 200
    assert f'value="{door.code}"' in asked.page
    assert one.enter(f" {door.code[:3].lower()}-{door.code[3:]} ").status == 303
    assert re.fullmatch(r"billet=[\w=-]+", one.cookie)
    form = one.ask("GET", "/")
    assert form.page.count("<fieldset>") == len(list_items(at_content(at)))
    assert "script" not in form.page
    assert one.send({"obstacles/0": "me", "shared/0": "not_me", "unknown/0": "missing", "unknown/0/text": SAID}).status == 303
    rows = {row.item: row for row in stored(door.id)}
    assert {item: row.value for item, row in rows.items()} == {"obstacles/0": "me", "shared/0": "not_me", "unknown/0": "missing"}
    assert one.ask("GET", "/merci").status == 200


def at_content(at):
    with at.registry.reading() as session:
        return Content.model_validate(session.get(Publication, at.publication).content)


def test_a_form_that_is_sent_again_counts_once_and_replaces(at, host, door, stored):
    one = Telephone(host.port)
    one.enter(door.code)
    for fields in ({"shared/0": "me", "shared/1": "me"},) * 3 + ({"shared/0": "not_me"},):
        one.send(fields)
    assert [(row.item, row.value, row.count) for row in stored(door.id)] == [("shared/0", "not_me", 1)]
    one.enter(door.code)
    one.send({"shared/0": "me"})
    assert len(stored(door.id)) == 1, "entering again is no second voice"


def test_a_telephone_that_is_passed_on_is_another_voice(at, host, door):
    one = Telephone(host.port)
    one.enter(door.code)
    one.send({"shared/0": "me"})
    assert one.ask("POST", "/passer", {}).status == 303
    one.enter(door.code)
    one.send({"shared/0": "me"})
    assert hosts.count_telephones(at.registry, at.asker, door.id) == 2


def test_twenty_telephones_at_once(at, host, door, stored):
    def answer():
        one = Telephone(host.port)
        assert one.enter(door.code).status == 303
        done.append(one.send({item.key: "me" for item in list_items(at_content(at))}).status)

    done = []
    threads = [threading.Thread(target=answer) for _ in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert done == [303] * 20
    assert len(stored(door.id)) == 20 * len(list_items(at_content(at)))


def test_hostile_requests_get_one_french_page_and_leave_nothing(at, host, door, stored):
    one = Telephone(host.port)
    one.enter(door.code)
    form = {"Content_Type": "application/x-www-form-urlencoded"}
    asked = {
        404: [("GET", "/../../etc/passwd"), ("GET", "/%2e%2e/%2e%2e/circulation.db"), ("GET", "/style.css/.."), ("GET", "/docs")],
        405: [("GET", "/repondre"), ("PUT", "/"), ("DELETE", "/repondre"), ("POST", "/"), ("TRACE", "/merci")],
    }
    for status, requests in asked.items():
        for method, path in requests:
            answer = one.ask(method, path)
            assert (method, path, answer.status) == (method, path, status)
            assert escape(salle.NOWHERE) in answer.page
    for status, answer in (
        (413, one.ask("POST", "/repondre", "a=" + "x" * 300_000, **form)),
        (413, one.ask("POST", "/entrer", "code=" + "x" * 2_000, **form)),
        (400, one.ask("POST", "/repondre", "&".join(f"f{n}=1" for n in range(1000)), **form)),
        (400, one.ask("POST", "/repondre", "a=%ff%fe", **form)),
        (415, one.ask("POST", "/repondre", '{"shared/0": "me"}', Content_Type="application/json")),
        (415, one.ask("POST", "/repondre", "--x", Content_Type="multipart/form-data; boundary=x")),
        (403, one.ask("POST", "/repondre", {"shared/0": "me"}, Origin="http://ailleurs.example")),
        (400, one.ask("GET", "/", Host="ailleurs.example")),
    ):
        assert answer.status == status
        assert "Traceback" not in answer.page
    assert one.send({"shared/99": "me", "../quartier": "me", "shared/0": "<script>", "contract/0": "me"}).status == 303
    assert stored(door.id) == []


def test_every_answer_has_the_headers_and_sets_nothing_but_a_ticket(host, door):
    one = Telephone(host.port)
    for answer in (one.ask("GET", "/"), one.ask("GET", "/nulle-part"), one.enter(door.code), one.ask("GET", "/style.css")):
        policy = answer.getheader("Content-Security-Policy")
        assert policy.startswith("default-src 'none'; style-src 'self'; form-action 'self'; frame-ancestors 'none'")
        assert answer.getheader("X-Content-Type-Options") == "nosniff"
        assert answer.getheader("Referrer-Policy") == "no-referrer"
        assert answer.getheader("Cache-Control") == "no-store"
        assert answer.getheader("Server") is None
        if given := answer.getheader("Set-Cookie"):
            assert "HttpOnly" in given
            assert "SameSite=strict" in given
            assert is_ticket(door.key, door.id, one.cookie.removeprefix("billet="))


def test_a_closed_room_takes_nothing(at, host, door, stored):
    one = Telephone(host.port)
    one.enter(door.code)
    one.send({"shared/0": "me"})
    hosts.close_room(at.registry, at.asker, door.id)
    assert salle.CLOSED in one.ask("GET", "/").page
    assert one.send({"shared/0": "not_me"}).status == 403
    assert Telephone(host.port).enter(door.code).status == 403
    assert [row.value for row in stored(door.id)] == ["me"]


def test_a_room_whose_time_is_over_takes_nothing(at, host, door, stored):
    one = Telephone(host.port)
    one.enter(door.code)
    with at.registry.writing() as session:
        session.execute(update(Room).where(Room.room_id == door.id).values(expires_at=now() - datetime.timedelta(seconds=1)))
    assert one.send({"shared/0": "me"}).status == 403
    assert Telephone(host.port).enter(door.code).status == 403
    assert stored(door.id) == []


def test_the_ticket_of_another_room_is_none(at, host, door, stored):
    one = Telephone(host.port)
    one.enter(door.code)
    again = hosting.open_door(at, at.publication, 60)
    assert salle.CODE_LABEL in one.ask("GET", "/").page
    assert one.send({"shared/0": "me"}).status == 403
    assert stored(again.room_id) == []


def test_it_writes_one_line_and_no_more(at, host):
    said = host.log.read_text()
    assert said.startswith("circulation: the room answers at http://127.0.0.1:")
    assert len(said.splitlines()) == 1


def test_guessing_is_slowed_down(host, door):
    one = Telephone(host.port)
    met = [one.enter("CCCCCC").status for _ in range(12)]
    assert set(met) <= {403, 429}
    assert met[-1] == 429
    assert one.enter(door.code).status == 429, "the right one has to wait as well"
