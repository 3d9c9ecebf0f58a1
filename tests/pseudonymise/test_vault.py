"""The vault opens for its passphrase and for nothing else, and no accident loses what it holds."""

import json
import stat
import string
import sys
import zlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.errors import VaultError
from pipeline.pseudonymise import vault as module
from pipeline.pseudonymise.records import CaseRecord, Decision, Known
from pipeline.pseudonymise.vault import Vault, destroy, refuse_inside

PASSPHRASE = "quatre mots tirés au sort"
RECORD = CaseRecord(
    case_id="quartier",
    secret=b"",
    known=(Known(identity_id="i1", kind="PERSON", forms=("Nadia Belkacem", "nadia"), surrogates=("Sonia Rahmani",)),),
    decisions=(Decision(decision_id="d1", kind="reject", form="Rose", everywhere=True),),
)


@pytest.fixture
def path(tmp_path):
    return tmp_path / "coffre" / "cercle.vault"


@pytest.fixture(scope="session")
def made(tmp_path_factory):
    """The bytes of a vault: making one takes long, on purpose."""
    path = tmp_path_factory.mktemp("coffre") / "cercle.vault"
    Vault.create(path, PASSPHRASE).put(RECORD)
    return path.read_bytes()


@pytest.fixture
def vault(path, made):
    path.parent.mkdir()
    path.write_bytes(made)
    return Vault.unlock(path, PASSPHRASE)


def test_what_was_put_comes_back(vault, path):
    again = Vault.unlock(path, PASSPHRASE)
    assert again.get("quartier") == RECORD
    assert again.case_ids() == ["quartier"]
    assert again.get("ecole") is None


def test_a_change_is_made_on_what_another_program_wrote_last(vault, path):
    Vault.unlock(path, PASSPHRASE).put(RECORD.model_copy(update={"originals": {"seance-1.txt": b"bonjour"}}))
    changed = vault.change("quartier", lambda record: record.model_copy(update={"folder": "f"}))
    assert (changed.originals, changed.folder) == ({"seance-1.txt": b"bonjour"}, "f")
    assert Vault.unlock(path, PASSPHRASE).get("quartier") == changed


def test_the_file_says_nothing(vault, path):
    content = path.read_text("utf-8")
    assert all(word not in content for word in ("quartier", "Nadia", "Sonia", "Rose"))


def test_the_recovery_sheet_opens_it_until_rekey(vault, path):
    code = vault.recovery_code()
    assert Vault.unlock(path, code.lower().replace("-", " ")).get("quartier") == RECORD
    vault.rekey("une autre phrase bien longue")
    assert Vault.unlock(path, "une autre phrase bien longue").get("quartier") == RECORD
    for old in (code, PASSPHRASE):
        with pytest.raises(VaultError):
            Vault.unlock(path, old)


@pytest.mark.parametrize("wrong", ["", "quatre mots tirés au sor", "A" * 56, "AAAA-" * 13 + "AAAA"])
def test_another_passphrase_does_not(vault, path, wrong):
    with pytest.raises(VaultError):
        Vault.unlock(path, wrong)


@pytest.mark.parametrize(
    ("happens", "kind"),
    [
        (lambda path: Vault.unlock(path, "quatre mots tirés ailleurs"), "wrong"),
        (lambda path: Vault.create(path, PASSPHRASE), "exists"),
        (lambda path: Vault.create(path.with_name("autre.vault"), "court"), "short"),
        (lambda path: Vault.unlock(path.with_name("nulle-part"), PASSPHRASE), "missing"),
        (lambda path: (path.write_text("Nadia", "utf-8"), Vault.unlock(path, PASSPHRASE)), "altered"),
    ],
)
def test_an_error_says_of_what_kind_it_is(vault, path, happens, kind):
    with pytest.raises(VaultError) as caught:
        happens(path)
    assert caught.value.kind == kind


@settings(max_examples=40, deadline=None)
@given(data=st.data())
def test_an_altered_byte_is_an_error_and_never_another_answer(made, tmp_path_factory, data):
    path = tmp_path_factory.mktemp("coffre") / "cercle.vault"
    whole = bytearray(made)
    at = data.draw(st.integers(0, len(whole) - 1))
    whole[at] = data.draw(st.sampled_from([byte for byte in string.printable.encode() if byte != whole[at]]))
    path.write_bytes(whole)
    try:
        read = Vault.unlock(path, PASSPHRASE).get("quartier")
    except VaultError:
        return
    # only blanks between the fields may change without a word being another
    assert read == RECORD


@pytest.mark.parametrize("share", [0.0, 0.2, 0.5, 0.9, 0.999])
def test_a_file_that_was_cut_off_is_an_error(vault, path, share):
    whole = path.read_bytes()
    path.write_bytes(whole[: int(share * len(whole))])
    with pytest.raises(VaultError):
        Vault.unlock(path, PASSPHRASE)


def test_a_record_from_an_older_copy_is_an_error(vault, path):
    older = json.loads(path.read_text("utf-8"))["records"]
    vault.put(RECORD.model_copy(update={"decisions": ()}))
    path.write_text(json.dumps({**json.loads(path.read_text("utf-8")), "records": older}), "utf-8")
    with pytest.raises(VaultError, match="altered"):
        Vault.unlock(path, PASSPHRASE)


def test_a_record_that_was_taken_out_is_an_error(vault, path):
    path.write_text(json.dumps({**json.loads(path.read_text("utf-8")), "records": {}}), "utf-8")
    with pytest.raises(VaultError, match="altered"):
        Vault.unlock(path, PASSPHRASE)


@pytest.mark.parametrize(("field", "value"), [("schema", 99), ("magic", "zip"), ("kdf", {}), ("records", []), ("key", "?"), ("index", 3)])
def test_a_file_of_another_make_is_an_error(vault, path, field, value):
    path.write_text(json.dumps({**json.loads(path.read_text("utf-8")), field: value}), "utf-8")
    with pytest.raises(VaultError):
        Vault.unlock(path, PASSPHRASE)


@pytest.mark.parametrize("harm", ["passphrase", "cut", "newer", "altered", "missing"])
def test_a_vault_that_does_not_open_is_left_as_it_is(vault, path, harm):
    """Whatever is wrong is said in one line, and what is there stays to be put right."""
    if harm == "cut":
        path.write_bytes(path.read_bytes()[:-40])
    elif harm in ("newer", "altered"):
        field = {"newer": {"schema": 2}, "altered": {"seal": "0" * 64}}[harm]
        path.write_text(json.dumps({**json.loads(path.read_text("utf-8")), **field}), "utf-8")
    elif harm == "missing":
        path.unlink()
    before = {file.name: file.read_bytes() for file in path.parent.iterdir()}
    with pytest.raises(VaultError) as raised:
        Vault.unlock(path, "une phrase qui n'est pas la bonne" if harm == "passphrase" else PASSPHRASE)
    assert {file.name: file.read_bytes() for file in path.parent.iterdir()} == before
    said = {"passphrase": "not the passphrase", "cut": "cut off", "newer": "update", "altered": "backup", "missing": "cannot be opened"}
    assert said[harm] in str(raised.value)


def test_a_disk_that_is_full_loses_nothing(vault, path, monkeypatch):
    def full(*_):
        raise OSError("no space left on device")

    before = path.read_bytes()
    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(VaultError, match="disk full"):
        vault.put(RECORD.model_copy(update={"decisions": ()}))
    assert path.read_bytes() == before
    assert vault.get("quartier") == RECORD
    monkeypatch.undo()
    vault.put(RECORD.model_copy(update={"decisions": ()}))
    assert Vault.unlock(path, PASSPHRASE).get("quartier").decisions == ()


def test_a_record_of_a_newer_version_is_an_error_and_stays(vault, path, monkeypatch):
    newer = zlib.compress(json.dumps({**json.loads(RECORD.model_dump_json()), "tongue": "Nadia"}).encode())
    monkeypatch.setattr(CaseRecord, "to_bytes", lambda record: newer)
    vault.put(RECORD)
    monkeypatch.undo()
    before = path.read_bytes()
    with pytest.raises(VaultError, match="update the program") as raised:
        Vault.unlock(path, PASSPHRASE).records()
    assert "Nadia" not in str(raised.value)
    assert path.read_bytes() == before


def test_a_record_that_does_not_say_where_it_came_from_is_read(vault, path, monkeypatch):
    older = {name: value for name, value in json.loads(RECORD.model_dump_json()).items() if name not in ("folder", "called")}
    monkeypatch.setattr(CaseRecord, "to_bytes", lambda record: zlib.compress(json.dumps(older).encode()))
    vault.put(RECORD)
    monkeypatch.undo()
    assert Vault.unlock(path, PASSPHRASE).get("quartier") == RECORD


def test_a_forged_head_cannot_exhaust_the_machine(vault, path):
    content = json.loads(path.read_text("utf-8"))
    content["kdf"]["memory_kib"] = 2**31
    path.write_text(json.dumps(content), "utf-8")
    with pytest.raises(VaultError, match="altered"):
        Vault.unlock(path, PASSPHRASE)


def test_two_programs_do_not_overwrite_each_other(vault, path):
    other = Vault.unlock(path, PASSPHRASE)
    other.put(RECORD.model_copy(update={"case_id": "ecole"}))
    vault.put(RECORD.model_copy(update={"case_id": "hopital"}))
    assert Vault.unlock(path, PASSPHRASE).case_ids() == ["ecole", "hopital", "quartier"]


def test_what_another_program_wrote_is_taken_up_and_an_unchanged_file_is_not_read_again(vault, path, monkeypatch):
    vault.refresh()
    with monkeypatch.context() as patched:
        patched.setattr(module, "_read", pytest.fail)
        vault.refresh()
    Vault.unlock(path, PASSPHRASE).put(RECORD.model_copy(update={"case_id": "ecole"}))
    vault.refresh()
    assert vault.case_ids() == ["ecole", "quartier"]
    path.write_bytes(path.read_bytes().replace(b'"seal": "', b'"seal": "0', 1))
    for _ in range(2):
        with pytest.raises(VaultError):
            vault.refresh()


def test_a_case_that_is_dropped_is_gone(vault, path):
    assert vault.drop("quartier")
    assert not vault.drop("quartier")
    assert Vault.unlock(path, PASSPHRASE).case_ids() == []


def test_it_is_written_for_its_owner_alone_and_at_once(vault, path):
    vault.put(RECORD)
    assert [file.name for file in path.parent.iterdir() if not file.name.endswith(".lock")] == [path.name]
    if sys.platform != "win32":
        assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_it_lives_neither_in_the_output_folder_nor_in_a_git_tree(tmp_path):
    with pytest.raises(VaultError, match="output folder"):
        refuse_inside(tmp_path / "out" / "a.vault", tmp_path / "out")
    (tmp_path / "depot" / ".git").mkdir(parents=True)
    with pytest.raises(VaultError, match="git"):
        Vault.create(tmp_path / "depot" / "notes" / "a.vault", PASSPHRASE)


def test_a_short_passphrase_is_refused(path):
    with pytest.raises(VaultError, match="short"):
        Vault.create(path, "azerty")
    assert not path.exists()


def test_an_existing_file_is_not_replaced(vault, path):
    with pytest.raises(VaultError, match="exists"):
        Vault.create(path, PASSPHRASE)


def test_a_destroyed_vault_is_gone(vault, path):
    destroy(path)
    assert not path.exists()


def test_nothing_but_a_vault_is_destroyed(tmp_path):
    letter = tmp_path / "lettre.txt"
    letter.write_text("chère Nadia", "utf-8")
    with pytest.raises(VaultError):
        destroy(letter)
    assert letter.exists()


def test_a_passphrase_opens_however_its_accents_are_typed(path):
    import unicodedata

    written = "été à la mairie de là-bas"
    Vault.create(path, unicodedata.normalize("NFC", written)).put(RECORD)
    assert Vault.unlock(path, unicodedata.normalize("NFD", written)).case_ids() == [RECORD.case_id]
