"""What a person sees: results on stdout, progress and warnings on stderr. This is the only module that uses rich."""

import json
import os
import sys
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import groupby
from typing import TYPE_CHECKING

from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    SpinnerColumn,
    TextColumn,
    TimeElapsedColumn,
    TimeRemainingColumn,
)
from rich.table import Table
from rich.text import Text

from fiche_builder.check import Finding, Severity
from fiche_builder.check.findings import severity_word
from fiche_builder.cli.grouped import FEW, counted, grouped_lines
from fiche_builder.cli.step_texts import Counts, done_text, step_text
from fiche_builder.common.i18n import _, ngettext
from fiche_builder.edition.wording import fiche_count
from fiche_builder.model.steps import Counted, Observer, WorkStep
from fiche_builder.model.steps import Progress as Told

if TYPE_CHECKING:  # it knows the mail, which only the doctor needs
    from fiche_builder.cli.examining import Diagnosis

_STYLES = {Severity.ERROR: "bold red", Severity.WARNING: "yellow", Severity.INFO: "cyan"}
_MARKS = {"fine": ("✓", "green"), "note": ("•", "yellow"), "missing": ("×", "bold red")}
_MAX_PIPE_WIDTH = 10_000


def printable(text: str) -> str:
    """Return text that cannot move the cursor, change colours or reverse the writing direction."""
    return "".join(
        "\ufffd" if unicodedata.category(char) in {"Cc", "Cf", "Cs", "Co"} and char != "\n" else char for char in text
    )


class Terminal:
    """The two consoles, and how much is printed."""

    def __init__(self, *, quiet: bool = False) -> None:
        self.quiet = quiet
        width = None if sys.stdout.isatty() or "COLUMNS" in os.environ else _MAX_PIPE_WIDTH
        self._out = Console(highlight=False, markup=False, emoji=False, width=width, soft_wrap=True)
        self._err = Console(stderr=True, highlight=False, markup=False, emoji=False, soft_wrap=True)

    def say(self, text: str = "", style: str = "") -> None:
        """Print a line of the result."""
        self._out.print(Text(printable(text), style=style))

    def say_json(self, value: object) -> None:
        """Print data for another program. Nothing is lost, even if the output can only show ASCII."""
        has_all = (sys.stdout.encoding or "").casefold().replace("-", "") == "utf8"
        sys.stdout.write(json.dumps(value, ensure_ascii=not has_all, indent=2) + "\n")

    def note(self, text: str, style: str = "") -> None:
        """Print a line of progress or a warning, unless `--quiet` was asked for."""
        if not self.quiet:
            self._err.print(Text(printable(text), style=style))

    def error(self, message: str, hint: str = "") -> None:
        """Print what went wrong and what to do now."""
        self._err.print(Text.assemble((_("Error:"), "bold red"), " ", printable(message)))
        if hint:
            self._err.print(Text(f"→ {printable(hint)}"))

    def show_findings(
        self, findings: Sequence[Finding], titles: Mapping[tuple[str, int], str], *, by_row: bool = False
    ) -> None:
        """Print findings: by sheet and row if there are few, or if `by_row` asks for it. `titles` names the rows."""
        if not by_row and len(findings) > FEW:
            for text, severity in grouped_lines(findings, titles):
                self.say(text, _STYLES[severity] if severity else "")
            return
        for sheet, in_sheet in groupby(findings, key=lambda finding: finding.place.sheet):
            self.say(_("Sheet “%(sheet)s”") % {"sheet": sheet}, "bold")
            for row, in_row in groupby(in_sheet, key=lambda finding: finding.place.row):
                if row:
                    title = titles.get((sheet, row), "")
                    self.say("  " + " · ".join(part for part in (_("row %(row)d") % {"row": row}, title) if part))
                for finding in in_row:
                    self._show_finding(finding)

    def _show_finding(self, finding: Finding) -> None:
        place = finding.place
        where = " ".join(part for part in (place.coordinate, place.header if place.row else "") if part)
        line = Text("    ")
        line.append(severity_word(finding.severity), style=_STYLES[finding.severity])
        line.append(" ")
        line.append(
            printable(
                _("%(place)s: %(message)s") % {"place": where, "message": finding.message} if where else finding.message
            )
        )
        line.append(f" [{finding.code}]", style="dim")
        self._out.print(line)
        if finding.hint:
            self._out.print(Text(f"      → {printable(finding.hint)}"))

    def show_diagnosis(self, diagnosis: "Diagnosis") -> None:
        """Print one diagnosis of the doctor."""
        mark, style = _MARKS[diagnosis.health.value]
        self._out.print(Text.assemble((mark, style), f" {printable(diagnosis.subject)}: {printable(diagnosis.detail)}"))
        if diagnosis.hint:
            self._out.print(Text(f"    → {printable(diagnosis.hint)}"))

    def show_table(self, headers: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
        """Print rows in columns under their headers. What does not fit into a column continues on the next line."""
        table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="bold")
        for header in headers:
            table.add_column(printable(header), overflow="fold")
        for row in rows:
            table.add_row(*(Text(printable(cell)) for cell in row))
        self._out.print(table, soft_wrap=False)

    def ask(self, question: str) -> bool:
        """Ask on stderr whether to go on. Only a clear yes counts."""
        yes = {word.strip() for word in _("y, yes").split(",")}
        no = {word.strip() for word in _("n, no").split(",")}
        choices = f"[{min(yes, key=len)}/{min(no, key=len).upper()}]"
        while True:
            self._err.print(Text(f"{printable(question)} {choices} ", style="bold"), end="")
            try:
                answer = input().strip().casefold()
            except (EOFError, OSError, RuntimeError):  # the last two: there is no input at all
                self._err.print()
                return False
            if answer in yes:
                return True
            if not answer or answer in no:
                return False

    def ask_for(self, question: str) -> str:
        """Ask on stderr for a line of text; "" if nothing is answered."""
        self._err.print(Text(f"{printable(question)} ", style="bold"), end="")
        try:
            return input().strip()
        except (EOFError, OSError, RuntimeError):
            self._err.print()
            return ""

    @contextmanager
    def counting(self, total: int) -> Iterator[Callable[[], None]]:
        """Show on stderr how many of a number of things are done: a bar, if somebody is looking."""
        columns = (SpinnerColumn(), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn(), TimeRemainingColumn())
        with Progress(
            *columns, console=self._err, disable=self.quiet or not self._err.is_terminal, transient=True
        ) as bars:
            task = bars.add_task("", total=total)
            yield lambda: bars.advance(task)

    @contextmanager
    def sending(self, total: int) -> Iterator[Callable[[str], None]]:
        """Show on stderr how far a mailing is, with a line for each message below the bar."""
        with self.counting(total) as advance:

            def done(line: str) -> None:
                self.note(line)
                advance()

            yield done

    @contextmanager
    def steps(self) -> Iterator[Observer]:
        """Say on stderr what is being done, and a line of each step that is worth one when it is done.

        While it is being done, it is only said if somebody is looking.
        """
        columns = (SpinnerColumn(), TextColumn("{task.description}", markup=False), TimeElapsedColumn())
        with Progress(
            *columns, console=self._err, disable=self.quiet or not self._err.is_terminal, transient=True
        ) as rows:
            yield _Steps(self, rows)


class _Steps(Observer):
    """Shows each step in a row of its own until it is done."""

    def __init__(self, terminal: Terminal, rows: Progress) -> None:
        self._terminal = terminal
        self._rows = rows

    @contextmanager
    def step(self, step: WorkStep) -> Iterator[Told]:
        """Show a step, and at its end tell what was done."""
        counts: Counts = {}
        row = self._rows.add_task(step_text(step, counts), total=None)

        def told(unit: Counted, done: int, expected: int) -> None:
            counts[unit] = (done, expected)
            self._rows.update(row, description=step_text(step, counts))

        yield told
        self._rows.remove_task(row)
        if line := done_text(step, counts):
            self._terminal.note(line)


def counts_line(errors: int, warnings: int, infos: int, fiches: int, archived: int = 0) -> str:
    """Return the closing line of a check. Its fiches are those of an edition: the archived ones are counted apart."""
    parts = (
        fiche_count(fiches, ngettext),
        *([_archived(archived)] if archived else []),
        *(counted(severity, count) for severity, count in zip(Severity, (errors, warnings, infos), strict=True)),
    )
    return " · ".join(parts)


def _archived(count: int) -> str:
    return ngettext("%(count)d archived, not printed", "%(count)d archived, not printed", count) % {"count": count}
