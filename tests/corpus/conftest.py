"""The corpus, read once, and the script beside it that counts it."""

import importlib.util
import sys
from pathlib import Path

import pytest

CORPUS = Path(__file__).resolve().parents[2] / "data" / "corpus"


def load_statistics():
    spec = importlib.util.spec_from_file_location("corpus_statistics", CORPUS / "statistics.py")
    module = importlib.util.module_from_spec(spec)
    # dataclasses look their module up
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


STATISTICS = load_statistics()
SESSIONS = STATISTICS.sessions()


@pytest.fixture(scope="session")
def statistics():
    return STATISTICS


@pytest.fixture(scope="session")
def corpus():
    return SESSIONS


@pytest.fixture(scope="session")
def lines(corpus):
    return [line for session in corpus for line in session.lines]


@pytest.fixture(scope="session")
def said_twice():
    """How many turns of sessions to measure on, nods ("ça me va") aside, are nearly those of sessions to learn from.

    `least` is how many words those have at least.
    """

    def words(sessions, least):
        said = (turn.text.lower().split() for turns in sessions for turn in turns)
        return [frozenset(turn) for turn in said if len(turn) >= least]

    def count(learned, unread, least=0):
        known = words(learned, least)
        return sum(any(len(turn & other) >= 0.6 * len(turn | other) for other in known) for turn in words(unread, 5))

    return count


def pytest_generate_tests(metafunc):
    if "session" in metafunc.fixturenames:
        metafunc.parametrize("session", SESSIONS, ids=[f"{session.case}/{session.name}" for session in SESSIONS])
