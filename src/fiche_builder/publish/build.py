"""The whole way from a workbook to a published edition."""

import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from fiche_builder.check import Severity
from fiche_builder.check.checked import CheckedWorkbook
from fiche_builder.check.findings import Drops
from fiche_builder.check.private.gone import private_names
from fiche_builder.check.questions import open_questions
from fiche_builder.check.sign_words import describe_kinds
from fiche_builder.common.collector import without_collector
from fiche_builder.common.config import Config
from fiche_builder.common.errors import DataError, MissingGlyphError
from fiche_builder.common.i18n import _
from fiche_builder.common.period import EditionId, Period
from fiche_builder.common.signs import odd_signs
from fiche_builder.edition.compare import compare, find_reused, withhold
from fiche_builder.edition.data import edition_data
from fiche_builder.edition.edition import AnyEdition, build_internal_edition, build_public_edition
from fiche_builder.edition.snapshot import Snapshot, take_snapshot
from fiche_builder.leak.gate import HYGIENE, LEAK_GATE, Candidate, Gate, refuse_leaks
from fiche_builder.model.columns import Audience
from fiche_builder.model.fields import FICHES
from fiche_builder.model.model import Directory
from fiche_builder.model.served import NumberHistory
from fiche_builder.model.steps import NOBODY, Counted, Observer, Progress, Stage, WorkStep
from fiche_builder.model.tables import used_columns
from fiche_builder.outputs.apart import Task, make_apart
from fiche_builder.publish.archive import find_earlier
from fiche_builder.publish.folder import LeftOut, OutputFile, publish
from fiche_builder.publish.journal import refuse_if_sent
from fiche_builder.publish.manifest import file_name
from fiche_builder.publish.numbers import read_numbers
from fiche_builder.publish.revision import refuse_unchanged
from fiche_builder.workbook.raw import RawWorkbook


@dataclass(frozen=True, slots=True)
class BuildRequest:
    """What is to be built."""

    period: Period
    audiences: tuple[Audience, ...]
    formats: tuple[str, ...]
    output: Path
    revision: int = 1
    since: EditionId | None = None
    """The edition to compare with; by default, the newest earlier one."""
    unchanged_too: bool = False
    """Whether a revision is made even if it says the same as the edition it corrects."""
    served: NumberHistory | None = None
    """The N° of the published editions, if they were read already."""

    @property
    def id(self) -> EditionId:
        """The edition to be built."""
        return EditionId(self.period, self.revision)


@without_collector()
def build_editions(
    checked: CheckedWorkbook, request: BuildRequest, config: Config, observer: Observer = NOBODY
) -> Path:
    """Make the editions and publish them in one step; return their folder. Faulty values and rows are left out."""
    directory = checked.directory
    if not directory.fiches:
        raise DataError(
            _("The workbook “%(name)s” has no fiche that can be published.") % {"name": checked.book.raw.name},
            _("Check that it is the right workbook; its fiches stand in the sheet “Fiches”, one in each row."),
        )
    refuse_if_sent(request.output, request.id)
    gate = Gate(checked.book.raw)
    with observer.step(WorkStep(Stage.SELECTION)):
        editions = _editions(directory, request, config)
    editions = [_with_changes(edition, checked, gate, request, config, observer) for edition in editions]
    if not request.unchanged_too:
        refuse_unchanged(request.output, request.id, editions)
    making = _make_files(editions, checked, request, config, observer)
    files = inspect_files(gate, making, len(editions) * len(request.formats), observer)
    _read_data(gate, editions)
    files.sort(key=lambda file: (request.audiences.index(file.audience), request.formats.index(file.format)))
    with observer.step(WorkStep(Stage.PUBLICATION)) as told:
        told(Counted.FILES, len(files), len(files))
        return publish(
            request.output,
            request.id,
            files,
            workbook_sha256=checked.book.raw.sha256,
            left_out=left_out(checked, directory),
            columns=used_columns(checked.book),
        )


def inspect_files(
    gate: Gate, files: Iterable[OutputFile], expected: int, observer: Observer = NOBODY
) -> list[OutputFile]:
    """Return the files if every one of them passes the checks that its manifest entry will name.

    Each is inspected before the next one is asked for. Raise `LeakError` otherwise.
    """
    passed: list[OutputFile] = []
    with observer.step(WorkStep(Stage.INSPECTION)) as told:
        gate.inspect(_candidates(files, passed, expected, told, observer))
    return passed


def _read_data(gate: Gate, editions: Iterable[AnyEdition]) -> None:
    """Raise `LeakError` if an internal value is in what the public files were made from, where nothing hides it.

    It is read last: what is also in a file was told with that file.
    """
    for edition in editions:
        if edition.audience is Audience.PUBLIC:
            refuse_leaks(gate.find_leaks(_name(edition, "data"), "json", edition_data(edition)))


def _candidates(
    files: Iterable[OutputFile], passed: list[OutputFile], expected: int, told: Progress, observer: Observer
) -> Iterator[Candidate]:
    """Yield each file as the gate sees it."""
    for file in files:
        is_public = LEAK_GATE in file.checks
        stage = Stage.LEAK_GATE if is_public else Stage.HYGIENE
        with observer.step(WorkStep(stage, file.name, file.audience)) as counted:
            counted(Counted.FICHES, file.fiches, file.fiches)
            yield Candidate(file.name, file.format, file.content, is_public)
        passed.append(file)
        told(Counted.FILES, len(passed), expected)


def left_out(checked: CheckedWorkbook, directory: Directory) -> tuple[LeftOut, ...]:
    """Return what is missing from an edition that was made in spite of errors; `row` if a whole fiche is missing."""
    kept = {fiche.number for fiche in directory.fiches}
    missing = {
        (table.raw.title, row.raw.index)
        for table, row in checked.book.rows(FICHES)
        if row.value("number", int) not in kept
    }
    return tuple(
        LeftOut(
            code=finding.code,
            sheet=place.sheet,
            cell=place.coordinate,
            scope="row" if finding.drops is Drops.ROW or (place.sheet, place.row) in missing else "value",
        )
        for finding in checked.findings
        if finding.severity is Severity.ERROR
        for place in finding.places
    )


def _editions(directory: Directory, request: BuildRequest, config: Config) -> list[AnyEdition]:
    editions: list[AnyEdition] = []
    if Audience.INTERNAL in request.audiences:
        editions.append(build_internal_edition(directory, request.period, config))
    if Audience.PUBLIC in request.audiences:
        editions.append(build_public_edition(directory, request.period, config))
    return editions


def _with_changes(  # noqa: PLR0913, PLR0917 (what a comparison needs)
    edition: AnyEdition,
    checked: CheckedWorkbook,
    gate: Gate,
    request: BuildRequest,
    config: Config,
    observer: Observer,
) -> AnyEdition:
    """Return the edition with its revision, and with the changes since the earlier one for the same audience."""
    edition = replace(edition, revision=request.revision)
    earlier = find_earlier(request.output, request.id, edition.audience, request.since)
    if earlier is None:
        return edition
    with observer.step(WorkStep(Stage.CHANGES, str(earlier.id), edition.audience)):
        return _compared(edition, earlier, checked, gate, request, config)


def _compared(  # noqa: PLR0913, PLR0917 (what a comparison needs)
    edition: AnyEdition,
    earlier: Snapshot,
    checked: CheckedWorkbook,
    gate: Gate,
    request: BuildRequest,
    config: Config,
) -> AnyEdition:
    snapshot = take_snapshot(edition)
    changes = compare(earlier, snapshot, config.edition.lang)
    if edition.audience is Audience.INTERNAL:
        served = request.served or read_numbers(request.output, request.id)
        changes = replace(changes, reused=find_reused(served, snapshot))
    if edition.audience is Audience.PUBLIC:
        numbers = {
            number for _table, row in checked.book.rows(FICHES) if (number := row.value("number", int)) is not None
        }
        is_private = private_names(checked.book)
        changes = withhold(
            changes,
            lambda text: gate.holds_internal(text) or is_private(text),
            numbers,
            {theme.name for theme in snapshot.themes},
        )
        gate.learn(changes.earlier_texts)
    return replace(edition, changes=changes)


def _make_files(
    editions: list[AnyEdition], checked: CheckedWorkbook, request: BuildRequest, config: Config, observer: Observer
) -> Iterator[OutputFile]:
    """Yield the files of all editions as they are finished."""
    questions = open_questions(checked)
    # Pages take longest, to inspect them too: meanwhile the other files are made.
    formats = tuple(sorted(request.formats, key=lambda name: name != "pdf"))
    tasks = [Task(edition, formats, config.edition.lang) for edition in editions]
    try:
        for made in make_apart(tasks, observer, _name):
            audience = made.edition.audience
            is_public = audience is Audience.PUBLIC
            checks, unanswered = ((LEAK_GATE, HYGIENE), questions) if is_public else ((HYGIENE,), ())
            name, fiches = _name(made.edition, made.format), len(made.edition.fiches)
            yield OutputFile(name, audience, made.format, made.content, fiches, checks, unanswered)
    except MissingGlyphError as error:
        raise _with_cells(error, checked.book.raw) from None


def _name(edition: AnyEdition, extension: str) -> str:
    return file_name(edition.id, edition.audience, extension)


def _with_cells(error: MissingGlyphError, raw: RawWorkbook) -> DataError:
    """Return the error with the cells in which its characters occur. The check should have told them."""
    lines = []
    for character in error.characters:
        name = f"“{character}” ({describe_kinds(odd_signs(character)) or f'U+{ord(character):04X}'})"
        cells = [
            f"{sheet.title}!{cell.coordinate}"
            for sheet in raw.sheets
            for row in sheet.rows
            for cell in row.cells.values()
            if character in unicodedata.normalize("NFC", cell.shown)  # as it is printed
        ]
        more = [_("and %(count)d more") % {"count": len(cells) - _LISTED}] if len(cells) > _LISTED else []
        lines.append(f"{name}: {', '.join([*cells[:_LISTED], *more]) or '?'}")
    return DataError(
        "\n".join([_("The edition's fonts lack some characters in these cells. Nothing was published."), *lines]),
        _("Write them otherwise, and report this: it is a bug in fiche-builder that the check did not tell."),
    )


_LISTED = 5
