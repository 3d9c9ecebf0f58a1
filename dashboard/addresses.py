"""Where an address leads that no screen has: to the first screen, for what Streamlit says there is English."""

import re
from urllib.parse import quote

from starlette.responses import RedirectResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from dashboard.texts import MENU

_ADDRESS = re.compile(r"/([^/._]+)/?")
"""One word; files have a dot, and most of what the browser's own program asks for an underscore or a folder."""
_OWN = frozenset({"oauth2callback", "healthz", "media", "static", "component"})


class Addresses:
    """ASGI middleware that sends a browser to the first screen from an address that is none; what it asks for beside stays.

    Examples
    --------
    >>> [Addresses.is_none(path) for path in ("/", "/relire", "/explorer", "/favicon.svg", "/_stcore/health", "/oauth2callback")]
    [False, False, True, False, False, False]
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    @staticmethod
    def is_none(path: str) -> bool:
        """Whether a path looks like that of a screen and is not."""
        found = _ADDRESS.fullmatch(path)
        return found is not None and found[1] not in MENU.keys() | _OWN

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and scope["method"] == "GET" and self.is_none(scope["path"]):
            asked = quote(scope["query_string"].decode("latin-1"), safe="=&%+")
            await RedirectResponse(f"/?{asked}" if asked else "/")(scope, receive, send)
        else:
            await self.app(scope, receive, send)
