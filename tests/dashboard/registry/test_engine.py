"""The database: at the present schema, closed to others on this machine, and what it says when it cannot be opened."""

import os
import stat

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import text

from dashboard.publics import Public
from dashboard.registry import FILE, open_registry
from dashboard.registry.guard import account
from dashboard.registry.models import Base, User
from pipeline.errors import StoreError


def test_migrations_give_just_what_the_models_say(registry):
    with registry.engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), Base.metadata) == []


def test_opening_it_again_keeps_what_is_there(tmp_path, url):
    first = open_registry(tmp_path, url)
    with first.writing() as session:
        user_id = account(session, "local", Public.INTERVENANT).user_id
    first.close()
    second = open_registry(tmp_path, url)
    with second.writing() as session:
        assert account(session, "local", Public.INTERVENANT).user_id == user_id


@pytest.mark.skipif(os.name == "nt", reason="Windows has no file modes; the user's profile folder protects the file")
def test_nobody_else_on_the_machine_may_read_the_file(tmp_path):
    open_registry(tmp_path)
    assert stat.S_IMODE((tmp_path / FILE).stat().st_mode) == 0o600


def test_a_transaction_that_fails_writes_nothing(registry):
    def fail():
        with registry.writing() as session:
            account(session, "local", Public.INTERVENANT)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()
    with registry.reading() as session:
        assert session.query(User).count() == 0


def test_a_file_that_is_no_database_is_a_clear_error_and_is_left_alone(tmp_path):
    (tmp_path / FILE).write_bytes(b"Nadia a dit non" * 100)
    with pytest.raises(StoreError) as raised:
        open_registry(tmp_path)
    assert "Nadia" not in str(raised.value)
    assert (tmp_path / FILE).read_bytes() == b"Nadia a dit non" * 100


def test_an_error_of_the_database_holds_no_value(registry):
    with pytest.raises(StoreError) as raised, registry.writing() as session:
        session.execute(text("insert into users (user_id) values ('Nadia')"))
    assert "Nadia" not in str(raised.value)
    assert raised.value.__cause__ is None
