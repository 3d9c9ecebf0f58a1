"""Qualité des lectures: how much of what the program read was set aside by facilitators, all of them together."""

import streamlit as st

from dashboard import frame, grids, wondering
from dashboard.pages.revient import release_or_advice
from dashboard.texts import revient as said


@frame.screen
def page() -> None:
    view = release_or_advice(said.QUALITY_TITLE, said.QUALITY_HINT)
    if view is None:
        return
    told = view.figures.loc[view.figures["measure"] == "rejected"]
    if told.empty:
        st.info(said.QUALITY_EMPTY)
        return
    shares = told.assign(label=told["row"].map(said.FAMILIES)).sort_values("label")
    words = {said.QUALITY_FAMILY: shares["label"], said.QUALITY_SHARE: [said.one_in(float(share)) for share in shares["value"]]}
    st.table(words)
    frame.reading(wondering.ask_quality(shares))
    if reviewed := grids.told(view.figures, "reviewed"):
        frame.advise(said.QUALITY_OF.format(much=said.interventions(reviewed, False, 0)))
