"""The short code that opens a room to telephones, and the ticket that a telephone then carries.

The code is made from the room's private key, so that whoever has the vault open can show it again, and nobody else. The database keeps a
keyed digest of it; the key of digests and tickets lies in a file of its own beside the database, so that a copy of the database leads
to neither.
"""

import base64
import hashlib
import hmac
import os
import secrets
from pathlib import Path

from filelock import FileLock, Timeout

from pipeline.errors import StoreError

LETTERS = "CDFGHJKLMNPQRTWXY"
"""Letters that nobody reads for another one or for a digit, and that make no word."""
LENGTH = 6
KEY_FILE = ".room.key"
_RANDOM, _MARK = 18, 18


def code_of(private_key: bytes, room_id: str) -> str:
    """The code of a room.

    Examples
    --------
    >>> len(code_of(bytes(32), "r")) == LENGTH and set(code_of(bytes(32), "r")) <= set(LETTERS)
    True
    """
    drawn = int.from_bytes(hmac.new(private_key, f"room-code/{room_id}".encode(), hashlib.sha256).digest())
    letters = []
    for _ in range(LENGTH):
        drawn, at = divmod(drawn, len(LETTERS))
        letters.append(LETTERS[at])
    return "".join(letters)


def read_code(typed: str) -> str:
    """A code as somebody typed it: blanks, dashes and small letters are forgiven.

    Examples
    --------
    >>> read_code(" cdf-ghj ")
    'CDFGHJ'
    """
    return "".join(one for one in typed.upper() if one in LETTERS)[: LENGTH + 1]


def digest_code(key: bytes, room_id: str, code: str) -> str:
    """What the database keeps of a code."""
    return hmac.new(key, f"code\0{room_id}\0{code}".encode(), hashlib.sha256).hexdigest()


def make_ticket(key: bytes, room_id: str) -> str:
    """A random mark of one telephone in one room, which nobody else can make."""
    random = secrets.token_bytes(_RANDOM)
    return base64.urlsafe_b64encode(random + _mark(key, room_id, random)).decode()


def is_ticket(key: bytes, room_id: str, ticket: str) -> bool:
    """Whether a ticket was made here, for this room.

    Examples
    --------
    >>> ticket = make_ticket(b"key", "one")
    >>> is_ticket(b"key", "one", ticket), is_ticket(b"key", "two", ticket), is_ticket(b"key", "one", "é")
    (True, False, False)
    """
    try:
        data = base64.b64decode(ticket.encode("ascii"), altchars=b"-_", validate=True)
    except ValueError:
        return False
    return len(data) == _RANDOM + _MARK and hmac.compare_digest(data[_RANDOM:], _mark(key, room_id, data[:_RANDOM]))


def room_key(data: Path) -> bytes:
    """The key of this data folder's codes and tickets, made on the first time.

    Raises
    ------
    StoreError
        It cannot be read or written.
    """
    path = data / KEY_FILE
    try:
        data.mkdir(parents=True, exist_ok=True)
        # the dashboard and the room's process may make it at once
        with FileLock(data / f"{KEY_FILE}.lock", timeout=10):
            if not path.exists():
                with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
                    file.write(secrets.token_bytes(32))
            key = path.read_bytes()
    except (OSError, Timeout):
        raise StoreError(f"{KEY_FILE} in the data folder cannot be read or written; is the disk full?") from None
    if len(key) != 32:
        raise StoreError(f"{KEY_FILE} in the data folder is damaged; delete it and open the room again")
    return key


def _mark(key: bytes, room_id: str, random: bytes) -> bytes:
    return hmac.new(key, b"ticket\0" + room_id.encode() + b"\0" + random, hashlib.sha256).digest()[:_MARK]
