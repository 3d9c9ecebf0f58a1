"""Reading models/patterns: plain YAML in which on, off, yes and no are words of a language and not booleans."""

from typing import Any

import yaml

from pipeline.errors import ResourceError
from pipeline.resources import resource


class _Loader(yaml.SafeLoader):
    yaml_implicit_resolvers = {  # noqa: RUF012
        first: [(tag, pattern) for tag, pattern in resolvers if tag not in ("tag:yaml.org,2002:bool", "tag:yaml.org,2002:null")]
        for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
    }


def read(name: str) -> Any:
    """The content of models/patterns/NAME.yaml.

    Raises
    ------
    ResourceError
        The file is missing or no YAML; the message names file and line.
    """
    file = resource("models", "patterns", f"{name}.yaml")
    try:
        return yaml.load(file.read_text("utf-8"), Loader=_Loader)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 0
        raise ResourceError(f"models/patterns/{file.name}, line {line}: not readable as YAML; look at quotes and brackets there") from None
