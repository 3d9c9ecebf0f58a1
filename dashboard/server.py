"""The dashboard as `circulation serve` runs it: Streamlit's application with headers, and with sign-in where it is set up."""

from pathlib import Path

import streamlit as st
from starlette.middleware import Middleware

from dashboard.headers import SCREENS, Headers
from pipeline.settings import SignInSettings, load_settings


def secrets(settings: SignInSettings) -> dict[str, dict[str, str]]:
    """What Streamlit's sign-in wants to know; nothing without sign-in."""
    if not settings.complete:
        return {}
    return {
        "auth": {
            "redirect_uri": f"{settings.address}/oauth2callback",
            "cookie_secret": settings.cookie_secret.get_secret_value(),
            "client_id": settings.client_id,
            "client_secret": settings.client_secret.get_secret_value(),
            "server_metadata_url": settings.metadata_url,
        }
    }


def entry() -> Path:
    """The program's own app.py: in the wheel it lies inside the package, as site-packages may hold anybody's app.py."""
    packaged = Path(__file__).with_name("_app.py")
    return packaged if packaged.exists() else Path(__file__).parents[1] / "app.py"


app = st.App(entry(), middleware=[Middleware(Headers, headers=SCREENS)], secrets=secrets(load_settings().sign_in))
