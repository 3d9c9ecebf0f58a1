"""Bytes to text: UTF-8, UTF-16, Windows-1252 and what charset-normalizer knows."""

import codecs
import unicodedata
from collections import Counter

from pipeline.ingest.utterances import UnreadableError

_BINARY = (
    b"PK\x03\x04",
    b"%PDF",
    b"\xd0\xcf\x11\xe0",
    b"\x89PNG",
    b"\xff\xd8\xff",
    b"RIFF",
    b"ID3",
    b"OggS",
    b"\x1f\x8b",
    b"{\\rtf",
    b"fLaC",
)

_MISREAD = {code: bytes([code]).decode("cp1252", errors="ignore") for code in range(0x80, 0xA0)}
"""Control characters that no text has: Windows-1252 read as something else before it reached us."""


def decode(data: bytes) -> str:
    r"""Decode a file's bytes; line ends become \n and a byte-order mark goes.

    UTF-8 where it is valid, UTF-16 with or without its mark, then Windows-1252, the usual encoding of
    French files that are none of these; else what charset-normalizer finds.

    Raises
    ------
    UnreadableError
        The file is empty or binary.

    Examples
    --------
    >>> decode("Hélène : ça va".encode("cp1252")), decode("Zoé\r\nMaë".encode("utf-16"))
    ('Hélène : ça va', 'Zoé\nMaë')
    """
    if data.startswith(_BINARY) or data[4:8] == b"ftyp":
        raise _not_text()
    text = _decode(data)
    text = text.replace("’\x92", "’").translate(_MISREAD)
    odd = sum(n for c, n in Counter(text).items() if unicodedata.category(c) in {"Cc", "Cn", "Co", "Cs"} and c not in "\t\n\r\f\v")
    if odd > 0.01 * len(text):
        raise _not_text()
    if not text.strip("\ufeff \t\r\n\0"):
        raise UnreadableError("the file is empty", "put the transcript or notes in it")
    return text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n").replace("\u2028", "\n")


def _not_text() -> UnreadableError:
    return UnreadableError("not a text file", "export it as text, or give it its own extension again")


def _decode(data: bytes) -> str:
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return data.decode("utf-16", errors="replace")
    if b"\0" in data:
        return _detect(data, ["utf_16_le", "utf_16_be"])
    for encoding in ("utf-8-sig", "cp1252"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    return _detect(data, None)


def _detect(data: bytes, among: list[str] | None) -> str:
    from charset_normalizer import from_bytes

    best = from_bytes(data, cp_isolation=among).best()
    if best is None:
        raise _not_text()
    return str(best)
