"""The lists that facilitators may edit, as they are read."""

import pytest

from pipeline.errors import ResourceError
from pipeline.pseudonymise.lexicons import Lexicons, lexicons


def write(folder, **files):
    (folder / "cues").mkdir()
    for name, content in files.items():
        (folder / "cues" / f"{name}.yaml").write_text(content, "utf-8")
    return Lexicons(folder)


def test_files_of_cues_are_one(tmp_path):
    known = write(tmp_path, persons="titles: {f: [mme]}", places="streets: [rue, sente]\nplaces: [hameau]")
    assert known.words("streets", "places") == {"rue", "sente", "hameau"}


def test_a_list_that_two_files_hold_is_refused(tmp_path):
    known = write(tmp_path, bodies="streets: [quai]", places="streets: [rue]")
    with pytest.raises(ResourceError, match=r"places\.yaml: streets"):
        known.words("streets")


@pytest.mark.parametrize("name", [name for name, cues in lexicons().cues.items() if isinstance(cues, list)])
def test_no_list_has_an_entry_twice_or_one_that_yaml_read_as_no_text(name):
    cues = lexicons().cues[name]
    assert len(set(cues)) == len(cues)
    assert all(isinstance(cue, str) for cue in cues)
