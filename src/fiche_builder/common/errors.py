"""Broken situations: what stops a command, with its exit code and what to do now.

Bad *data* is never raised: it is returned as findings, all at once (see `fiche_builder.check`).
"""

from enum import IntEnum


class ExitCode(IntEnum):
    """The exit codes of ``fiche``: a contract with the programs that call it."""

    DONE = 0
    """All was done."""
    DATA_ERRORS = 1
    """The data has errors and nothing was published; or `apply` and `suggestions import` could not take everything."""
    WRONG_USE = 2
    """An option, setting, file or machine that cannot be used as it is; nothing was published."""
    LEAK = 3
    """A finished file holds something internal, or something that no output may hold: nothing was published."""
    MAILING_INCOMPLETE = 4
    """Somebody does not have the edition yet, or it is uncertain whether they have it."""
    BUG = 70
    """A bug in the program, or a warning of the typesetter, which counts as one."""


class FicheError(Exception):
    """The root of all known errors.

    `message` says what is wrong, `hint` what to do now; both are already in the reader's language.
    """

    exit_code = ExitCode.WRONG_USE

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


class WorkbookError(FicheError):
    """A workbook that cannot be read as one."""


class ConfigError(FicheError):
    """A `fiche.toml`, option or environment variable that says something impossible."""


class OutputError(FicheError):
    """A file or folder that cannot be written."""


class MissingDependencyError(FicheError):
    """Something that this machine lacks, such as Pango."""


class InstallationError(FicheError):
    """A file of the program itself that is missing or cannot be read."""


class DataError(FicheError):
    """The workbook has errors: nothing was published."""

    exit_code = ExitCode.DATA_ERRORS


class MissingGlyphError(DataError):
    """Characters that the program's fonts do not have; they are never set from another font unseen."""

    def __init__(self, characters: str) -> None:
        super().__init__(characters)
        self.characters = characters


class LeakError(FicheError):
    """Something internal, or something that no output may hold, in a finished file: nothing was published."""

    exit_code = ExitCode.LEAK


class MailError(FicheError):
    """A mailing that may not begin: nothing was sent."""


class MailStoppedError(FicheError):
    """A mailing that stopped on its way: some have the edition, others not yet."""

    exit_code = ExitCode.MAILING_INCOMPLETE


class AmendingError(FicheError):
    """A new workbook that would not say what it should: it was not written, and this counts as a bug."""

    exit_code = ExitCode.BUG


class TypesettingError(FicheError):
    """The typesetter warned: any of its warnings is a defect of ours, so this one counts as a bug."""

    exit_code = ExitCode.BUG
