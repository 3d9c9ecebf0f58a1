"""Served mode: several people on one server, each in a browser of his own, and none in front of what is another's."""

import urllib.error
import urllib.request

import pytest
from sqlalchemy import select

from dashboard import texts
from dashboard.publics import Asker, Public
from dashboard.registry.interventions import add_intervention
from dashboard.registry.models import User
from dashboard.texts import comptes, entrer, explorer

pytestmark = pytest.mark.browser


def chosen(page):
    """The intervention that a page shows."""
    return page.locator("[data-testid='stSidebar'] [data-testid='stSelectbox'] input").first.input_value()


def test_without_sign_in_a_server_shows_nothing_but_its_door(browse, served):
    page = browse(served[0])
    for path in ("/", "/revient", "/mur", "/comptes", "/?cas=quartier"):
        page.goto(path)
        page.get_by_role("button", name=entrer.SIGN_IN).wait_for()
        assert page.locator("[data-testid='stSidebarNav']").count() == 0


def test_somebody_without_an_account_stays_before_the_door(person):
    page = person("inconnu", "inconnu@exemple.fr")
    page.get_by_text(entrer.NO_ACCOUNT).wait_for()
    page.get_by_role("button", name=entrer.LEAVE).click()
    page.get_by_role("button", name=entrer.SIGN_IN).wait_for()


def test_an_address_that_the_provider_did_not_verify_opens_nothing(person, administrator):
    page = person("faux", administrator, verified=False)
    page.get_by_text(entrer.NO_ACCOUNT).wait_for()


def test_the_administrator_gives_an_account_and_sees_no_intervention(person, administrator):
    page = person("a-1", administrator)
    page.get_by_role("heading", name=comptes.TITLE).wait_for()
    page.get_by_label(comptes.EMAIL).fill("une@exemple.fr")
    page.get_by_role("button", name=comptes.INVITE).click()
    page.get_by_text("une@exemple.fr").wait_for()
    for path in ("/fil", "/revient"):
        page.goto(path)
        page.locator("[data-testid='stAppViewContainer']").wait_for()
        assert page.locator(".words, [data-testid='stVegaLiteChart']").count() == 0
    other = person("u-1", "une@exemple.fr")
    other.get_by_text(texts.NO_CASE).wait_for()


def test_two_browsers_side_by_side_each_see_their_own(person, registry, invited):
    for name in ("marc", "odile"):
        invited(f"{name}@exemple.fr")
    pages = {name: person(f"s-{name}", f"{name}@exemple.fr") for name in ("marc", "odile")}
    for page in pages.values():
        page.get_by_text(texts.NO_CASE).wait_for()
    with registry.reading() as session:
        ids = {row.subject.rsplit("|", 1)[1]: row.user_id for row in session.scalars(select(User)) if "|" in row.subject}
    for name in pages:
        add_intervention(registry, Asker(Public.INTERVENANT, ids[f"s-{name}"]), f"cas-{name}", title=f"Intervention de {name}")
    for name, page in pages.items():
        page.goto("/")
        page.get_by_text(explorer.NOT_ANALYSED).wait_for()
        assert chosen(page) == f"Intervention de {name}"
        (stranger,) = set(pages) - {name}
        page.goto(f"/?cas=cas-{stranger}")
        page.get_by_text(explorer.NOT_ANALYSED).wait_for()
        assert chosen(page) == f"Intervention de {name}"
        assert f"Intervention de {stranger}" not in page.content()


def test_every_answer_forbids_foreign_code_frames_and_copies(served):
    for path in ("/", "/_stcore/health", "/auth/login"):
        request = urllib.request.Request(served[0] + path)
        opener = urllib.request.build_opener(_NoRedirect())
        try:
            answer = opener.open(request, timeout=20)
        except urllib.error.HTTPError as error:
            answer = error
        policy = answer.headers["Content-Security-Policy"]
        assert "default-src 'self'" in policy
        assert "frame-ancestors 'none'" in policy
        assert "http:" not in policy
        assert "https:" not in policy
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert answer.headers["Referrer-Policy"] == "no-referrer"
        assert answer.headers["Cache-Control"] == "no-store"


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_):
        return None
