"""Findings for an editor who reads: the gravest first, many of one kind as one, each with what to do now."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from fiche_builder.check import Finding, Severity
from fiche_builder.check.checked import STRUCTURAL
from fiche_builder.check.folding import cell_name, replace_all
from fiche_builder.check.headings import heading
from fiche_builder.common.i18n import _, ngettext, quoted
from fiche_builder.model.fields import FICHES

FEW = 15
"""Up to this many findings are shown one by one, by row."""
_ALONE = {Severity.ERROR: 5, Severity.WARNING: 2, Severity.INFO: 2}
"""Up to this many findings of a code are told one by one."""
_NAMED = {Severity.ERROR: 5, Severity.WARNING: 3, Severity.INFO: 3}
"""So many of a group are named."""
_TITLE = 28
Titles = Mapping[tuple[str, int], str]
Line = tuple[str, Severity | None]
"""A line, and the severity if it is the heading of all findings of one."""


def grouped_lines(findings: Sequence[Finding], titles: Titles) -> Iterator[Line]:
    """Yield the lines in which findings are told. `titles` names the rows."""
    is_shortened = False
    first = next((severity for severity in Severity if any(f.severity is severity for f in findings)), None)
    for severity in Severity:
        groups: dict[str, list[Finding]] = {}
        for finding in findings:
            if finding.severity is severity:
                groups.setdefault(finding.code, []).append(finding)
        if groups and severity is not first:
            yield "", None
        if groups:
            yield counted(severity, sum(map(len, groups.values()))), severity
        # A missing sheet or column is the cause of much else. Then what is rare, for a crowd is known already.
        for code, group in sorted(groups.items(), key=lambda entry: (entry[0] not in STRUCTURAL, len(entry[1]))):
            is_many = len(group) > _ALONE[severity]
            is_shortened |= is_many
            for text in _group(code, group, titles) if is_many else _each(group, titles):
                yield text, None
    if is_shortened:
        see_all = _(
            "To see each finding: fiche check --by-row; at its cell, in Excel: fiche check --annotate anomalies.xlsx"
        )
        yield from (("", None), (see_all, None))


def counted(severity: Severity, count: int) -> str:
    """Return how many findings have a severity."""
    words = {
        Severity.ERROR: ngettext("%(count)d error", "%(count)d errors", count),
        Severity.WARNING: ngettext("%(count)d warning", "%(count)d warnings", count),
        Severity.INFO: ngettext("%(count)d info", "%(count)d infos", count),
    }
    return words[severity] % {"count": count}


def _each(group: Sequence[Finding], titles: Titles) -> Iterator[str]:
    for finding in group:
        where = " ".join(part for part in (_cell(finding), finding.place.header if finding.place.row else "") if part)
        if (title := _title(finding, titles)) and not finding.others:
            where += f" ({title})"
        said = _("%(place)s: %(message)s") % {"place": where, "message": finding.message} if where else finding.message
        yield f"  {said} [{finding.code}]"
        if finding.hint:
            yield f"    → {finding.hint}"


def _group(code: str, group: Sequence[Finding], titles: Titles) -> Iterator[str]:
    yield f"  {heading(code, len(group), group[0].message)} [{code}]"
    items = [_item(finding, titles) for finding in group[: _NAMED[group[0].severity]]]
    rest = len(group) - len(items)
    more = _(" and %(count)d more") % {"count": rest} if rest else ""
    (hint, count), *_others = Counter(finding.hint for finding in group).most_common()
    if 2 * count > len(group):
        yield f"    {' · '.join(items)}{more}"
        if hint:
            yield f"    → {hint}"
    else:
        hints = [finding.hint.removesuffix(replace_all()).strip() for finding in group]
        for item, own in zip(items, hints, strict=False):
            yield f"    {item} → {own}" if own else f"    {item}"
        if more:
            yield f"    …{more}"
        if any(finding.hint.endswith(replace_all()) for finding in group):
            yield f"    → {replace_all()}"


def _item(finding: Finding, titles: Titles) -> str:
    """Return what a finding of a group is about: the value if it is what is wrong, or else the fiche; and its cell."""
    title = _title(finding, titles)
    value = quoted([_short(finding.value)]) if finding.value else ""
    words = value or title if finding.severity is Severity.ERROR or finding.others else title or value
    cells = _cell(finding)
    if finding.others:
        cells = _("%(count)d cells: %(cells)s") % {"count": len(finding.places), "cells": f"{cells}…"}
    return f"{words} ({cells})" if words else cells


def _cell(finding: Finding) -> str:
    place = finding.place
    return cell_name(place, FICHES.title) if place.row else place.sheet


def _title(finding: Finding, titles: Titles) -> str:
    return _short(titles.get((finding.place.sheet, finding.place.row), ""))


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _TITLE else line[: _TITLE - 1].rstrip() + "…"
