"""What a facilitator does with a room: opens it, shows its code, and reads what was typed in it, with the vault open."""

import json
import socket
import threading
import time
from pathlib import Path
from urllib.parse import urlencode, urlsplit

import segno

from dashboard.answers import list_items
from dashboard.codes import code_of, digest_code, room_key
from dashboard.desk import Desk
from dashboard.registry import hosts
from dashboard.registry.models import Room, new_id
from dashboard.registry.publications import content_of, read_publication
from dashboard.room import ADDRESS_FILE
from dashboard.sealing import new_key, open_text, public_of
from dashboard.vaulted import change_record, record_of
from pipeline.errors import SettingsError
from pipeline.serve import start_room

_STARTS_WITHIN = 30.0


def open_door(at: Desk, publication_id: str, minutes: int) -> Room:
    """Open a room for a publication; the key that opens what is typed there goes into the vault first.

    Raises
    ------
    AccessError
        The vault is closed.
    """
    case_id = read_publication(at.archive.registry, at.asker, publication_id).case_id
    room_id, private = new_id(), new_key()
    change_record(at, case_id, lambda record: record.model_copy(update={"rooms": {**record.rooms, room_id: private}}))
    return hosts.open_room(
        at.archive.registry,
        at.asker,
        publication_id,
        room_id=room_id,
        public_key=public_of(private),
        code_digest=digest_code(room_key(at.archive.data), room_id, code_of(private, room_id)),
        minutes=minutes,
    )


def show_code(at: Desk, publication_id: str, room_id: str) -> str | None:
    """The code of a room, by the key in the vault; None while the vault is closed."""
    private = _private_key(at, publication_id, room_id)
    return code_of(private, room_id) if private else None


def read_texts(at: Desk, publication_id: str, room_id: str) -> list[tuple[str, str]] | None:
    """What was typed in a closed room: what it speaks of, and the text; None while the vault is closed."""
    private = _private_key(at, publication_id, room_id)
    if private is None:
        return None
    publication = read_publication(at.archive.registry, at.asker, publication_id)
    items = {item.key: item.text for item in list_items(content_of(publication))}
    opened = [
        (item, open_text(private, sealed, room_id, item)) for item, sealed in hosts.read_texts(at.archive.registry, at.asker, room_id)
    ]
    return sorted((items[item], text) for item, text in opened if text and item in items)


def read_address(data: Path, publication_id: str) -> str | None:
    """Where telephones reach the room of a publication, if its process runs and answers."""
    try:
        told = json.loads((data / ADDRESS_FILE).read_text("utf-8"))
        if told["publication_id"] != publication_id:
            return None
        address = str(told["address"])
        parts = urlsplit(address)
        # a process that was killed has left its address behind
        socket.create_connection((str(parts.hostname), parts.port or 80), timeout=0.3).close()
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return address if parts.scheme == "http" else None


def let_in(at: Desk, publication_id: str, host: str) -> str:
    """Start the process that telephones reach, on this machine's address in the room; where it listens.

    It ends by itself some minutes after the room was closed.

    Raises
    ------
    SettingsError
        This machine has no such address on a room's network, or the process does not start there.
    """
    process = start_room(at.archive.data, host)
    threading.Thread(target=process.wait, daemon=True).start()
    deadline = time.monotonic() + _STARTS_WITHIN
    while time.monotonic() < deadline and process.poll() is None:
        if address := read_address(at.archive.data, publication_id):
            return address
        time.sleep(0.1)
    process.terminate()
    raise SettingsError("the room's process did not start; look at the address of this machine on the room's network")


def draw_square(address: str, code: str) -> str:
    """The QR code of the address with the code filled in, as the address of an image; dark on white by day and by night."""
    made = segno.make(f"{address}?{urlencode({'code': code})}", error="m")
    return made.svg_data_uri(border=2, dark="#000000", light="#ffffff", omitsize=True, encode_minimal=False)


def _private_key(at: Desk, publication_id: str, room_id: str) -> bytes | None:
    if at.vault is None:
        return None
    return record_of(at, read_publication(at.archive.registry, at.asker, publication_id).case_id).rooms.get(room_id)
