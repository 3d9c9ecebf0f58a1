"""The tables of the registry. `version` counts the changes of a row: who changes it says which one he has seen."""

import datetime
import uuid
from typing import Any

from sqlalchemy import JSON, DateTime, Dialect, ForeignKey, ForeignKeyConstraint, MetaData, TypeDecorator, UniqueConstraint
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column


def now() -> datetime.datetime:
    """The present moment, in UTC."""
    return datetime.datetime.now(datetime.UTC)


def new_id() -> str:
    """An id that tells nothing."""
    return uuid.uuid4().hex


class Moment(TypeDecorator[datetime.datetime]):
    """A moment in UTC, on databases that forget the time zone as well."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_result_value(self, value: datetime.datetime | None, dialect: Dialect) -> datetime.datetime | None:
        return value.replace(tzinfo=datetime.UTC) if value is not None and value.tzinfo is None else value


class Base(DeclarativeBase):
    """Names of constraints are fixed, so that migrations find them on any database."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(column_0_label)s",
            "pk": "pk_%(table_name)s",
            "fk": "fk_%(table_name)s_%(referred_table_name)s",
            "uq": "uq_%(table_name)s_%(column_0_name)s",
        }
    )
    type_annotation_map = {datetime.datetime: Moment(), dict[str, Any]: JSON, list[str]: JSON}  # noqa: RUF012


class User(Base):
    """An account. `subject` is who signed in, as the identity provider says it; "local" on a facilitator's own machine."""

    __tablename__ = "users"
    user_id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    subject: Mapped[str] = mapped_column(unique=True)
    role: Mapped[str]
    created_at: Mapped[datetime.datetime] = mapped_column(default=now)


class Intervention(Base):
    """An intervention as its facilitator describes it; `facilitator` is a code (F1), never a name."""

    __tablename__ = "interventions"
    case_id: Mapped[str] = mapped_column(primary_key=True)
    owner_id: Mapped[str] = mapped_column(ForeignKey("users.user_id"))
    title: Mapped[str] = mapped_column(default="")
    objective: Mapped[str] = mapped_column(default="")
    reserves: Mapped[str] = mapped_column(default="")
    sector: Mapped[str] = mapped_column(default="")
    facilitator: Mapped[str] = mapped_column(default="")
    groups: Mapped[list[str]] = mapped_column(default=list)
    created_at: Mapped[datetime.datetime] = mapped_column(default=now)
    retain_until: Mapped[datetime.date | None] = mapped_column(default=None)
    version: Mapped[int] = mapped_column(default=1)
    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012


class Sitting(Base):
    """A session of an intervention. `kind`: transcript or notes. `review`: open, done, skipped."""

    __tablename__ = "sittings"
    case_id: Mapped[str] = mapped_column(ForeignKey("interventions.case_id", ondelete="CASCADE"), primary_key=True)
    session_id: Mapped[str] = mapped_column(primary_key=True)
    order: Mapped[int] = mapped_column(default=0)
    kind: Mapped[str] = mapped_column(default="transcript")
    date: Mapped[datetime.date | None] = mapped_column(default=None)
    phase: Mapped[str] = mapped_column(default="")
    sharing: Mapped[str] = mapped_column(default="stays")
    subgroup: Mapped[str] = mapped_column(default="")
    n_present: Mapped[int | None] = mapped_column(default=None)
    review: Mapped[str] = mapped_column(default="open")
    version: Mapped[int] = mapped_column(default=1)
    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012


class Participant(Base):
    """One line of the list of participants, without the name. `consent`: recording, notes, none."""

    __tablename__ = "participants"
    case_id: Mapped[str] = mapped_column(ForeignKey("interventions.case_id", ondelete="CASCADE"), primary_key=True)
    participant_id: Mapped[str] = mapped_column(primary_key=True)
    role: Mapped[str] = mapped_column(default="")
    subgroup: Mapped[str] = mapped_column(default="")
    consent: Mapped[str] = mapped_column(default="none")
    consent_at: Mapped[datetime.datetime | None] = mapped_column(default=None)
    version: Mapped[int] = mapped_column(default=1)
    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012


class Presence(Base):
    """That a participant was at a session."""

    __tablename__ = "presences"
    case_id: Mapped[str] = mapped_column(primary_key=True)
    session_id: Mapped[str] = mapped_column(primary_key=True)
    participant_id: Mapped[str] = mapped_column(primary_key=True)
    __table_args__ = (
        ForeignKeyConstraint(["case_id", "session_id"], ["sittings.case_id", "sittings.session_id"], ondelete="CASCADE"),
        ForeignKeyConstraint(["case_id", "participant_id"], ["participants.case_id", "participants.participant_id"], ondelete="CASCADE"),
    )


class Decision(Base):
    """A row of the decisions table of the contract: about markers, topics and sharing. Those about identifiers lie in the vault."""

    __tablename__ = "decisions"
    decision_id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    case_id: Mapped[str] = mapped_column(ForeignKey("interventions.case_id", ondelete="CASCADE"), index=True)
    stage: Mapped[str]
    kind: Mapped[str]
    target_id: Mapped[str]
    value: Mapped[str] = mapped_column(default="")
    author: Mapped[str] = mapped_column(default="")
    at: Mapped[datetime.datetime] = mapped_column(default=now)


class Draft(Base):
    """What is being prepared for a group: themes, quotes and what was decided about them, the question."""

    __tablename__ = "drafts"
    case_id: Mapped[str] = mapped_column(ForeignKey("interventions.case_id", ondelete="CASCADE"), primary_key=True)
    content: Mapped[dict[str, Any]] = mapped_column(default=dict)
    version: Mapped[int] = mapped_column(default=1)
    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012


class Publication(Base):
    """A frozen version of what a group sees. `content` is never changed (`digest` tells whether it was), but emptied with
    the words of somebody who is forgotten."""

    __tablename__ = "publications"
    publication_id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    case_id: Mapped[str] = mapped_column(ForeignKey("interventions.case_id", ondelete="CASCADE"), index=True)
    number: Mapped[int]
    content: Mapped[dict[str, Any]]
    digest: Mapped[str]
    published_at: Mapped[datetime.datetime] = mapped_column(default=now)
    withdrawn_at: Mapped[datetime.datetime | None] = mapped_column(default=None)
    __table_args__ = (UniqueConstraint("case_id", "number"),)


class Room(Base):
    """A publication that is open to answers, behind a code of which only a keyed digest is kept.

    `public_key` seals what is typed in the room; what opens it lies in the vault.
    """

    __tablename__ = "rooms"
    room_id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    publication_id: Mapped[str] = mapped_column(ForeignKey("publications.publication_id", ondelete="CASCADE"), index=True)
    code_digest: Mapped[str]
    public_key: Mapped[str] = mapped_column(default="")
    opened_at: Mapped[datetime.datetime] = mapped_column(default=now)
    expires_at: Mapped[datetime.datetime]
    closed_at: Mapped[datetime.datetime | None] = mapped_column(default=None)


class Answer(Base):
    """What one sheet of paper or one telephone says of one item of a publication: no time, no order, nobody.

    `ticket` is a random mark of the telephone, so that an answer can be changed and is counted once; `text` is sealed.
    """

    __tablename__ = "answers"
    answer_id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    room_id: Mapped[str] = mapped_column(ForeignKey("rooms.room_id", ondelete="CASCADE"), index=True)
    item: Mapped[str]
    ticket: Mapped[str]
    value: Mapped[str] = mapped_column(default="")
    text: Mapped[str] = mapped_column(default="")
    count: Mapped[int] = mapped_column(default=1)
    __table_args__ = (UniqueConstraint("room_id", "item", "ticket"),)


class Release(Base):
    """A frozen release of what supervisors see."""

    __tablename__ = "releases"
    release_id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    number: Mapped[int] = mapped_column(unique=True)
    content: Mapped[dict[str, Any]]
    released_at: Mapped[datetime.datetime] = mapped_column(default=now)


class Reflection(Base):
    """*Ma fiche de supervision*: what an intervenant writes about himself; a supervisor reads it once it is handed over."""

    __tablename__ = "reflections"
    reflection_id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    author_id: Mapped[str] = mapped_column(ForeignKey("users.user_id"), index=True)
    case_id: Mapped[str] = mapped_column(ForeignKey("interventions.case_id", ondelete="CASCADE"))
    content: Mapped[dict[str, Any]] = mapped_column(default=dict)
    handed_at: Mapped[datetime.datetime | None] = mapped_column(default=None)
    version: Mapped[int] = mapped_column(default=1)
    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012


class Audit(Base):
    """Who did what, when: verbs and ids, never a word of anybody. Rooms leave no trace here."""

    __tablename__ = "audit"
    audit_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    at: Mapped[datetime.datetime] = mapped_column(default=now)
    user_id: Mapped[str]
    action: Mapped[str]
    case_id: Mapped[str] = mapped_column(default="")
    detail: Mapped[str] = mapped_column(default="")
