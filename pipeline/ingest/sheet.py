"""case.toml: what a facilitator says of a case beside its session files."""

import datetime
import tomllib
from pathlib import PurePath
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator, model_validator
from slugify import slugify

from pipeline.errors import SheetError
from pipeline.ingest.decode import decode
from pipeline.ingest.text import fold
from pipeline.ingest.utterances import UnreadableError
from pipeline.ingest.vocabulary import LEADING
from pipeline.tables import FACILITATOR

NAME = "case.toml"


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)


class Participant(_Part):
    """Who takes part; whoever leads the sessions has the role of the contract, man or woman: they never count as one of the group."""

    name: str = Field(min_length=1)
    labels: tuple[str, ...] = ()
    role: str = ""
    subgroup: str = ""

    @field_validator("role")
    @classmethod
    def _of_the_contract(cls, role: str) -> str:
        return FACILITATOR if fold(role) in LEADING else role


class Session(_Part):
    file: str = Field(min_length=1)
    date: datetime.date | None = None
    phase: Literal["", "confiance", "contrat", "peurs", "conflits", "information", "obstacles", "decisions"] = ""
    sharing: Literal["stays", "ask", "group"] = "stays"
    present: int | None = Field(None, ge=0)
    subgroup: str = ""
    speakers: dict[str, str] = {}


class Sheet(_Part):
    """A case.toml; every key of it is optional, none other is allowed."""

    title: str = ""
    objective: str = ""
    sector: str = ""
    facilitator: str = Field(default="", pattern=r"^([A-Z]{1,3}\d{1,4})?$")
    participants: tuple[Participant, ...] = ()
    sessions: tuple[Session, ...] = ()

    @model_validator(mode="after")
    def _is_one_sense(self) -> "Sheet":
        files = {_slug(session.file) for session in self.sessions}
        owners = {(fold(label), rank) for rank, person in enumerate(self.participants) for label in (person.name, *person.labels)}
        named = {label for label, _ in owners}
        if len(files) < len(self.sessions):
            raise SheetError(NAME, "sessions.file names one file twice", "keep one [[sessions]] a file")
        if len(named) < len(owners):
            raise SheetError(NAME, "participants.labels gives one label to two participants", "keep it for one of them")
        if any(fold(name) not in named for session in self.sessions for name in session.speakers.values()):
            raise SheetError(NAME, "sessions.speakers names somebody who is no participant", "write a name of [[participants]]")
        return self

    def owner(self, label: str) -> int | None:
        """The rank of the participant with this name or label."""
        folded = fold(label)
        ranks = (rank for rank, person in enumerate(self.participants) if folded in map(fold, (person.name, *person.labels)))
        return next(ranks, None)

    def session(self, name: str) -> tuple[int, Session] | None:
        """What is said of a session, found by its file's name with or without extension, and its rank.

        Capitals, accents, blanks and punctuation do not count.

        Examples
        --------
        >>> sheet = read_sheet('[[sessions]]\\nfile = "Séance 2"\\nphase = "peurs"'.encode())
        >>> sheet.session("seance-2.docx")[1].phase, sheet.session("seance-3.docx")
        ('peurs', None)
        """
        for slug in (_slug(name), _slug(PurePath(name).stem)):
            for rank, session in enumerate(self.sessions):
                if _slug(session.file) == slug:
                    return rank, session
        return None

    @property
    def known(self) -> frozenset[str]:
        """Folded labels that are speakers of this case for sure."""
        listed = [label for person in self.participants for label in (person.name, *person.labels)]
        return frozenset(map(fold, [*listed, *(label for session in self.sessions for label in session.speakers)]))


def _slug(file: str) -> str:
    return slugify(fold(file)) or file


def read_sheet(data: bytes | None) -> Sheet:
    """Read a case.toml; without one, an empty sheet.

    Raises
    ------
    SheetError
        It is not TOML, or a key or value does not fit; it names the key, never the value.

    Examples
    --------
    >>> read_sheet(b'sector = "quartier"').sector
    'quartier'
    >>> read_sheet(b'facilitator = "Jean"')
    Traceback (most recent call last):
    pipeline.errors.SheetError: case.toml: facilitator does not fit (string pattern mismatch); compare it with the README
    """
    if data is None or not data.strip():
        return Sheet()
    try:
        values = tomllib.loads(decode(data))
    except (UnreadableError, tomllib.TOMLDecodeError):
        raise SheetError(NAME, "not valid TOML", "compare it with the README") from None
    try:
        return Sheet(**values)
    except ValidationError as error:
        first = error.errors(include_url=False, include_context=False, include_input=False)[0]
    # below speakers the keys are labels, which may be names
    loc = [str(part) for part in first["loc"]]
    key = ".".join(loc[: loc.index("speakers") + 1] if "speakers" in loc else loc)
    kind = first["type"].replace("_", " ")
    raise SheetError(NAME, f"{key} does not fit ({kind})", "compare it with the README")
