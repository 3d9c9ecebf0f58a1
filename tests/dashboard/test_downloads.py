"""A download button leaves the page as it is: a page run again forgets the file that was just asked for, and it never comes."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
NAME = "download_button"
BUTTONS = [
    pytest.param(node, id=f"{path.stem}-{node.lineno}")
    for path in sorted((ROOT / "dashboard").rglob("*.py"))
    for node in ast.walk(ast.parse(path.read_text("utf-8")))
    if isinstance(node, ast.Call) and NAME in (getattr(node.func, "attr", ""), getattr(node.func, "id", ""))
]


def test_there_are_some() -> None:
    assert len(BUTTONS) >= 5


@pytest.mark.parametrize("button", BUTTONS)
def test_the_page_is_not_run_again(button):
    said = {each.arg: each.value for each in button.keywords}
    assert isinstance(said.get("on_click"), ast.Constant), "on_click is not given"
    assert said["on_click"].value == "ignore"
