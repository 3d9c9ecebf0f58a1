"""Sheets to print: self-contained HTML from the templates, every value escaped."""

from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined

_TEMPLATES = Environment(
    loader=PackageLoader("dashboard"), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
)


def fill(template: str, **values: Any) -> str:
    """A template of `templates/` with its values.

    Examples
    --------
    >>> from dashboard.texts import ouvrir
    >>> "&lt;b&gt;" in fill("recovery.html", texts=ouvrir, groups=["<b>"])
    True
    """
    return _TEMPLATES.get_template(template).render(**values)
