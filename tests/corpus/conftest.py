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


def pytest_generate_tests(metafunc):
    if "session" in metafunc.fixturenames:
        metafunc.parametrize("session", SESSIONS, ids=[f"{session.case}/{session.name}" for session in SESSIONS])
