"""Which N° served in the editions of an output folder.

Every edition is read, on every check and build. So only N°, names and contact points are taken from its snapshot, and
neither manifest nor hash is asked for: what is only warned of need not be proved, and an edition whose manifest is lost
still says which N° it used.
"""

import json
from collections import defaultdict
from pathlib import Path
from typing import Any

from fiche_builder.common.errors import ConfigError
from fiche_builder.common.period import EditionId
from fiche_builder.edition.snapshot import contact_points
from fiche_builder.model.columns import Audience
from fiche_builder.model.served import NumberHistory, ServedFiche
from fiche_builder.publish.folder import file_name

_Bearers = defaultdict[int, dict[tuple[str, frozenset[str]], ServedFiche]]


def read_numbers(output: Path, before: EditionId, audience: Audience = Audience.INTERNAL) -> NumberHistory:
    """Return which fiches bore which N° in the editions of a folder that are earlier than `before`.

    The internal snapshot names every fiche; an edition for the public alone has the public one. For the public audience
    only public snapshots count. An edition that cannot be read is named in the result, and nothing else happens.
    """
    bearers: _Bearers = defaultdict(dict)
    numbers: set[int] = set()
    unread = []
    for edition in _folders(output):
        paths = [path for path in _snapshots(output, edition, audience) if path.is_file()]
        try:
            fiches = _read_fiches(paths[0])
        except (OSError, ValueError, KeyError, TypeError, AttributeError, IndexError, RecursionError):
            unread.append(edition)
            continue
        numbers.update(number for number, _name, _points in fiches)
        if edition < before:
            for number, name, points in fiches:
                known = bearers[number]
                known.pop((name, points), None)  # the last bearer comes last
                known[name, points] = ServedFiche(name, points, edition)
    return NumberHistory(
        {number: tuple(known.values()) for number, known in bearers.items()}, frozenset(numbers), tuple(unread)
    )


def _folders(output: Path) -> list[EditionId]:
    """Return the folders that are editions, even without a manifest, oldest first. An empty one is none."""
    found = []
    for path in output.iterdir() if output.is_dir() else ():
        try:
            edition = EditionId.parse(path.name)
        except ConfigError:
            continue
        if path.name == str(edition) and path.is_dir() and any(path.iterdir()):
            found.append(edition)
    return sorted(found)


def _snapshots(output: Path, edition: EditionId, audience: Audience) -> list[Path]:
    wanted = (Audience.PUBLIC,) if audience is Audience.PUBLIC else (Audience.INTERNAL, Audience.PUBLIC)
    return [output / str(edition) / file_name(edition, one, "json") for one in wanted]


def _read_fiches(path: Path) -> list[tuple[int, str, frozenset[str]]]:
    data: Any = json.loads(path.read_bytes())
    return [(int(fiche["number"]), str(fiche["name"]), contact_points(fiche)) for fiche in data["fiches"]]
