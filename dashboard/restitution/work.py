"""One showing of the page: the draft as it is now, what was just clicked written into it at once, and what becomes of both."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import streamlit as st

from dashboard.desk import Desk
from dashboard.publics import StaleError
from dashboard.registry.interventions import get_intervention
from dashboard.registry.models import Intervention, Publication
from dashboard.registry.publications import list_publications, publish, read_draft, write_draft
from dashboard.restitution.candidates import Candidates
from dashboard.restitution.compose import Composed, compose
from dashboard.restitution.draft import Draft, read_stored
from dashboard.restitution.search import gather
from dashboard.restitution.typed import Door
from dashboard.texts import restitution as texts
from dashboard.vaulted import change_record, record_of
from pipeline.pseudonymise.risk import rare_details

Edit = Callable[[Draft], Draft]
_CLICKED, _SEEN, _REFUSED = "restitution/clic", "restitution/vu", "restitution/refus"


@dataclass
class Work:
    """What the steps show and change."""

    at: Desk
    case_id: str
    intervention: Intervention
    candidates: Candidates
    draft: Draft
    version: int
    door: Door

    @cached_property
    def composed(self) -> Composed:
        """What would be published now."""
        record = record_of(self.at, self.case_id)
        if not (record.known or record.participants or record.originals):
            # a case that the vault does not know yet gets its secret here, by which later versions know these persons again
            record = change_record(self.at, self.case_id, lambda record: record)
        return compose(
            self.candidates,
            self.draft,
            self.intervention,
            lambda text: record.keyed("publication", text.encode()),
            self.at.settings.disclosure.k,
        )

    @cached_property
    def versions(self) -> list[Publication]:
        """All that was published, the latest first, with what was withdrawn."""
        return list_publications(self.at.archive.registry, self.at.asker, self.case_id, withdrawn=True)

    @cached_property
    def refused(self) -> list[str]:
        """The fields of what would be published in which a name stands."""
        return self.door.refused(self.composed.content)

    @cached_property
    def rare(self) -> dict[str, tuple[str, list[str]]]:
        """The texts of what would be published that may point at a person; a line whose persons were asked is not among them."""
        return self.door.rare(self.composed.content, self.composed.asked)

    @property
    def agreed(self) -> frozenset[str]:
        """The texts with a rare detail whose person was asked and agreed."""
        return self.composed.asked | {text for text in self.rare if f"rare/{text}" in self.draft.agreed}

    @property
    def is_ready(self) -> bool:
        """Whether a version may go out: no name stands in it, and whoever a rare detail points at has agreed."""
        return not self.refused and self.rare.keys() <= self.agreed

    def publish(self) -> None:
        """Freeze what this showing has shown; another draft than this one is refused. Raises as `registry.publications.publish` does."""
        kept = self.draft.having(versions=(*self.draft.versions, self.composed.figures))
        registry, content = self.at.archive.registry, self.composed.content
        publish(registry, self.at.asker, self.case_id, self.version, content, kept.stored(), door=self.door, asked=self.agreed)


def open_work(at: Desk, case_id: str) -> Work:
    """The draft with what was just clicked.

    Raises
    ------
    StaleError
        Somebody else has changed the draft since the page was shown.
    """
    prepared = read_draft(at.archive.registry, at.asker, case_id)
    door = Door(at, case_id)
    clicked: list[tuple[Edit, str]] = st.session_state.pop(_CLICKED, [])
    seen, st.session_state[_SEEN] = st.session_state.get(_SEEN), (case_id, prepared.version)
    draft = read_stored(prepared.content)
    if clicked:
        if seen != (case_id, prepared.version):
            raise StaleError("this was changed by somebody else meanwhile; look at it again")
        made = draft
        for edit, did in clicked:
            made = edit(made) if not isinstance(edit, _Typed) or edit.passes(door) else made
            if made != draft:
                prepared = write_draft(at.archive.registry, at.asker, case_id, prepared.version, made.stored(), did)
                draft = made
        st.session_state[_SEEN] = (case_id, prepared.version)
    intervention = get_intervention(at.archive.registry, at.asker, case_id)
    return Work(at, case_id, intervention, gather(at, case_id), draft, prepared.version, door)


def click(edit: Edit, did: str = "change") -> None:
    """For `on_click`: write a change on the next showing."""
    st.session_state.setdefault(_CLICKED, []).append((edit, did))


def bound(
    widget: Callable[..., Any], label: str, key: str, value: Any, edit: Callable[[Any], Edit], did: str = "change", **options: Any
) -> None:
    """A widget that shows what the draft holds, and writes what it is changed to."""
    st.session_state[key] = value
    widget(label, key=key, on_change=_changed, args=(key, edit, did), **options)


def typed(
    widget: Callable[..., Any], label: str, key: str, value: str, edit: Callable[[str], Edit], begin_with: str = "", **options: Any
) -> None:
    """A field whose text is written once no name stands in it; until then it stays in this browser alone, to be mended."""
    refused = st.session_state.setdefault(_REFUSED, {})
    st.session_state[key] = refused.get(key, value or begin_with)
    widget(label, key=key, on_change=_typed, args=(key, edit), max_chars=400, **options)
    if key in refused:
        st.error(texts.REFUSED_FIELD.format(field=label))
    for what in rare_details(refused.get(key, value)):
        st.warning(texts.RARE.format(what=what))


class _Typed:
    """An edit by a text that has to pass the door first."""

    def __init__(self, key: str, text: str, edit: Edit) -> None:
        self._key, self._text, self._edit = key, text, edit

    def passes(self, door: Door) -> bool:
        refused = st.session_state.setdefault(_REFUSED, {})
        if door.names(self._text):
            refused[self._key] = self._text
            return False
        refused.pop(self._key, None)
        return True

    def __call__(self, draft: Draft) -> Draft:
        return self._edit(draft)


def _changed(key: str, edit: Callable[[Any], Edit], did: str) -> None:
    click(edit(st.session_state[key]), did)


def _typed(key: str, edit: Callable[[str], Edit]) -> None:
    text = " ".join(st.session_state[key].split())
    click(_Typed(key, text, edit(text)))
