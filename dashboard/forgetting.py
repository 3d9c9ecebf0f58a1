"""Forgetting a person after the fact, in a process of its own: it does again what was made from the person's words.

The dashboard itself loads no language model. What opens the vault goes to the process by its standard input, as does the name.
"""

import json
import subprocess
import sys
from functools import partial
from pathlib import Path
from typing import NamedTuple

from dashboard.desk import Desk
from dashboard.people import attended, unlisted
from dashboard.publics import AccessError, Asker, Public
from dashboard.recalling import recall
from dashboard.registry import open_registry
from dashboard.registry.interventions import get_intervention, remove_participant
from dashboard.vaulted import change_record, record_of
from pipeline.errors import CirculationError, VaultError
from pipeline.ingest.sheet import NAME
from pipeline.pseudonymise.records import CaseRecord


class Gone(NamedTuple):
    """What went: sealed files of sessions, turns of the tables, None where they held none of the person's, and published versions."""

    n_originals: int
    n_turns: int | None
    n_versions: int = 0


def forget_person(at: Desk, case_id: str, participant_id: str) -> Gone:
    """Take away every way back to a participant, what he said, and what was made from it.

    Raises
    ------
    AccessError
        The vault is closed.
    CirculationError
        The tables could not be made again; the person is still known then, and this can be asked for again.
    """
    registry = at.archive.registry
    get_intervention(registry, at.asker, case_id)
    if at.vault is None:
        raise AccessError("the vault is closed")
    record = record_of(at, case_id)
    person = next(one.name for one in record.participants if one.participant_id == participant_id)
    was_there = attended(at, case_id, participant_id)
    order = {
        "vault": str(at.vault.path),
        "secret": at.vault.recovery_code(),
        "person": person,
        "user_id": at.asker.user_id,
        "case_id": case_id,
        "data": str(at.archive.data),
        "settings": at.settings.model_dump(mode="json"),
    }
    done = subprocess.run(
        # -P: a folder called dashboard where the server was started is not the program
        [sys.executable, "-P", "-m", "dashboard.forgetting"],
        input=json.dumps(order),
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    if done.returncode:
        raise CirculationError("the person could not be forgotten; is a run at work? Nothing was lost, try again")
    gone = Gone(**json.loads(done.stdout.splitlines()[-1]))
    at.vault.refresh()

    def write(record: CaseRecord) -> CaseRecord:
        left = unlisted(record, participant_id)
        kept = left.originals if not was_there else {}
        # so that the same files, dropped again, are read without the person
        forgotten, silenced = ({*tokens, left.token(person)} for tokens in (left.forgotten, left.silenced))
        return left.model_copy(
            update={
                "originals": kept,
                "joined": left.joined if kept else {},
                "forgotten": tuple(sorted(forgotten)),
                "silenced": tuple(sorted(silenced)),
            }
        )

    left = change_record(at, case_id, write)
    remove_participant(registry, at.asker, case_id, participant_id)
    return gone._replace(n_originals=len(record.originals.keys() - left.originals.keys() - {NAME}))


def main() -> int:
    """Read the order from standard input, do it, say in one line of JSON what went."""
    from pipeline.pseudonymise.vault import Vault
    from pipeline.rights import SILENT, UNKNOWN, forget, forget_words
    from pipeline.settings import Settings

    order = json.load(sys.stdin)
    vault = Vault.unlock(Path(order["vault"]), order["secret"])
    person, case_id = order["person"], order["case_id"]
    registry = open_registry(Path(order["data"]))
    back = partial(recall, registry, Asker(Public.INTERVENANT, order["user_id"]))
    try:
        done = forget_words(vault, person, Path(order["data"]), settings=Settings(**order["settings"]), case_id=case_id, recall=back)
    except VaultError as error:
        if error.kind not in (SILENT, UNKNOWN):
            raise
        # nobody's words: spoken of at most
        done = forget(vault, person, case_id) if error.kind == SILENT else []
    finally:
        registry.close()
    turns = [one.n_turns for one in done if one.n_turns is not None]
    n_originals, n_versions = (sum(getattr(one, name) for one in done) for name in ("n_originals", "n_versions"))
    print(json.dumps(Gone(n_originals, sum(turns) if turns else None, n_versions)._asdict()))
    return 0


if __name__ == "__main__":
    sys.exit(main())
