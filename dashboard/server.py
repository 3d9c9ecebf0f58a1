"""The dashboard as `circulation serve` runs it: Streamlit's application with headers, and with sign-in where it is set up."""

import gc
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from importlib import import_module
from pathlib import Path
from typing import Any

import altair as alt
import streamlit as st
from starlette.middleware import Middleware

from dashboard.addresses import Addresses
from dashboard.headers import SCREENS, Headers
from pipeline.settings import SignInSettings, load_settings


def secrets(settings: SignInSettings) -> dict[str, Any]:
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


@asynccontextmanager
async def ready(_: st.App) -> AsyncIterator[None]:
    """Import every screen before the first click, and set aside for good what that made.

    Streamlit collects garbage after each showing of a page; going through the hundreds of thousands of objects that modules and the
    grammar of the figures consist of took longer than most showings.
    """
    # no earlier: the components that screens declare are registered with the server that runs
    import_module("dashboard.navigation")
    alt.Chart().mark_point().to_dict()
    gc.collect()
    gc.freeze()
    yield


app = st.App(
    entry(),
    lifespan=ready,
    middleware=[Middleware(Headers, headers=SCREENS), Middleware(Addresses)],
    secrets=secrets(load_settings().sign_in),
)
