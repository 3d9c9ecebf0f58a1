"""Bad input: exit code 1 or 2, one clear line, nothing written, no word of a transcript."""

import io
import subprocess
import sys
import zipfile

import docx
import pytest

from pipeline import cli

SAID = "Solange Petitjean a encore changé l'horaire"


def call(monkeypatch, capsys, *arguments):
    monkeypatch.setattr(sys, "argv", ["circulation", *map(str, arguments)])
    with pytest.raises(SystemExit) as stopped:
        cli.main()
    return stopped.value.code or 0, capsys.readouterr()


def truncated_docx():
    file = io.BytesIO()
    document = docx.Document()
    document.add_paragraph(f"Nadia : {SAID}")
    document.save(file)
    return file.getvalue()[:-400]


def bomb():
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", b" " * 400_000_000)
    return file.getvalue()


BAD_FILES = {
    "empty.txt": b"",
    "blank.txt": b" \n\n \n",
    "binary.txt": bytes(range(256)) * 40,
    "truncated.docx": truncated_docx(),
    "bomb.docx": bomb(),
    "no zip.odt": SAID.encode(),
    "other shape.json": f'{{"personnes": ["{SAID}"]}}'.encode(),
    "broken.json": f'{{"segments": [{{"text": "{SAID}"'.encode(),
    "no cues.vtt": b"WEBVTT\n\nNOTE rien\n",
    "not vtt.vtt": SAID.encode(),
    "no cues.srt": SAID.encode(),
    "no text column.csv": f"date;lieu\n2024-01-01;{SAID}\n".encode(),
    "no rows.csv": b"temps;locuteur;texte\n",
    "broken.xlsx": SAID.encode(),
}


@pytest.mark.parametrize("name", BAD_FILES)
def test_a_bad_file(name, tmp_path, monkeypatch, capsys):
    case, out = tmp_path / "quartier", tmp_path / "out"
    case.mkdir()
    (case / "seance-1.txt").write_text(f"Nadia : {SAID}\n", "utf-8")
    (case / name).write_bytes(BAD_FILES[name])
    code, said = call(monkeypatch, capsys, "run", case, "--out", out)
    assert code == 1
    assert said.err.strip().splitlines()[-1].startswith(f"circulation: {name}: ")
    assert len(said.err.strip().splitlines()) == 1
    assert not out.exists()
    assert not any(word in said.out + said.err for word in SAID.split() if len(word) > 1)


def test_a_file_of_300_megabytes(tmp_path, monkeypatch, capsys):
    case, out = tmp_path / "quartier", tmp_path / "out"
    case.mkdir()
    with (case / "seance-1.txt").open("wb") as file:
        file.truncate(300_000_000)
    code, said = call(monkeypatch, capsys, "run", case, "--out", out)
    assert code == 1
    assert "300 MB is more than 50 MB" in said.err
    assert not out.exists()


@pytest.mark.parametrize("what", ["empty folder", "folder of other files", "missing"])
def test_a_path_without_sessions(what, tmp_path, monkeypatch, capsys):
    path, out = tmp_path / "quartier", tmp_path / "out"
    if what != "missing":
        path.mkdir()
    if what == "folder of other files":
        (path / "photo.jpg").write_bytes(b"\xff\xd8")
    code, said = call(monkeypatch, capsys, "run", path, "--out", out)
    assert code == 1
    assert said.err.startswith("circulation: quartier: no s")
    assert not out.exists()


@pytest.mark.parametrize("text", ["[topics]\nmin_wrods = 3\n", "[topics\n", "[pseudonymise]\nstyle = 'Solange'\n"])
def test_a_bad_settings_file(text, tmp_path, monkeypatch, capsys):
    settings, out = tmp_path / "settings.toml", tmp_path / "out"
    settings.write_text(text, "utf-8")
    code, said = call(monkeypatch, capsys, "run", tmp_path, "--out", out, "--settings", settings)
    assert code == 1
    assert "settings.toml" in said.err
    assert "Solange" not in said.err
    assert not out.exists()


def test_an_output_folder_that_cannot_be_written(tmp_path, monkeypatch, capsys):
    case = tmp_path / "quartier"
    case.mkdir()
    (case / "seance-1.txt").write_text(f"Nadia : {SAID}\n", "utf-8")
    (tmp_path / "taken").write_text("a file where a folder should be", "utf-8")
    code, said = call(monkeypatch, capsys, "run", case, "--out", tmp_path / "taken" / "out")
    assert code == 1
    assert "cannot be written to" in said.err


@pytest.mark.parametrize(
    "arguments", [["run"], ["run", "a"], ["fly"], ["run", "a", "--out", "b", "--until", "moon"], ["serve", "--port", "0"]]
)
def test_wrong_usage_exits_with_2(arguments, monkeypatch, capsys):
    code, said = call(monkeypatch, capsys, *arguments)
    assert code == 2
    assert "Traceback" not in said.err


def test_an_error_of_our_own_says_where_and_not_what(monkeypatch, capsys):
    def broken(*arguments, **options):
        raise ValueError(SAID)

    monkeypatch.setattr(cli, "_run", broken)
    code, said = call(monkeypatch, capsys, "run", "a", "--out", "b")
    assert code == 1
    assert "unexpected ValueError at test_cli.py" in said.err
    assert "Solange" not in said.err


def test_only_markers_learn_from_corrections(monkeypatch, capsys):
    code, said = call(monkeypatch, capsys, "train", "topics", "--corrections", "out")
    assert code == 2
    assert "--corrections" in said.err


def test_corrections_without_decisions_say_what_to_do(monkeypatch, capsys, tmp_path):
    code, said = call(monkeypatch, capsys, "train", "markers", "--corrections", str(tmp_path), "--out", str(tmp_path / "to"))
    assert code == 1
    assert "name a folder that `run` wrote" in said.err


def test_help_imports_nothing_heavy():
    heavy = "{'pandas', 'spacy', 'sklearn', 'bertopic', 'pydantic', 'streamlit', 'rich'}"
    check = (
        f"import sys; from pipeline import cli; from typer.main import get_command; get_command(cli.app); print({heavy} & set(sys.modules))"
    )
    answer = subprocess.run([sys.executable, "-c", check], capture_output=True, text=True, check=True)
    assert answer.stdout.strip() == "set()"
