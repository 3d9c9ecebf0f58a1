"""Who is meant, by what stands around a name."""

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.pseudonymise import identify
from pipeline.pseudonymise.clues import alias_at
from pipeline.pseudonymise.decisions import same_persons
from pipeline.pseudonymise.identities import Register, read_alias
from pipeline.pseudonymise.records import Decision
from pipeline.pseudonymise.text import Passage, Span
from pipeline.settings import PseudonymiseSettings

Session = list[tuple[str, str]]


def named(sessions: dict[str, Session], listed: tuple[str, ...] = ()) -> pd.DataFrame:
    """The persons named in sessions of (label, text): turn_id, surface, identity_id, status."""
    rows = [
        (f"{session_id}:{rank}", session_id, label, text)
        for session_id, turns in sessions.items()
        for rank, (label, text) in enumerate(turns)
    ]
    turns = pd.DataFrame(rows, columns=["turn_id", "session_id", "speaker_id", "text"])
    labels = sorted(set(turns["speaker_id"]))
    people = pd.DataFrame(
        [(name, name, [], "", "") for name in listed],
        columns=["speaker_id", "name", "labels", "role", "subgroup"],
    )
    found = identify(
        turns=turns,
        speakers=pd.DataFrame({"speaker_id": labels, "label": labels}),
        participants=people,
        settings=PseudonymiseSettings(),
    )
    found = found[found["kind"] == "PERSON"].merge(turns, on="turn_id")
    surfaces = [text[start:end] for text, start, end in zip(found["text"], found["start"], found["end"], strict=True)]
    return found.assign(surface=surfaces)[["turn_id", "surface", "identity_id", "status"]]


def same(turns: Session, one: tuple[int, str], other: tuple[int, str], listed: tuple[str, ...] = ()) -> bool:
    """Are the names at two turns one identity?"""
    found = named({"s": turns}, listed).set_index(["turn_id", "surface"])["identity_id"]
    return found[f"s:{one[0]}", one[1]] == found[f"s:{other[0]}", other[1]]


@pytest.mark.parametrize("text", ["Moi c'est Jordi Roca.", "Jordi Roca, infirmier de nuit.", "Alors moi, Jordi. Roca. Je suis infirmier."])
def test_a_speaker_gives_the_surname_that_the_label_lacks(text: str) -> None:
    turns = [("Jordi", text), ("Odile", "Merci Jordi."), ("Ana", "Je l'ai dit à monsieur Roca.")]
    assert same(turns, (1, "Jordi"), (2, "Roca"))


def test_who_answers_was_spoken_to() -> None:
    turns = [
        ("Odile", "On y va."),
        ("Ana", "Monsieur Roca, vous exagérez."),
        ("Jordi", "Non."),
        ("Odile", "Calmez-vous."),
        ("Ana", "Vous l'avez dit, monsieur Roca."),
        ("Jordi", "Jamais de la vie."),
        ("Odile", "Merci Jordi."),
    ]
    assert same(turns, (1, "Roca"), (6, "Jordi"))


def test_somebody_spoken_of_is_not_whoever_speaks_next() -> None:
    turns = [("Ana", "J'ai appelé l'inspecteur, monsieur Lemahieu, hier soir."), ("Jordi", "Et alors ?"), ("Odile", "Merci Jordi.")]
    assert not same(turns, (0, "Lemahieu"), (2, "Jordi"))


@pytest.mark.parametrize(
    ("turns", "one", "other"),
    [
        (
            [("Ghislain", "Bonjour."), ("Ana", "Tout le monde t'appelle Bibou."), ("Ana", "Ghislain a raison.")],
            (1, "Bibou"),
            (2, "Ghislain"),
        ),
        ([("Ana", "Odile Kervella, dite Didi, est venue."), ("Ana", "Et Didi a raison.")], (0, "Odile Kervella"), (1, "Didi")),
    ],
)
def test_a_second_name_is_told(turns: Session, one: tuple[int, str], other: tuple[int, str]) -> None:
    assert same(turns, one, other)


TWO = ("Marie Ferrand", "Marie Morvan")


def test_a_shared_name_is_that_of_who_was_named_just_before() -> None:
    turns = [("Paul", "Marie Morvan a tout rangé."), ("Paul", "Et Marie, elle est repartie seule.")]
    assert same(turns, (0, "Marie Morvan"), (1, "Marie"), TWO)


def test_nobody_speaks_of_oneself_by_name() -> None:
    found = named({"s": [("Marie Ferrand", "Il faut demander à Marie."), ("Paul", "Marie Morvan, elle sait.")]}, TWO)
    asked, known = found["identity_id"]
    assert asked == known


def test_a_shared_name_is_for_review_where_nothing_tells() -> None:
    found = named({"s": [("Paul", "Je l'ai donné à Marie hier.")]}, TWO).set_index("surface")
    assert found.loc["Marie", "status"] == "review"


@pytest.mark.parametrize(
    ("listed", "heard"),
    [("Bruno Keller", "keleur"), ("Emre Aydin", "emere"), ("Solène Kermarrec", "caire marrec"), ("Rayan Chellali", "chelali")],
)
def test_a_misheard_name_is_that_of_the_list(listed: str, heard: str) -> None:
    register = Register()
    person = register.add_person([listed])
    assert register.person(read_alias(heard, "monsieur" if heard != "caire marrec" else "docteur")) is person


def test_two_labels_of_one_person_are_one_where_the_whole_name_is_said() -> None:
    sessions = {
        "s": [("M. Lambert", "Firmin Lambert, gardien."), ("Odile", "Merci monsieur Lambert.")],
        "t": [("Firmin", "Me revoilà."), ("Odile", "Bonjour Firmin.")],
    }
    found = named(sessions).set_index(["turn_id", "surface"])["identity_id"]
    assert found["s:1", "Lambert"] == found["t:1", "Firmin"]


def test_two_who_speak_in_one_session_are_two_persons() -> None:
    turns = [("M. Lambert", "Bonsoir."), ("Firmin", "Bonsoir."), ("Odile", "Firmin Lambert et monsieur Lambert sont là, et Firmin aussi.")]
    found = named({"s": turns}).set_index("surface")["identity_id"]
    assert found["Lambert"] != found["Firmin"]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Au planning il y a MORVAN Yannick et HAMDI Leïla.", "MORVAN Yannick"),
        ("sur la liste hamdi leïla morvan yannick et personne", "morvan yannick"),
        ("Le jeudi c'est MORVAN Y. qui ouvre.", "MORVAN Y."),
    ],
)
def test_on_a_list_the_surname_stands_first(text: str, name: str) -> None:
    turns = [("Rose", "Yannick Morvan et Leïla Hamdi sont là."), ("Paul", text)]
    assert same(turns, (0, "Yannick Morvan"), (1, name))


@pytest.mark.parametrize(
    ("label", "name"), [("Bernard", "Nanard"), ("Amandine", "Mandine"), ("Marie-Ange", "Ange"), ("Frédéric", "Fredo"), ("Gérard", "Gégé")]
)
def test_a_pet_form_is_that_of_who_is_there(label: str, name: str) -> None:
    assert same([(label, "Oui."), ("Odile", f"Merci {name}."), ("Paul", f"C'est {label} qui a la clé.")], (1, name), (2, label))


def test_an_initial_before_a_surname_leaves_the_brother_apart() -> None:
    turns = [("A. Kermoal", "Oui."), ("Odile", "Yvon Kermoal est passé."), ("Paul", "Annie Kermoal est là.")]
    assert not same(turns, (1, "Yvon Kermoal"), (2, "Annie Kermoal"))


@pytest.mark.parametrize(("one", "other"), [("Marie", "Maria"), ("Léa", "Léo"), ("Ali", "Aly"), ("Emma", "Emmanuel"), ("Louis", "Louise")])
def test_two_first_names_are_two_persons(one: str, other: str) -> None:
    register = Register()
    assert register.add_person([one]) is not register.add_person([other])
    assert register.person(read_alias(one)) is not register.person(read_alias(other))


SESSIONS: dict[str, Session] = {
    "a": [("Jordi", "Moi c'est Jordi Roca."), ("Ana", "Marie Ferrand n'est pas venue, Marie avait prévenu."), ("Jordi", "Merci Ana.")],
    "b": [("Ana", "Monsieur Roca, vous exagérez."), ("Jordi", "Non."), ("Ana", "On demandera à madame Ferrand.")],
    "c": [("Odile", "j'ai vu marie morvan au marché"), ("Jordi", "marie elle a dit oui"), ("Ana", "et monsieur roca il était là")],
}


def partition(found: pd.DataFrame) -> set[frozenset[tuple[str, str]]]:
    groups = found.groupby("identity_id")
    return {frozenset(zip(group["turn_id"], group["surface"], strict=True)) for _, group in groups}


@settings(max_examples=6, deadline=None)
@given(st.permutations(sorted(SESSIONS)))
def test_the_order_of_sessions_does_not_change_who_is_meant(order: list[str]) -> None:
    assert partition(named({name: SESSIONS[name] for name in order})) == partition(named(SESSIONS))


@given(st.permutations([("Nadia", "Nadia Belkacem"), ("Didi", "Odile Page"), ("Bel", "Nadia"), ("Page", "Didi")]))
def test_decisions_on_persons_commute(pairs: list[tuple[str, str]]) -> None:
    names = sorted({name for pair in pairs for name in pair})
    decisions = [Decision(decision_id=form, kind="same_as", form=form, other=other, at="2025-01-01T00:00:00") for form, other in pairs]
    register = Register()
    for form, other in same_persons(decisions):
        register.same(read_alias(form), read_alias(other))
    found = {name: register.now(register.person(read_alias(name))).rank for name in names}
    together = {frozenset(name for name in names if found[name] == rank) for rank in found.values()}
    assert together == {frozenset(("Nadia", "Nadia Belkacem", "Bel")), frozenset(("Didi", "Odile Page", "Page"))}


def test_a_maiden_name_leads_to_the_same_person() -> None:
    turns = [("Odile", "Odile Morvan, née Kermadec."), ("Paul", "La Kermadec, on la connaît.")]
    assert same(turns, (0, "Odile Morvan"), (1, "Kermadec"))


@pytest.mark.parametrize(
    ("one", "other"), [("Thierry", "Titi"), ("Fatou", "Fatoumata")], ids=["a pet form", "a short form of what the other label has"]
)
def test_labels_of_different_sessions_may_be_one_person(one: str, other: str) -> None:
    found = named({"a": [(one, "Bonjour."), ("Odile", f"Merci {one}.")], "b": [(other, "Bonsoir."), ("Odile", f"Merci {other}.")]})
    assert found[found["surface"].isin([one, other])]["identity_id"].nunique() == 1


def test_two_who_speak_in_one_session_are_two() -> None:
    turns = [("Thierry", "Bonjour."), ("Titi", "Bonjour."), ("Odile", "Merci Thierry."), ("Odile", "Merci Titi.")]
    assert not same(turns, (2, "Thierry"), (3, "Titi"), listed=("Thierry", "Titi"))


def test_a_surname_beside_the_first_name_is_found_where_it_stands_alone_elsewhere() -> None:
    turns = [
        ("locuteur 1", "madame fontaine elle a la clé"),
        ("locuteur 2", "oui gisèle fontaine elle l'a"),
        ("locuteur 1", "merci gisèle"),
    ]
    assert same(turns, (0, "fontaine"), (2, "gisèle"))


@pytest.mark.parametrize("text", ["Titouan, c'est qui ?", "Titouan n'aurait jamais dit ça."])
def test_a_capital_makes_no_body_of_somebody_named_elsewhere(text: str) -> None:
    turns = [("Odile", "J'ai vu monsieur Titouan, et Paul Titouan m'a parlé."), ("Ana", text)]
    assert same(turns, (0, "Paul Titouan"), (1, "Titouan"))


def test_first_names_in_a_row_are_several_persons() -> None:
    turns = [
        ("locuteur 1", "je garde les papiers nadège baptiste giulia"),
        ("locuteur 2", "baptiste il les a"),
        ("locuteur 1", "merci giulia"),
    ]
    found = named({"s": turns}).set_index(["turn_id", "surface"])["identity_id"]
    assert found["s:1", "baptiste"] != found["s:2", "giulia"]


@pytest.mark.parametrize(("text", "sex"), [("c'est la payet qui compte", "f"), ("au vieux payet de compter", "m"), ("payet compte", "x")])
def test_an_article_before_a_surname_tells_the_sex(text: str, sex: str) -> None:
    start = text.index("payet")
    assert alias_at(Passage(text), Span(start, start + 5, "PERSON", 1, "")).title == sex


def test_who_says_it_is_me() -> None:
    turns = [("Paul", "Bonjour."), ("Virginie", "Madame Poirier, c'est moi."), ("Paul", "Merci Virginie.")]
    assert same(turns, (1, "Poirier"), (2, "Virginie"))


def test_the_order_of_a_list_is_that_of_its_plain_names() -> None:
    listed = ("Odile Lambert", "Paul Chartier", "Muharrem Aydin")
    turns = [("Odile Lambert", "Bonsoir monsieur Aydin."), ("Paul Chartier", "C'est Muharrem Aydin qui l'a dit, lui, madame Lambert.")]
    assert same(turns, (0, "Aydin"), (1, "Muharrem Aydin"), listed)


@pytest.mark.parametrize("plural", ["les Santoni", "aux Santoni, père et fils", "la famille Santoni"])
def test_a_family_is_none_of_its_persons(plural: str) -> None:
    turns = [
        ("Ange Santoni", "Ange Santoni, soixante vaches."),
        ("Paul", f"On en veut {plural}."),
        ("Paul", "Monsieur Santoni, vous savez."),
    ]
    found = named({"s": turns}).set_index(["turn_id", "surface"])
    assert found.loc[("s:1", "Santoni"), "identity_id"] != found.loc[("s:2", "Santoni"), "identity_id"]
    assert found.loc[("s:1", "Santoni"), "status"] == "accepted"


@pytest.mark.parametrize("text", ["Garnier, chef de chaîne.", "« L'autre Garnier. » Vingt ans de maison."])
def test_the_first_words_of_a_turn_present_its_speaker(text: str) -> None:
    turns = [("Sylvie Garnier", "Bonjour."), ("Thierry Garnier", text), ("Paul", "Thierry Garnier et Sylvie Garnier sont mariés.")]
    found = named({"s": turns}).set_index(["turn_id", "surface"])["identity_id"]
    assert found["s:1", "Garnier"] == found["s:2", "Thierry Garnier"] != found["s:2", "Sylvie Garnier"]


def test_a_machine_spells_a_first_name_as_it_likes() -> None:
    turns = [("Pascale", "j'ai rangé le dossier"), ("locuteur 2", "merci pascal vous l'aviez"), ("locuteur 3", "demandez à pascale demain")]
    assert same(turns, (1, "pascal"), (2, "pascale"))


def test_a_full_name_in_the_turn_tells_which_of_two_is_meant() -> None:
    turns = [("Marie Ferrand", "Bonjour."), ("Paul", "Le carton c'est Marie, pas la maire, l'autre, Marie Morvan.")]
    found = named({"s": turns}, TWO).set_index("surface")["identity_id"]
    assert found["Marie"] == found["Marie Morvan"]


@pytest.mark.parametrize("text", ["la mère payet compte", "à la veuve payet"])
def test_after_the_mother_stands_a_surname(text: str) -> None:
    start = text.index("payet")
    alias = alias_at(Passage(text), Span(start, start + 5, "PERSON", 1, ""))
    assert (alias.surname, alias.title) == (("payet",), "f")


def test_a_verb_with_its_object_is_no_surname() -> None:
    found = named({"s": [("Kévin Roux", "bonjour"), ("Paul", "kévin garde sa chaise jusqu'à la fin")]})
    assert "kévin" in set(found["surface"])


def test_a_family_may_have_a_second_name() -> None:
    turns = [
        ("Paul", "Les Santoni, dits les Rouquins, on les connaît. Tout le monde les appelle les Rouquins."),
        ("Ange Santoni", "Moi c'est les Santoni."),
    ]
    assert not named({"s": turns}).empty


def test_the_surname_of_two_is_not_cut_at_its_particle() -> None:
    turns = [("Yvon Le Bihan", "Bonjour."), ("Gwendal Le Bihan", "Bonjour."), ("Paul", "Son père et Job Le Bihan se sont fâchés.")]
    assert "Job Le Bihan" in set(named({"s": turns})["surface"])


def test_who_is_a_person_elsewhere_is_no_place() -> None:
    turns = [("Paul", "Ma fille Kessia, seize ans, m'aide."), ("Ana", "Et Kessia ? On y vient, à Kessia ?"), ("Paul", "Merci, Kessia.")]
    found = named({"s": turns}).set_index("turn_id")["identity_id"]
    assert found.nunique() == 1
    assert len(found["s:1"]) == 2


def test_a_listed_label_with_a_role_before_the_name_tells_which_of_two_is_meant() -> None:
    people = pd.DataFrame(
        [("a", "Kutaka Aliman", ["Chef Aliman"], "", ""), ("b", "Linda Aliman", [], "", "")],
        columns=["speaker_id", "name", "labels", "role", "subgroup"],
    )
    turns = pd.DataFrame(
        [("s:0", "s", "locuteur 1", "on voit le chef aliman passer"), ("s:1", "s", "locuteur 2", "kutaka aliman est là")],
        columns=["turn_id", "session_id", "speaker_id", "text"],
    )
    speakers = pd.DataFrame({"speaker_id": ["locuteur 1", "locuteur 2"], "label": ["locuteur 1", "locuteur 2"]})
    found = identify(turns=turns, speakers=speakers, participants=people, settings=PseudonymiseSettings())
    persons = found[found["kind"] == "PERSON"]
    assert set(persons["turn_id"]) == {"s:0", "s:1"}
    assert persons["identity_id"].nunique() == 1


def test_a_first_name_and_a_surname_that_others_have_are_one_of_the_family() -> None:
    turns = [
        ("Rodrigue", "Bonsoir."),
        ("Lucie", "Merci Rodrigue."),
        ("Animatrice", "Son cousin Rodrigue Pamphile était sur le bateau."),
    ]
    found = named({"s": turns}, ("Rodrigue Clet", "Lucie Pamphile"))
    third = found[found["turn_id"] == "s:2"]
    assert third["surface"].tolist() == ["Rodrigue Pamphile"]
    assert not set(third["identity_id"]) & set(found.loc[found["turn_id"] == "s:1", "identity_id"])


def test_a_first_name_of_two_words_is_not_taken_apart() -> None:
    turns = [("Jean", "bonsoir"), ("Odile", "merci jean"), ("Animatrice", "c'est jean pierre roche qui a la clé"), ("Odile", "et roche ?")]
    assert named({"s": turns}, ("Jean Ferrand", "Odile Mas")).set_index("turn_id")["surface"]["s:2"] == "jean pierre roche"
