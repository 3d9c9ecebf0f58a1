"""What README and docs say exists: every link and picture, and in the guide every label and message of the screens.

In docs/guide.md **bold** is a label: the whole of a text in dashboard/texts; *italics* is a message: a part of one. Nothing else there is
bold or in italics.
"""

import importlib
import pkgutil
import re

import pytest

from dashboard import texts
from pipeline.resources import resource

ROOT = resource("README.md").parent
GUIDE = ROOT / "docs" / "guide.md"
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
LINK = re.compile(r"\]\(([^)\s]+)\)|<img src=\"([^\"]+)\"")
LABEL = re.compile(r"\*\*(.+?)\*\*")
MESSAGE = re.compile(r"(?<!\*)\*([^*]+)\*(?!\*)")
FILLED = re.compile(r"\{\w+\}")
OWN = {"gras", "italique", "coffre"}
"""Words of the guide itself: those that say what the two mean, and one where it is first used."""


def prose(path):
    """A page without its code."""
    return re.sub(r"```.*?```|`[^`\n]*`", "", path.read_text("utf-8"), flags=re.DOTALL)


def anchors(path):
    """The addresses of a page's headings, as GitHub makes them."""
    headings = re.findall(r"^#+ (.+)$", prose(path), flags=re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.casefold()).replace(" ", "-") for heading in headings}


def plain(text):
    return " ".join(text.replace("\u00a0", " ").replace("\u202f", " ").split())


def strings(value):
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        yield from strings(tuple(value.values()))
    elif isinstance(value, (tuple, list)):
        for one in value:
            yield from strings(one)


@pytest.fixture(scope="module")
def said():
    """Every string of the screens as a pattern: what is filled in later may be anything."""
    modules = [texts, *(importlib.import_module(f"dashboard.texts.{one.name}") for one in pkgutil.iter_modules(texts.__path__))]
    found = {plain(text) for module in modules for name, value in vars(module).items() if name.isupper() for text in strings(value)}
    return {text: re.compile(".+".join(map(re.escape, FILLED.split(text)))) for text in found if re.search(r"\w{2}", FILLED.sub("", text))}


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.name)
def test_every_link_leads_somewhere(path):
    for target in (one or other for one, other in LINK.findall(prose(path))):
        if "://" in target:
            continue
        name, _, anchor = target.partition("#")
        there = (path.parent / name) if name else path
        assert there.is_file(), target
        assert not anchor or anchor in anchors(there), target


def test_every_label_of_the_guide_is_one_of_the_screens(said):
    labels = {plain(one) for one in LABEL.findall(prose(GUIDE))} - OWN
    # a label that begins a paragraph has a stop
    unknown = [one for one in labels if not any(pattern.fullmatch(name) for pattern in said.values() for name in (one, one.rstrip(".")))]
    assert len(labels) > 100
    assert sorted(unknown) == []


def test_every_message_of_the_guide_is_one_of_the_screens(said):
    messages = {plain(one) for one in MESSAGE.findall(LABEL.sub("", prose(GUIDE)))} - OWN
    assert len(messages) > 20
    assert sorted(one for one in messages if not any(one.casefold() in text.casefold() for text in said)) == []
