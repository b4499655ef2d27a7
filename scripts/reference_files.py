"""The page of `docs/reference/` about files: their names, and the shapes of those that other programs read.

Shapes are taken from real values: those of the sample workbook, on a fixed day.
"""

import inspect
import json
import re
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from fiche_builder.check.checked import CheckedWorkbook, check_workbook
from fiche_builder.cli import check, session, suggestions, verify
from fiche_builder.common import config
from fiche_builder.common.i18n import LANGUAGES, use_language
from fiche_builder.common.period import EditionId, Period
from fiche_builder.edition import changes, snapshot
from fiche_builder.edition.edition import build_internal_edition
from fiche_builder.model.columns import Audience
from fiche_builder.model.model import Contact, Fiche, Suggestion, Theme
from fiche_builder.outputs.formats import FORMATS
from fiche_builder.publish import folder, journal, manifest, requests
from fiche_builder.stats import figures
from fiche_builder.upkeep.calls import calls, callsheet
from fiche_builder.upkeep.suggestions import form
from reference_parts import code, doc_below, doc_of, one_line, page, summary_of, table

ROOT = Path(__file__).resolve().parents[1]
_DAY = date(2026, 11, 28)
_EDITION = EditionId(Period.of(_DAY))
_ISO_DAY = re.compile(r"20[0-9]{2}-[0-9]{2}-[0-9]{2}")
_ISO_EDITION = re.compile(r"20[0-9]{2}-[0-9]{2}(-r[0-9]+)?")


def files_page() -> str:
    """Return every file that the program reads or writes, and the shape of the files that other programs read."""
    return page(
        "Files",
        "Exit codes: see the [commands](commands.md#exit-codes). `2026-11` stands for an edition; a corrected one is "
        "`2026-11-r2`. Each file is written under another name first, then moved into place whole.",
        "## What the program reads",
        table(("File", "Read by", "What it is"), _inputs()),
        "## An edition: `output/2026-11/`",
        one_line((inspect.getdoc(folder.publish) or "").partition("\n\n")[2]),
        table(("File", "For whom", "What it is"), _edition_files()),
        "## Beside the editions, in `output/`",
        table(("File", "Written by", "What it is"), _kept_files()),
        "## What else is written",
        table(("File", "Written by", "What it is"), _written_files()),
        "## Sheets to be filled in",
        "Their headers are in the language of messages; `fiche apply` knows them in the language they were written in. "
        "A hidden column holds the key of each row, a hidden sheet what kind of sheet it is.",
        "**Call sheet** (`fiche verify --sheet`)",
        _sheet_headers(callsheet.headers),
        "**Sheet of suggestions** (`fiche suggestions --sheet`), the columns that are filled in",
        _sheet_headers(form.headers),
        "## The journal",
        *_journal(),
        "## Shapes of JSON",
        "`?` marks a key that is not always there. A `day` is `2026-11-28`, an `edition` "
        "`2026-11` or `2026-11-r2`. Keys are added in time, none is renamed or taken away.",
        *_shapes(),
    )


def _inputs() -> list[tuple[str, str, str]]:
    return [
        (code(session.DEFAULT_WORKBOOK.as_posix()), "every command", "The workbook: see [its columns](columns.md)."),
        (code(config.CONFIG_NAME), "every command", "The settings: see [fiche.toml](fiche-toml.md)."),
        ("a filled sheet, `.xlsx`", "`fiche apply`", "A call sheet or a sheet of suggestions, filled in: see below."),
        ("mails, `.eml`", "`fiche suggestions import`", "Remarks of colleagues. Attachments are not read."),
        (
            "an earlier edition",
            "`check`, `build`, `diff`, `verify`, `stats`",
            "Its manifest and its snapshots.",
        ),
        ("the journals", "`build`, `send`, `verify`", "What was sent, and which organisations were written to."),
    ]


def _edition_files() -> Iterator[tuple[str, str, str]]:
    for extension, render in FORMATS.items():
        names = (code(manifest.file_name(_EDITION, audience, extension)) for audience in reversed(Audience))
        yield ", ".join(names), "colleagues, the public", doc_of(render)
    yield code(manifest.MANIFEST_NAME), "editors", doc_below(manifest, "MANIFEST_NAME")


def _kept_files() -> list[tuple[str, str, str]]:
    return [
        (code(journal.journal_path(Path(), _EDITION).name), "`send`, `verify --packs`", summary_of(journal)),
        ("`indicateurs-2026-11.html`, `.pdf`", "`stats`", "The page of indicators. Internal."),
        ("`.fiche.lock`, `.2026-11.send.lock`", "`build`, `send`", "Empty; locked while a command must run alone."),
    ]


def _written_files() -> list[tuple[str, str, str]]:
    return [
        (code(session.DEFAULT_WORKBOOK.as_posix()), "`init`", "A new workbook; never over another file."),
        (code(config.CONFIG_NAME), "`init`", "The settings, with an explanation of each; never over another file."),
        ("`annuaire-2026-11-28.xlsx`", "`apply`, `suggestions import`", "The new workbook, beside the old one."),
        ("`annuaire-2026-11-28-….xlsx`", "`apply`, `suggestions import`", "The list of what changed in it."),
        ("the name you give, `.xlsx`", "`check --annotate`", "The findings, and a copy of the rows with marked cells."),
        ("the name you give, `.xlsx`", "`verify --sheet`, `suggestions --sheet`", "A sheet to be filled in."),
        ("`2026-11-….eml`", "`send --drafts`, `verify --packs`", "Drafts for a mail program, one for each recipient."),
        ("`2026-11-28-fiche-12-….eml`", "`suggestions replies`", "Drafts that answer those who wrote."),
    ]


def _sheet_headers(headers: Callable[[], dict[str, str]]) -> str:
    by_language = {}
    for language in LANGUAGES:
        use_language(language)
        by_language[language] = headers()
    use_language("en")
    rows = [(code(key), *(by_language[language][key] for language in LANGUAGES)) for key in by_language["en"]]
    return table(("Key", *LANGUAGES), rows)


def _journal() -> Iterator[str]:
    yield (
        "SQLite. It is read by the program alone; look, but do not write. Tables `delivery` (a message to one address) "
        "and `request` (what an organisation was asked):"
    )
    with sqlite3.connect(":memory:") as connection:
        for statement in (getattr(journal, "_DELIVERY"), getattr(requests, "TABLE")):  # noqa: B009 (told here only)
            connection.execute(statement)
        for name in ("delivery", "request"):
            columns = [row[1] for row in connection.execute("SELECT * FROM pragma_table_info(?)", (name,))]
            yield f"`{name}`: {', '.join(code(column) for column in columns)}"
    connection.close()
    for module, states in ((journal, journal.State), (requests, requests.RequestState)):
        rows = [(code(state.value), doc_below(module, f"{states.__name__}.{state.name}")) for state in states]
        yield table((f"`state` of a {'delivery' if module is journal else 'request'}", "Meaning"), rows)


def _shapes() -> Iterator[str]:
    checked, settings = _example(), config.Config()
    directory, periods = checked.directory, settings.verification
    news = _example_changes()
    first = snapshot.take_snapshot(build_internal_edition(directory, _EDITION.period, settings))
    taken = replace(first, changes=news)
    workload = calls.build_workload(directory, calls.build_calls(directory, {}, periods, _DAY), 200, periods)
    earlier = replace(taken, id=EditionId(_EDITION.period.preceding))
    indicators = [
        figures.build_indicators(shown, (earlier, taken), settings, _EDITION.period, _DAY)
        for shown in (directory, replace(directory, suggestions=()))
    ]
    file = folder.OutputFile("", Audience.PUBLIC, "", b"", 0, ("",))
    left_out = folder.LeftOut("", "", "", "")
    entries = folder.build_manifest(_EDITION, (file,), [], "", (left_out,), {"fiches": ["number"]})
    snapshots = (json.loads(snapshot.snapshot_json(made)) for made in (taken, first))
    shapes: tuple[tuple[Any, ...], ...] = (
        (f"`{manifest.MANIFEST_NAME}`", folder.build_manifest, entries),
        ("The snapshot of an edition", snapshot.snapshot_json, *snapshots),
        ("`fiche check --json`", check.findings_json, check.findings_json(checked)),
        ("`fiche diff --json`", snapshot.changes_json, snapshot.changes_json(news)),
        ("`fiche verify --json`", verify.calls_json, verify.calls_json(workload, (), _DAY)),
        ("`fiche suggestions --json`", suggestions.open_json, suggestions.open_json(checked, _DAY)),
        ("`fiche stats --json`", figures.indicators_json, *map(figures.indicators_json, indicators)),
    )  # fmt: skip
    for title, function, *values in shapes:
        meaning = (inspect.getdoc(function) or "").partition("\n\n")[2]
        yield f"### {title}\n\n{one_line(meaning)}\n\n```\n{shape(values)}\n```"


def _example() -> CheckedWorkbook:
    """Return the sample workbook with a further theme, fiche, contact and suggestion, which are nearly empty."""
    checked = check_workbook(ROOT / "sources" / "annuaire.xlsx", config.Config(), _DAY)
    theme, bare = Theme(name="-"), Fiche(number=9999, theme="-", name="-", contacts=(Contact(fiche=9999),))
    told = checked.directory
    vars(checked)["directory"] = replace(
        told,
        themes=(*told.themes, theme),
        fiches=(*told.fiches, bare),
        suggestions=(*told.suggestions, Suggestion(proposal="-")),
    )
    return checked


def _example_changes() -> changes.Changes:
    earlier = EditionId(_EDITION.period.preceding)
    fiche = changes.FicheName(1, "-", "-")
    changed = changes.ChangedFiche(1, "-", "-", (changes.FieldChange("-", "-", "-"),))
    theme, reused = changes.RenamedTheme("-", "-"), changes.ReusedNumber(1, "-", "-", earlier)
    return changes.Changes(earlier, _EDITION, (fiche,), (changed,), (fiche,), (theme,), (1,), (reused,))


def shape(samples: Sequence[Any], indent: str = "") -> str:
    """Return what JSON values have in common: their keys, and the kinds of their values."""
    inner = indent + "  "
    if all(isinstance(sample, dict) for sample in samples):
        lines = []
        for key in _merged_keys(samples):
            found = [sample[key] for sample in samples if key in sample]
            mark = "" if len(found) == len(samples) else "?"
            lines.append(f'{inner}"{key}"{mark}: {shape(found, inner)}')
        return "{\n" + ",\n".join(lines) + f"\n{indent}}}" if lines else "{}"
    if all(isinstance(sample, list) for sample in samples):
        entries = [entry for sample in samples for entry in sample]
        return f"[{shape(entries, indent)}, …]" if entries else "[…]"
    kinds = sorted({_kind(sample) for sample in samples}, key=lambda kind: (kind == "null", kind))
    if any(isinstance(sample, dict) for sample in samples):
        return f"{shape([s for s in samples if isinstance(s, dict)], indent)} or null"
    return " or ".join(kinds)


def _merged_keys(samples: Iterable[dict[str, Any]]) -> list[str]:
    """Return all keys, each after the key that it follows where it first occurs."""
    keys: list[str] = []
    for sample in samples:
        place = 0
        for key in sample:
            if key not in keys:
                keys.insert(place, key)
            place = keys.index(key) + 1
    return keys


def _kind(value: object) -> str:
    if isinstance(value, str):
        return "day" if _ISO_DAY.fullmatch(value) else "edition" if _ISO_EDITION.fullmatch(value) else "text"
    if isinstance(value, bool):
        return "true or false"
    return "null" if value is None else "number"
