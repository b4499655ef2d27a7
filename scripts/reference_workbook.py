"""The pages of `docs/reference/` about the workbook: its columns, and what a check finds in it."""

import importlib
from collections.abc import Iterable, Iterator
from dataclasses import Field, fields
from typing import Any

from fiche_builder.check.checked import STRUCTURAL
from fiche_builder.check.findings import RULES, Drops, Rule, Severity
from fiche_builder.check.rules import contacts
from fiche_builder.edition import changes, snapshot
from fiche_builder.model import columns, model
from fiche_builder.model import fields as field_table
from fiche_builder.model.columns import Column, Holds, SheetSpec, Use
from fiche_builder.model.fields import PARAMETER_NAMES, SHEETS
from fiche_builder.model.starter import column_help
from fiche_builder.model.words import Word
from fiche_builder.workbook import limits
from reference_parts import code, doc_below, doc_of, one_line, page, summary_of, table


def columns_page() -> str:
    """Return every sheet and column of the workbook."""
    return page(
        "Sheets and columns of the workbook",
        "Headers are compared without regard to case, accents and blanks, and `*` behind them. A column that is not "
        "here is the editors' own: it is read, and never published. The key is the column's name in the code and in "
        "`.json` files. A column that may be public is printed in the public edition if its fiche is public; the "
        "others never are.",
        *(_sheet(spec) for spec in SHEETS),
        f"The rows of `{field_table.PARAMETERS.title}`:",
        table(
            ("Clé", "Key", "What it says"),
            [(code(name), code(key), doc_below(model, f"Imprint.{key}")) for key, name in PARAMETER_NAMES.items()],
        ),
        f"`{field_table.README_TITLE}`: {doc_below(field_table, 'README_TITLE')}",
        "## What cells hold",
        table(
            ("Holds", "Meaning"),
            [(kind.name.lower(), doc_below(columns, f"Holds.{kind.name}")) for kind in _held_kinds()],
        ),
        "## What columns are used for",
        table(("Use", "Meaning"), [(use.lower(), doc_below(columns, f"Use.{use}")) for use in _uses()]),
        "## How large a workbook may be",
        "Far above any annuaire. What goes beyond is refused with one sentence, and is not read any further. One fiche "
        f"may have {contacts.MAX_CONTACTS} contacts and contact points.",
        table(("At most", "Of what"), [(f"{most:,.0f}", doc_below(limits, name)) for name, most in _limits()]),
        "## Closed lists",
        "The words an editor may choose. Case and accents do not matter. In `.json` files a word stands under its key.",
        *(_word_list(words) for words in _word_lists()),
    )


def _limits() -> list[tuple[str, float]]:
    return [(name, most) for name, most in vars(limits).items() if name.startswith("MAX_")]


_TOLD = {
    "key", "header", "holds", "audience", "required", "words", "default", "vital", "code", "uses", "label", "title",
    "help", "width",
}  # fmt: skip
"""The fields of `Column` that have a place in the tables. Any others are listed below them."""


def _sheet(spec: SheetSpec) -> str:
    title = f"## {spec.title}" + (" (must be there)" if spec.required else "")
    rows = [
        (
            code(column.header),
            code(column.key),
            "may be public" if column.is_public else "internal",
            "yes" if column.required else "",
            column.holds.name.lower() + (f": {code(column.words.__name__)}" if column.words else ""),
            code(column.default.word) if column.default else "",
            ", ".join(use.lower() for use in _uses(column.uses)),
            one_line(column_help(spec, column).replace("May be public.", "").replace("Stays internal.", "")),
        )
        for column in spec.columns
    ]
    headers = ("Header", "Key", "Audience", "Required", "Holds", "Empty means", "Good for", "Help in the workbook")
    vital = ", ".join(code(column.header) for column in spec.columns if drops_row(column))
    parts = [title, table(headers, rows)]
    if vital:
        parts.append(f"The whole row is left out if its value cannot be read in: {vital}.")
    return "\n\n".join([*parts, *_further_facets(spec)])


def drops_row(column: Column) -> bool:
    """Tell whether a row is useless without its value in a column (see `check/run.py`)."""
    return column.vital or (column.required and column.default is None)


def _further_facets(spec: SheetSpec) -> Iterator[str]:
    for facet in (facet for facet in fields(Column) if facet.name not in _TOLD):
        having = [column for column in spec.columns if getattr(column, facet.name) != _default_of(facet)]
        if having:
            names = ", ".join(code(column.header) for column in having)
            yield f"{code(facet.name)}: {doc_below(columns, f'Column.{facet.name}')} {names}."


def _default_of(facet: "Field[Any]") -> object:
    return facet.default_factory() if callable(facet.default_factory) else facet.default


def _uses(of: Use = ~Use.NONE) -> list[str]:
    """Return the names of the single uses in a combination."""
    return [name for name, use in Use.__members__.items() if use & of]


def _held_kinds() -> list[Holds]:
    used = {column.holds for spec in SHEETS for column in spec.columns}
    return [kind for kind in Holds if kind in used]


def _word_lists() -> Iterable[type[Word]]:
    return dict.fromkeys(column.words for spec in SHEETS for column in spec.columns if column.words)


def _word_list(words: type[Word]) -> str:
    rows = [(code(w.word), code(w.name.lower()), ", ".join(code(also) for also in w.also)) for w in words]
    return f"**{words.__name__}.** {doc_of(words)}\n\n" + table(("Word", "Key", "Understood as well"), rows)


def findings_page() -> str:
    """Return every finding: what it is about, and what is left out because of it."""
    needed = (
        f"{spec.title}: " + ", ".join(code(c.header) for c in spec.columns if drops_row(c))
        for spec in SHEETS
        if any(drops_row(c) for c in spec.columns)
    )
    return page(
        "Findings",
        "What `fiche check` tells. Each finding names its cell, the exact value, what is wrong and what to do. "
        "What to do about each, for editors and in French: the table at the end of the [guide](../guide-editeur.md).",
        table(("Severity", "Meaning"), [(s.value, _severity_meaning(s)) for s in Severity]),
        "With `--skip-errors` a build leaves out what an error is about. The table says how much; whatever it says, "
        f"the whole row is left out where one of these columns cannot be read: {'; '.join(needed)}.",
        *(_group(module, rules) for module, rules in _by_module().items()),
        "## Between two editions",
        "Told by `fiche build` and `fiche diff` too; `fiche check` tells it at its cell.",
        table(
            ("Code", "Severity", "What is found"),
            [(code(snapshot.NUMBER_REUSED), "warning", doc_of(changes.ReusedNumber))],
        ),
    )


def _severity_meaning(severity: Severity) -> str:
    return {
        Severity.ERROR: "This value cannot be published. Nothing is published until it is corrected (exit code 1).",
        Severity.WARNING: "It can be published, but somebody should look. With `--strict` it counts as an error.",
        Severity.INFO: "Good to know.",
    }[severity]


def _by_module() -> dict[str, list[Rule]]:
    groups: dict[str, list[Rule]] = {}
    for rule in RULES.values():
        groups.setdefault(rule.find.__module__, []).append(rule)
    return groups


def _group(module: str, rules: Iterable[Rule]) -> str:
    rows = [(code(r.code), r.severity.value, _matter(r), _left_out(r)) for r in rules]
    return "\n\n".join(
        (
            f"## {summary_of(importlib.import_module(module)).rstrip('.')}",
            table(("Code", "Severity", "What is found", "With `--skip-errors` is left out"), rows),
        )
    )


def _matter(rule: Rule) -> str:
    judged = ", ".join(
        f"{spec.title}: {code(column.header)}" for spec in SHEETS for column in spec.columns if column.code == rule.code
    )
    text = doc_of(rule.find).rstrip(".")
    return f"{text}{f': {judged}' if judged else ''}."


def _left_out(rule: Rule) -> str:
    if rule.severity is not Severity.ERROR:
        return ""
    if rule.code in STRUCTURAL:
        return "Cannot be skipped."
    return {
        Drops.PART: "the faulty part of the cell",
        Drops.VALUE: "the whole cell",
        Drops.ROW: "the whole row",
    }[rule.drops]
