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
    claims = filed.claims.loc[filed.claims["topic_id"] == subject].sort_values("claim_id")
    if len(claims) == 1:
        claims = claims.assign(label=labels[subject])
    taken = viewpoints.positions(explored.table("stances"), claims, explored.table("sessions"), explored.called)
    who_moved = viewpoints.moved(explored.table("stances"), claims, explored.called)
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
    _evidence(explored, subject, taken)


def _evidence(explored: Explored, subject: str, taken: pd.DataFrame) -> None:
    """The quotes behind the positions, in the order of speech; each leads to its turn."""
    stands = {segment: f"{one.said} :" for one in rows_of(taken) for segment in one.evidence}
    said = explored.said.loc[explored.said["segment_id"].isin(list(stands))]
    quotes = [
        lines.Quote(one.turn_id, explorer.place(one.rank, one.order), one.who, one.said, stands[one.segment_id]) for one in rows_of(said)
    ]
    clickable(lines.quotes(quotes), key=f"preuves/{explored.case_id}/{subject}", on_pick=mots.aim(explored))
