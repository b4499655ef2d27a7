"""One number, mail or site among several in a cell: what is corrected, and what stays.

A new value stands for the whole cell. But who corrects one of three numbers often writes that one alone, and the other
two must not be lost.
"""

import re
from collections.abc import Iterator
from dataclasses import replace

from fiche_builder.check.remarks import Said
from fiche_builder.common.i18n import _, ngettext
from fiche_builder.common.text import fold, tidy
from fiche_builder.edition.wording import labelled_phone
from fiche_builder.model.columns import Column, Holds
from fiche_builder.model.model import Phone
from fiche_builder.model.values.parsing import parse_cell
from fiche_builder.upkeep.sheets.returned import in_every_language
from fiche_builder.workbook.raw import RawValue

SEVERAL = frozenset({Holds.PHONES, Holds.EMAILS, Holds.SITES})
"""What a cell may hold several of."""
_ARROW = re.compile(r"\s*(?:[→⇒➔]|[=–—-]+>)\s*")
_SEPARATOR = re.compile(r"(\s*[;\n|]\s*)")
_DIALLED = re.compile(r"\+?\(?[0-9][0-9\s./()\u00a0\u2010-\u2015-]*[0-9]")
_NOTHING = "-"
_Value = Phone | str


def rewrite(column: Column, present: str, typed: RawValue, region: str) -> RawValue | Said:
    """Return the whole cell as it should be, or what to ask the editor.

    The only number of a cell keeps its label if the new one has none.

    `old → new` replaces one value, `everything → new` the whole cell. A value with the label of a present one replaces
    that one. A value that could replace any of several is asked about.
    """
    text = str(typed)
    cell = _SeveralValues(column, region)
    old = cell.read(present)
    if _ARROW.search(text):
        return _follow_arrows(cell, present, old, text)
    new = cell.read(typed)
    kept = {_key(value) for value in old} & {_key(value) for value in new}
    if len(old) == len(new) == 1 and not kept:
        # Whoever dials writes the digits. The words around them are the editors' own, and stay.
        return cell.exchange(present, old[0], text if isinstance(typed, str) else _written(new[0]))
    if not new or kept or len(new) >= len(old):
        return typed
    pairs = [(_labelled(old, value.label if isinstance(value, Phone) else ""), value) for value in new]
    if all(was for was, _now in pairs):
        for was, now in pairs:
            present = cell.exchange(present, was, _written(now)) if was else present
        return present
    return _question(old, new)


def _follow_arrows(cell: "_SeveralValues", present: str, old: tuple[_Value, ...], text: str) -> RawValue | Said:
    for before, after in _replacements(text):
        if fold(before) in _words_for_all():
            return after
        was = next((value for value in old if {_key(value)} & {_key(named) for named in cell.read(before)}), None)
        was = was or _labelled(old, before)
        if was is None:
            return (
                _("“%(value)s” is not in the cell: %(present)s.") % {"value": before, "present": _one_line(present)},
                _("Write the number that is wrong as it stands there, an arrow ->, and the right one."),
            )
        present = cell.exchange(present, was, after)
    return present


def _replacements(text: str) -> Iterator[tuple[str, str]]:
    """Yield (before, after). What stands between two replacements belongs to the one before it."""
    before, after = "", ""
    for piece in _SEPARATOR.split(text)[::2]:
        parts = _ARROW.split(piece, maxsplit=1)
        if len(parts) == 1:
            after = f"{after} ; {piece}".strip(" ;") if piece.strip() else after
            continue
        if before:
            yield before, after
        before, after = tidy(parts[0]), tidy(parts[1])
    yield before, after


def _question(old: tuple[_Value, ...], new: tuple[_Value, ...]) -> Said:
    values = {"old": len(old), "present": " ; ".join(map(_written, old)), "new": _written(new[0])}
    return (
        ngettext(
            "The cell holds %(old)d values (%(present)s), and the new value is one: which of them does it replace?",
            "The cell holds %(old)d values (%(present)s), and the new ones are fewer: which do they replace?",
            len(new),
        )
        % values,
        _(
            "Write “%(before)s -> %(new)s” to replace that one, or the whole cell with all that stays. “%(all)s -> "
            "%(new)s” keeps nothing else."
        )
        % {"before": _bare(old[0]), "new": _bare(new[0]), "all": _("everything")},
    )


class _SeveralValues:
    """Reads and rewrites the texts of one column."""

    def __init__(self, column: Column, region: str) -> None:
        self._column, self._region = column, region

    def read(self, value: RawValue) -> tuple[_Value, ...]:
        found = parse_cell(self._column, value, self._region).value
        return found if isinstance(found, tuple) else ()

    def exchange(self, text: str, was: _Value, now: str) -> str:
        """Return a cell's text with one value replaced. All others stay as they were typed."""
        pieces = _SEPARATOR.split(text)
        at = next((i for i in range(0, len(pieces), 2) if [*map(_key, self.read(pieces[i]))] == [_key(was)]), None)
        if now == _NOTHING:
            now = ""
        if at is not None and not now:
            del pieces[max(at - 1, 0) : at + 1 if at else at + 2]
            return "".join(pieces)
        if at is not None:
            pieces[at] = self._in_place(pieces[at], was, now)
            return "".join(pieces)
        # The cell separates its values otherwise, as by "ou": it is written anew.
        return " ; ".join(filter(None, (_with_label(was, now, self.read(now)) if _key(value) == _key(was)
                                        else _written(value) for value in self.read(text))))  # fmt: skip

    def _in_place(self, piece: str, was: _Value, now: str) -> str:
        """Return a piece with its value replaced, and the words around it kept, unless the new one has its own."""
        given = self.read(now)
        if isinstance(was, str) or any(isinstance(value, Phone) and value.label for value in given):
            return now
        for match in _DIALLED.finditer(piece):
            if [value.digits for value in self.read(match[0]) if isinstance(value, Phone)] == [was.digits]:
                return piece[: match.start()] + now + piece[match.end() :]
        return _with_label(was, now, given)


def _with_label(was: _Value, now: str, given: tuple[_Value, ...]) -> str:
    """Return a new number with the label of the old one, unless it has its own."""
    has_own = any(isinstance(value, Phone) and value.label for value in given)
    return f"{now} ({was.label})" if now and isinstance(was, Phone) and was.label and not has_own else now


def _key(value: _Value) -> tuple[str, str]:
    return (value.digits, value.extension) if isinstance(value, Phone) else (value.casefold().rstrip("/"), "")


def _labelled(values: tuple[_Value, ...], label: str) -> Phone | None:
    """Return the one number with that label, if there is one."""
    found = [value for value in values if label and isinstance(value, Phone) and fold(value.label) == fold(label)]
    return found[0] if len(found) == 1 else None


def _written(value: _Value) -> str:
    return labelled_phone(value, _) if isinstance(value, Phone) else value


def _bare(value: _Value) -> str:
    return _written(replace(value, label="") if isinstance(value, Phone) else value)


def _words_for_all() -> set[str]:
    return {fold(word) for word in (*in_every_language("everything"), "*")}


def _one_line(text: str) -> str:
    return " / ".join(text.splitlines())
