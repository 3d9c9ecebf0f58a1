"""Points de vue: by subject, who says what, by pseudonym; for the facilitator alone."""

from html import escape

import pandas as pd
import streamlit as st

from dashboard import frame
from dashboard.explorer import charts, lines, viewpoints
from dashboard.explorer.case import Explored, open_case
from dashboard.explorer.clicks import clickable
from dashboard.pages import mots, topic_edit
from dashboard.rows import rows_of
from dashboard.style import css, palette
from dashboard.texts import explorer, typographic
from pipeline.topics.curation import decided_stances, standing
from pipeline.topics.viewpoints import VALUE

SUBJECT = "sujet"


@frame.screen
def page() -> None:
    explored = open_case(explorer.VIEWS)
    if explored is None:
        return
    mots.follow()
    st.html(css("explorer"))
    frame.title(explorer.VIEWS, explorer.VIEWS_HINT)
    filed = explored.filed
    subjects = filed.topics.loc[(filed.topics["facet"] == "viewpoint") & filed.topics["topic_id"].isin(filed.claims["topic_id"])]
    if subjects.empty:
        frame.reading(explorer.NO_VIEW)
        return
    labels = {topic_id: typographic(label) for topic_id, label in zip(subjects["topic_id"], subjects["label"], strict=True)}
    key = f"{SUBJECT}/{explored.case_id}"
    subject = frame.choose(explorer.SUBJECT, key, list(labels), labels.__getitem__, inside=True)
    stands = explored.stands
    claims = stands.claims.loc[stands.claims["topic_id"] == subject].sort_values("claim_id")
    if len(claims) == 1:
        claims = claims.assign(label=labels[subject])
    taken = viewpoints.positions(stands.stances, claims, explored.table("sessions"), explored.called)
    who_moved = viewpoints.moved(stands.stances, claims, explored.called)
    if len(taken):
        frame.figure(charts.positions(taken, palette()), explorer.VIEWS_ALT)
    frame.reading(viewpoints.read_subject(taken, claims, who_moved))
    if taken.empty:
        return
    with st.expander(explorer.IN_TABLE):
        st.table(viewpoints.grid(taken, claims))
    for claim in rows_of(claims):
        said = viewpoints.read_claim(claim.n_for, claim.n_against, claim.n_nuanced, claim.agreement_low, claim.agreement_high)
        divide = viewpoints.read_divide(taken, claim.claim_id, claim.divide, explored.table("speakers"))
        heading = f"<b>{escape(typographic(claim.label))}</b><br>" if len(claims) > 1 else ""
        st.html(f"<p>{heading}{escape(' '.join(filter(None, (said, divide))))}</p>")
    with st.expander(explorer.MANAGE_SUBJECT):
        topic_edit.manage(explored, subject, labels[subject], "viewpoint", key)
    topic_edit.decided(explored)
    st.subheader(explorer.EVIDENCE, anchor=False)
    _evidence(explored, subject, stands.stances.loc[stands.stances["claim_id"].isin(claims["claim_id"])])
    _correct(explored, subject)


def _evidence(explored: Explored, subject: str, stances: pd.DataFrame) -> None:
    """The quotes behind every position, those that were left since among them, in the order of speech; each leads to its turn."""
    notes = {segment: f"{explorer.STANCES[one.value]} :" for one in rows_of(stances) for segment in one.evidence}
    said = explored.said.loc[explored.said["segment_id"].isin(list(notes))]
    quotes = [
        lines.Quote(one.turn_id, explorer.place(one.rank, one.order), one.who, one.said, notes[one.segment_id]) for one in rows_of(said)
    ]
    clickable(lines.quotes(quotes), key=f"preuves/{explored.case_id}/{subject}", on_pick=mots.aim(explored))


def _correct(explored: Explored, subject: str) -> None:
    """A position that was read wrongly is put right; it is written at once."""
    decided = decided_stances(standing(explored.decisions))
    said = explored.said.loc[(explored.said["topic_id"] == subject) & (explored.said["stance"] != "")]
    now = {one.segment_id: decided.get(one.segment_id, one.stance) for one in rows_of(said)}
    quoted = {
        one.segment_id: f"{one.who}, {explorer.place(one.rank, one.order)} : {explorer.guillemets(one.said)}" for one in rows_of(said)
    }
    chosen = st.selectbox(
        explorer.POSITION,
        list(quoted),
        index=None,
        format_func=quoted.__getitem__,
        placeholder=explorer.CHOOSE,
        help=explorer.POSITION_HINT,
        key=f"position/{subject}",
    )
    if chosen is None:
        return
    meant = st.segmented_control(
        explorer.POSITION_IS,
        list(VALUE),
        default=now[chosen],
        format_func=lambda one: explorer.STANCES[VALUE[one]],
        required=True,
        key=f"position/{chosen}/{now[chosen]}",
    )
    if meant and meant != now[chosen]:
        explored.decide("topics", "stance", chosen, meant)
        st.rerun()
