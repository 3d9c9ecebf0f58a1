"""The database behind the registry, brought to the present schema when it is opened."""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from alembic import command
from alembic.config import Config
from filelock import FileLock
from sqlalchemy import Engine, create_engine, event, make_url
from sqlalchemy.exc import DBAPIError, SQLAlchemyError
from sqlalchemy.orm import Session, sessionmaker
from sqlalchemy.orm.exc import StaleDataError

from dashboard.publics import StaleError
from pipeline.errors import StoreError
from pipeline.serve import DATABASE as FILE
from pipeline.serve import DATABASE_URL as URL

_WAIT_SECONDS = 10


class Registry:
    """A database at the present schema; cheap to keep, safe to share between threads.

    Examples
    --------
    >>> import tempfile
    >>> registry = open_registry(Path(tempfile.mkdtemp()))
    >>> with registry.reading() as session:
    ...     session.connection().dialect.name
    'sqlite'
    >>> registry.close()
    """

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self._sessions = sessionmaker(engine, expire_on_commit=False)
        self.empties_log = engine.dialect.name == "sqlite"
        """Whether what was written over is taken out of SQLite's log at once."""

    @contextmanager
    def writing(self) -> Iterator[Session]:
        """A transaction: all of it is written when the block ends, or nothing.

        Raises
        ------
        StaleError
            Somebody else changed a row meanwhile.
        StoreError
            The database cannot be reached or written; what was there before is there still.
        """
        try:
            with self._sessions.begin() as session:
                yield session
            if self.empties_log:
                self._empty_log()
        except StaleDataError:
            raise StaleError("this was changed by somebody else meanwhile; look at it again") from None
        except DBAPIError:
            # its message holds the statement with its values
            raise StoreError("the database cannot be written; is the disk full, or the server away? Nothing was lost") from None

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """A session that writes nothing."""
        try:
            with self._sessions() as session:
                yield session
        except DBAPIError:
            raise StoreError("the database cannot be read; is its file or server there?") from None

    def _empty_log(self) -> None:
        """A title with a name in it, once it was changed, is not to be read there either."""
        with self.engine.connect() as connection:
            connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")

    def close(self) -> None:
        """Let go of the connections."""
        self.engine.dispose()


def open_registry(data: Path, url: str | None = None) -> Registry:
    """Open the registry of a data folder, made and brought to the present schema if need be.

    Parameters
    ----------
    data
        The data folder; the SQLite file lies in it.
    url
        An SQLAlchemy URL in place of that file; by default `DATABASE_URL` of the environment.

    Raises
    ------
    StoreError
        The database cannot be reached, made or brought to the present schema.
    """
    url = url or os.environ.get(URL) or f"sqlite:///{(data / FILE).resolve().as_posix()}"
    try:
        data.mkdir(parents=True, exist_ok=True)
        if url.startswith("sqlite"):
            # nobody else on this machine may read it
            os.close(os.open(make_url(url).database or "", os.O_CREAT | os.O_RDWR, 0o600))
        engine = create_engine(_with_driver(url), pool_pre_ping=True, hide_parameters=True)
        if engine.dialect.name == "sqlite":
            event.listen(engine, "connect", _set_up_sqlite)
        with FileLock(data / ".registry.lock", timeout=_WAIT_SECONDS), engine.begin() as connection:
            migrations = Config()
            migrations.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
            migrations.attributes["connection"] = connection
            command.upgrade(migrations, "head")
    except (OSError, SQLAlchemyError) as error:
        raise StoreError(f"the database of the dashboard cannot be opened ({type(error).__name__}); is its file or server there?") from None
    return Registry(engine)


def _with_driver(url: str) -> str:
    return url.replace("postgres://", "postgresql://", 1).replace("postgresql://", "postgresql+psycopg://", 1)


def _set_up_sqlite(connection: sqlite3.Connection, _record: object) -> None:
    cursor = connection.cursor()
    # what is deleted is overwritten; a writer waits for another one instead of failing
    for pragma in ("foreign_keys = ON", "secure_delete = ON", "busy_timeout = 10000", "journal_mode = WAL", "synchronous = FULL"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()
