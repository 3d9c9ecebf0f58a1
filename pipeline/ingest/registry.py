"""Which reader reads which file: the one place where a format is made known."""

from collections.abc import Callable
from pathlib import PurePath
from typing import NamedTuple

from pipeline.errors import SourceError
from pipeline.ingest import captions, documents, lines, sheets, transcripts
from pipeline.ingest.utterances import Context, Reading, UnreadableError


class Reader(NamedTuple):
    """A family of formats; `read` takes a file's bytes to utterances and what was set aside."""

    name: str
    suffixes: frozenset[str]
    read: Callable[[bytes, Context], Reading]


READERS = (
    Reader("text", frozenset({".txt"}), lines.read_text),
    Reader("docx", frozenset({".docx"}), documents.read_docx),
    Reader("odt", frozenset({".odt"}), documents.read_odt),
    Reader("vtt", frozenset({".vtt"}), captions.read_vtt),
    Reader("srt", frozenset({".srt"}), captions.read_srt),
    Reader("json", frozenset({".json"}), transcripts.read_json),
    Reader("csv", frozenset({".csv", ".tsv"}), sheets.read_csv),
    Reader("xlsx", frozenset({".xlsx"}), sheets.read_xlsx),
)

SUFFIXES = frozenset().union(*(reader.suffixes for reader in READERS))
"""Extensions of the files that can be read, with their dot."""

MOST_VOICES = 200
"""Speakers of one session: where there are more, the labels are no speakers, and to join them to persons would take hours."""


def read(name: str, data: bytes, context: Context) -> tuple[str, Reading]:
    """Read a file with the reader for its extension.

    Returns
    -------
    str, Reading
        The reader's name, and at least one utterance.

    Raises
    ------
    SourceError
        No reader for this extension, a file that its reader cannot read, or nothing said in it.

    Examples
    --------
    >>> read("seance-1.txt", "Nadia : bonjour".encode(), Context())[1].utterances[0].text
    'bonjour'
    """
    suffix = PurePath(name).suffix.lower()
    reader = next((reader for reader in READERS if suffix in reader.suffixes), None)
    if reader is None:
        raise SourceError(name, "no reader for this kind of file", f"save it as one of {', '.join(sorted(SUFFIXES))}")
    try:
        reading = reader.read(data, context)
    except UnreadableError as error:
        problem, advice = error.problem, error.advice
    else:
        if len({one.label for one in reading.utterances}) > MOST_VOICES:
            problem, advice = f"more than {MOST_VOICES} speakers", "keep one session a file, and one name a speaker"
        elif reading.utterances:
            return reader.name, reading
        else:
            problem, advice = "no turn found", "put one turn a line, as in `Nom : texte`"
    raise SourceError(name, problem, advice)
