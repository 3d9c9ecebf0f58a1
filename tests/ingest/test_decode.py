import pytest

from pipeline.ingest.decode import decode
from pipeline.ingest.utterances import UnreadableError

TEXT = "Hélène : ça va, où est-ce qu'on en était…\nMaë : j’sais pas, à la salle Prévert peut-être\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_encodings(encoding, newline):
    assert decode(TEXT.replace("\n", newline).encode(encoding)) == TEXT


def test_a_mark_before_utf_16_goes():
    assert decode("\ufeffNadia : été".encode("utf-16-le")) == "Nadia : été"


def test_what_was_misread_as_windows_1252_before_is_mended():
    assert decode("c’\x92est le c\x9cur\x85".encode()) == "c’est le cœur…"


@pytest.mark.parametrize("data", [b"", b"  \n\t", b"\xef\xbb\xbf", "\ufeff".encode("utf-16-le"), b"\0\0\0\0"])
def test_nothing_in_it(data):
    with pytest.raises(UnreadableError):
        decode(data)


@pytest.mark.parametrize(
    "data",
    [
        b"PK\x03\x04" + b"Nadia : bonjour " * 20,
        b"%PDF-1.7\nNadia : bonjour",
        b"\x89PNG\r\n\x1a\n" + bytes(range(256)),
        bytes(range(256)) * 20,
        b"\x00\x00\x00\x18ftypmp42" + b"Nadia" * 20,
        b"ID3\x04" + b"Nadia : bonjour" * 20,
        b"Nadia : bonjour\x01\x02\x03\x04\x05",
    ],
)
def test_binary_is_refused(data):
    with pytest.raises(UnreadableError, match="not a text file"):
        decode(data)
