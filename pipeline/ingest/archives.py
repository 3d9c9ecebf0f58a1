"""The zip files that docx, odt and xlsx are: checked before any library unpacks them."""

import io
import zipfile
from typing import IO

from pipeline.ingest.utterances import UnreadableError, foreign

UNPACKED_MEGABYTES = 200
"""Most that a document may hold unpacked: a transcript of a day is under one megabyte."""

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def check(data: bytes, holds: str, kind: str) -> None:
    """Refuse what is no sound document: truncated, protected, a zip bomb, or with entities in its XML.

    Parameters
    ----------
    data
        The file.
    holds
        A member that every document of this kind has.
    kind
        What the document should be, for messages.

    Raises
    ------
    UnreadableError
        Says which of these it is.
    """
    if not data.strip():
        raise UnreadableError("the file is empty", "put the transcript or notes in it")
    if data.startswith(_OLE):
        raise UnreadableError(
            f"protected by a password, or not {kind}", "save it without a password, in the format that its extension says"
        )
    if not data.startswith(b"PK"):
        raise UnreadableError(f"not {kind}", "save it again in the format that its extension says")
    advice = "open it in the program that made it and save it again"
    with foreign(f"truncated or damaged, or not {kind}", advice), zipfile.ZipFile(io.BytesIO(data)) as archive:
        _check_members(archive, holds, kind)


def _check_members(archive: zipfile.ZipFile, holds: str, kind: str) -> None:
    members = archive.infolist()
    names = {member.filename for member in members}
    if sum(member.file_size for member in members) > UNPACKED_MEGABYTES * 1_000_000:
        raise UnreadableError(f"more than {UNPACKED_MEGABYTES} megabytes when unpacked", "save only the transcript in a new document")
    if any(member.flag_bits & 1 for member in members) or "EncryptedPackage" in names:
        raise UnreadableError("protected by a password", "save it without a password")
    if holds not in names:
        raise UnreadableError(f"not {kind}", "save it again in the format that its extension says")
    for member in members:
        # OpenDocument packages hold an empty current.xml
        if member.filename.endswith((".xml", ".rels", ".rdf")) and member.file_size:
            with archive.open(member) as part:
                _check_xml(part)
    manifest = "META-INF/manifest.xml"
    if manifest in names and b"encryption-data" in archive.read(manifest):
        raise UnreadableError("protected by a password", "save it without a password")


def _check_xml(part: IO[bytes]) -> None:
    from defusedxml import DefusedXmlException
    from defusedxml.ElementTree import iterparse

    try:
        for _, element in iterparse(part, forbid_dtd=True):
            element.clear()
    except DefusedXmlException:
        raise UnreadableError("its XML defines entities, which no transcript needs", "save it again in the program that made it") from None
