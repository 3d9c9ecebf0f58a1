"""The case that is explored: its tables, read once a run, with what was decided since the last analysis laid over them."""

from functools import cached_property

import pandas as pd
import streamlit as st

from dashboard import frame, texts
from dashboard.desk import Desk, desk
from dashboard.explorer.obstacles import quotes
from dashboard.explorer.overlay import Laid, Stands, correct_markers, correct_stands, lay_over
from dashboard.explorer.people import names
from dashboard.registry.decisions import decide, read_decisions
from dashboard.texts import explorer
from pipeline.markers.answering import correct_answers
from pipeline.topics.codebook import load_codebook

SESSION = "seance"


class Explored:
    """One case on the desk of its facilitator; nothing of it outlives the run of the page."""

    def __init__(self, at: Desk, case_id: str) -> None:
        self.at, self.case_id = at, case_id
        self._read: dict[str, pd.DataFrame] = {}

    def table(self, name: str) -> pd.DataFrame:
        """A table as the last analysis left it."""
        if name not in self._read:
            self._read[name] = self.at.archive.read_case(self.at.asker, self.case_id, name)
        return self._read[name]

    @cached_property
    def decisions(self) -> pd.DataFrame:
        """What was decided about markers and topics."""
        return read_decisions(self.at.archive.registry, self.at.asker, self.case_id)

    @cached_property
    def sessions(self) -> pd.DataFrame:
        """The sessions in order, by session_id."""
        return self.table("sessions").sort_values("order").set_index("session_id", drop=False)

    @cached_property
    def turns(self) -> pd.DataFrame:
        """Turns of every session, in order."""
        turns = self.table("turns")
        rank = turns["session_id"].map(self.sessions["order"])
        return turns.assign(rank=rank).sort_values(["rank", "order"], kind="stable", ignore_index=True).drop(columns="rank")

    @cached_property
    def markers(self) -> pd.DataFrame:
        """Markers as persons left them."""
        return correct_markers(self.table("markers"), self.turns, self.decisions)

    @cached_property
    def readings(self) -> pd.DataFrame:
        """Readings with the answers that persons decided."""
        return correct_answers(self.table("readings"), self.turns, self.decisions)

    @cached_property
    def stands(self) -> Stands:
        """Claims of the topics as persons left them, and who stands where on them."""
        return correct_stands(
            Stands(self.filed.claims, self.table("stances")),
            segments=self.filed.segments,
            turns=self.turns,
            speakers=self.table("speakers"),
            readings=self.readings,
            decisions=self.decisions,
        )

    @cached_property
    def called(self) -> dict[str, str]:
        """Name of each speaker_id."""
        return names(self.table("speakers"), self.turns, self.table("sessions"))

    @cached_property
    def filed(self) -> Laid:
        """Topics, segments, links and claims as persons left them."""
        return lay_over(
            topics=self.table("topics"),
            segments=self.table("segments"),
            links=self.table("links"),
            claims=self.table("claims"),
            decisions=self.decisions,
            codes=load_codebook().labels,
        )

    @cached_property
    def said(self) -> pd.DataFrame:
        """Segments with their words and who said them."""
        return quotes(self.filed.segments, self.turns, self.table("sessions"), self.called)

    @property
    def pending(self) -> int:
        """Decisions that the last analysis did not know."""
        return int((~self.decisions["decision_id"].isin(self.table("decisions")["decision_id"])).sum())

    def turns_of(self, session_id: str) -> pd.DataFrame:
        """Turns of one session in order, by position."""
        return self.turns.loc[self.turns["session_id"] == session_id].reset_index(drop=True)

    def decide(self, stage: str, kind: str, target_id: str, value: str = "") -> None:
        """Write a decision at once."""
        decide(self.at.archive.registry, self.at.asker, self.case_id, stage=stage, kind=kind, target_id=target_id, value=value)


def open_case(title: str) -> Explored | None:
    """The case chosen in the sidebar; None, and what to do said, where there is none or it was not analysed yet."""
    at = desk()
    case_id = frame.choose_case(at)
    if case_id is None:
        return None
    explored = Explored(at, case_id)
    if explored.table("turns").empty:
        if len(explored.table("sessions")):
            frame.title(title, texts.NO_TURN)
        else:
            frame.empty(explorer.NOT_ANALYSED, explorer.NOT_ANALYSED_HINT)
        return None
    return explored


def choose_session(explored: Explored) -> str:
    """The session chosen in the sidebar."""
    return frame.choose(texts.SESSION, SESSION, list(explored.sessions.index), lambda one: session_name(explored, one))


def session_name(explored: Explored, session_id: str) -> str:
    """A session as the screens call it."""
    sessions = explored.sessions
    return texts.session_title(sessions["order"][session_id], sessions["phase"][session_id])


def keep_session(session_id: str) -> None:
    """Make a session the one that is chosen from here on."""
    st.session_state.pop(SESSION, None)
    st.query_params.pop(SESSION, None)
    st.session_state[f"kept/{SESSION}"] = session_id
