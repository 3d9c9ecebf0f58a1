"""Les comptes: who may enter a server, and as what. Whoever keeps them sees nothing of any intervention."""

import re

import streamlit as st

from dashboard import frame
from dashboard.desk import Desk, desk
from dashboard.publics import Public
from dashboard.registry.accounts import INVITED, ROLES, invite, list_accounts, take_away
from dashboard.registry.models import User
from dashboard.texts import comptes as said

_ADDRESS = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")


@frame.screen
def page() -> None:
    at = desk(Public.ADMINISTRATEUR)
    accounts = list_accounts(at.archive.registry, at.asker)
    frame.title(said.TITLE, said.HINT)
    with st.form("inviter", clear_on_submit=True):
        email = st.text_input(said.EMAIL)
        role = st.selectbox(said.ROLE, ROLES, format_func=said.ROLES.__getitem__)
        if st.form_submit_button(said.INVITE):
            if _ADDRESS.fullmatch(email.strip()):
                invite(at.archive.registry, at.asker, email, role)
                st.toast(said.INVITED)
                accounts = list_accounts(at.archive.registry, at.asker)
            else:
                st.warning(said.WRONG)
    for number, one in enumerate(accounts, 1):
        _account(at, number, one)
    st.sidebar.button(said.LEAVE, on_click=st.logout)


def _account(at: Desk, number: int, one: User) -> None:
    who, role, action = st.columns([3, 2, 2], vertical_alignment="center")
    waiting = one.subject.startswith(INVITED)
    who.write(
        said.WAITING.format(email=one.subject.removeprefix(INVITED))
        if waiting
        else said.CAME.format(number=number, day=f"{one.created_at:%d/%m/%Y}")
    )
    role.write(said.ROLES[one.role])
    if one.role and one.user_id != at.asker.user_id and action.button(said.TAKE_AWAY, key=f"retirer/{one.user_id}"):
        take_away(at.archive.registry, at.asker, one.user_id)
        st.toast(said.TAKEN)
        st.rerun()
