"""Text of persons where Streamlit reads Markdown: it is shown to the letter."""

import re

_MARKS = re.compile(r"([\\`*_{}\[\]()<>#+\-.!|~$:^=&@/])")


def plain(text: str) -> str:
    r"""A text of which no character means anything in Markdown.

    Examples
    --------
    >>> print(plain("![x](http://ailleurs) *Nadia*"))
    \!\[x\]\(http\:\/\/ailleurs\) \*Nadia\*
    """
    return _MARKS.sub(r"\\\1", " ".join(text.split()))
