"""The field table: what its rows may say, and that nothing else decides by a list of columns."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from fiche_builder.model.columns import Audience, Column, Holds, SheetSpec, Use
from fiche_builder.model.fields import CONTACTS, FICHES, SHEETS
from tests.making.places import PACKAGE

_COLUMNS = [pytest.param(spec, column, id=f"{spec.key}-{column.key}") for spec in SHEETS for column in spec.columns]
_PLAIN = {Holds.LINE, Holds.LINES, Holds.NAMES, Holds.DATE, Holds.WORD}
"""What can be printed as the text of a line."""
_KEYS = [{column.key for column in spec.columns} for spec in SHEETS]
_ALLOWED = {
    # Which column tells the rows of its sheet apart, the surest first.
    ("check", ("name", "code")),
    ("upkeep", ("person", "label", "function")),
    ("upkeep", ("received_on", "author", "proposal")),
    # A notice without its days would never end: the three belong together.
    ("check", ("notice_from", "notice_until")),
    # The input columns of one sheet to fill in, which is written column by column.
    ("upkeep", ("answer", "thank", "handled_by", "handled_on")),
    ("upkeep", ("handled_by", "answer", "thank")),
    # Rows written value by value.
    ("upkeep", ("verified_on", "verified_by", "source")),
    ("upkeep", ("status", "handled_by", "answer", "thank")),
    ("upkeep", ("received_on", "fiche", "proposal", "author", "status", "message_id")),
    # The shape of JSON files.
    ("cli", ("received_on", "fiche", "author", "status", "proposal")),
    ("cli", ("number", "name")),
    ("edition", ("name", "code")),
    ("edition", ("number", "name", "theme")),
    ("stats", ("number", "name", "theme")),
    # The parts of a fiche's copy, each set in its own way.
    ("edition", (
        "number", "name", "name_nl", "acronym", "description", "notice", "address", "hours", "languages", "see_also",
    )),
    # Words of a sentence or of a filled sheet's headers that happen to be keys.
    ("check", ("number", "name")),
    ("check", ("number", "name", "municipality")),
    ("upkeep", ("number", "name")),
    ("upkeep", ("fiche", "author", "proposal")),
}  # fmt: skip


def _lists(tree: ast.AST) -> Iterator[list[str]]:
    """Yield the texts of each tuple, list, set and dict (its keys), nested tuples included.

    The values that `%` fills in do not count.
    """
    filled = {id(node.right) for node in ast.walk(tree) if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Mod)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Tuple | ast.List | ast.Set):
            entries = node.elts
        elif isinstance(node, ast.Dict) and id(node) not in filled:
            entries = [key for key in node.keys if key]
        else:
            continue
        flat = [part for entry in entries for part in (entry.elts if isinstance(entry, ast.Tuple) else [entry])]
        yield [part.value for part in flat if isinstance(part, ast.Constant) and isinstance(part.value, str)]


def _lists_of_columns(path: Path) -> Iterator[tuple[str, ...]]:
    """Yield the keys in each list that names two columns of a sheet or more."""
    for texts in _lists(ast.parse(path.read_text("utf-8"))):
        most = max((tuple(text for text in texts if text in keys) for keys in _KEYS), key=len)
        if len(most) > 1:
            yield most


def test_no_other_module_decides_by_a_list_of_columns() -> None:
    """Model and gate have lists of their own on purpose. Other exceptions are listed above by room, with the reason."""
    found = set()
    for path in PACKAGE.rglob("*.py"):
        room = path.relative_to(PACKAGE).parts[0]
        if room not in {"model", "leak"}:
            found |= {(room, keys) for keys in _lists_of_columns(path)}
    assert found == _ALLOWED


@pytest.mark.parametrize(
    ("code", "lists"),
    [
        ('KEYS = ("phones", "emails")', [("phones", "emails")]),
        ('if key in {"hours", *others, "name"}: pass', [("hours", "name")]),
        ('LABELS = {"phones": 1, "x": 2, "hours": 3}', [("phones", "hours")]),
        ('EMPTY = {("fiches", "phones"), ("fiches", "emails")}', [("phones", "emails")]),
        ('_("%(name)s, %(number)d") % {"name": name, "number": number}', []),
        ('row.text("name"), row.text("theme")', []),
        ('("phones", "value")', []),
    ],
)
def test_what_counts_as_a_list_of_columns(tmp_path: Path, code: str, lists: list[tuple[str, ...]]) -> None:
    path = tmp_path / "code.py"
    path.write_text(code)
    assert [keys for keys in _lists_of_columns(path) if len(set(keys)) > 1] == lists


@pytest.mark.parametrize(("spec", "column"), _COLUMNS)
def test_uses_fit_the_column(spec: SheetSpec, column: Column) -> None:
    assert not column.uses & Use.PRINT or column.holds in _PLAIN
    assert not column.uses & Use.PRINT or spec is FICHES
    assert not column.uses & (Use.CALL | Use.WHO | Use.POINT | Use.CHECK) or spec in {FICHES, CONTACTS}
    assert not column.uses & (Use.PACK | Use.SUGGEST) or spec is FICHES
    # An organisation is asked about what everybody may read, and about nothing else.
    assert not column.uses & Use.PACK or column.audience is Audience.PUBLIC
    assert not column.uses & Use.PACK_EMPTY or column.uses & Use.PACK
    assert not column.uses & Use.CALL_EMPTY or column.uses & Use.CALL
    assert not column.uses & Use.PAST or column.holds is Holds.DATE


def test_a_check_is_written_in_the_same_columns_everywhere() -> None:
    assert FICHES.keys(Use.CHECK) == CONTACTS.keys(Use.CHECK) == ("verified_on", "verified_by", "source")


def test_keys_have_any_of_the_uses_and_stand_in_the_order_of_the_sheet() -> None:
    assert CONTACTS.keys(Use.POINT | Use.WHO) == ("label", "person", "function", "phones", "emails")
    assert CONTACTS.keys(Use.NONE) == ()


def test_a_column_without_label_is_called_by_its_header() -> None:
    bare = Column("access", "accès", Holds.LINE)
    named = Column("access", "accès", Holds.LINE, label="way in")
    titled = Column("access", "accès", Holds.LINE, label="way in", title="How to get in")
    assert [column.label_in(str.upper) for column in (bare, named, titled)] == ["accès", "WAY IN", "WAY IN"]
    assert [column.title_in(str) for column in (bare, named, titled)] == ["Accès", "Way in", "How to get in"]
