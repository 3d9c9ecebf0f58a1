"""Persons in what somebody types where nothing is sealed: a title, an aim, a reserve. No list is at hand there."""

import re

from pipeline.pseudonymise.lexicons import lexicons
from pipeline.pseudonymise.text import Passage, fold

_OF = re.compile(r"\b(?:de |d['’]|chez )(?P<name>(?P<first>[^\W\d_]+)(?:[ -][A-ZÀ-Ý][\w-]*)*)")


def persons_in(text: str) -> list[str]:
    """Words that look like the name of somebody, in the order of the text: what the recogniser takes for one, or a place after one.

    Examples
    --------
    >>> persons_in("Voisinage, cour de Khadija Benmokhtar"), persons_in("Habitants de la rue Victor Hugo, et la mairie")
    (['Khadija Benmokhtar'], [])
    """
    from pipeline.pseudonymise.recognise import recognise

    lines = [line for line in text.splitlines() if line.strip()]
    return [
        name
        for line, found in zip(lines, recognise([Passage(line) for line in lines]) if lines else (), strict=True)
        for span in found
        for name in _names(line[span.start : span.end], span.kind)
    ]


def _names(said: str, kind: str) -> list[str]:
    if kind == "PERSON":
        return [said]
    known = lexicons()
    return [
        match["name"]
        for match in _OF.finditer(said if kind == "PLACE" else "")
        if match["first"][0].isupper() and fold(match["first"]) in known.sex
    ]
