"""The data contract: every table that a stage may leave, as a strict pandera model.

A stage takes and returns plain `pandas.DataFrame`s; `validate` is the door between them. Text offsets
are character offsets, end exclusive, into the pseudonymised `turns.text`. An absent string is "", an
absent number is NaN, an absent list is empty: no column holds None.

    >>> turns = build("turns", [{"case_id": "quartier", "session_id": "seance-1", "turn_id": "seance-1:0",
    ...     "order": 0, "speaker_id": "p1", "said_by": "", "start_s": 3.0, "end_s": 5.5, "text": "on commence"}])
    >>> validate("turns", turns).shape
    (1, 9)
"""

from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any

import pandas as pd
import pandera.pandas as pa
from pandera.errors import SchemaErrors

from pipeline.errors import ContractError

PHASES = ("confiance", "contrat", "peurs", "conflits", "information", "obstacles", "decisions")
SHARING = ("stays", "ask", "group")
SAID_BY = ("one", "few", "three_plus", "almost_all")
KINDS = ("PERSON", "PLACE", "ORG", "ADDRESS", "PHONE", "EMAIL", "HANDLE", "URL", "DATE", "AGE", "ID", "ROLE", "OTHER")
FAMILIES = {
    "desaccord": ("desaccord_direct", "desaccord_nuance"),
    "violence": ("menace", "devalorisation", "accusation", "rejet", "prejuge"),
    "colere": ("exasperation",),
    "retenue": ("peur", "mefiance", "doute", "reticence"),
    "obstacle": ("obstacle",),
    "cooperation": ("reconnaissance", "responsabilite", "question", "proposition", "decision"),
}
FAMILY_OF = {category: family for family, categories in FAMILIES.items() for category in categories}
POLARITIES = ("violent", "constructif", "neutre")
TARGETS = ("personne", "groupe", "institution", "idee", "soi", "")
STANCES = ("pour", "contre", "nuance")
FACILITATOR = "intervenant"
ACROSS = "*"

REFERENCES = {
    ("turns", "session_id"): ("sessions", "session_id"),
    ("turns", "speaker_id"): ("speakers", "speaker_id"),
    ("mentions", "turn_id"): ("turns", "turn_id"),
    ("markers", "turn_id"): ("turns", "turn_id"),
    ("readings", "turn_id"): ("turns", "turn_id"),
    ("readings", "opposes_turn_id"): ("turns", "turn_id"),
    ("readings", "supports_turn_id"): ("turns", "turn_id"),
    ("passages", "session_id"): ("sessions", "session_id"),
    ("passages", "topic_id"): ("topics", "topic_id"),
    ("segments", "turn_id"): ("turns", "turn_id"),
    ("segments", "topic_id"): ("topics", "topic_id"),
    ("segments", "claim_id"): ("claims", "claim_id"),
    ("links", "segment_id"): ("segments", "segment_id"),
    ("links", "topic_id"): ("topics", "topic_id"),
    ("links", "cause_topic_id"): ("topics", "topic_id"),
    ("claims", "topic_id"): ("topics", "topic_id"),
    ("claims", "quote_segment_id"): ("segments", "segment_id"),
    ("stances", "claim_id"): ("claims", "claim_id"),
    ("stances", "speaker_id"): ("speakers", "speaker_id"),
}
"""Columns whose non-empty values must stand in another table of the same case."""


def field(meaning: str, **checks: Any) -> Any:
    """A pandera field whose description states unit, range and meaning."""
    return pa.Field(description=meaning, **checks)


def key(meaning: str) -> Any:
    """The identifier of a row, unique in its table."""
    return pa.Field(description=meaning, unique=True, str_length={"min_value": 1})


def share(meaning: str, **checks: Any) -> Any:
    """A number from 0 to 1."""
    return pa.Field(description=meaning, ge=0, le=1, **checks)


def count(meaning: str) -> Any:
    """A whole number from 0."""
    return pa.Field(description=meaning, ge=0)


class Table(pa.DataFrameModel):
    """What all tables share: no column too many, none too few, types as declared."""

    class Config(pa.DataFrameModel.Config):
        strict = True
        ordered = True
        coerce = True


class Span(Table):
    """A table whose rows are stretches of a turn."""

    @pa.dataframe_check
    @classmethod
    def start_before_end(cls, frame: pd.DataFrame) -> pd.Series:
        return frame["start"] < frame["end"]


class Sessions(Table):
    """One row a session."""

    case_id: str = field("slug of the case's folder, or cas-N")
    session_id: str = key("slug of the file's stem, or seance-N; unique in the case")
    order: int = count("rank of the session in the case, from 0")
    date: str = field("ISO date shifted by the case's secret offset, or ''", str_matches=r"^(\d{4}-\d{2}-\d{2})?$")
    phase: str = field("step of the method, or ''", isin=[*PHASES, ""])
    subgroup: str = field("the subgroup that met, or '' for everybody")
    sharing: str = field("who may hear of it: stays (default), ask, group", isin=SHARING)
    n_present: int = count("persons present beside the facilitator, as declared or listed, else the speakers counted; 0 not known")
    source_format: str = field("name of the reader that read the file")
    n_turns: int = count("turns")
    n_words: int = count("words separated by blanks")
    facilitator: str = field("code of who led the session, such as F1, never a name; '' unknown", str_matches=r"^([A-Z]{1,3}\d{1,4})?$")
    sector: str = field("sector of the case as the facilitator names it, or ''")


class Speakers(Table):
    """One row a participant of the case, or a label of one session that nobody has joined to a person."""

    case_id: str = field("case")
    speaker_id: str = key("participant over the whole case, or label of one session while unresolved")
    label: str = field("surrogate name, role label (Animatrice) or 'locuteur N'")
    role: str = field(f"'{FACILITATOR}' for a facilitator, else the role declared, or ''")
    subgroup: str = field("subgroup declared, or ''")
    resolved: bool = field("True where the label is known to be one person over the case")


class Turns(Table):
    """One row a turn, in the file's order."""

    case_id: str = field("case")
    session_id: str = field("session")
    turn_id: str = key("session_id:order")
    order: int = count("rank of the turn in its session, from 0, in file order")
    speaker_id: str = field("who speaks; '' for a turn without a speaker")
    said_by: str = field("how many said it, as a note declares: one, few, three_plus, almost_all, or ''", isin=[*SAID_BY, ""])
    start_s: float = field("seconds from the start of the session; NaN unknown", ge=0, nullable=True)
    end_s: float = field("seconds from the start of the session; NaN unknown; may overlap the next turn", ge=0, nullable=True)
    text: str = field("what was said; pseudonymised in every table on disk")


class Mentions(Span):
    """One row a stretch that points, or may point, at somebody."""

    mention_id: str = key("turn_id/rank; does not depend on offsets")
    turn_id: str = field("turn")
    start: int = count("first character in the pseudonymised text")
    end: int = count("character after the last one")
    kind: str = field("what it is", isin=KINDS)
    identity_id: str = field("referent, the same over the case; a random rank, never made from the name")
    surrogate: str = field("what stands in its place; '' where rejected")
    score: float = share("how sure, 0 to 1")
    origin: str = field("what found it: ner, label, participant, structure, cue, propagated, person (joined by +)")
    status: str = field("accepted, review or rejected", isin=["accepted", "review", "rejected"])


class Markers(Span):
    """One row a cue of disagreement, tension, withdrawal, obstacle or cooperation, cancelled ones included."""

    marker_id: str = key("turn_id/category/rank")
    turn_id: str = field("turn")
    start: int = count("first character of the cue")
    end: int = count("character after the last one")
    category: str = field("code of markers.yaml", isin=list(FAMILY_OF))
    family: str = field("family of the category", isin=list(FAMILIES))
    score: float = share("how sure, 0 to 1")
    band: str = field("sure or review", isin=["sure", "review"])
    origin: str = field("what read it: rule, model, person")
    rule_id: str = field("id of the rule, or ''")
    modifiers: object = field("list<string>: negated, reported, hypothetical, past, question, self, ironic")
    target: str = field("at whom or what", isin=TARGETS)
    active: bool = field("False where a modifier cancels the cue")
    why: str = field("one French sentence that explains the marker")


class Readings(Table):
    """One row a turn: its polarity and what it answers."""

    turn_id: str = key("turn")
    polarity: str = field("violent, constructif or neutre: the one rule of markers.yaml", isin=POLARITIES)
    p_violent: float = share("probability of violence")
    p_disagreement: float = share("probability of disagreement")
    p_anger: float = share("probability of anger said")
    p_withholding: float = share("probability of fear, mistrust, doubt or reticence")
    p_obstacle: float = share("probability of an obstacle")
    p_cooperation: float = share("probability of cooperation")
    opposes_turn_id: str = field("earlier turn of another speaker that this turn opposes, or ''")
    opposes_score: float = share("how sure of it; 0 where none")
    supports_turn_id: str = field("earlier turn of another speaker that this turn supports, or ''")
    supports_score: float = share("how sure of it; 0 where none")


class Passages(Table):
    """One row a stretch of a session in which something turns."""

    passage_id: str = key("session_id/kind/rank")
    session_id: str = field("session")
    kind: str = field("violence_to_conflict, or withdrawal (people leave a subject)", isin=["violence_to_conflict", "withdrawal"])
    first_turn_id: str = field("first turn")
    last_turn_id: str = field("last turn, included")
    topic_id: str = field("topic most spoken of in it, or ''")
    score: float = share("how clear, 0 to 1")


class Segments(Span):
    """One row a facet of an idea unit; a segment cuts a turn and never joins two."""

    segment_id: str = key("turn_id/rank/facet")
    turn_id: str = field("turn")
    start: int = count("first character")
    end: int = count("character after the last one")
    facet: str = field("obstacle, viewpoint or none", isin=["obstacle", "viewpoint", "none"])
    topic_id: str = field("topic; '' is not classified")
    claim_id: str = field("claim, for viewpoints; or ''")
    stance: str = field("toward the topic's proposition: pour, contre, nuance, or ''", isin=[*STANCES, ""])
    score: float = share("how close to the topic, 0 to 1")


class Topics(Table):
    """One row an obstacle or a subject under debate."""

    scope: str = field("case_id, or * across cases")
    topic_id: str = key("code of the codebook, or facet-N for a discovered one; the same from run to run")
    parent_id: str = field("topic above it, or ''")
    facet: str = field("obstacle or viewpoint", isin=["obstacle", "viewpoint"])
    label: str = field("French label; for a viewpoint a proposition")
    terms: object = field("list<string>: most distinctive terms first")
    origin: str = field(
        "codebook, discovered (its label is made of the group's words) or person (somebody named it)",
        isin=["codebook", "discovered", "person"],
    )
    status: str = field("new, persistent, resolved or back", isin=["new", "persistent", "resolved", "back"])
    stability: float = share("share of resamples in which its segments stay together; NaN where not measured", nullable=True)
    centroid: object = field("list<float32>: mean embedding of its segments")
    n_segments: int = count("segments")
    n_speakers: int = count("distinct persons, counted as `pipeline.persons` counts them")
    n_sessions: int = count("sessions")
    n_cases: int = count("cases")


class Links(Table):
    """One row a cause given for an obstacle."""

    link_id: str = key("segment_id/cause")
    scope: str = field("case_id, or * across cases")
    topic_id: str = field("the obstacle")
    cause_topic_id: str = field("the topic given as its cause, or ''")
    segment_id: str = field("where it was said")
    cue: str = field("the connective: parce que, du coup …")
    score: float = share("how sure")


class Claims(Table):
    """One row a reason or position within a viewpoint topic."""

    scope: str = field("case_id, or * across cases")
    claim_id: str = key("topic_id/N; the same from run to run")
    topic_id: str = field("subject under debate")
    label: str = field("the claim in short")
    quote_segment_id: str = field("segment that says it best")
    n_for: int = count("persons for")
    n_against: int = count("persons against")
    n_nuanced: int = count("persons who say it depends")
    agreement_low: float = share("lower end of the 95 % Jeffreys interval of agreement")
    agreement_high: float = share("upper end of it")
    consensus: float = share("group-informed consensus: product over subgroups of smoothed agreement")
    divide: float = share("largest difference of agreement between two subgroups; NaN under two subgroups", nullable=True)


class Stances(Table):
    """One row a position that a person took; silence is no row."""

    scope: str = field("case_id, or * across cases")
    session_id: str = field("session")
    speaker_id: str = field("who")
    claim_id: str = field("on what")
    value: int = field("+1 pour, -1 contre, 0 nuance", isin=[-1, 0, 1])
    evidence: object = field("list<string>: segment_ids")


class Cells(Table):
    """One row a figure that group or supervisor may be shown, or the fact that it is withheld."""

    scope: str = field("case_id, or * across cases")
    measure: str = field("what is counted; see `pipeline.disclosure`")
    row: str = field("topic_id or claim_id")
    column: str = field("session_id, phase, stance or 'present'")
    value: float = field("the figure; NaN where withheld", nullable=True)
    n_speakers: int = count("distinct persons; 0 where withheld, and across cases")
    n_sessions: int = count("sessions; 0 where withheld, and across cases")
    n_cases: int = count("cases; 0 where withheld")
    shown: bool = field("may be shown")
    reason: str = field(
        "why it is withheld, or ''; at_least where the value is shown as that much or more",
        isin=["", "k", "at_least", "sharing", "one_side", "sensitive", "quote"],
    )


class Contributions(Table):
    """One row what a case adds to a figure over all cases. Counts may be small: the table is for the case's own intervenant."""

    case_id: str = field("case")
    facilitator: str = field("code of who led the case, or ''")
    measure: str = field("what is counted; see `pipeline.disclosure.contributions`")
    row: str = field("topic_id, kind of passage, family of markers, or ''")
    column: str = field("step of the method, sector, status, or ''")
    n_speakers: int = count("distinct persons, counted as `pipeline.persons` counts them")
    amount: int = count("what is summed over cases, where the figure is a sum or a share; else 1")
    of: int = count("out of how many, where the figure is a share; else 1")


class Decisions(Table):
    """One row a correction by a person to markers, topics or sharing (never to identifiers: those lie in the vault).

    Kinds and values for markers: `pipeline.markers.corrections`.
    """

    decision_id: str = key("random")
    stage: str = field("markers, topics or disclosure", isin=["markers", "topics", "disclosure"])
    kind: str = field("what is decided")
    target_id: str = field("row decided on")
    value: str = field("new value")
    author: str = field("account that decided, never a participant")
    at: str = field("ISO 8601 time in UTC")


MODELS: Mapping[str, type[Table]] = {
    model.__name__.lower(): model
    for model in (
        Sessions, Speakers, Turns, Mentions, Markers, Readings, Passages, Segments,
        Topics, Links, Claims, Stances, Cells, Contributions, Decisions,
    )
}  # fmt: skip


def columns(table: str) -> list[str]:
    """The columns of a table, in order."""
    return list(MODELS[table].to_schema().columns)


@cache
def vocabulary(table: str, column: str) -> frozenset[str]:
    """The words that a column may hold, where it holds words of the contract and nothing else; empty for any other column or table.

    Examples
    --------
    >>> sorted(vocabulary("mentions", "status"))
    ['accepted', 'rejected', 'review']
    """
    if table not in MODELS or column not in columns(table):
        return frozenset()
    allowed = [check.statistics["allowed_values"] for check in MODELS[table].to_schema().columns[column].checks if check.name == "isin"]
    return frozenset(word for words in allowed for word in words if isinstance(word, str))


def build(table: str, rows: Iterable[Mapping[str, Any]] = ()) -> pd.DataFrame:
    """Make a table with typed, ordered columns from rows; without rows, an empty one.

    Parameters
    ----------
    table
        Name of a table of the contract.
    rows
        Mappings from column to value; every column must be there.

    Raises
    ------
    ContractError
        A value does not fit its column.
    """
    return validate(table, pd.DataFrame(list(rows), columns=columns(table)))


def validate(table: str, frame: pd.DataFrame) -> pd.DataFrame:
    """Check a frame against its model and return it with the declared types.

    Raises
    ------
    ContractError
        Names table, column, check and count. Never a value: pandera's own message holds the failing
        values, so that neither it nor its traceback is passed on.
    """
    try:
        return MODELS[table].validate(frame, lazy=True)
    except SchemaErrors as errors:
        cases = errors.failure_cases
        first = cases.iloc[0]
        check = str(first["check"])
        if check in {"column_in_dataframe", "column_in_schema", "column_ordered"}:
            # pandera names the column in the place of the failing value
            name, count_ = str(first["failure_case"]), int((cases["check"] == check).sum())
        elif check == "start_before_end":
            # a check of whole rows fails once a column
            name, count_ = "end", cases.loc[cases["check"] == check, "index"].nunique()
        else:
            name, count_ = str(first["column"]), int((cases["check"] == check).sum())
        failure = ContractError(table, name, check, count_)
    raise failure


def validate_references(tables: Mapping[str, pd.DataFrame]) -> None:
    """Check that what a table points at exists, and that spans lie inside their turn.

    Raises
    ------
    ContractError
        On the first column that points at nothing.
    """
    for (table, column_), (target, target_column) in REFERENCES.items():
        if table in tables and target in tables:
            values = tables[table][column_]
            lost = ~(values.isin(tables[target][target_column]) | (values == ""))
            if lost.any():
                raise ContractError(table, column_, f"reference to {target}", int(lost.sum()))
    if "turns" in tables:
        length = tables["turns"].set_index("turn_id")["text"].str.len()
        for table in ("mentions", "markers", "segments"):
            if table in tables:
                outside = tables[table]["end"] > tables[table]["turn_id"].map(length).astype(float)
                if outside.any():
                    raise ContractError(table, "end", "inside its turn", int(outside.sum()))
