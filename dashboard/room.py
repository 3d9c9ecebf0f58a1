"""The process of a room, on the room's network: it reads one frozen publication and takes answers, nothing else.

It never has the vault, writes no log, and its connection to the database is allowed three tables. Started as ``python -m dashboard.room``
by `circulation serve --room` or from the page Réponses, with everything it needs in the environment.
"""

import contextlib
import json
import logging
import os
import signal
import socket
import sys
import threading
import time
from collections import deque
from pathlib import Path
from urllib.parse import parse_qsl

import uvicorn
from sqlalchemy.exc import SQLAlchemyError
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp, Receive, Scope, Send

from dashboard import telephone
from dashboard.answers import LONGEST, VALUES, list_items
from dashboard.codes import digest_code, is_ticket, make_ticket, read_code, room_key
from dashboard.fitting import clean
from dashboard.headers import Headers
from dashboard.publics import AccessError, Asker, Public
from dashboard.registry import Registry, open_registry, rooms
from dashboard.registry.door import narrow
from dashboard.sealing import seal_text
from dashboard.texts import salle
from pipeline import ports
from pipeline.errors import CirculationError, SettingsError

ADDRESS_FILE = ".room.json"
"""Where this process says at which address it listens, and for which publication, as long as it does."""
LINGERS, LOOKS_EVERY = 600.0, 2.0
"""How long the process outlives its room, and how often it looks whether the room is closed, in seconds."""
COOKIE = "billet"
MOST_BYTES = 256 * 1024
MOST_BYTES_OF_A_CODE = 1024
MOST_FIELDS = 400
HEADERS = {
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
}


class Guesses:
    """How many wrong codes are taken: a few from one telephone, some more from all together. Kept in memory, for minutes.

    Examples
    --------
    >>> guesses = Guesses(each=2, all_together=3, seconds=60)
    >>> [(guesses.wrong("a"), guesses.may("a")) for _ in range(2)]
    [(None, True), (None, False)]
    >>> guesses.may("b"), guesses.wrong("b"), guesses.may("c")
    (True, None, False)
    """

    def __init__(self, each: int = 8, all_together: int = 60, seconds: float = 60) -> None:
        self._each, self._all, self._seconds = each, all_together, seconds
        self._wrong: deque[tuple[float, str]] = deque()

    def may(self, who: str) -> bool:
        """Whether this address may try a code now."""
        since = time.monotonic() - self._seconds
        while self._wrong and self._wrong[0][0] < since:
            self._wrong.popleft()
        return len(self._wrong) < self._all and sum(other == who for _, other in self._wrong) < self._each

    def wrong(self, who: str) -> None:
        """Note a wrong code."""
        self._wrong.append((time.monotonic(), who))


class Service:
    """The pages of one publication's room."""

    def __init__(self, registry: Registry, publication_id: str, key: bytes, guesses: Guesses | None = None) -> None:
        self._registry, self._key = registry, key
        self._asker = Asker(Public.GROUPE, publication_id=publication_id)
        self._guesses = guesses or Guesses()
        self._style = (Path(__file__).parent / "sheets" / "salle.css").read_bytes()

    def app(self, host: str) -> ASGIApp:
        """The application, for one address."""
        pages = Starlette(
            routes=[
                Route("/", self.home, methods=["GET"]),
                Route("/entrer", self.enter, methods=["POST"]),
                Route("/repondre", self.answer, methods=["POST"]),
                Route("/merci", self.thanks, methods=["GET"]),
                Route("/passer", self.pass_on, methods=["POST"]),
                Route("/style.css", self.style, methods=["GET"]),
            ],
            middleware=[Middleware(TrustedHostMiddleware, allowed_hosts=[host], www_redirect=False)],
            exception_handlers={HTTPException: _refused, AccessError: _not_taken, CirculationError: _broken, Exception: _broken},
        )
        return Headers(Safe(pages), HEADERS)

    async def home(self, request: Request) -> Response:
        """The form, or the code that opens it."""
        found = await run_in_threadpool(self._room_of, request.cookies.get(COOKIE, ""))
        if found is None:
            closed = not await run_in_threadpool(rooms.list_open, self._registry, self._asker)
            if closed:
                return HTMLResponse(telephone.message_page(salle.CLOSED))
            return HTMLResponse(telephone.code_page(read_code(request.query_params.get("code", ""))))
        return HTMLResponse(telephone.form_page(list_items(found.content)))

    async def enter(self, request: Request) -> Response:
        """Takes the code; the right one gives a ticket."""
        who = request.client.host if request.client else ""
        if not self._guesses.may(who):
            return HTMLResponse(telephone.code_page(problem=salle.SLOW), 429)
        code = read_code((await _fields(request, MOST_BYTES_OF_A_CODE)).get("code", ""))
        room_id = await run_in_threadpool(rooms.enter, self._registry, self._asker, lambda room_id: digest_code(self._key, room_id, code))
        if room_id is None:
            self._guesses.wrong(who)
            return HTMLResponse(telephone.code_page(problem=salle.WRONG), 403)
        answer = RedirectResponse("/", 303)
        if not is_ticket(self._key, room_id, request.cookies.get(COOKIE, "")):
            answer.set_cookie(COOKIE, make_ticket(self._key, room_id), httponly=True, samesite="strict")
        return answer

    async def answer(self, request: Request) -> Response:
        """Takes the answers of one telephone, in the place of its former ones."""
        ticket = request.cookies.get(COOKIE, "")
        found = await run_in_threadpool(self._room_of, ticket)
        if found is None:
            return HTMLResponse(telephone.message_page(salle.CLOSED), 403)
        fields = await _fields(request, MOST_BYTES)
        answers = {}
        for item in list_items(found.content):
            value = fields.get(item.key, "")
            text = clean(fields.get(f"{item.key}/text", ""))[:LONGEST] if value == "missing" else ""
            if value in VALUES:
                answers[item.key] = (value, seal_text(found.public_key, text, found.room_id, item.key) if text else "")
        await run_in_threadpool(rooms.put_answers, self._registry, self._asker, found.room_id, ticket, answers)
        return RedirectResponse("/merci", 303)

    async def thanks(self, request: Request) -> Response:
        """Says that the answers are taken."""
        return HTMLResponse(telephone.sent_page())

    async def pass_on(self, request: Request) -> Response:
        """Forgets this telephone, for the next person who holds it."""
        answer = RedirectResponse("/", 303)
        answer.delete_cookie(COOKIE, httponly=True, samesite="strict")
        return answer

    async def style(self, request: Request) -> Response:
        """The style sheet."""
        return Response(self._style, media_type="text/css")

    def _room_of(self, ticket: str) -> rooms.Open | None:
        """The open room that a ticket is of."""
        for room_id in rooms.list_open(self._registry, self._asker):
            if is_ticket(self._key, room_id, ticket):
                with contextlib.suppress(rooms.RoomClosedError):
                    return rooms.read_room(self._registry, self._asker, room_id)
        return None


class Safe:
    """Refuses a form that another site sent."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return
        given = dict(scope["headers"])
        # "null" is what browsers say of a form under no-referrer; the ticket is never sent along from another site
        foreign = given.get(b"origin", b"null") not in (b"null", b"http://" + given.get(b"host", b""))
        if scope["method"] == "POST" and foreign:
            await HTMLResponse(telephone.message_page(salle.NOT_TAKEN), 403)(scope, receive, send)
        else:
            await self._app(scope, receive, send)


async def _fields(request: Request, most: int) -> dict[str, str]:
    """The fields of a form, of which no more is read than may be.

    Raises
    ------
    HTTPException
        415 where it is no such form, 413 where it is too long, 400 where it cannot be read.
    """
    if request.headers.get("content-type", "").split(";")[0].strip().lower() != "application/x-www-form-urlencoded":
        raise HTTPException(415)
    body = b""
    async for part in request.stream():
        body += part
        if len(body) > most:
            raise HTTPException(413)
    try:
        return dict(parse_qsl(body.decode("ascii"), keep_blank_values=True, max_num_fields=MOST_FIELDS, errors="strict"))
    except ValueError:
        raise HTTPException(400) from None


async def _refused(request: Request, error: Exception) -> Response:
    code = error.status_code if isinstance(error, HTTPException) else 400
    message = {404: salle.NOWHERE, 405: salle.NOWHERE, 413: salle.TOO_LONG}.get(code, salle.NOT_TAKEN)
    return HTMLResponse(telephone.message_page(message), code)


async def _not_taken(request: Request, error: Exception) -> Response:
    return HTMLResponse(telephone.message_page(salle.CLOSED if isinstance(error, rooms.RoomClosedError) else salle.NOT_TAKEN), 403)


async def _broken(request: Request, error: Exception) -> Response:
    return HTMLResponse(telephone.message_page(salle.BROKEN), 500)


def serve(data: Path, host: str, port: int) -> None:
    """Serve the room that was opened last, until it is stopped; at port 0, on the usual one or another that is free.

    Raises
    ------
    RoomClosedError
        No room is open.
    SettingsError
        Nothing can listen there.
    """
    logging.disable(logging.CRITICAL)
    # held from now on: a port that is only looked for may be taken while the rest is loaded
    with listen(host, port) as listening, contextlib.closing(narrow(open_registry(data))) as registry:
        _serve(data, registry, host, listening)


def listen(host: str, port: int) -> socket.socket:
    """Where telephones are heard from now on.

    Raises
    ------
    SettingsError
        The port is taken, or there is no such address on this machine.
    """
    for one in (port,) if port else (ports.ROOM_PORT, 0):
        with contextlib.suppress(OSError):
            return socket.create_server((host, one))
    raise SettingsError(f"nothing can listen at {host}{f':{port}' if port else ''}: no address of this machine, or a port in use")


def _serve(data: Path, registry: Registry, host: str, listening: socket.socket) -> None:
    publication_id = rooms.find_publication(registry, Asker(Public.GROUPE))
    app = Service(registry, publication_id, room_key(data)).app(host)
    address = f"http://{host}:{listening.getsockname()[1]}/"
    place = data / ADDRESS_FILE
    told = json.dumps({"address": address, "publication_id": publication_id})
    place.write_text(told, "utf-8")
    print(f"circulation: the room answers at {address} (Ctrl-C ends it)", flush=True)
    config = uvicorn.Config(
        app,
        access_log=False,
        log_config=None,
        server_header=False,
        proxy_headers=False,
        lifespan="off",
        ws="none",
        limit_concurrency=200,
        timeout_keep_alive=5,
    )
    server = uvicorn.Server(config)
    threading.Thread(target=_end_after_the_room, args=(server, registry, publication_id), daemon=True).start()
    try:
        server.run(sockets=[listening])
    finally:
        # by now the process of another room may have said where it listens
        with contextlib.suppress(OSError):
            if place.read_text("utf-8") == told:
                place.unlink()


def _end_after_the_room(server: uvicorn.Server, registry: Registry, publication_id: str) -> None:
    """End the process some minutes after its last room, so that a telephone that comes late reads that it is closed.

    Where the room of another publication waits for a process of its own, it ends at once.
    """
    asker, was_open = Asker(Public.GROUPE, publication_id=publication_id), time.monotonic()
    while not server.should_exit:
        time.sleep(LOOKS_EVERY)
        # a database that does not answer now may answer at the next look
        with contextlib.suppress(CirculationError, SQLAlchemyError):
            if rooms.list_open(registry, asker):
                was_open = time.monotonic()
            else:
                server.should_exit = _is_any_open(registry) or time.monotonic() - was_open > LINGERS


def _is_any_open(registry: Registry) -> bool:
    try:
        rooms.find_publication(registry, Asker(Public.GROUPE))
    except rooms.RoomClosedError:
        return False
    return True


def main() -> int:
    """Start with what `pipeline.serve` put into the environment."""
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # to be stopped is like Ctrl-C: the address is forgotten
    try:
        serve(Path(os.environ["CIRCULATION_DATA"]), os.environ["CIRCULATION_ROOM_HOST"], int(os.environ["CIRCULATION_ROOM_PORT"]))
    except CirculationError as error:
        print(f"circulation: {error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        pass
    return 0


if __name__ == "__main__":
    sys.exit(main())
