"""A narrow door into the database, for a process that strangers can reach."""

import sqlite3

from sqlalchemy import event

from dashboard.registry.engine import Registry

READ = {"publications", "rooms", "answers"}
WRITTEN = {"answers"}


def narrow(registry: Registry) -> Registry:
    """Let a registry read publications, rooms and answers, and write answers, nothing else, whatever is asked of it.

    SQLite itself refuses the rest. Where there is a PostgreSQL server, the account that `DATABASE_URL` names for this process is
    given no more rights than these by whoever runs the server (and UPDATE of `rooms.room_id`, which is what holding a row asks for).
    """
    if registry.engine.dialect.name == "sqlite":
        registry.engine.dispose()
        event.listen(registry.engine, "connect", _guard)
        # an answer writes over nothing
        registry.empties_log = False
    return registry


def _guard(connection: sqlite3.Connection, _record: object) -> None:
    connection.set_authorizer(_authorise)


def _authorise(action: int, first: str | None, second: str | None, database: str | None, _trigger: str | None) -> int:
    written = {sqlite3.SQLITE_INSERT, sqlite3.SQLITE_UPDATE, sqlite3.SQLITE_DELETE}
    allowed = (
        action in {sqlite3.SQLITE_SELECT, sqlite3.SQLITE_TRANSACTION, sqlite3.SQLITE_FUNCTION}
        or (action == sqlite3.SQLITE_READ and first in READ)
        or (action in written and first in WRITTEN)
    )
    return sqlite3.SQLITE_OK if allowed and (second != "load_extension") else sqlite3.SQLITE_DENY
