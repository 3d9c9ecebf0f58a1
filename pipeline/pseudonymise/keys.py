"""The keys of a vault: a passphrase opens a key-encryption key, that one a random data key, and the data key all else."""

import base64
import binascii
import hashlib
import json
import re
import secrets
import unicodedata
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from pipeline.errors import VaultError

MEMORY_KIB, PASSES, LANES = 64 * 1024, 3, 4
"""Argon2id as RFC 9106 recommends it where memory is scarce."""
SHORTEST = 12
"""Fewest characters of a new passphrase."""
_BOUNDS = {"memory_kib": (8 * 1024, 1024 * 1024), "passes": (1, 16), "lanes": (1, 64)}
_NONCE = 12


def seal(key: bytes, data: bytes, bound: bytes) -> bytes:
    """AES-256-GCM under a fresh nonce, which stands before the ciphertext; `bound` is authenticated with it."""
    nonce = secrets.token_bytes(_NONCE)
    return nonce + AESGCM(key).encrypt(nonce, data, bound)


def unseal(key: bytes, sealed: bytes, bound: bytes) -> bytes | None:
    """What `seal` was given; None where key, data or `bound` is another.

    Examples
    --------
    >>> unseal(bytes(32), seal(bytes(32), b"Nadia", b"quartier"), b"quartier")
    b'Nadia'
    >>> unseal(bytes(32), seal(bytes(32), b"Nadia", b"quartier"), b"ecole") is None
    True
    """
    try:
        return AESGCM(key).decrypt(sealed[:_NONCE], sealed[_NONCE:], bound)
    except (InvalidTag, ValueError):
        return None


def derive(key: bytes, purpose: str) -> bytes:
    """A key of its own for one purpose (HKDF-SHA256)."""
    return HKDF(SHA256(), 32, salt=None, info=f"circulation/{purpose}".encode()).derive(key)


def wrap(key: bytes, passphrase: str) -> dict[str, Any]:
    """The fields of a file by which a passphrase leads to the data key.

    Raises
    ------
    VaultError
        The passphrase is short.
    """
    if len(passphrase) < SHORTEST:
        raise VaultError(f"the passphrase is too short; take at least {SHORTEST} characters, four words for instance", "short")
    kdf = {"name": "argon2id", "salt": encode(secrets.token_bytes(16)), "memory_kib": MEMORY_KIB, "passes": PASSES, "lanes": LANES}
    return {"kdf": kdf, "key": encode(seal(_key_encryption_key(kdf, composed(passphrase)), key, _bound(kdf)))}


def unwrap(fields: dict[str, Any], secret: str) -> bytes:
    """The data key, by a passphrase or by a recovery code.

    Raises
    ------
    VaultError
        It is neither of this vault.
    """
    kdf = fields["kdf"]
    # older vaults took what was typed as it came
    spellings = dict.fromkeys((composed(secret), secret))
    tried = (unseal(_key_encryption_key(kdf, one), decode(fields["key"]), _bound(kdf)) for one in spellings)
    key = _recovered(secret) or next((found for found in tried if found is not None), None)
    if key is None:
        raise VaultError("this is not the passphrase of the vault, or the head of the file was altered", "wrong")
    return key


def check_fields(fields: dict[str, Any]) -> None:
    """Refuse what no vault of ours says; a forged file shall not exhaust the machine.

    Raises
    ------
    ValueError
        A field is missing, of another type or out of bounds.
    """
    try:
        kdf = fields["kdf"]
        inside = all(low <= kdf[name] <= high for name, (low, high) in _BOUNDS.items())
        if not (inside and kdf["name"] == "argon2id" and len(decode(kdf["salt"])) == 16 and decode(fields["key"])):
            raise ValueError
    except (KeyError, TypeError) as error:
        raise ValueError from error


def recovery_code(key: bytes) -> str:
    """The data key in groups of letters and digits, with a check at the end.

    Examples
    --------
    >>> recovery_code(bytes(32))[:14]
    'AAAA-AAAA-AAAA'
    """
    code = base64.b32encode(key + hashlib.sha256(key).digest()[:3]).decode()
    return "-".join(re.findall(".{4}", code))


def composed(passphrase: str) -> str:
    """A passphrase whose accents are part of their letters, however the keyboard writes them (RFC 8265)."""
    return unicodedata.normalize("NFC", passphrase)


def _recovered(code: str) -> bytes | None:
    try:
        data = base64.b32decode(re.sub(r"[\s-]", "", code).upper())
    except (binascii.Error, ValueError):
        return None
    return data[:32] if len(data) == 35 and hashlib.sha256(data[:32]).digest()[:3] == data[32:] else None


def _key_encryption_key(kdf: dict[str, Any], passphrase: str) -> bytes:
    made = Argon2id(salt=decode(kdf["salt"]), length=32, iterations=kdf["passes"], lanes=kdf["lanes"], memory_cost=kdf["memory_kib"])
    return made.derive(passphrase.encode())


def _bound(kdf: dict[str, Any]) -> bytes:
    return json.dumps(kdf, sort_keys=True).encode()


def encode(data: bytes) -> str:
    """Bytes as text for JSON."""
    return base64.b64encode(data).decode()


def decode(text: str) -> bytes:
    """Bytes from text of JSON; ValueError where it is none."""
    return base64.b64decode(text, validate=True)
