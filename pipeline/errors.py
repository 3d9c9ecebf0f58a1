"""What can go wrong, said without a word of any transcript.

Every exception is built from safe facts only: a file's name, a column, a row number, a count, a
setting's name. The message is one English line that says what to do; the dashboard says it in French.
"""


class CirculationError(Exception):
    """Any error that a person can do something about; the command line prints it and exits with 1."""


class SourceError(CirculationError):
    """A file or folder that cannot be read as a session or a case."""

    def __init__(self, name: str, problem: str, advice: str) -> None:
        self.name, self.problem, self.advice = name, problem, advice
        super().__init__(f"{name}: {problem}; {advice}")


class SheetError(SourceError):
    """A case.toml that does not say what a case.toml says."""


class ContractError(CirculationError):
    """A table that breaks the contract of `pipeline.tables`: table, column, check and count."""

    def __init__(self, table: str, column: str, check: str, count: int) -> None:
        self.table, self.column, self.check, self.count = table, column, check, count
        super().__init__(
            f"table {table}, column {column}: {check} fails for {count} row(s); this is a fault of the program, please report it"
        )


class SettingsError(CirculationError):
    """A settings file or an environment variable that no setting answers to."""


class ResourceError(CirculationError):
    """A file under models/ that is missing or damaged."""


class StoreError(CirculationError):
    """Tables that cannot be written or read where they should lie."""


class BusyError(CirculationError):
    """Another run is at work in the same output folder."""


class GoldError(CirculationError):
    """A folder of gold annotations that cannot be used."""


class VaultError(CirculationError):
    """A vault that cannot be opened, read or written; `kind` says why, for a screen that says it in another language."""

    def __init__(self, message: str, kind: str = "") -> None:
        self.kind = kind
        super().__init__(message)


class LeakError(CirculationError):
    """A known name stood in what was written; that output was withdrawn, and the command line exits with 3."""


class TrainingError(CirculationError):
    """A model that cannot be trained: no such name, or its data are missing."""
