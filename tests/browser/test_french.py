"""Streamlit's own controls speak French: what they show, and what they tell those who listen to a page."""

import pytest

from dashboard.texts import controls

pytestmark = pytest.mark.browser
CONTROLS = """import pandas as pd
import streamlit as st
from dashboard.french import speak_french
speak_french()
with st.form("garder"):
    st.text_input("Titre", max_chars=9)
    st.form_submit_button("Garder")
st.text_input("Mot")
st.text_area("Notes")
st.text_input("Phrase", type="password")
st.date_input("Date", value=None, format="DD/MM/YYYY")
st.selectbox("Choix", ["oui", "non"], index=None, help="une aide")
st.number_input("Combien", 0, 5, 2)
st.multiselect("Plusieurs", ["oui", "non"])
st.file_uploader("Fichier", accept_multiple_files=True)
st.data_editor(pd.DataFrame({"Idée": ["la grille"]}), num_rows="dynamic")
"""
ALL_OF_IT = """() => [...document.querySelectorAll('*')].flatMap(node => [
  ...['aria-label', 'aria-valuetext', 'placeholder'].map(name => node.getAttribute(name)),
  ...(node.checkVisibility() ? [...node.childNodes].filter(one => one.nodeType === 3).map(one => one.nodeValue.trim()) : []),
]).filter(Boolean)"""


@pytest.fixture(scope="module")
def site(serving_script):
    """A page with one control of each kind."""
    with serving_script(CONTROLS) as address:
        yield address


def english(page):
    """What is still said in English, of all that the table of words knows."""
    starts, left = tuple(controls.STARTS), []
    for _ in range(20):
        page.wait_for_timeout(200)
        left = [said for said in page.evaluate(ALL_OF_IT) if said in controls.EXACT or said.startswith(starts)]
        if not left:
            break
    return left


def test_no_control_speaks_english(page, hands):
    page.goto("/")
    page.get_by_label("Titre", exact=True).wait_for()
    page.get_by_label("Aide : Choix").wait_for()
    page.get_by_test_id("stDateInput").get_by_text("aaaa").wait_for()
    page.get_by_role("button", name="Choisir", exact=True).wait_for()
    assert english(page) == []
    for label, hint in (("Titre", "Entrée pour valider"), ("Mot", "Entrée pour garder"), ("Notes", "Ctrl + Entrée pour garder")):
        page.get_by_label(label, exact=True).fill("la grille")
        page.get_by_text(hint, exact=True).wait_for()
    page.get_by_test_id("stDateInputCalendarButton").click()
    page.get_by_label("Mois suivant").wait_for()
    assert english(page) == []
    page.keyboard.press("Escape")
    hands.settled()
    page.get_by_role("combobox", name="Choix").click()
    page.keyboard.type("xyz")
    page.get_by_text("Rien ne correspond").wait_for()
    assert english(page) == []
    page.keyboard.press("Escape")


def test_a_date_is_typed_where_the_placeholder_was(page):
    page.goto("/")
    day = page.get_by_role("spinbutton", name="jour, Date")
    day.click()
    page.keyboard.type("05")
    page.keyboard.type("03")
    page.keyboard.type("2026")
    assert page.get_by_test_id("stDateInputFieldsScroller").first.inner_text().replace("\n", "").replace(" ", "") == "05/03/2026"
    assert english(page) == []
    day.click()
    for part in ("jour", "mois", "année"):
        page.get_by_role("spinbutton", name=f"{part}, Date").click()
        for _ in range(4):
            page.keyboard.press("Backspace")
    page.get_by_test_id("stDateInput").get_by_text("aaaa").wait_for()
