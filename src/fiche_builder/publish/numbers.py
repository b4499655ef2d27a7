"""Which N° served in the editions of an output folder.

Every edition is read, on every check and build. So only N°, names and contact points are taken from its snapshot, and
neither manifest nor hash is asked for: what is only warned of need not be proved, and an edition whose manifest is lost
still says which N° it used.
"""

import os
from collections import defaultdict
from pathlib import Path
from typing import Any

from fiche_builder.common.collector import without_collector
from fiche_builder.common.period import EditionId
from fiche_builder.common.reading import keyed, listed, parse_json, read_file, text, whole
from fiche_builder.edition.snapshot import contact_points
from fiche_builder.model.columns import Audience
from fiche_builder.model.served import NumberHistory, ServedFiche
from fiche_builder.publish.archive import LARGEST_FILE, list_folders
from fiche_builder.publish.manifest import file_name

_Fiche = tuple[int, str, frozenset[str]]
_Bearers = defaultdict[int, dict[tuple[str, frozenset[str]], ServedFiche]]

# How `snapshot_json` lays out the fiches. No text can hold these signs: in JSON, a line end in a text is written \n.
_BEGIN, _BETWEEN, _END = b'\n "fiches": [\n  {\n', b"\n  },\n  {\n", b"\n  }\n ],\n"


def read_numbers(output: Path, before: EditionId, audience: Audience = Audience.INTERNAL) -> NumberHistory:
    """Return which fiches bore which N° in the editions of a folder that are earlier than `before`.

    The internal snapshot names every fiche; an edition for the public alone has the public one. For the public audience
    only public snapshots count. An edition that cannot be read is named in the result, and nothing else happens.
    """
    with without_collector():
        return _read_numbers(output, before, audience)


def _read_numbers(output: Path, before: EditionId, audience: Audience) -> NumberHistory:
    bearers: _Bearers = defaultdict(dict)
    numbers: set[int] = set()
    unread = []
    known: dict[bytes, _Fiche] = {}
    for edition in list_folders(output):
        if not any((output / str(edition)).iterdir()):
            continue  # nothing was ever published there
        paths = [path for path in _snapshots(output, edition, audience) if os.path.lexists(path)]
        try:
            fiches = _read_fiches(read_file(paths[0], LARGEST_FILE), known)
        except (OSError, ValueError, KeyError, IndexError, RecursionError):
            unread.append(edition)
            continue
        numbers.update(number for number, _name, _points in fiches)
        if edition < before:
            for number, name, points in fiches:
                names = bearers[number]
                names.pop((name, points), None)  # the last bearer comes last
                names[name, points] = ServedFiche(name, points, edition)
    return NumberHistory(
        {number: tuple(names.values()) for number, names in bearers.items()}, frozenset(numbers), tuple(unread)
    )


def _snapshots(output: Path, edition: EditionId, audience: Audience) -> list[Path]:
    wanted = (Audience.PUBLIC,) if audience is Audience.PUBLIC else (Audience.INTERNAL, Audience.PUBLIC)
    return [output / str(edition) / file_name(edition, one, "json") for one in wanted]


def _read_fiches(content: bytes, known: dict[bytes, _Fiche]) -> list[_Fiche]:
    """Return the fiches of a snapshot.

    Most fiches stand in all editions with the same words, so each text is parsed once: five years of a large annuaire
    take a fifth of the time. A snapshot in another layout than ours is parsed whole.
    """
    start, end = content.find(_BEGIN), content.rfind(_END)
    if start < 0 or end < start:
        return [_parse_fiche(fiche) for fiche in listed(keyed(parse_json(content))["fiches"])]
    found = []
    for fiche in content[start + len(_BEGIN) : end].split(_BETWEEN):
        if fiche not in known:
            known[fiche] = _parse_fiche(parse_json(b"{%s}" % fiche))
        found.append(known[fiche])
    return found


def _parse_fiche(fiche: Any) -> _Fiche:  # noqa: ANN401 (whatever the file holds: a wrong shape raises)
    plain = keyed(fiche)
    return whole(plain["number"]), text(plain["name"]), contact_points(plain)
