"""Réponses: opens a room for a publication, takes paper and raised hands, and says in words what was answered once it is closed."""

from html import escape

import pandas as pd
import streamlit as st

from dashboard import frame, hosting, style, texts
from dashboard.answers import VALUES, list_items
from dashboard.desk import Desk, desk
from dashboard.registry import hosts
from dashboard.registry.models import Publication, Room
from dashboard.registry.publications import content_of, list_publications
from dashboard.texts import mur, reponses
from pipeline.errors import SettingsError
from pipeline.serve import own_address


@frame.screen
def page() -> None:
    at = desk()
    case_id = frame.choose_case(at)
    if case_id is None:
        return
    published = {one.publication_id: one for one in list_publications(at.archive.registry, at.asker, case_id)}
    if not published:
        frame.empty(reponses.NONE, reponses.NONE_HINT)
        return
    frame.title(reponses.TITLE, reponses.HINT)
    st.html(style.css("reponses"))
    publication = published[
        frame.choose(
            reponses.VERSION,
            "version-des-reponses",
            list(published),
            lambda one: reponses.NUMBERED.format(number=published[one].number),
            inside=True,
        )
    ]
    room = hosts.last_room(at.archive.registry, at.asker, publication.publication_id)
    if room is not None and room.closed_at is None:
        _open(at, publication, room)
        return
    if room is not None:
        _closed(at, publication, room)
    _offer(at, publication, again=room is not None)


def _offer(at: Desk, publication: Publication, again: bool) -> None:
    if at.vault is None:
        st.info(reponses.NO_VAULT)
        return
    if again:
        frame.advise(reponses.AGAIN_HINT)
    minutes = st.segmented_control(
        reponses.HOW_LONG, list(reponses.MINUTES), default=60, format_func=reponses.MINUTES.__getitem__, required=True, key="reponses/duree"
    )
    if st.button(reponses.OPEN_AGAIN if again else reponses.OPEN, type="secondary" if again else "primary", key="reponses/ouvrir"):
        hosting.open_door(at, publication.publication_id, minutes or 60)
        st.rerun()


def _open(at: Desk, publication: Publication, room: Room) -> None:
    code = hosting.show_code(at, publication.publication_id, room.room_id)
    address = hosting.read_address(at.archive.data, publication.publication_id)
    left, right = st.columns([3, 2], gap="large")
    with left:
        if code:
            st.html(f'<p class="room-label">{escape(reponses.CODE)}</p><p class="room-code">{escape(code)}</p>')
        else:
            st.info(reponses.CODE_LOCKED)
        st.write(reponses.UNTIL.format(hour=f"{room.expires_at.astimezone():%H:%M}"))
        with st.container(horizontal=True, vertical_alignment="center"):
            st.write(reponses.answered(hosts.count_telephones(at.archive.registry, at.asker, room.room_id)))
            st.button(reponses.REFRESH, key="reponses/actualiser")
        with st.popover(reponses.CLOSE):
            frame.advise(reponses.CLOSE_HINT)
            if st.button(reponses.CLOSE_NOW, type="primary", key="reponses/clore"):
                hosts.close_room(at.archive.registry, at.asker, room.room_id)
                st.rerun()
    with right:
        if address is None:
            _let_in(at, publication)
        elif code:
            square, alt = hosting.draw_square(address, code), escape(reponses.SQUARE_ALT.format(address=address))
            st.html(f'<img class="room-square" src="{escape(square)}" alt="{alt}"><p class="room-address">{escape(address)}</p>')
        frame.advise(reponses.NETWORK)
    _paper(at, publication, room)


def _let_in(at: Desk, publication: Publication) -> None:
    """What lets the telephones in: a click on the facilitator's own machine; from a server, a machine in the room is needed."""
    if at.settings.sign_in.complete:
        st.warning(reponses.NO_PROCESS)
        st.code(reponses.COMMAND, language=None)
        return
    st.warning(reponses.NOT_LET_IN)
    host = st.text_input(reponses.HOST, value=own_address(), placeholder="192.168.1.20", help=reponses.HOST_HELP, key="reponses/adresse")
    if st.button(reponses.LET_IN, type="primary", key="reponses/telephones"):
        try:
            hosting.let_in(at, publication.publication_id, host.strip())
        except SettingsError:
            st.error(reponses.NO_NETWORK)
        else:
            st.rerun()


def _paper(at: Desk, publication: Publication, room: Room) -> None:
    st.subheader(reponses.PAPER, anchor=False)
    frame.advise(reponses.PAPER_HINT)
    counted = hosts.read_paper(at.archive.registry, at.asker, room.room_id)
    for item in list_items(content_of(publication)):
        with st.container(border=True):
            st.html(f'<p class="room-item"><span>{escape(mur.TITLES[item.screen])}</span>{escape(texts.typographic(item.text))}</p>')
            for column, value in zip(st.columns(3), VALUES, strict=True):
                key = f"papier/{room.room_id}/{item.key}/{value}"
                column.number_input(
                    reponses.VALUES[value],
                    min_value=0,
                    max_value=hosts.MOST_ON_PAPER,
                    value=counted.get((item.key, value), 0),
                    key=key,
                    on_change=_count,
                    args=(at, room.room_id, item.key, value, key),
                )


def _count(at: Desk, room_id: str, item: str, value: str, key: str) -> None:
    hosts.put_paper(at.archive.registry, at.asker, room_id, item, {value: int(st.session_state[key])})


def _closed(at: Desk, publication: Publication, room: Room) -> None:
    items = list_items(content_of(publication))
    words = hosts.read_results(at.archive.registry, at.asker, room.room_id, at.settings.disclosure.k)
    st.subheader(reponses.CLOSED, anchor=False)
    frame.advise(reponses.CLOSED_HINT)
    told = [item for item in items if item.key in words]
    if told:
        rows = [
            {reponses.ITEM: f"{mur.TITLES[item.screen]} · {texts.typographic(item.text)}"}
            | {reponses.VALUES[value]: texts.SHARES.get(words[item.key].get(value, 0), reponses.TOO_FEW) for value in VALUES}
            for item in told
        ]
        st.table(pd.DataFrame(rows).set_index(reponses.ITEM))
    if len(told) < len(items):
        st.write(mur.TOO_FEW_OF_THE_REST if told else mur.TOO_FEW)
    st.subheader(reponses.TEXTS, anchor=False)
    written = hosting.read_texts(at, publication.publication_id, room.room_id)
    if written is None:
        st.info(reponses.TEXTS_LOCKED)
        return
    frame.advise(reponses.TEXTS_HINT if written else reponses.NO_TEXTS)
    said = "".join(f"<li><span>{escape(texts.typographic(about))}</span>{escape(text)}</li>" for about, text in written)
    if said:
        st.html(f'<ul class="room-texts">{said}</ul>')
