"""The wall as HTML: what is said is escaped, whole and in order; nothing leads back to a person."""

import re
from html import unescape

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dashboard import wall
from dashboard.answers import Item, in_words, list_items
from dashboard.fitting import Block, clean, count_lines, divide, fill
from dashboard.publication import SCREENS, Cause, Content, Contract, Disagreement, Moved, Obstacle, Side
from dashboard.screens import number
from dashboard.texts import mur, typographic

said = st.text(max_size=300)
words = st.integers(1, 4)
sides = st.none() | st.builds(Side, word=words, reasons=st.lists(said, max_size=4).map(tuple))
several = st.lists(said, max_size=6).map(tuple)
contents = st.builds(
    Content,
    title=said,
    contract=st.builds(Contract, objective=said, confidentiality=said, reserves=several),
    obstacles=st.lists(
        st.builds(Obstacle, label=said, word=words, sessions=st.lists(st.booleans(), max_size=12).map(tuple)), max_size=5
    ).map(tuple),
    causes=st.lists(st.builds(Cause, obstacle=said, because=several), max_size=4).map(tuple),
    shared=several,
    disagreements=st.lists(st.builds(Disagreement, claim=said, yes=sides, no=sides, depends=sides, shared=said), max_size=3).map(tuple),
    unknown=several,
    moved=st.lists(st.builds(Moved, label=said, change=st.sampled_from(["new", "persistent", "resolved", "came_back"])), max_size=5).map(
        tuple
    ),
    decided=several,
    questions=st.dictionaries(st.sampled_from(SCREENS), said),
)
TAGS = {"section", "div", "p", "span", "h1", "strong", "i"}


def texts_of(content):
    for item in list_items(content):
        yield item.text
        yield from item.more
    yield from (content.contract.objective, content.contract.confidentiality, *content.contract.reserves)
    for one in content.disagreements:
        yield one.shared
        for side in (one.yes, one.no, one.depends):
            yield from side.reasons if side else ()


def letters(text):
    """A text without blanks and quotes, which may stand at a line's or a screen's end."""
    return re.sub(r"[\s«»]", "", text)


@given(contents)
@settings(max_examples=60)
def test_everything_is_escaped_and_whole(content):
    shown = wall.screens(content)
    html = "".join(shown)
    assert set(re.findall(r"<(\w+)", html)) <= TAGS
    assert set(re.findall(r'<[^>]*?\s([\w-]+)="', html)) <= {"class", "aria-hidden"}
    plain = letters(unescape(re.sub(r"<[^>]+>", "", html)))
    for text in texts_of(content):
        for word in clean(text).split(" "):
            if len(word) < 20:
                assert letters(typographic(word)) in plain


@given(contents)
@settings(max_examples=40)
def test_every_screen_has_its_place_its_question_and_an_invitation(content):
    shown = wall.screens(content)
    for at, one in enumerate(shown, 1):
        assert f'<span class="place">{at}\u00a0/\u00a0{len(shown)}</span>' in one
        asked = re.search(r'<p class="ask">(.*)</p></section>$', one).group(1)
        assert mur.ALREADY in asked.lower()
        assert re.search(r"<strong[^>]*>.+</strong>", asked)


def test_the_screens_stand_in_the_order_of_the_method(content):
    shown = wall.screens(content)
    titles = [unescape(re.search(r"<h1[^>]*>(.*?)</h1>", one).group(1)) for one in shown]
    claims = {f"«\u00a0{one.claim}\u00a0»" for one in content.disagreements}
    assert [mur.TITLES["disagreements"] if title in claims else title for title in titles] == [mur.TITLES[screen] for screen in SCREENS]


def test_what_is_empty_is_left_out():
    assert wall.screens(Content(title="")) == []
    assert len(wall.screens(Content(title="", shared=("Un lieu",), decided=("", "  ")))) == 1


def test_two_disagreements_are_two_screens(content):
    twice = content.model_copy(update={"disagreements": content.disagreements * 2})
    assert len(wall.screens(twice)) == len(wall.screens(content)) + 1


def test_bars_say_a_word_and_no_number(content):
    [bars] = [one for one in wall.screens(content) if 'class="bar"' in one]
    assert re.findall(r'class="word">([^<]+)', bars) == ["presque tous", "beaucoup", "plusieurs", "plusieurs"]
    assert re.findall(r"fill-(\d)", bars) == ["4", "3", "2", "2"]
    assert bars.count('class="dot full"') == 3 + 2 + 2 + 1
    assert set(re.findall(r"\d+", re.sub(r"<[^>]+>", "", bars))) == {"2", "8"}, "the place of the screen and nothing else"


def test_a_question_that_invites_by_itself_is_asked_once():
    [one] = wall.screens(Content(title="", shared=("Un lieu",), questions={"shared": "Par trois : que garder ?"}))
    assert one.lower().count("par trois") == 1


def test_a_long_list_goes_on_on_a_second_screen_evenly():
    shown = wall.screens(Content(title="", decided=tuple(f"Une décision assez longue, numéro {n}, qui prend sa ligne." for n in range(9))))
    counts = [one.count('class="card') for one in shown]
    assert sum(counts) == 9
    assert max(counts) - min(counts) <= 1
    assert mur.NEXT in shown[1]


def test_results_are_words_or_say_that_they_are_too_few():
    shown = number(wall.plan_results([Item("shared/0", "<b>Un lieu</b>"), Item("shared/1", "Un banc")], {"shared/0": {"me": 4}}))
    html = "".join(shown)
    assert "Je m’y reconnais\u00a0: presque tous" in html
    assert mur.TOO_FEW_OF_THE_REST in html
    assert "Un banc" not in html
    assert "<b>" not in html
    [none] = wall.plan_results([Item("shared/0", "Un lieu")], {})
    assert mur.TOO_FEW in none.body
    assert "Un lieu" not in none.body


@pytest.mark.parametrize("text", ["un mot", "anticonstitutionnellement " * 9, "x" * 400, "«\u00a0oui\u00a0» ; non"])
def test_pieces_hold_all_the_words(text):
    pieces = divide(text, 300, 28, 3)
    assert "".join(pieces).replace(" ", "") == text.replace(" ", "")
    assert all(count_lines(piece, 300, 28) <= 3 for piece in pieces)


def test_a_heading_stands_again_over_what_goes_on():
    head = Block("<h>", 20)
    screens = fill([Block(str(n), 40, head) for n in range(5)], 120, 10)
    assert all(screen[0] is head for screen in screens)
    assert [block.html for screen in screens for block in screen if block is not head] == list("01234")


counts = st.fixed_dictionaries({value: st.integers(0, 12) for value in ("me", "not_me", "missing")})


@given(counts, st.integers(3, 5))
def test_a_word_speaks_of_k_and_hides_fewer(given_, k):
    for value, word in in_words(given_, k).items():
        others = sum(given_.values()) - given_[value]
        assert given_[value] >= k
        # had those few not answered, the words of this value would be the same
        if others < k:
            assert in_words({value: given_[value]}, k) == {value: word}
