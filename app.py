"""Streamlit entry: the page's frame, and navigation by role. `circulation serve` starts it."""

from pathlib import Path

import streamlit as st

import dashboard
from dashboard.desk import roles
from dashboard.navigation import pages_of

st.set_page_config(page_icon=Path(dashboard.__file__).parent / "favicon.svg", layout="wide", initial_sidebar_state=250)
st.navigation(**pages_of(roles())).run()
