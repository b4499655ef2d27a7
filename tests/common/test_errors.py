"""The exit codes are a contract, and each known error has one of them."""

from fiche_builder.common.errors import ExitCode, FicheError


def _all_below(kind: type[FicheError]) -> set[type[FicheError]]:
    return {kind}.union(*(_all_below(below) for below in kind.__subclasses__()))


def test_exit_codes_never_change() -> None:
    assert {code.name: int(code) for code in ExitCode} == {
        "DONE": 0,
        "DATA_ERRORS": 1,
        "WRONG_USE": 2,
        "LEAK": 3,
        "MAILING_INCOMPLETE": 4,
        "BUG": 70,
        "INTERRUPTED": 130,
    }


def test_every_error_says_which_code_it_ends_with() -> None:
    codes = {kind.__name__: kind.exit_code for kind in _all_below(FicheError)}
    assert codes["WorkbookError"] == codes["ConfigError"] == codes["OutputError"] == ExitCode.WRONG_USE
    assert codes["DataError"] == codes["MissingGlyphError"] == ExitCode.DATA_ERRORS
    assert codes["LeakError"] == ExitCode.LEAK
    assert codes["MailStoppedError"] == ExitCode.MAILING_INCOMPLETE
    assert ExitCode.DONE not in codes.values()


def test_an_error_carries_what_is_wrong_and_what_to_do() -> None:
    error = FicheError("The file is locked.", "Close it in Excel.")
    assert (str(error), error.message, error.hint) == (
        "The file is locked.",
        "The file is locked.",
        "Close it in Excel.",
    )
