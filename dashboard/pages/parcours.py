"""Parcours: at which steps violence turns into conflict, and at which people leave a subject."""

from dashboard import frame, wondering
from dashboard.pages.revient import by_step, release_or_advice, show
from dashboard.texts import revient as said


@frame.screen
def page() -> None:
    view = release_or_advice(said.ROUTE_TITLE, said.ROUTE_HINT)
    if view is not None:
        show(view, "passage_phase", said.KINDS, by_step(view), wondering.ask_passages, said.ROUTE_ROW, said.ROUTE_ALT, said.ROUTE_EMPTY)
