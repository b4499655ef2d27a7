"""What a person sees."""

from io import StringIO

import pytest

from fiche_builder.cli.main import run
from fiche_builder.cli.terminal import Terminal, counts_line, printable
from fiche_builder.common.errors import LeakError
from fiche_builder.model.columns import Audience
from fiche_builder.model.steps import Counted, Stage, WorkStep
from tests.conftest import WorkbookMaker
from tests.making.workbooks import fiche

Capture = pytest.CaptureFixture[str]


def test_cell_text_cannot_steer_the_terminal(workbook: WorkbookMaker, capsys: Capture) -> None:
    assert printable("a\x1b[31mb\u202ec") == "a\ufffd[31mb\ufffdc"
    path = workbook(Fiches=[fiche(1, Thème="[red]x[/red] \u202e y")])
    assert run(["--lang", "en", "check", str(path)]) == 1
    shown = capsys.readouterr().out
    assert "[red]x[/red]" in shown
    assert "\u202e" not in shown


def test_quiet_says_results_and_errors_alone(capsys: Capture) -> None:
    terminal = Terminal(quiet=True)
    terminal.say("result")
    terminal.note("on its way")
    terminal.error("wrong", "do this")
    assert capsys.readouterr() == ("result\n", "Error: wrong\n→ do this\n")


def test_a_long_line_stays_one_line_for_other_programs(capsys: Capture) -> None:
    Terminal().say("word " * 200)
    assert len(capsys.readouterr().out.splitlines()) == 1


@pytest.mark.parametrize(
    ("answers", "is_yes"), [(["y"], True), (["yes"], True), (["perhaps", "n"], False), ([""], False), ([], False)]
)
def test_only_a_clear_yes_is_one(answers: list[str], monkeypatch: pytest.MonkeyPatch, *, is_yes: bool) -> None:
    monkeypatch.setattr("sys.stdin", StringIO("".join(f"{answer}\n" for answer in answers)))
    assert Terminal().ask("Go on?") is is_yes


def test_counts_are_words() -> None:
    assert counts_line(1, 0, 2, 1) == "1 fiche · 1 error · 0 warnings · 2 infos"
    assert counts_line(0, 0, 0, 4, archived=2) == "4 fiches · 2 archived, not printed · 0 errors · 0 warnings · 0 infos"


def test_a_step_is_shown_while_it_is_done_and_told_when_it_is(capsys: Capture, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FORCE_COLOR", "1")
    with Terminal().steps() as observer, observer.step(WorkStep(Stage.EDITION, audience=Audience.PUBLIC)) as told:
        told(Counted.FICHES, 7, 7)
        told(Counted.PIECES, 2, 30)
        with observer.step(WorkStep(Stage.INSPECTION)):
            pass  # its line, when it is done, is written above the rows
    shown = capsys.readouterr().err
    assert "Public edition: 7 fiches, 2 of 30 pieces typeset" in shown
    assert "Public edition: 7 fiches\n" in shown


def test_nothing_moves_where_nobody_looks(capsys: Capture) -> None:
    with Terminal().steps() as observer, observer.step(WorkStep(Stage.EDITION, audience=Audience.PUBLIC)) as told:
        told(Counted.FICHES, 7, 7)
        with observer.step(WorkStep(Stage.FILE, "annuaire.pdf", Audience.PUBLIC)):
            told(Counted.PAGES, 3, 3)
    assert capsys.readouterr() == ("", "Public edition: 7 fiches, 3 pages\n")


def test_quiet_tells_no_step(capsys: Capture, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FORCE_COLOR", "1")
    with Terminal(quiet=True).steps() as observer, observer.step(WorkStep(Stage.CHECKING, "a.xlsx")) as told:
        told(Counted.FICHES, 7, 7)
    assert capsys.readouterr() == ("", "")


def test_a_step_that_fails_is_not_told_as_done(capsys: Capture) -> None:
    def fail() -> None:
        with Terminal().steps() as observer, observer.step(WorkStep(Stage.INSPECTION)):
            raise LeakError("")

    with pytest.raises(LeakError):
        fail()
    assert capsys.readouterr() == ("", "")
