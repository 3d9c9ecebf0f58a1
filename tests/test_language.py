from pathlib import Path

import numpy as np
import pytest

from pipeline import language
from pipeline.errors import SettingsError
from pipeline.settings import Settings, load_settings


@pytest.fixture
def static_model(tmp_path: Path) -> Path:
    """A model2vec model of four French words."""
    model2vec = pytest.importorskip("model2vec", reason="the extra model2vec is not installed")
    from tokenizers import Tokenizer, models, pre_tokenizers

    words = ["[UNK]", "[PAD]", "salle", "fermée", "bruit", "cour"]
    tokenizer = Tokenizer(models.WordLevel({word: rank for rank, word in enumerate(words)}, unk_token="[UNK]"))
    tokenizer.pre_tokenizer = pre_tokenizers.Whitespace()
    folder = tmp_path / "modele"
    model2vec.StaticModel(np.eye(len(words), dtype=np.float32), tokenizer).save_pretrained(folder)
    return folder


def test_a_static_model_encodes_from_its_folder(static_model: Path) -> None:
    encoder = language.encoder(f"model2vec:{static_model}")
    vectors = encoder.encode(["salle fermée", "fermée salle", "bruit"])
    assert vectors.dtype == np.float32
    assert vectors @ vectors.T == pytest.approx(np.array([[1, 1, 0], [1, 1, 0], [0, 0, 1]]))
    assert encoder.encode([]).shape == (0, vectors.shape[1])


@pytest.mark.parametrize("library", ["model2vec", "sentence-transformers"])
def test_a_name_that_is_no_folder_is_refused_and_not_said(library: str, tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="names no folder") as raised:
        language.encoder(f"{library}:{tmp_path / 'chez-Nadia'}")
    assert "Nadia" not in str(raised.value)


@pytest.mark.parametrize("library", ["model2vec", "sentence-transformers"])
def test_an_extra_that_is_absent_is_named(library: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(language, "find_spec", lambda name: None)
    with pytest.raises(SettingsError, match=f"uv sync --extra {library}"):
        language.encoder(f"{library}:{tmp_path}")


def test_a_folder_without_a_model_is_refused(tmp_path: Path) -> None:
    pytest.importorskip("model2vec", reason="the extra model2vec is not installed")
    with pytest.raises(SettingsError, match="holds no model"):
        language.encoder(f"model2vec:{tmp_path}")


@pytest.mark.parametrize("name", ["glove", "glove:modele", "model2vec", "model2vec:", ""])
def test_an_encoder_of_no_known_form_is_no_setting(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CIRCULATION_TOPICS__ENCODER", name)
    with pytest.raises(SettingsError, match=r"topics\.encoder"):
        load_settings()
    with pytest.raises(SettingsError, match=r"topics\.encoder"):
        language.encoder(name)


def test_the_default_encoder_is_the_one_that_was_learned_on() -> None:
    assert language.encoder(Settings().topics.encoder).name == language.DEFAULT
