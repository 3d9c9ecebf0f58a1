"""The dashboard as a browser test opens it until *Ouvrir* is joined: an address with ?ouvert opens the vault of the test."""

import os
import runpy
from pathlib import Path

import streamlit as st

from dashboard.desk import open_vault

if "ouvert" in st.query_params and "desk/vault" not in st.session_state:
    open_vault(os.environ["CIRCULATION_PASSPHRASE"])
runpy.run_path(str(Path(__file__).resolve().parents[2] / "app.py"))
