"""An address that no screen has, or not in this browser, leads to the first screen."""

import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.responses import PlainTextResponse
from starlette.routing import Route
from starlette.testclient import TestClient
from streamlit.testing.v1 import AppTest

from dashboard.addresses import Addresses
from dashboard.texts import MENU


@pytest.fixture
def client():
    async def here(request):
        return PlainTextResponse("screen")

    return TestClient(Starlette(routes=[Route("/{path:path}", here)], middleware=[Middleware(Addresses)]), follow_redirects=False)


@pytest.mark.parametrize(("asked", "to"), [("/explorer", "/"), ("/preparer/?cas=x&seance=y%0d", "/?cas=x&seance=y%0d"), ("/pages", "/")])
def test_an_address_that_is_none_leads_to_the_first_screen(client, asked, to):
    answer = client.get(asked)
    assert answer.status_code == 307
    assert answer.headers["location"] == to


@pytest.mark.parametrize("asked", ["/", "/fil", "/relire?cas=x", "/static/index.js", "/_stcore/health", "/favicon.svg", "/oauth2callback"])
def test_what_is_there_is_left_alone(client, asked):
    assert client.get(asked).text == "screen"


@pytest.mark.parametrize(("roles", "first"), [(["intervenant", "groupe"], "fil"), (["superviseur"], "revient"), ([], "entrer")])
def test_every_screen_has_an_address_in_every_browser(roles, first):
    app = AppTest.from_string(
        f"""
import streamlit as st
from dashboard import navigation, pages
from dashboard.publics import Public
told = navigation.pages_of([Public(one) for one in {roles}])
st.navigation(**told)
made = told["pages"]
made = [one for group in made.values() for one in group] if isinstance(made, dict) else made
st.session_state["hidden"] = sorted(one.url_path for one in made if one.visibility == "hidden")
st.session_state["shown"] = sorted(one.url_path for one in made if one.visibility != "hidden")
st.session_state["first"] = {{one._page.__module__ for one in made if one.visibility == "hidden"}}
""",
        default_timeout=60,
    ).run()
    assert not app.exception
    assert {*app.session_state["hidden"], *app.session_state["shown"]} == {*MENU, ""}
    assert app.session_state["first"] == {f"dashboard.pages.{first}"}
