"""Drafts and frozen publications: who may, what is kept, and that nothing is overwritten."""

import pytest
from sqlalchemy import select, update

from dashboard.publication import Content
from dashboard.publics import AccessError, Asker, Public, StaleError, UnknownCaseError
from dashboard.registry.interventions import add_intervention
from dashboard.registry.models import Audit, Publication
from dashboard.registry.publications import (
    content_of,
    list_publications,
    publish,
    read_draft,
    read_publication,
    withdraw,
    write_draft,
)

CONTENT = Content(title="Les Tilleuls", decided=("Le local ouvre deux soirs",))


class Door:
    """Finds names and rare details where it is told to."""

    def __init__(self, names=(), rare=()):
        self.names, self.details = names, rare

    def refused(self, content):
        return [one for one in content.decided if one in self.names]

    def rare(self, content, asked):
        return {one: ("decided", [one]) for one in content.decided if one in self.details and one not in asked}


NOTHING_STANDS = Door()


@pytest.fixture
def case_id(registry, me):
    return add_intervention(registry, me, title="Les Tilleuls").case_id


@pytest.fixture
def published(registry, me, case_id):
    return publish(registry, me, case_id, 0, CONTENT, {"ledger": [1]}, door=NOTHING_STANDS)


def room(publication_id):
    return Asker(Public.GROUPE, publication_id=publication_id)


def test_a_draft_is_written_at_once_and_never_over_somebody_else_s(registry, me, case_id):
    assert read_draft(registry, me, case_id).version == 0
    first = write_draft(registry, me, case_id, 0, {"themes": ["information"]})
    assert read_draft(registry, me, case_id) == first
    second = write_draft(registry, me, case_id, first.version, {"themes": []}, "asked")
    assert second.version > first.version
    for seen in (0, first.version):
        with pytest.raises(StaleError):
            write_draft(registry, me, case_id, seen, {"themes": ["charge"]})
    assert read_draft(registry, me, case_id).content == {"themes": []}


def test_publications_are_numbered_and_frozen_with_the_draft(registry, me, case_id, published):
    draft = read_draft(registry, me, case_id)
    assert draft.content == {"ledger": [1]}
    second = publish(registry, me, case_id, draft.version, CONTENT, draft.content, door=NOTHING_STANDS)
    assert [one.number for one in list_publications(registry, me, case_id)] == [2, 1]
    assert content_of(read_publication(registry, me, second.publication_id)) == CONTENT
    with pytest.raises(StaleError):
        publish(registry, me, case_id, 0, CONTENT, {}, door=NOTHING_STANDS)
    assert len(list_publications(registry, me, case_id)) == 2


def test_nothing_is_frozen_in_which_a_name_or_an_unasked_rare_detail_stands(registry, me, case_id):
    [line] = CONTENT.decided
    for door in (Door(names=[line]), Door(rare=[line]), Door(names=[line], rare=[line])):
        with pytest.raises(AccessError):
            publish(registry, me, case_id, 0, CONTENT, {}, door=door, asked=["un autre texte"])
    assert list_publications(registry, me, case_id) == []
    assert read_draft(registry, me, case_id).version == 0
    with pytest.raises(AccessError):
        publish(registry, me, case_id, 0, CONTENT, {}, door=Door(names=[line]), asked=[line])
    assert publish(registry, me, case_id, 0, CONTENT, {}, door=Door(rare=[line]), asked=[line]).number == 1


def test_a_room_reads_its_own_publication_and_no_other(registry, me, case_id, published):
    other = publish(registry, me, case_id, read_draft(registry, me, case_id).version, CONTENT, {}, door=NOTHING_STANDS)
    assert read_publication(registry, room(published.publication_id), published.publication_id).number == 1
    for asked, of in ((published, other), (published, None)):
        with pytest.raises(AccessError):
            read_publication(registry, room(of.publication_id if of else ""), asked.publication_id)
    with pytest.raises(AccessError):
        read_publication(registry, room(""), "")


def test_what_was_withdrawn_is_gone_for_a_room_and_not_for_its_intervenant(registry, me, case_id, published):
    withdraw(registry, me, published.publication_id)
    withdraw(registry, me, published.publication_id)
    with pytest.raises(AccessError):
        read_publication(registry, room(published.publication_id), published.publication_id)
    assert list_publications(registry, me, case_id) == []
    [kept] = list_publications(registry, me, case_id, withdrawn=True)
    assert kept.withdrawn_at
    assert content_of(kept) == CONTENT


def test_a_changed_publication_is_shown_to_nobody(registry, me, published):
    forged = CONTENT.model_copy(update={"decided": ("Tout est fermé",)}).model_dump(mode="json")
    with registry.engine.begin() as connection:
        connection.execute(update(Publication).values(content=forged))
    for asker in (me, room(published.publication_id)):
        with pytest.raises(AccessError):
            read_publication(registry, asker, published.publication_id)


CALLS = {
    "read_draft": lambda registry, asker, case_id, _: read_draft(registry, asker, case_id),
    "write_draft": lambda registry, asker, case_id, _: write_draft(registry, asker, case_id, 1, {}),
    "publish": lambda registry, asker, case_id, _: publish(registry, asker, case_id, 1, CONTENT, {}, door=NOTHING_STANDS),
    "list": lambda registry, asker, case_id, _: list_publications(registry, asker, case_id),
    "withdraw": lambda registry, asker, _, publication_id: withdraw(registry, asker, publication_id),
    "read": lambda registry, asker, _, publication_id: read_publication(registry, asker, publication_id),
}


@pytest.mark.parametrize("call", CALLS)
def test_no_other_public_and_no_stranger_gets_in(registry, intervenant, case_id, published, call):
    for public in (Public.GROUPE, Public.SUPERVISEUR, Public.ADMINISTRATEUR):
        with pytest.raises(AccessError):
            CALLS[call](registry, Asker(public, user_id="somebody"), case_id, published.publication_id)
    with pytest.raises(AccessError):
        CALLS[call](registry, Asker(Public.INTERVENANT), case_id, published.publication_id)
    with pytest.raises(UnknownCaseError):
        CALLS[call](registry, intervenant("another"), case_id, published.publication_id)
    with registry.reading() as session:
        assert session.get(Publication, published.publication_id).withdrawn_at is None


def test_the_audit_tells_verbs_and_ids(registry, me, case_id, published):
    write_draft(registry, me, case_id, read_draft(registry, me, case_id).version, {"words": {"q": {"text": "un secret"}}}, "asked")
    withdraw(registry, me, published.publication_id)
    with registry.reading() as session:
        rows = list(session.scalars(select(Audit).order_by(Audit.audit_id)))
    assert [row.action for row in rows][-3:] == ["publication.publish", "draft.asked", "publication.withdraw"]
    assert not any("secret" in row.detail for row in rows)
