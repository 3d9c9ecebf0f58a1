"""Stands in for `dashboard.sheet` until the room *before* is joined: seals a case.toml of the sittings alone."""

from dashboard.registry.interventions import list_sittings


def seal_sheet(at, case_id):
    sittings = list_sittings(at.archive.registry, at.asker, case_id)
    made = "\n".join(
        f'[[sessions]]\nfile = "{one.session_id}"\nphase = "{one.phase}"\nsharing = "{one.sharing}"\n' for one in sittings
    ).encode()
    at.vault.change(case_id, lambda record: record.model_copy(update={"originals": {**record.originals, "case.toml": made}}))
