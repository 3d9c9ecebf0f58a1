"""Hostile requests to a room that the process itself is not asked in test_room: one page, no trace, no other answer touched."""

import pytest
from starlette.testclient import TestClient

from dashboard.room import Guesses, Service
from dashboard.texts import salle

HOST = "127.0.0.1"
SAID = "Zébulonne"
FORM = {"content-type": "application/x-www-form-urlencoded"}


@pytest.fixture
def client(at, door):
    app = Service(at.registry, at.publication, door.key, Guesses(each=10_000, all_together=10_000)).app(HOST)
    return TestClient(app, base_url=f"http://{HOST}", follow_redirects=False)


CODES = ["", " ", SAID, "CDFGHJ" * 200, "../../x", "' or 1=1 --", "<script>", "=1+1", "\0\0\0", "\u202eCDFGHJ", "{0.__class__}", "-1"]


@pytest.mark.parametrize("code", CODES)
def test_a_wrong_code_opens_nothing_and_is_not_said_again(client, door, stored, code, capfd):
    answer = client.post("/entrer", data={"code": code})
    assert answer.status_code in (403, 413)
    assert "set-cookie" not in answer.headers
    assert "&lt;script" not in answer.text
    assert SAID not in answer.text
    assert stored(door.id) == []
    assert "".join(capfd.readouterr()) == ""


@pytest.mark.parametrize(
    "query", ["code=<script>alert(1)</script>", "code=%00%ff", "code=CDF%22%3E%3Cb%3E", "version=../x", "room=_all&cas=../x"]
)
def test_an_address_puts_nothing_into_the_page(client, query):
    answer = client.get(f"/?{query}")
    assert answer.status_code == 200
    assert not any(word in answer.text for word in ("script", "<b>", "../x", "_all"))


@pytest.mark.parametrize(
    "ticket", ["", "x", "é".encode().decode("latin-1"), "A" * 48, "A" * 4_000, "../../x", "paper/me", "=1+1", '"; Path=/']
)
def test_a_forged_ticket_is_none(client, door, stored, ticket):
    answer = client.post("/repondre", content=b"shared/0=me", headers=FORM | {"cookie": f"billet={ticket}".encode("latin-1")})
    assert answer.status_code == 403
    assert salle.CLOSED in answer.text
    assert stored(door.id) == []


BODIES = {
    "html": (b"unknown/0=missing&unknown/0/text=<script>alert(1)</script>", 303),
    "formula": (b"unknown/0=missing&unknown/0/text==HYPERLINK(1)", 303),
    "long": (b"unknown/0=missing&unknown/0/text=" + SAID.encode("ascii", "ignore") * 20_000, 303),
    "twice": (b"shared/0=me&shared/0=not_me", 303),
    "nul": (b"shared/0=me%00&unknown/0=missing&unknown/0/text=%00%07", 303),
    "negative": (b"shared/-1=me&obstacles/-0=me&shared/0=-1", 303),
    "other-room": (b"../shared/0=me&_all=me&cas-1/shared/0=me", 303),
    "raw-bytes": (b"shared/0=\xff\xfe", 400),
    "surrogate": (b"unknown/0=missing&unknown/0/text=%ed%a0%80", 400),
    "no-body": (b"", 303),
}


@pytest.mark.parametrize("name", BODIES)
def test_a_hostile_form_leaves_what_it_may_and_no_word_in_clear(at, client, door, stored, name, capfd):
    client.post("/entrer", data={"code": door.code})
    body, status = BODIES[name]
    answers = [client.post("/repondre", content=body, headers=FORM) for _ in range(2)]  # and replayed
    assert [answer.status_code for answer in answers] == [status] * 2
    rows = stored(door.id)
    assert {row.item for row in rows} <= {"unknown/0", "shared/0"}
    assert len(rows) <= 1
    assert not any(word in row.text for row in rows for word in ("script", "HYPERLINK", "bulonne"))
    assert "Traceback" not in answers[0].text
    assert "".join(capfd.readouterr()) == ""
