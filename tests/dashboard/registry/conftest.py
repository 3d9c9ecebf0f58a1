"""A registry on SQLite and on PostgreSQL: the same tests run against both."""

import os
import shutil
import socket
import subprocess
import tempfile
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

from dashboard.publics import Asker, Public
from dashboard.registry import open_registry
from dashboard.registry.guard import account


@pytest.fixture(scope="session")
def postgresql():
    """The URL of a PostgreSQL cluster of our own; skips without the program, fails where CIRCULATION_REQUIRE_POSTGRESQL=1."""
    initdb = next(iter(sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), reverse=True)), None) or shutil.which("initdb")
    if initdb is None:
        refuse = pytest.fail if os.environ.get("CIRCULATION_REQUIRE_POSTGRESQL") == "1" else pytest.skip
        refuse("no PostgreSQL on this machine (on Debian: apt-get install postgresql)")
    programs, place = Path(initdb).parent, Path(tempfile.mkdtemp(prefix="circulation-pg-"))
    # the server refuses to run as root; Debian's package makes a user for it
    who = {"user": "postgres"} if hasattr(os, "geteuid") and os.geteuid() == 0 else {}
    if who:
        shutil.chown(place, "postgres")
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    quiet = {"check": True, "stdout": subprocess.DEVNULL, "cwd": place, **who}
    subprocess.run([programs / "initdb", "-D", place / "data", "-U", "circulation", "--auth=trust", "--no-sync"], **quiet)
    options = f"-p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories={place} -c fsync=off"
    subprocess.run([programs / "pg_ctl", "-D", place / "data", "-o", options, "-l", place / "log", "-w", "start"], **quiet)
    yield f"postgresql://circulation@127.0.0.1:{port}/postgres"
    subprocess.run([programs / "pg_ctl", "-D", place / "data", "-m", "immediate", "stop"], **quiet)
    shutil.rmtree(place, ignore_errors=True)


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request):
    """The address of an empty database, or None for the file in the data folder."""
    if request.param == "sqlite":
        return None
    address = request.getfixturevalue("postgresql")
    engine = create_engine(address.replace("postgresql:", "postgresql+psycopg:"))
    with engine.begin() as connection:
        connection.execute(text("drop schema public cascade"))
        connection.execute(text("create schema public"))
    engine.dispose()
    return address


@pytest.fixture
def registry(tmp_path, url):
    opened = open_registry(tmp_path, url)
    yield opened
    opened.close()


@pytest.fixture
def intervenant(registry):
    """Makes an intervenant's account and gives him as one who asks."""

    def make(subject="local"):
        with registry.writing() as session:
            return Asker(Public.INTERVENANT, account(session, subject, Public.INTERVENANT).user_id)

    return make


@pytest.fixture
def me(intervenant):
    return intervenant()
