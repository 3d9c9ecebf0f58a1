"""What a facilitator does to an obstacle or a subject: rename, merge, split, move, keep, take back; each is written at once."""

from typing import Any

import pandas as pd
import streamlit as st

from dashboard.explorer import obstacles
from dashboard.explorer.case import Explored
from dashboard.explorer.known import make_known, may_be_shared
from dashboard.pages import mots
from dashboard.plain import plain
from dashboard.rows import rows_of
from dashboard.texts import explorer, typographic
from pipeline.topics.codebook import load_codebook
from pipeline.topics.curation import standing
from pipeline.topics.viewpoints import VALUE

FEW = 12
LONGEST = 120


def sort_quotes(explored: Explored, topic_id: str, said: pd.DataFrame) -> None:
    """The segments of a topic, each to be checked; what is checked is moved, or split off."""
    more = f"tout/{topic_id}"
    shown = said if st.session_state.get(more) else said.head(FEW)
    checked = [one.segment_id for one in rows_of(shown) if st.checkbox(_line(one), key=f"passage/{topic_id}/{one.segment_id}")]
    if len(said) > len(shown):
        st.checkbox(explorer.n_of(len(said) - len(shown), "autre passage", "autres passages"), key=more)
    if not checked:
        st.caption(explorer.CHECK)
        return
    labels = {"": explorer.UNFILED} | _labels(explored, topic_id, "obstacle")
    to = st.selectbox(
        explorer.MOVE_LABEL, list(labels), index=None, format_func=labels.__getitem__, placeholder=explorer.CHOOSE, key=f"vers/{topic_id}"
    )
    buttons = st.container(horizontal=True)
    if buttons.button(explorer.MOVE, disabled=to is None, type="primary") and to is not None:
        for segment_id in checked:
            explored.decide("topics", "move", segment_id, to)
        st.rerun()
    if buttons.button(explorer.SPLIT, disabled=len(checked) == len(said)):
        explored.decide("topics", "split", topic_id, " ".join(checked))
        st.rerun()
    if buttons.button(explorer.READ_THERE):
        mots.aim(explored)(str(said.loc[said["segment_id"] == checked[0], "turn_id"].iloc[0]))
        mots.follow()


def manage(explored: Explored, topic_id: str, label: str, facet: str, opened: str) -> None:
    """Rename, merge, keep; `opened` is the key under which the page keeps which topic is open."""
    name = st.text_input(explorer.RENAME_LABEL, label, max_chars=LONGEST, key=f"nom/{topic_id}/{_rank(explored)}").strip()
    if st.button(explorer.RENAME, disabled=not name or name == label, width="stretch", key=f"renommer/{topic_id}"):
        explored.decide("topics", "rename", topic_id, name)
        st.rerun()
    labels = _labels(explored, topic_id, facet, spoken=True)
    into = st.selectbox(
        explorer.MERGE_LABEL, list(labels), index=None, format_func=labels.__getitem__, placeholder=explorer.CHOOSE, key=f"avec/{topic_id}"
    )
    if st.button(explorer.MERGE, disabled=into is None, width="stretch", key=f"fusionner/{topic_id}") and into:
        explored.decide("topics", "merge", topic_id, into)
        st.session_state[f"kept/{opened}"] = into
        st.rerun()
    kept = any(one.kind == "promote" and one.target_id == topic_id for one in standing(explored.decisions))
    if st.button(explorer.PROMOTE, help=explorer.PROMOTE_HELP, disabled=kept, width="stretch", key=f"garder/{topic_id}"):
        explored.decide("topics", "promote", topic_id)
        st.rerun()


def share(explored: Explored, topic_id: str) -> None:
    """Make an obstacle that this group discovered known to all interventions, in words that nobody said."""
    if topic_id in load_codebook().labels or not may_be_shared(explored.at):
        return
    with st.expander(explorer.KNOWN):
        st.caption(explorer.KNOWN_HINT)
        with st.form(f"connu/{topic_id}"):
            label = st.text_input(explorer.KNOWN_LABEL, max_chars=LONGEST, key=f"connu/nom/{topic_id}")
            description = st.text_input(explorer.KNOWN_DESCRIPTION, max_chars=2 * LONGEST, key=f"connu/dit/{topic_id}")
            examples = st.text_area(explorer.KNOWN_EXAMPLES, max_chars=2000, key=f"connu/phrases/{topic_id}")
            given = st.form_submit_button(explorer.KNOWN_ADD)
        if given:
            lines = [line for line in examples.splitlines() if line.strip()]
            said = make_known(explored.at, explored.case_id, label, description, lines)
            (st.error if said else st.success)(said or explorer.KNOWN_DONE)


def neighbours(explored: Explored, topic_id: str, label: str) -> None:
    """Segments that lie nowhere and use the same words; each can be filed here."""
    near = obstacles.neighbours(topic_id, label, explored.said)
    if near.empty:
        st.caption(explorer.NO_NEAR)
        return
    for one in rows_of(near):
        st.markdown(_line(one))
        if st.button(explorer.FILE_HERE, key=f"classer/{topic_id}/{one.segment_id}"):
            explored.decide("topics", "move", one.segment_id, topic_id)
            st.rerun()


def decided(explored: Explored) -> None:
    """What was decided about topics and stands, the latest first, each to be taken back."""
    held = [one for one in standing(explored.decisions) if one.kind in explorer.DECISIONS][::-1]
    if not held:
        return
    topics = explored.table("topics")
    before = dict(zip(topics["topic_id"], topics["label"], strict=True))
    labels = before | _labels(explored, "", "viewpoint", spoken=True) | _labels(explored, "", "obstacle")
    with st.expander(f"{explorer.DECIDED} ({len(held)})", expanded=len(held) <= 3):
        st.caption(f"{explorer.LATER} {explorer.ALIKE}")
        for one in held:
            now = explorer.STANCES[VALUE[one.value]] if one.kind == "stance" else labels.get(one.value, one.value)
            about = explorer.decision(one.kind, before.get(one.target_id, labels.get(one.target_id, "")), now)
            line = st.container(horizontal=True, vertical_alignment="center")
            line.markdown(plain(about))
            if line.button(explorer.UNDO, key=f"defaire/{one.decision_id}"):
                explored.decide("topics", "undo", one.decision_id)
                st.rerun()


def _line(one: Any) -> str:
    return f"**{plain(one.who)}**, {explorer.place(one.rank, one.order)} : {explorer.guillemets(plain(one.said))}"


def _labels(explored: Explored, topic_id: str, facet: str, *, spoken: bool = False) -> dict[str, str]:
    """Topics of a facet but one, by label: those spoken of, and those of the codebook unless `spoken`."""
    topics = explored.filed.topics
    mine = topics.loc[topics["facet"] == facet]
    labels = ({} if spoken else dict(load_codebook().labels)) | dict(zip(mine["topic_id"], mine["label"], strict=True))
    return {one: typographic(label) for one, label in sorted(labels.items(), key=lambda item: item[1]) if one != topic_id}


def _rank(explored: Explored) -> int:
    """How often something was renamed: an undo brings the old name back into the field."""
    own = explored.decisions
    return int(((own["stage"] == "topics") & own["kind"].isin(["rename", "undo"])).sum())
