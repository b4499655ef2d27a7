"""One cause, one finding: hits that say the same of several cells are told once, and the message names the cells."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from fiche_builder.check.findings import Hit, Rule
from fiche_builder.common.i18n import _
from fiche_builder.common.text import tidy
from fiche_builder.model.tables import Place

_NAMED = 5
_WILDCARDS = frozenset("*?~")
"""To replace “?” in a whole column would replace every cell of one letter, and “*” every cell."""
_RANGE = 3
"""From this many neighbours on, cells are named as a range."""


def fold_hits(rule: Rule, hits: Iterable[Hit]) -> list[Hit]:
    """Return the hits of a rule, one for each cause. Where a cause has several cells, the message names them."""
    if rule.apart:
        return list(hits)
    causes: dict[tuple[str, ...], list[Hit]] = {}
    for hit in hits:
        cause = (hit.place.sheet, hit.place.header, tidy(hit.value), hit.message, hit.hint)
        causes.setdefault(cause, []).append(hit)
    return [_told_once(same) for same in causes.values()]


def _told_once(same: Sequence[Hit]) -> Hit:
    first = same[0]
    places = tuple(dict.fromkeys(place for hit in same for place in (hit.place, *hit.others)))
    if len(places) == 1:
        return first
    words = {"message": first.message, "count": len(places)}
    if first.whole_rows:
        message = _("%(message)s %(count)d rows: %(rows)s.") % {**words, "rows": name_rows(places)}
    else:
        message = _("%(message)s %(count)d cells: %(cells)s.") % {
            **words,
            "cells": name_cells(places, first.place.sheet),
        }
    hint = first.hint
    if first.in_one_step and not _WILDCARDS & set(first.value):
        hint = f"{hint} {replace_all()}".strip()
    return replace(first, message=message, hint=hint, others=places[1:])


def replace_all() -> str:
    """Return the sentence at the end of a hint that tells how to correct all cells of a cause."""
    return _("To correct all at once: select the column, Ctrl+H, and tick “Match entire cell contents”.")


def cell_name(place: Place, home: str = "") -> str:
    """Return the name of a cell, with its sheet unless that is `home`."""
    return place.coordinate if place.sheet == home else f"{place.sheet}!{place.coordinate}"


def name_cells(places: Iterable[Place], home: str = "") -> str:
    """Return a short list of cells, such as "C2, C7:C31"; those of another sheet than `home` with their sheet."""
    named: list[tuple[str, int]] = []
    for run in _runs(places):
        if len(run) < _RANGE:
            named += [(cell_name(place, home), 1) for place in run]
        else:
            named.append((f"{cell_name(run[0], home)}:{run[-1].coordinate}", len(run)))
    return _shortened(named)


def name_rows(places: Iterable[Place]) -> str:
    """Return a short list of rows, such as "3, 12-40"."""
    return _shortened(
        [(f"{run[0].row}-{run[-1].row}" if len(run) > 1 else str(run[0].row), len(run)) for run in _runs(places)]
    )


def _runs(places: Iterable[Place]) -> list[list[Place]]:
    """Return the places in order, by sheet and column: those one below the other together."""
    runs: list[list[Place]] = []
    sheets: dict[str, int] = {}
    every = list(dict.fromkeys(places))
    for place in every:
        sheets.setdefault(place.sheet, len(sheets))
    for place in sorted(every, key=lambda place: (sheets[place.sheet], place.column, place.row)):
        last = runs[-1][-1] if runs else None
        if last and (last.sheet, last.column, last.row + 1) == (place.sheet, place.column, place.row):
            runs[-1].append(place)
        else:
            runs.append([place])
    return runs


def _shortened(named: Sequence[tuple[str, int]]) -> str:
    """Return the first few names; each stands for a number of cells, and the rest are counted."""
    more = sum(count for _name, count in named[_NAMED:])
    listed = ", ".join(name for name, _count in named[:_NAMED])
    return listed + (_(" and %(count)d more") % {"count": more} if more else "")
