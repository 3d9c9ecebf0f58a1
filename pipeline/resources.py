"""Where models/ and data/sample/ lie: the checkout first, else inside the installed package."""

import hashlib
from functools import cache
from pathlib import Path

from pipeline.errors import ResourceError

_PACKAGE = Path(__file__).resolve().parent
_ROOTS = (_PACKAGE.parent, _PACKAGE / "_resources")


def resource(*parts: str) -> Path:
    """The path of a file or folder that ships with the program.

    An editable install may hold stale copies under `pipeline/_resources`, so that the checkout is
    looked at first.

    Raises
    ------
    ResourceError
        It is in neither place.

    Examples
    --------
    >>> resource("models", "patterns").is_dir()
    True
    """
    for root in _ROOTS:
        path = root.joinpath(*parts)
        if path.exists():
            return path
    raise ResourceError(f"{'/'.join(parts)} is missing from the program; install it again")


@cache
def digest(path: Path) -> str:
    """A hash of a file, or of every file below a folder with its relative name."""
    files = sorted(path.rglob("*")) if path.is_dir() else [path]
    total = hashlib.sha256()
    for file in files:
        if file.is_file() and "__pycache__" not in file.parts:
            total.update(file.relative_to(path).as_posix().encode())
            total.update(file.read_bytes())
    return total.hexdigest()
