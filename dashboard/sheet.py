"""case.toml, made from what was typed in the dashboard: nobody writes a TOML file, and it lies in the vault only."""

import re
from collections.abc import Mapping
from pathlib import PurePath

from dashboard.desk import Desk
from dashboard.people import list_people
from dashboard.registry.interventions import get_intervention, list_sittings
from dashboard.vaulted import change_record, record_of
from pipeline.ingest.sheet import NAME
from pipeline.pseudonymise.records import CaseRecord

_CODE = re.compile(r"[A-Z]{1,3}\d{1,4}")
_BARE = frozenset(chr(code) for code in range(0x20, 0x7F)) - {'"', "\\"}


def seal_sheet(at: Desk, case_id: str) -> None:
    """Make the case.toml of an intervention and put it among its sealed files, unless it is there already.

    Raises
    ------
    AccessError
        The vault is closed.
    UnknownCaseError
        There is no such intervention among the asker's own.
    """
    made = write_sheet(at, case_id)
    if record_of(at, case_id).originals.get(NAME) != made:
        change_record(at, case_id, lambda record: record.model_copy(update={"originals": {**record.originals, NAME: made}}))


def write_sheet(at: Desk, case_id: str) -> bytes:
    """The case.toml of an intervention; of sessions that have no file yet as well."""
    record, registry = record_of(at, case_id), at.archive.registry
    people = list_people(at, case_id)
    names = {one.participant_id: one.name for one in people}
    one = get_intervention(registry, at.asker, case_id)
    parts = [
        _table(
            title=one.title,
            objective=one.objective,
            sector=one.sector,
            facilitator=one.facilitator if _CODE.fullmatch(one.facilitator) else "",
        )
    ]
    parts += ["[[participants]]\n" + _table(name=person.name, role=person.role, subgroup=person.subgroup) for person in people]
    for sitting in list_sittings(registry, at.asker, case_id):
        joined = {label: names[who] for label, who in record.joined.get(sitting.session_id, {}).items() if who in names}
        parts.append(
            "[[sessions]]\n"
            + _table(
                file=file_of(record, sitting.session_id) or sitting.session_id,
                date=sitting.date.isoformat() if sitting.date else "",
                phase=sitting.phase,
                sharing=sitting.sharing,
                subgroup=sitting.subgroup,
                present=sitting.n_present,
                speakers=joined,
            )
        )
    return "\n".join(parts).encode()


def file_of(record: CaseRecord, session_id: str) -> str:
    """The made-up name of a session's sealed file, or ""."""
    return next((name for name in record.originals if name != NAME and PurePath(name).stem == session_id), "")


def _table(**values: str | int | Mapping[str, str] | None) -> str:
    return "".join(f"{name} = {_value(value)}\n" for name, value in values.items() if value or value == 0)


def _value(value: str | int | Mapping[str, str] | None) -> str:
    if isinstance(value, Mapping):
        return "{ " + ", ".join(f"{quoted(label)} = {quoted(name)}" for label, name in value.items()) + " }"
    return quoted(value) if isinstance(value, str) else str(value)


def quoted(text: str) -> str:
    r"""A string of TOML on one line; what is no plain printable character is written by its number.

    Examples
    --------
    >>> print(quoted('Nadia "la\ngrande" d\'Étang'))
    "Nadia \"la\u000Agrande\" d'Étang"
    """
    return '"' + "".join(map(_character, text)) + '"'


def _character(one: str) -> str:
    if one in _BARE or (ord(one) > 0xA0 and one.isprintable()):
        return one
    if one in '"\\':
        return f"\\{one}"
    code = 0xFFFD if 0xD800 <= ord(one) <= 0xDFFF else ord(one)
    return f"\\u{code:04X}" if code < 0x10000 else f"\\U{code:08X}"
