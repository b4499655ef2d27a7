"""The whole way from a workbook to a published edition."""

import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Self

from fiche_builder.check import Context, Finding, Severity, check_book
from fiche_builder.check.findings import Drops
from fiche_builder.check.links import sites_to_ask
from fiche_builder.collector import without_collector
from fiche_builder.compare import compare, withhold
from fiche_builder.config import Config
from fiche_builder.directory import build_directory
from fiche_builder.edition import AnyEdition, build_internal_edition, build_public_edition
from fiche_builder.errors import DataError, MissingGlyphError
from fiche_builder.fields import FICHES, Audience
from fiche_builder.i18n import _
from fiche_builder.leak.gate import HYGIENE, LEAK_GATE, Gate, refuse_leaks, refuse_unhygienic
from fiche_builder.links.answers import Answer
from fiche_builder.mail.journal import refuse_if_sent
from fiche_builder.model import Directory
from fiche_builder.period import EditionId, Period
from fiche_builder.publish import LeftOut, OutputFile, file_name, publish
from fiche_builder.published import find_earlier
from fiche_builder.snapshot import snapshot_json, take_snapshot
from fiche_builder.tables import Book, build_book
from fiche_builder.values.cells import text_of
from fiche_builder.workbook.opening import read_workbook_bytes
from fiche_builder.workbook.raw import RawWorkbook
from fiche_builder.workbook.reader import parse_workbook

if TYPE_CHECKING:
    from fiche_builder.pages import PdfMaker

Progress = Callable[[int, int], None]
AskLinks = Callable[[Sequence[str]], Mapping[str, Answer]]
_STRUCTURAL = {"sheet-missing", "column-missing", "column-duplicated"}


@dataclass(frozen=True)
class CheckedWorkbook:
    """A workbook with its findings."""

    book: Book
    findings: tuple[Finding, ...]

    def count(self, severity: Severity) -> int:
        """Return how many findings are of a severity."""
        return sum(finding.severity is severity for finding in self.findings)

    @property
    def row_titles(self) -> dict[tuple[str, int], str]:
        """How editors know the rows of fiches: by N° and name; by (sheet, row)."""
        return {
            (table.raw.title, row.raw.index): " ".join(
                part for part in (text_of(shown.value) if shown else "", row.text("name")) if part
            )
            for table, row in self.book.rows(FICHES)
            if (shown := row.cells.get("number")) or row.text("name")
        }

    @property
    def is_broken(self) -> bool:
        """Whether a required sheet or column is missing: then there is nothing that could be left out instead."""
        return any(finding.code in _STRUCTURAL for finding in self.findings)

    @cached_property
    def directory(self) -> Directory:
        """What can be published of it."""
        return build_directory(self.book, self.findings)


@dataclass(frozen=True, slots=True)
class BuildRequest:
    """What is to be built."""

    period: Period
    audiences: tuple[Audience, ...]
    formats: tuple[str, ...]
    output: Path
    cache: Path | None = None
    """The folder of typeset pieces; None for none."""
    workers: int | None = None
    """How many processes typeset at a time; as many as the machine has processors if not given."""
    revision: int = 1
    since: EditionId | None = None
    """The edition to compare with, if not the newest earlier one."""

    @property
    def id(self) -> EditionId:
        """The edition that is built."""
        return EditionId(self.period, self.revision)


@dataclass(frozen=True, slots=True)
class BuildObserver:
    """Who is told how far the build is; the default is nobody."""

    start: Callable[[str], Progress] = lambda _name: lambda _done, _expected: None


def check_workbook(path: Path, config: Config, today: date, ask_links: AskLinks | None = None) -> CheckedWorkbook:
    """Read and check the workbook at `path`, and its links if there is somebody who asks."""
    return check_content(path, read_workbook_bytes(path), config, today, ask_links)


def check_content(
    path: Path, content: bytes, config: Config, today: date, ask_links: AskLinks | None = None
) -> CheckedWorkbook:
    """Check a workbook by its bytes, as `read_workbook_bytes` gave them; `path` only gives it its name."""
    with without_collector():
        book = build_book(parse_workbook(path, content))
    links = ask_links(sites_to_ask(book, config)) if ask_links else {}
    with without_collector():
        return CheckedWorkbook(book, check_book(book, Context(today, config, links)))


def build_editions(
    checked: CheckedWorkbook, request: BuildRequest, config: Config, observer: BuildObserver | None = None
) -> Path:
    """Make the editions and publish them in one step; return their folder. Faulty values and rows are left out."""
    observer = observer or BuildObserver()
    directory = checked.directory
    if not directory.fiches:
        raise DataError(
            _("The workbook “%(name)s” has no fiche that can be published.") % {"name": checked.book.raw.name},
            _("Check that it is the right workbook; its fiches stand in the sheet “Fiches”, one in each row."),
        )
    refuse_if_sent(request.output, request.id)
    gate = Gate(checked.book.raw)
    editions = [
        _with_changes(edition, checked, gate, request, config) for edition in _editions(directory, request, config)
    ]
    files = _make_files(editions, checked, request, config, observer)
    inspect_files(gate, files)
    return publish(
        request.output,
        request.id,
        files,
        workbook_sha256=checked.book.raw.sha256,
        left_out=left_out(checked, directory),
    )


def inspect_files(gate: Gate, files: Iterable[OutputFile]) -> None:
    """Raise `LeakError` unless every file passes the checks that its manifest entry will claim."""
    leaks = []
    for file in files:
        if LEAK_GATE in file.checks:
            leaks += gate.find_leaks(file.name, file.format, file.content)
        refuse_unhygienic(file.name, file.format, file.content, gate.workbook_text)
    refuse_leaks(leaks)


def left_out(checked: CheckedWorkbook, directory: Directory) -> tuple[LeftOut, ...]:
    """Return what an edition made in spite of its errors does not hold; `row` where the whole fiche is missing for it."""
    kept = {fiche.number for fiche in directory.fiches}
    missing = {
        (table.raw.title, row.raw.index)
        for table, row in checked.book.rows(FICHES)
        if row.value("number", int) not in kept
    }
    return tuple(
        LeftOut(
            code=finding.code,
            sheet=finding.place.sheet,
            cell=finding.place.coordinate,
            scope="row"
            if finding.drops is Drops.ROW or (finding.place.sheet, finding.place.row) in missing
            else "value",
        )
        for finding in checked.findings
        if finding.severity is Severity.ERROR
    )


def _editions(directory: Directory, request: BuildRequest, config: Config) -> list[AnyEdition]:
    editions: list[AnyEdition] = []
    if Audience.INTERNAL in request.audiences:
        editions.append(build_internal_edition(directory, request.period, config))
    if Audience.PUBLIC in request.audiences:
        editions.append(build_public_edition(directory, request.period, config))
    return editions


def _with_changes(
    edition: AnyEdition, checked: CheckedWorkbook, gate: Gate, request: BuildRequest, config: Config
) -> AnyEdition:
    """Return the edition with its revision, and with what changed since the earlier one of the same audience."""
    edition = replace(edition, revision=request.revision)
    earlier = find_earlier(request.output, request.id, edition.audience, request.since)
    if earlier is None:
        return edition
    changes = compare(earlier, take_snapshot(edition), config.edition.lang)
    if edition.audience is Audience.PUBLIC:
        numbers = {
            number for _table, row in checked.book.rows(FICHES) if (number := row.value("number", int)) is not None
        }
        changes = withhold(changes, gate.holds_internal, numbers)
    return replace(edition, changes=changes)


class Workshop:
    """What the makers of files share while editions are made together: the room that typesets, opened when it is first needed."""

    def __init__(self, request: BuildRequest, language: str) -> None:
        self.language = language
        self._request = request
        self._stack = ExitStack()
        self._makers: dict[Audience, PdfMaker] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stack.__exit__(kind, error, trace)

    def prepare(self, editions: Iterable[AnyEdition]) -> None:
        """Begin with all editions, so that no processor waits while one of them is put together."""
        if "pdf" in self._request.formats:
            from fiche_builder.pages import ComposingRoom, PdfMaker

            room = self._stack.enter_context(ComposingRoom(self._request.cache, self._request.workers))
            self._makers = {edition.audience: PdfMaker(edition, self.language, room) for edition in editions}

    def make_pdf(self, edition: AnyEdition, progress: Progress) -> bytes:
        """Return the PDF of an edition that was prepared."""
        return self._makers[edition.audience].make(progress)


def _make_files(
    editions: list[AnyEdition], checked: CheckedWorkbook, request: BuildRequest, config: Config, observer: BuildObserver
) -> list[OutputFile]:
    try:
        with Workshop(request, config.edition.lang) as workshop:
            workshop.prepare(editions)
            return [_make_file(edition, name, workshop, observer) for edition in editions for name in request.formats]
    except MissingGlyphError as error:
        raise _with_cells(error, checked.book.raw) from None


def _make_file(edition: AnyEdition, name: str, workshop: Workshop, observer: BuildObserver) -> OutputFile:
    filename = file_name(edition.id, edition.audience, name)
    content = FORMATS[name](edition, workshop, observer.start(filename))
    checks = (LEAK_GATE, HYGIENE) if edition.audience is Audience.PUBLIC else (HYGIENE,)
    return OutputFile(filename, edition.audience, name, content, fiches=len(edition.fiches), checks=checks)


def _with_cells(error: MissingGlyphError, raw: RawWorkbook) -> DataError:
    """Return the error with the cells its characters stand in."""
    lines = []
    for character in error.characters:
        name = f"“{character}” (U+{ord(character):04X} {unicodedata.name(character, '')})".replace(" )", ")")
        cells = [
            f"{sheet.title}!{cell.coordinate}"
            for sheet in raw.sheets
            for row in sheet.rows
            for cell in row.cells.values()
            if character in cell.shown
        ]
        more = [_("and %(count)d more") % {"count": len(cells) - _LISTED}] if len(cells) > _LISTED else []
        lines.append(f"{name}: {', '.join([*cells[:_LISTED], *more]) or '?'}")
    return DataError(
        "\n".join(
            [_("The edition's fonts have no sign for what stands in these cells. Nothing was published."), *lines]
        ),
        _("Write it with other letters; most signs of Latin, Greek and Cyrillic can be used."),
    )


_LISTED = 5

Render = Callable[[AnyEdition, Workshop, Progress], bytes]


def _render_html(edition: AnyEdition, workshop: Workshop, _progress: Progress) -> bytes:
    from fiche_builder.web.page import make_page

    return make_page(edition, workshop.language)


def _render_vcards(edition: AnyEdition, workshop: Workshop, _progress: Progress) -> bytes:
    from fiche_builder.vcards import make_vcards

    return make_vcards(edition, workshop.language)


FORMATS: dict[str, Render] = {
    "pdf": lambda edition, workshop, progress: workshop.make_pdf(edition, progress),
    "html": _render_html,
    "vcf": _render_vcards,
    "json": lambda edition, _workshop, _progress: snapshot_json(take_snapshot(edition)),
}
"""Every output, by the extension of its files. To add one, add its entry here."""
