"""A workbook with its findings, and the directory that can be made from it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from pathlib import Path

from fiche_builder.check import Context, Finding, Severity, check_book
from fiche_builder.check.basis import without_basis
from fiche_builder.check.directory import build_directory
from fiche_builder.check.findings import Past
from fiche_builder.check.rules.links import sites_to_ask
from fiche_builder.check.sites.answers import LinkAnswer
from fiche_builder.common.collector import without_collector
from fiche_builder.common.config import Config
from fiche_builder.common.font_chain import active_fonts
from fiche_builder.model.fields import FICHES
from fiche_builder.model.model import Directory
from fiche_builder.model.steps import NOBODY, Counted, Observer, Stage, WorkStep
from fiche_builder.model.tables import Book, build_book
from fiche_builder.model.values.cells import text_of
from fiche_builder.workbook.opening import read_workbook_bytes
from fiche_builder.workbook.reader import parse_workbook

AskLinks = Callable[[Sequence[str]], Mapping[str, LinkAnswer]]


STRUCTURAL = {
    "sheet-missing", "sheet-renamed", "sheet-lost",
    "column-missing", "column-renamed", "column-lost", "column-duplicated",
    "country-unclear",
}  # fmt: skip
"""Findings after which nobody knows what would be left out. `--skip-errors` does not skip them."""


@dataclass(frozen=True)
class CheckedWorkbook:
    """A workbook with its findings."""

    book: Book
    findings: tuple[Finding, ...]
    """What is told."""
    held_back: tuple[Finding, ...] = ()
    """What is not told because something else causes it (`basis`). What it is about is left out all the same."""

    def count(self, severity: Severity) -> int:
        """Return how many findings have a severity."""
        return sum(finding.severity is severity for finding in self.findings)

    @property
    def row_titles(self) -> dict[tuple[str, int], str]:
        """The N° and name by which editors know the rows of fiches, by (sheet, row)."""
        return {
            (table.raw.title, row.raw.index): " ".join(
                part for part in (text_of(shown.value) if shown else "", row.text("name")) if part
            )
            for table, row in self.book.rows(FICHES)
            if (shown := row.cells.get("number")) or row.text("name")
        }

    @property
    def is_broken(self) -> bool:
        """Whether a sheet or column that should be there is not. Then leaving out something smaller does not help."""
        return any(finding.code in STRUCTURAL for finding in self.findings)

    @cached_property
    def directory(self) -> Directory:
        """The part of it that can be published."""
        return build_directory(self.book, (*self.findings, *self.held_back))


def check_workbook(  # noqa: PLR0913 (what a check looks at)
    path: Path,
    config: Config,
    today: date,
    ask_links: AskLinks | None = None,
    past: Past | None = None,
    *,
    observer: Observer = NOBODY,
) -> CheckedWorkbook:
    """Read and check the workbook at `path`.

    Its links are checked only if there is an `Asker`, its N° and columns are compared with past editions only if there
    are some.
    """
    active_fonts().refuse_unusable()
    context = Context(today, config, past=past or Past())
    return check_content(path, read_workbook_bytes(path), context, ask_links, observer=observer)


def check_content(
    path: Path,
    content: bytes,
    context: Context,
    ask_links: AskLinks | None = None,
    *,
    observer: Observer = NOBODY,
) -> CheckedWorkbook:
    """Check a workbook's bytes, as `read_workbook_bytes` returned them. `path` only supplies its name."""
    with observer.step(WorkStep(Stage.READING, path.name)), without_collector():
        book = build_book(parse_workbook(path, content))
    if ask_links:
        context = replace(context, links=ask_links(sites_to_ask(book, context.config)))
    with observer.step(WorkStep(Stage.CHECKING, path.name)) as progress, without_collector():
        found = check_book(book, context)
        rows = sum(1 for _row in book.rows(FICHES))
        progress(Counted.FICHES, rows, rows)
        told = tuple(without_basis(book, context, found))
        kept = set(map(id, told))
        return CheckedWorkbook(book, told, tuple(finding for finding in found if id(finding) not in kept))
