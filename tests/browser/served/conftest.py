"""A server on which people sign in, the identity provider that lets them in, and a browser for each of them."""

import base64
import json
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
from joserfc import jwt
from joserfc.jwk import RSAKey

from dashboard.publics import Public
from dashboard.registry import open_registry
from dashboard.registry.accounts import invite, sign_in
from dashboard.texts import entrer


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
def administrator():
    """The address of whoever keeps the accounts."""
    return "comptes@exemple.fr"


@pytest.fixture(scope="module")
def served(tmp_path_factory, provider, administrator, serving):
    """(address, data folder) of a server with sign-in, over nothing; the vaults lie beside the folder."""
    data = tmp_path_factory.mktemp("served") / "donnees"
    data.mkdir()
    told = {
        "METADATA_URL": provider.metadata_url,
        "CLIENT_ID": "circulation",
        "CLIENT_SECRET": "un secret de test",
        "COOKIE_SECRET": "trente-deux caractères tirés au sort, ou plus",
        "ADDRESS": "{address}",
        "ADMINISTRATOR": administrator,
    }
    told = {f"SIGN_IN__{name}": value for name, value in told.items()} | {"VAULT__PATH": str(data.parent / "coffre" / "cercle.vault")}
    with serving(data, **{f"CIRCULATION_{name}": value for name, value in told.items()}) as address:
        yield address, data


@pytest.fixture(scope="module")
def registry(served):
    """The registry of that server."""
    one = open_registry(served[1])
    yield one
    one.close()


@pytest.fixture(scope="module")
def invited(registry, administrator):
    """Gives an account to an address."""
    keeper = sign_in(registry, "iss|registre", administrator, administrator)
    return lambda email, role=Public.INTERVENANT: invite(registry, keeper, email, role)


@pytest.fixture
def person(browse, served, provider):
    """Opens a browser of its own and signs in as (subject, e-mail, verified)."""

    def enter(subject, email, verified=True, **window):
        provider.who = (subject, email, verified)
        page = browse(served[0], provider.address, **window)
        page.goto("/")
        page.get_by_role("button", name=entrer.SIGN_IN).click()
        page.get_by_role("button", name=entrer.SIGN_IN).wait_for(state="detached")
        return page

    return enter
