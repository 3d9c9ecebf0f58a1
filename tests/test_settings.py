import pytest

from pipeline.errors import SettingsError
from pipeline.resources import resource
from pipeline.settings import Settings, load_settings


def keys():
    return [(section, name) for section, field in Settings.model_fields.items() for name in field.annotation.model_fields]


@pytest.mark.parametrize(("section", "name"), keys())
def test_every_setting_has_help_and_stands_in_the_readme(section, name):
    assert Settings.model_fields[section].annotation.model_fields[name].description
    readme = resource("models").parent / "README.md"
    assert f"`{section}.{name}`" in readme.read_text("utf-8")


def test_the_file_sets_one_value_and_leaves_the_others(tmp_path):
    path = tmp_path / "settings.toml"
    path.write_text("[topics]\nmin_words = 7\n", "utf-8")
    topics = load_settings(path).topics
    assert (topics.min_words, topics.min_cluster) == (7, Settings().topics.min_cluster)


def test_the_environment_wins_over_the_file(tmp_path, monkeypatch):
    path = tmp_path / "settings.toml"
    path.write_text("[topics]\nmin_words = 7\nmin_cluster = 5\n", "utf-8")
    monkeypatch.setenv("CIRCULATION_TOPICS__MIN_WORDS", "9")
    topics = load_settings(path).topics
    assert (topics.min_words, topics.min_cluster) == (9, 5)


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("[topics]\nmin_wrods = 7\n", "topics.min_wrods"),
        ("[topics]\nmin_words = 'Marie'\n", "topics.min_words"),
        ("[disclosure]\nk = 2\n", "disclosure.k"),
        ("marie = 1\n", "marie"),
        ("[topics\n", "not valid TOML"),
    ],
)
def test_what_does_not_fit_is_named_without_its_value(tmp_path, text, named):
    path = tmp_path / "settings.toml"
    path.write_text(text, "utf-8")
    with pytest.raises(SettingsError) as raised:
        load_settings(path)
    assert named in str(raised.value)
    assert "Marie" not in str(raised.value)


@pytest.mark.parametrize("content", [None, b"\xff\xfe\x00"], ids=["missing", "no text"])
def test_a_file_that_cannot_be_read(tmp_path, content):
    path = tmp_path / "settings.toml"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(SettingsError, match=r"settings\.toml cannot be read"):
        load_settings(path)


def test_settings_are_frozen():
    with pytest.raises(ValueError, match="frozen"):
        Settings().topics.min_words = 3


def test_the_vault_lies_where_the_settings_say(tmp_path, monkeypatch):
    assert Settings().vault.file() is None
    monkeypatch.setenv("CIRCULATION_VAULT__PATH", str(tmp_path / "cercle.vault"))
    assert load_settings().vault.file() == tmp_path / "cercle.vault"
    monkeypatch.setenv("CIRCULATION_VAULT__PATH", "cercle.vault")
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    file = load_settings().vault.file()
    assert (file.name, file.is_absolute(), file.parent.name) == ("cercle.vault", True, "circulation")
