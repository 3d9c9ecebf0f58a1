import re

import pytest

from pipeline.errors import ResourceError
from pipeline.ingest import vocabulary
from pipeline.ingest.text import fold
from pipeline.ingest.vocabulary import Lists, any_of


@pytest.fixture
def lists(tmp_path):
    def write(text, encoding="utf-8"):
        path = tmp_path / "mots.toml"
        path.write_bytes(text.encode(encoding))
        return Lists(path)

    return write


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig"])
@pytest.mark.parametrize(
    ("listed", "entries"),
    [
        ('"clé, clés"', {"cle", "cles"}),
        (
            '"""\nColère, co-animatrice,\n  quelqu’un\r\n\n?, à l\'unanimité\n"""',
            {"colere", "co animatrice", "quelqu un", "?", "a l unanimite"},
        ),
        ('""', set()),
    ],
)
def test_entries_stand_between_commas_or_line_ends(lists, listed, entries, encoding):
    assert lists(f"[a]\nb = {listed}", encoding).words("a", "b") == entries


def test_kinds_and_numbers(lists):
    found = lists('[titles]\nm = "monsieur"\nx = "maître"\n[numbers]\ndeux = 2')
    assert found.kinds("titles", {"m": "m", "x": ""}) == {"monsieur": "m", "maitre": ""}
    assert found.numbers("numbers") == {"deux": 2}


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ('[a]\nb = "Secrète', "not valid TOML at end of document"),
        ('[a]\nb = Secrète\nc = "', "not valid TOML at line 2"),
        ("[a]\nb = { Secrète = 1, Secrète = 2 }", "not valid TOML at line 2"),
        ('[c]\nb = "Secrète"', "[a] is missing"),
        ('a = "Secrète"', "[a] is missing"),
        ('[a]\nc = "Secrète"', "a.b is missing"),
        ('[a]\nb = ["Secrète"]', "a.b is no text"),
    ],
)
def test_a_damaged_list_is_told_by_line_or_key_and_never_by_its_words(lists, text, told):
    with pytest.raises(ResourceError) as caught:
        lists(text).words("a", "b")
    assert str(caught.value).startswith(f"models/transcripts/mots.toml: {told}")
    assert "Secr" not in str(caught.value)
    assert caught.value.__suppress_context__ or caught.value.__context__ is None


def test_a_file_in_another_encoding(lists):
    with pytest.raises(ResourceError, match="not in UTF-8"):
        lists('[a]\nb = "Secrète"', "cp1252")


def test_numbers_are_whole(lists):
    with pytest.raises(ResourceError, match="whole numbers"):
        lists('[numbers]\ndeux = "2"').numbers("numbers")


def test_an_emptied_list_matches_nothing():
    assert not re.search(any_of([]), "")
    assert re.fullmatch(any_of(["?", "a", "ab"]), "ab")


ONE_WORD = (
    "PARTICLES COMPLEMENTS ARTICLES STARTERS HEADINGS THEMES PRESENT BESIDE_PRESENT ABSENT BESIDE_ABSENT TITLED STAGE STAGING "
    "ASIDES INITIALS INDEFINITE"
)


@pytest.mark.parametrize("name", ONE_WORD.split())
def test_lists_that_are_compared_word_by_word_hold_single_words(name):
    entries = getattr(vocabulary, name)
    assert entries
    assert [entry for entry in entries if len(fold(entry).split()) != 1] == []
