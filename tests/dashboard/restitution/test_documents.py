"""What may be handed out needs nothing from elsewhere and says what it is."""

import datetime
import io
import re
import zipfile

import pytest

from dashboard.documents import publication_document, publication_figures
from dashboard.publication import Content, Disagreement, Obstacle, Side
from dashboard.publication_figures import bars, draw, sides
from dashboard.style import DARK
from dashboard.texts import SHARES
from dashboard.texts import restitution as texts

DAY = datetime.date(2026, 11, 26)


@pytest.fixture
def document(content):
    return publication_document(content, 2, DAY)


def test_the_document_stands_alone(document):
    assert not re.search(r"https?:|//\w|<script|<link|<img|<iframe|@import|url\(", document)
    assert document.count(texts.HANDED) == 2
    assert "@page { size: A4" in document
    assert "26 novembre 2026" in document


def test_the_document_says_all_that_was_frozen(document, content):
    for text in (*content.shared, *content.unknown, *content.decided, content.disagreements[0].claim, *content.causes[0].because):
        assert text.replace("'", "’") in document


def test_nothing_typed_becomes_markup():
    typed = "<img src=x onerror=alert(1)>"
    content = Content(
        title=typed,
        obstacles=(Obstacle(label=typed, word=2, sessions=(True,)),),
        disagreements=(Disagreement(claim=typed, yes=Side(word=1, reasons=(typed,)), no=Side(word=2)),),
        questions={"obstacles": typed},
    )
    assert "<img" not in publication_document(content, 1, DAY)


def test_each_figure_comes_as_png_and_svg(content):
    with zipfile.ZipFile(io.BytesIO(publication_figures(content))) as archive:
        names = archive.namelist()
        assert names == ["obstacles.png", "obstacles.svg", "desaccord-1.png", "desaccord-1.svg"]
        assert archive.read("obstacles.png").startswith(b"\x89PNG")
        assert archive.read("obstacles.svg").startswith(b"<svg")


def test_a_figure_holds_words_and_no_number_of_persons(content):
    for chart in (bars(content.obstacles, DARK), sides(content.disagreements[0], DARK)):
        said = re.findall(r"<text[^>]*>(.*?)</text>", draw(chart, "svg").decode())
        assert said
        assert not any(any(map(str.isdigit, text)) for text in said)
    assert {one.word for one in content.obstacles} <= set(SHARES)


def test_without_a_figure_there_is_none():
    content = Content(title="x", decided=("y",))
    assert zipfile.ZipFile(io.BytesIO(publication_figures(content))).namelist() == []
    assert "<svg" not in publication_document(content, 1, DAY)
