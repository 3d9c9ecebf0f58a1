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


class Cluster:
    """A PostgreSQL cluster of our own, which may be stopped and started again."""

    def __init__(self, programs, place, port):
        self.programs, self.place, self.port = programs, place, port
        # the server refuses to run as root; Debian's package makes a user for it
        self.who = {"user": "postgres"} if hasattr(os, "geteuid") and os.geteuid() == 0 else {}
        self.url = f"postgresql://circulation@127.0.0.1:{port}/postgres"
        self.fsync = "off"

    def set_durable(self):
        """Write as a real one does; the others need no disk to be sure of."""
        self.fsync = "on"
        self.stop()
        self.start()

    def start(self):
        options = f"-p {self.port} -c listen_addresses=127.0.0.1 -c unix_socket_directories={self.place} -c fsync={self.fsync}"
        self.run("pg_ctl", "-D", self.place / "data", "-o", options, "-l", self.place / "log", "-w", "start")

    def stop(self):
        """At once, as when the power goes."""
        self.run("pg_ctl", "-D", self.place / "data", "-m", "immediate", "-w", "stop")

    def run(self, program, *arguments):
        subprocess.run([self.programs / program, *arguments], check=True, stdout=subprocess.DEVNULL, cwd=self.place, **self.who)


@pytest.fixture(scope="session")
def postgresql():
    """A cluster; skips without the program, fails where CIRCULATION_REQUIRE_POSTGRESQL=1."""
    initdb = next(iter(sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), reverse=True)), None) or shutil.which("initdb")
    if initdb is None:
        refuse = pytest.fail if os.environ.get("CIRCULATION_REQUIRE_POSTGRESQL") == "1" else pytest.skip
        refuse("no PostgreSQL on this machine (on Debian: apt-get install postgresql)")
    place = Path(tempfile.mkdtemp(prefix="circulation-pg-"))
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    cluster = Cluster(Path(initdb).parent, place, port)
    if cluster.who:
        shutil.chown(place, "postgres")
    cluster.run("initdb", "-D", place / "data", "-U", "circulation", "--auth=trust", "--no-sync")
    cluster.start()
    yield cluster
    cluster.stop()
    shutil.rmtree(place, ignore_errors=True)


@pytest.fixture
def cluster(postgresql):
    """The cluster, with an empty database."""
    engine = create_engine(postgresql.url.replace("postgresql:", "postgresql+psycopg:"))
    with engine.begin() as connection:
        connection.execute(text("drop schema public cascade"))
        connection.execute(text("create schema public"))
    engine.dispose()
    return postgresql


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request):
    """The address of an empty database, or None for the file in the data folder."""
    if request.param == "sqlite":
        return None
    return request.getfixturevalue("cluster").url


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
