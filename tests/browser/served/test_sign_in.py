"""Served mode: several people on one server, each in a browser of his own, and none in front of what is another's."""

import base64
import json
import threading
import time
import urllib.error
import urllib.request
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
from joserfc import jwt
from joserfc.jwk import RSAKey
from sqlalchemy import select

from dashboard import texts
from dashboard.publics import Asker, Public
from dashboard.registry import open_registry
from dashboard.registry.accounts import invite, sign_in
from dashboard.registry.interventions import add_intervention
from dashboard.registry.models import User
from dashboard.texts import comptes, entrer, explorer

pytestmark = pytest.mark.browser
ADMIN = "comptes@exemple.fr"


class Provider:
    """An identity provider that lets in `who` is set, as (subject, e-mail, verified), and asks for nothing."""

    def __init__(self):
        self.key = RSAKey.generate_key(2048, parameters={"kid": "test", "use": "sig", "alg": "RS256"})
        self.who = ("", "", True)
        self.codes = {}
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self.address = f"http://127.0.0.1:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    @property
    def metadata_url(self):
        return f"{self.address}/.well-known/openid-configuration"

    def close(self):
        self.server.shutdown()

    def _handler(provider):  # noqa: N805
        class Handler(BaseHTTPRequestHandler):
            def log_message(self, *_):
                pass

            def answer(self, content):
                body = json.dumps(content).encode()
                self.send_response(200)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def do_GET(self):
                parts = urlsplit(self.path)
                if parts.path == "/.well-known/openid-configuration":
                    ends = {f"{name}_endpoint": f"{provider.address}/{name}" for name in ("authorization", "token", "userinfo")}
                    signing = {"id_token_signing_alg_values_supported": ["RS256"], "code_challenge_methods_supported": ["S256"]}
                    self.answer({"issuer": provider.address, "jwks_uri": f"{provider.address}/keys", **ends, **signing})
                elif parts.path == "/keys":
                    self.answer({"keys": [provider.key.as_dict(private=False)]})
                elif parts.path == "/authorization":
                    asked = {name: values[0] for name, values in parse_qs(parts.query).items()}
                    code = base64.urlsafe_b64encode(str(len(provider.codes)).encode()).decode()
                    provider.codes[code] = (provider.who, asked.get("nonce", ""), asked["client_id"])
                    self.send_response(302)
                    self.send_header("Location", f"{asked['redirect_uri']}?{urlencode({'code': code, 'state': asked['state']})}")
                    self.end_headers()
                else:
                    self.send_error(404)

            def do_POST(self):
                form = parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode())
                (subject, email, verified), nonce, client = provider.codes.pop(form["code"][0])
                now = int(time.time())
                claims = {"iss": provider.address, "sub": subject, "aud": client, "iat": now, "exp": now + 600, "nonce": nonce}
                claims |= {"email": email, "email_verified": verified}
                token = jwt.encode({"alg": "RS256", "kid": "test"}, claims, provider.key)
                self.answer({"access_token": "none", "token_type": "Bearer", "expires_in": 600, "id_token": token})

        return Handler


@pytest.fixture(scope="module")
def provider():
    one = Provider()
    yield one
    one.close()


@pytest.fixture(scope="module")
def served(tmp_path_factory, provider, serving):
    """(address, data folder) of a server with sign-in."""
    data = tmp_path_factory.mktemp("served")
    told = {
        "METADATA_URL": provider.metadata_url,
        "CLIENT_ID": "circulation",
        "CLIENT_SECRET": "un secret de test",
        "COOKIE_SECRET": "trente-deux caractères tirés au sort, ou plus",
        "ADDRESS": "{address}",
        "ADMINISTRATOR": ADMIN,
    }
    with serving(data, **{f"CIRCULATION_SIGN_IN__{name}": value for name, value in told.items()}) as address:
        yield address, data


@pytest.fixture
def person(browser, served, provider):
    """Opens a browser of its own and signs in as (subject, e-mail, verified)."""
    opened = []

    def enter(subject, email, verified=True):
        provider.who = (subject, email, verified)
        context = browser.new_context(base_url=served[0], locale="fr-FR", service_workers="block")
        opened.append(context)
        page = context.new_page()
        page.goto("/")
        page.get_by_role("button", name=entrer.SIGN_IN).click()
        page.get_by_role("button", name=entrer.SIGN_IN).wait_for(state="detached")
        return page

    yield enter
    for context in opened:
        context.close()


def chosen(page):
    """The intervention that a page shows."""
    return page.locator("[data-testid='stSidebar'] [data-testid='stSelectbox'] input").first.input_value()


def test_without_sign_in_a_server_shows_nothing_but_its_door(browser, served):
    context = browser.new_context(base_url=served[0])
    page = context.new_page()
    for path in ("/", "/revient", "/mur", "/comptes", "/?cas=quartier"):
        page.goto(path)
        page.get_by_role("button", name=entrer.SIGN_IN).wait_for()
        assert page.locator("[data-testid='stSidebarNav']").count() == 0
    context.close()


def test_somebody_without_an_account_stays_before_the_door(person):
    page = person("inconnu", "inconnu@exemple.fr")
    page.get_by_text(entrer.NO_ACCOUNT).wait_for()
    page.get_by_role("button", name=entrer.LEAVE).click()
    page.get_by_role("button", name=entrer.SIGN_IN).wait_for()


def test_an_address_that_the_provider_did_not_verify_opens_nothing(person):
    page = person("faux", ADMIN, verified=False)
    page.get_by_text(entrer.NO_ACCOUNT).wait_for()


def test_the_administrator_gives_an_account_and_sees_no_intervention(person):
    page = person("a-1", ADMIN)
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


def test_two_browsers_side_by_side_each_see_their_own(person, served):
    registry = open_registry(served[1])
    admin = sign_in(registry, "iss|admin-2", ADMIN, ADMIN)
    for name in ("marc", "odile"):
        invite(registry, admin, f"{name}@exemple.fr", Public.INTERVENANT)
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
