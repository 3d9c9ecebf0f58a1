"""The page in Streamlit's own test bench: what it asks, what it refuses, and that what is frozen is what was shown."""

import re

import pytest
from streamlit.testing.v1 import AppTest

from dashboard.publication import Content, Contract
from dashboard.publics import AccessError
from dashboard.registry.interventions import list_sittings, put_participant
from dashboard.registry.publications import content_of, list_publications, publish, read_draft, read_publication, write_draft
from dashboard.restitution.draft import Draft, read_stored
from dashboard.restitution.typed import Door
from dashboard.texts import STALE
from dashboard.texts import restitution as texts
from dashboard.vaulted import change_record
from dashboard.wall import screens
from pipeline.pseudonymise.records import Known


@pytest.fixture
def app(at):
    """The page with the vault open."""
    made = AppTest.from_string("from dashboard.pages import restitution\nrestitution.page()", default_timeout=120)
    made.session_state["desk/vault"] = at.vault
    made.run()
    assert not made.exception
    return made


def go(app, step):
    app.session_state["restitution/etape"] = step
    app.run()
    assert not app.exception


def draft_of(at):
    return read_stored(read_draft(at.archive.registry, at.asker, "cas").content)


def shown(app):
    return re.sub(r"<style>.*?</style>", "", "\n".join(element.proto.body for element in app.get("html")), flags=re.DOTALL)


def test_without_the_vault_nothing_can_be_prepared(at):
    app = AppTest.from_string("from dashboard.pages import restitution\nrestitution.page()", default_timeout=120).run()
    assert not app.exception
    assert app.info[0].value == texts.VAULT
    assert not app.checkbox


def test_a_case_that_was_not_analysed_says_what_to_do(at):
    for table in (at.archive.data / "cas").iterdir():
        table.unlink()
    made = AppTest.from_string("from dashboard.pages import restitution\nrestitution.page()", default_timeout=120)
    made.session_state["desk/vault"] = at.vault
    assert texts.NOT_YET in shown(made.run())
    assert not made.exception


def test_each_choice_is_written_at_once(app, at):
    app.checkbox(key="restitution/theme/information").check().run()
    app.checkbox(key="restitution/theme/charge").check().run()
    assert draft_of(at).themes == ("information", "charge")
    app.button(key="restitution/ordre/-1/charge").click().run()
    assert draft_of(at).themes == ("charge", "information")
    app.checkbox(key="restitution/theme/information").uncheck().run()
    assert draft_of(at).themes == ("charge",)
    assert not app.error
    assert not app.warning


def test_a_sensitive_theme_is_chosen_in_so_many_words(app, at):
    assert all(box.key != "restitution/theme/represailles" for box in app.checkbox)
    app.checkbox(key="restitution/sensible/represailles").check().run()
    assert draft_of(at).opened == ("represailles",)
    assert draft_of(at).themes == ("represailles",)


def test_a_name_in_a_paraphrase_is_refused_then_mended(app, at):
    app.checkbox(key="restitution/theme/information").check().run()
    go(app, "words")
    [quote_id] = [button.key.split("/", 2)[2] for button in app.button if button.key.startswith("restitution/keep/")]
    assert app.button(key=f"restitution/keep/{quote_id}").disabled, "a pseudonym stands in it"
    app.button(key=f"restitution/reword/{quote_id}").click().run()
    for named in ("Nadia garde le panneau", "Belkacem l’a dit", "Inès garde le panneau"):
        app.text_area(key=f"restitution/autrement/{quote_id}").input(named).run()
        assert app.error[0].value == texts.REFUSED_FIELD.format(field=texts.REWORDED)
        assert app.text_area(key=f"restitution/autrement/{quote_id}").value == named
        assert named not in str(read_draft(at.archive.registry, at.asker, "cas").content)
    app.text_area(key=f"restitution/autrement/{quote_id}").input("La directrice garde le panneau.").run()
    assert not app.error
    assert texts.RARE.format(what="La directrice") in [one.value for one in app.warning]
    app.text_area(key=f"restitution/autrement/{quote_id}").input("Le panneau est enfermé.").run()
    app.checkbox(key=f"restitution/demande/{quote_id}").check().run()
    assert draft_of(at).words[quote_id].text == "Le panneau est enfermé."
    assert app.success[0].value == texts.WORDS_OVER


def test_a_rare_detail_goes_out_with_an_agreement_alone(app, at):
    go(app, "own")
    for rank, line in enumerate(("La directrice garde le panneau.", "On ouvre deux soirs.", "Qui a la clé ? La directrice.")):
        app.text_input(key=f"restitution/ligne/unknown/{rank}").input(line).run()
        app.radio(key=f"restitution/appui/unknown/{rank}").set_value("asked" if rank == 2 else "several").run()
    go(app, "questions")
    app.text_input(key="restitution/question/unknown").input("Que demander à la gardienne ?").run()
    go(app, "preview")
    said = [box.label for box in app.checkbox]
    assert [
        f"«\N{NO-BREAK SPACE}{what}\N{NO-BREAK SPACE}»" in one for what, one in zip(("La directrice", "la gardienne"), said, strict=True)
    ]
    assert app.button(key="restitution/publier").disabled
    assert texts.PREVIEW_RARE in shown(app)
    for box in range(2):
        app.checkbox[box].check().run()
    assert not app.button(key="restitution/publier").disabled
    app.checkbox[0].uncheck().run()
    assert app.button(key="restitution/publier").disabled


def test_what_is_frozen_is_what_was_shown(app, at):
    app.checkbox(key="restitution/theme/information").check().run()
    app.checkbox(key="restitution/theme/temps").check().run()
    go(app, "own")
    app.text_input(key="restitution/ligne/decided/0").input("On ouvre deux soirs.").run()
    go(app, "questions")
    app.text_input(key="restitution/question/obstacles").input("Qu’est-ce qui nous étonne ?").run()
    go(app, "preview")
    before = shown(app)
    app.button(key="restitution/publier").click().run()
    assert not app.exception
    [one] = list_publications(at.archive.registry, at.asker, "cas")
    content = content_of(read_publication(at.archive.registry, at.asker, one.publication_id))
    assert all(screen in before for screen in screens(content))
    assert [one.label for one in content.obstacles] == ["L’information n’arrive pas jusqu’à nous", "On n’a pas le temps de se parler"]
    assert content.decided == ("On ouvre deux soirs.",)
    assert content.questions["obstacles"] == "Qu’est-ce qui nous étonne ?"
    assert len(draft_of(at).versions) == 1
    stored = str(one.content)
    assert not re.search(r"\bp\d\b|seance-|vue-", stored)
    assert '"p1"' not in str(draft_of(at).versions)
    app.button(key="restitution/reprendre/1").click().run()
    assert list_publications(at.archive.registry, at.asker, "cas") == []


def test_a_change_by_somebody_else_is_not_overwritten(app, at):
    write_draft(at.archive.registry, at.asker, "cas", 0, Draft(themes=("temps",)).stored())
    app.checkbox(key="restitution/theme/information").check().run()
    assert app.warning[0].value == STALE
    assert draft_of(at).themes == ("temps",)
    app.run()
    assert app.checkbox(key="restitution/theme/temps").value is True


def test_closing_a_session_is_written_and_acts_at_once(app, at):
    go(app, "reach")
    app.button_group(key="restitution/portee/cas/seance-2/0").set_value("ask").run()
    [sitting] = list_sittings(at.archive.registry, at.asker, "cas")
    assert (sitting.session_id, sitting.sharing, sitting.order) == ("seance-2", "ask", 1)
    assert texts.CLOSED_SINCE in [one.value for one in app.info]
    go(app, "themes")
    keys = {box.key for box in app.checkbox}
    assert "restitution/theme/information" in keys
    assert "restitution/theme/temps" not in keys


def test_a_name_that_came_in_elsewhere_keeps_a_version_from_going_out(app, at):
    registry = at.archive.registry
    write_draft(registry, at.asker, "cas", 0, Draft(confidentiality="Rien ne sort sans Nadia.").stored())
    go(app, "preview")
    assert app.error[0].value == texts.REFUSED.format(fields=texts.SCREENS["contract"])
    assert app.button(key="restitution/publier").disabled


def test_a_case_that_the_vault_does_not_know_refuses_its_pseudonyms(at):
    at.vault.drop("cas")
    door = Door(at, "cas")
    assert door.names("Farid l’a dit")
    assert not door.names("On l’a dit")
    content = Content(title="Les Tilleuls", decided=("Rachel ouvre le local",), questions={"decided": "Et Odile ?"})
    assert door.refused(content) == [texts.SCREENS["decided"], texts.FIELDS["question"].format(screen=texts.SCREENS["decided"])]


def test_the_title_and_the_contract_may_name_the_group_s_place_and_no_person(at):
    hall = Known(identity_id="i2", kind="PLACE", forms=("Tilleuls",), surrogates=("Acacias",))
    change_record(at, "cas", lambda record: record.model_copy(update={"known": (*record.known, hall)}))
    door = Door(at, "cas")
    said = {"title": "Les Tilleuls : le hall", "contract": Contract(objective="Que le hall des Tilleuls serve à tous, aux Tilleuls")}
    assert door.refused(Content(**said)) == []
    assert door.refused(Content(**said, decided=("On ouvre les Tilleuls",))) == [texts.SCREENS["decided"]]
    assert door.refused(Content(title="Nadia et le hall")) == [texts.FIELDS["title"]]
    assert door.refused(Content(title="Le hall", contract=Contract(reserves=("Rien à Belkacem",)))) == [texts.SCREENS["contract"]]


@pytest.mark.parametrize(
    ("line", "details"),
    [
        ("Une habitante du troisième a peur.", []),
        ("Le relieur a perdu ses outils.", ["Le relieur"]),
        ("Un veilleur de quai a perdu sa place.", ["veilleur de quai"]),
        ("La dame du 7 a peur.", ["La dame du 7"]),
    ],
)
def test_a_role_that_one_person_of_the_list_has_is_asked_about(at, line, details):
    registry, me = at.archive.registry, at.asker
    for number, role in enumerate(("veilleur de quai", "habitante", "habitante"), 7):
        put_participant(registry, me, "cas", f"p{number}", role=role)
    content = Content(title="Les Tilleuls", decided=(line,))
    assert [found for _, found in Door(at, "cas").rare(content, ()).values()] == ([details] if details else [])


def test_a_frozen_content_holds_nothing_of_the_ledger(at):
    one = publish(at.archive.registry, at.asker, "cas", 0, Content(title="x"), Draft().stored(), door=Door(at, "cas"))
    assert set(one.content) == set(Content.model_fields)


@pytest.mark.parametrize("line", ["Nadia garde le panneau.", "Inès garde le panneau.", "La directrice garde le panneau."])
def test_the_registry_itself_freezes_no_name_and_no_rare_detail(at, line):
    content = Content(title="Les Tilleuls", decided=(line,))
    with pytest.raises(AccessError):
        publish(at.archive.registry, at.asker, "cas", 0, content, Draft().stored(), door=Door(at, "cas"))
    assert list_publications(at.archive.registry, at.asker, "cas") == []
