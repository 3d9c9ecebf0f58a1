"""What is typed in a room, sealed for its facilitator alone: neither the database nor the room's process can read it.

A fresh X25519 key each time, HKDF-SHA256, AES-256-GCM (as RFC 9180 puts these together). All texts have one length when sealed.
"""

import base64

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from dashboard.answers import LONGEST

_PADDED = 4 * LONGEST
_NONCE = bytes(12)
"""The key of each text is its own, and so needs no other."""


def new_key() -> bytes:
    """A private key; it belongs into the vault."""
    return X25519PrivateKey.generate().private_bytes_raw()


def public_of(private_key: bytes) -> str:
    """The public key that seals, as text."""
    return _encode(X25519PrivateKey.from_private_bytes(private_key).public_key().public_bytes_raw())


def seal_text(public_key: str, text: str, room_id: str, item: str) -> str:
    """Seal a text of at most `LONGEST` characters, bound to its room and item.

    Examples
    --------
    >>> private = new_key()
    >>> sealed = seal_text(public_of(private), "il manque la nuit", "r1", "obstacles/0")
    >>> "nuit" in sealed, open_text(private, sealed, "r1", "obstacles/0"), open_text(new_key(), sealed, "r1", "obstacles/0")
    (False, 'il manque la nuit', None)
    """
    public = base64.b64decode(public_key)
    mine = X25519PrivateKey.generate()
    head = mine.public_key().public_bytes_raw()
    key = _key(mine.exchange(X25519PublicKey.from_public_bytes(public)), head, public)
    padded = text[:LONGEST].encode().ljust(_PADDED, b"\0")
    return _encode(head + AESGCM(key).encrypt(_NONCE, padded, _bound(room_id, item)))


def open_text(private_key: bytes, sealed: str, room_id: str, item: str) -> str | None:
    """The text; None where it was sealed for another room or item, or altered."""
    try:
        private, data = X25519PrivateKey.from_private_bytes(private_key), base64.b64decode(sealed, validate=True)
        shared = private.exchange(X25519PublicKey.from_public_bytes(data[:32]))
        key = _key(shared, data[:32], private.public_key().public_bytes_raw())
        return AESGCM(key).decrypt(_NONCE, data[32:], _bound(room_id, item)).rstrip(b"\0").decode()
    except (InvalidTag, ValueError):
        return None


def _key(shared: bytes, head: bytes, public: bytes) -> bytes:
    return HKDF(SHA256(), 32, salt=None, info=b"circulation/room-text" + head + public).derive(shared)


def _bound(room_id: str, item: str) -> bytes:
    return f"{room_id}\0{item}".encode()


def _encode(data: bytes) -> str:
    return base64.b64encode(data).decode()
