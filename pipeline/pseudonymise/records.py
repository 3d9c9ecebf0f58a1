"""What the vault keeps of a case: who stands behind each pseudonym, what persons decided, and the files as they came."""

import hashlib
import hmac
import zlib
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from pipeline.errors import VaultError
from pipeline.pseudonymise.text import key

Pairs = tuple[tuple[str, str], ...]
"""Forms in clear, each with the surrogate that stands in its place, or ""."""


class _Record(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", ser_json_bytes="base64", val_json_bytes="base64")


class Known(_Record):
    """One identity: how it was named, in clear, what stands in its place, and where; without an id where nobody named it.

    `said` has what each speaker_id said of it, `speakers` how labels and the list of participants call those who are this person:
    with both, a person's words can be taken out of the vault and leave what others said.
    """

    identity_id: str
    kind: str
    forms: tuple[str, ...] = ()
    surrogates: tuple[str, ...] = ()
    sessions: tuple[str, ...] = ()
    said: dict[str, Pairs] = Field(default={}, repr=False)
    speakers: dict[str, Pairs] = Field(default={}, repr=False)


class Decision(_Record):
    """What a person decided about an identifier.

    `accept`, `reject` and `add` speak of one place (`anchor`, `start`, `end`) or, with `everywhere`, of every place where
    `form` stands; `same_as` joins `form` and `other` to one person. `anchor` is a keyed hash of the turn's clear words, so that
    it holds when turns are put in another order. Of two decisions on one thing the later one (`at`, then `decision_id`) counts.
    """

    decision_id: str
    kind: Literal["accept", "reject", "add", "same_as"]
    form: str
    everywhere: bool = False
    anchor: str = ""
    start: int = 0
    end: int = 0
    identifier: str = "PERSON"
    other: str = ""
    author: str = ""
    at: str = ""


class Listed(_Record):
    """One line of the list of participants, in clear; role, subgroup and consent stand elsewhere, by `participant_id`."""

    participant_id: str
    name: str
    labels: tuple[str, ...] = ()


class CaseRecord(_Record):
    """All that the vault holds of one case.

    `participants` is the list as it was typed in the dashboard. `places` has, by turn_id, the offsets into the clear text of the turn's
    mentions, rank by rank, so that a person can read them again. `joined` says, by session_id, which participant_id a label of its
    file stands for ("locuteur 2"). `rooms` has, by room_id, the key that opens what was typed in a room.

    `forgotten` are tokens of persons to whom no way back is kept, `silenced` of those whose words are left out as well. `folder` and
    `called` are keyed hashes of where the case came from and what it was called; older records have none.
    """

    case_id: str
    secret: bytes = Field(repr=False)
    known: tuple[Known, ...] = Field(default=(), repr=False)
    decisions: tuple[Decision, ...] = Field(default=(), repr=False)
    originals: dict[str, bytes] = Field(default={}, repr=False)
    forgotten: tuple[str, ...] = ()
    silenced: tuple[str, ...] = ()
    participants: tuple[Listed, ...] = Field(default=(), repr=False)
    places: dict[str, tuple[tuple[int, int], ...]] = Field(default={}, repr=False)
    joined: dict[str, dict[str, str]] = Field(default={}, repr=False)
    rooms: dict[str, bytes] = Field(default={}, repr=False)
    folder: str = ""
    called: str = ""

    def keyed(self, purpose: str, value: bytes = b"") -> str:
        """A hash that only a holder of this record can compute."""
        return hmac.new(self.secret, purpose.encode() + b"\0" + value, hashlib.sha256).hexdigest()[:32]

    @property
    def mark(self) -> str:
        """What tables that were made with this record carry, so that it finds them under whatever name."""
        return self.keyed("tables")

    def key(self) -> bytes:
        """What decides how the case is pseudonymised: another secret, decision or person left out gives other tables."""
        return b"\0".join([self.secret, *(one.model_dump_json().encode() for one in self.decisions), *map(str.encode, self.silenced)])

    def token(self, name: str) -> str:
        """A keyed hash by which a name is known again when the same files are read, and from which nobody reads it.

        Whoever has opened the vault can still try whether a name that he guesses gives it.
        """
        return self.keyed("forgotten", " ".join(key(name)).encode())

    def to_bytes(self) -> bytes:
        """Compressed JSON."""
        return zlib.compress(self.model_dump_json().encode())

    @classmethod
    def from_bytes(cls, data: bytes) -> "CaseRecord":
        """The inverse of `to_bytes`.

        Raises
        ------
        VaultError
            It was written by another version; the message holds nothing of it.
        """
        try:
            return cls.model_validate_json(zlib.decompress(data))
        except (ValidationError, zlib.error):
            raise VaultError("a record of the vault was written by another version of circulation; update the program", "version") from None
