"""What may be handed to a group: a publication as one file that needs nothing else, and its figures as images."""

import datetime
import io
import zipfile

from markupsafe import Markup

from dashboard.printed import fill
from dashboard.publication import SCREENS, Content
from dashboard.publication_figures import bars, draw, sides
from dashboard.texts import NBSP, SHARES, french_day, mur, typographic
from dashboard.texts import restitution as texts


def publication_document(content: Content, number: int, day: datetime.date) -> str:
    """A publication as HTML to read or to print: no script, no address, no image from elsewhere.

    Parameters
    ----------
    content
        What was frozen.
    number, day
        Of the version.

    Examples
    --------
    >>> one = Content(title="Les Tilleuls", decided=("On ouvre <b>mardi</b>",), questions={"decided": "Qui fait quoi ?"})
    >>> made = publication_document(one, 2, datetime.date(2026, 11, 26))
    >>> "On ouvre &lt;b&gt;mardi&lt;/b&gt;" in made, texts.HANDED in made, "http" in made
    (True, True, False)
    """
    figures = {"obstacles": Markup(_inline(draw(bars(content.obstacles), "svg")))} if content.obstacles else {}
    return fill(
        "publication.html",
        says=texts,
        mur=mur,
        shares=SHARES,
        typographic=typographic,
        nbsp=NBSP,
        content=content,
        screens=[one for one in SCREENS if one in content.questions or (one != "contract" and getattr(content, one))],
        figures=figures,
        version=texts.DOCUMENT_VERSION.format(number=number, day=french_day(day)),
    )


def publication_figures(content: Content) -> bytes:
    """The figures of a publication, each as PNG and SVG, in one ZIP file."""
    charts = {texts.FIGURE_BARS: bars(content.obstacles)} if content.obstacles else {}
    for n, one in enumerate(content.disagreements, 1):
        if one.yes and one.no:
            charts[texts.FIGURE_SIDES.format(n=n)] = sides(one)
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, chart in charts.items():
            archive.writestr(f"{name}.png", draw(chart, "png"))
            archive.writestr(f"{name}.svg", draw(chart, "svg"))
    return file.getvalue()


def _inline(svg: bytes) -> str:
    """An SVG as a part of a page: without the names of its languages, which are addresses."""
    return svg.decode().replace(' xmlns="http://www.w3.org/2000/svg"', "").replace(' xmlns:xlink="http://www.w3.org/1999/xlink"', "")
