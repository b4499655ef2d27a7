"""What stops a command: each error has an exit code and says what to do now.

Bad *data* is never raised. It is returned as findings, all at once (see `fiche_builder.check`).
"""

from enum import IntEnum


class ExitCode(IntEnum):
    """The exit codes of `fiche`. Programs that call it rely on them."""

    DONE = 0
    """Everything was done."""
    DATA_ERRORS = 1
    """The data has errors and nothing was published; or `apply` and `suggestions import` could not take everything."""
    WRONG_USE = 2
    """An option, setting, file or machine cannot be used as it is; nothing was published."""
    LEAK = 3
    """A finished file holds something internal, or something that no output may hold; nothing was published."""
    MAILING_INCOMPLETE = 4
    """Somebody does not have the edition yet, or it is uncertain whether they do."""
    BUG = 70
    """The program has a bug, or the typesetter gave a warning, which counts as one."""
    INTERRUPTED = 130
    """Ctrl+C, or the system, ended the program; nothing was left half done. A mailing that had begun ends with 4."""


class FicheError(Exception):
    """The base class of all known errors.

    `message` says what is wrong and `hint` what to do now. Both are already in the reader's language.
    """

    exit_code = ExitCode.WRONG_USE

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


class WorkbookError(FicheError):
    """A file that cannot be read as a workbook."""


class ConfigError(FicheError):
    """A `fiche.toml`, an option or an environment variable that cannot be used as it is."""


class OutputError(FicheError):
    """A file or folder that cannot be written."""


class MissingDependencyError(FicheError):
    """Something is missing on this machine, such as Pango."""


class InstallationError(FicheError):
    """A file of the program itself is missing or cannot be read."""


class DataError(FicheError):
    """The workbook has errors: nothing was published."""

    exit_code = ExitCode.DATA_ERRORS


class MissingGlyphError(DataError):
    """The program's fonts lack some characters. They are never silently set in another font."""

    def __init__(self, characters: str) -> None:
        super().__init__(characters)
        self.characters = characters


class LeakError(FicheError):
    """A finished file holds something internal, or something that no output may hold; nothing was published."""

    exit_code = ExitCode.LEAK


class MailError(FicheError):
    """A mailing that must not begin; nothing was sent."""


class MailStoppedError(FicheError):
    """A mailing that stopped half-way: some recipients have the edition, others do not yet."""

    exit_code = ExitCode.MAILING_INCOMPLETE


class AmendingError(FicheError):
    """A new workbook would not have said what it should. It was not written; this counts as a bug."""

    exit_code = ExitCode.BUG


class TypesettingError(FicheError):
    """The typesetter warned. Every such warning is a defect of ours, so this counts as a bug."""

    exit_code = ExitCode.BUG
