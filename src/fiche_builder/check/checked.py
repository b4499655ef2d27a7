"""A workbook with its findings, and the directory that can be made from it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path

from fiche_builder.check import Context, Finding, Severity, check_book
from fiche_builder.check.directory import build_directory
from fiche_builder.check.rules.links import sites_to_ask
from fiche_builder.check.sites.answers import LinkAnswer
from fiche_builder.common.collector import without_collector
from fiche_builder.common.config import Config
from fiche_builder.model.fields import FICHES
from fiche_builder.model.model import Directory
from fiche_builder.model.served import NumberHistory
from fiche_builder.model.tables import Book, build_book
from fiche_builder.model.values.cells import text_of
from fiche_builder.workbook.opening import read_workbook_bytes
from fiche_builder.workbook.reader import parse_workbook

AskLinks = Callable[[Sequence[str]], Mapping[str, LinkAnswer]]


STRUCTURAL = {"sheet-missing", "column-missing", "column-duplicated"}
"""Findings after which nothing is left to build from. `--skip-errors` does not skip them."""


@dataclass(frozen=True)
class CheckedWorkbook:
    """A workbook with its findings."""

    book: Book
    findings: tuple[Finding, ...]

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
        """Whether a required sheet or column is missing. Then leaving out something smaller does not help."""
        return any(finding.code in STRUCTURAL for finding in self.findings)

    @cached_property
    def directory(self) -> Directory:
        """The part of it that can be published."""
        return build_directory(self.book, self.findings)


def check_workbook(
    path: Path,
    config: Config,
    today: date,
    ask_links: AskLinks | None = None,
    served: NumberHistory | None = None,
) -> CheckedWorkbook:
    """Read and check the workbook at `path`.

    Its links are checked only if there is an `Asker`, its N° are compared with past editions only if there are some.
    """
    return check_content(path, read_workbook_bytes(path), config, today, ask_links, served)


def check_content(  # noqa: PLR0913, PLR0917 (what `Context` holds)
    path: Path,
    content: bytes,
    config: Config,
    today: date,
    ask_links: AskLinks | None = None,
    served: NumberHistory | None = None,
) -> CheckedWorkbook:
    """Check a workbook's bytes, as `read_workbook_bytes` returned them. `path` only supplies its name."""
    with without_collector():
        book = build_book(parse_workbook(path, content))
    links = ask_links(sites_to_ask(book, config)) if ask_links else {}
    with without_collector():
        return CheckedWorkbook(book, check_book(book, Context(today, config, links, served or NumberHistory())))
