"""The parts of a workbook file and how they refer to each other (Open Packaging Conventions, ECMA-376 part 2).

Only what is asked for is read: a part that nobody needs cannot be in the way.
"""

import posixpath
import zipfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import IO
from urllib.parse import unquote

from fiche_builder.workbook.markup import DoctypeError, read_tree

_RELATIONS_OF_PACKAGE = "_rels/.rels"


class DamagedPartError(Exception):
    """A part that is needed cannot be read. `part` is its name as the file gives it, or as another part does."""

    def __init__(self, part: str) -> None:
        super().__init__(part)
        self.part = part


@dataclass(frozen=True, slots=True)
class Relation:
    """What a part says of another one. `target` is a part's name, or an address outside the file."""

    kind: str
    """The last word of its type, such as `worksheet`: the same in Transitional and Strict."""
    target: str
    is_external: bool = False


@contextmanager
def naming(part: str) -> Iterator[None]:
    """The funnel: whatever a library raises on the bytes of a part becomes one error that names the part."""
    try:
        yield
    except (DamagedPartError, DoctypeError, MemoryError):
        raise
    except Exception as error:
        raise DamagedPartError(part) from error


class Package:
    """A workbook file as its parts. Names are compared as OPC does: case does not count, nor does a slash before them.

    Nor does it count which slash stands between, for some programs write the one of Windows.
    """

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self._archive = archive
        self._entries = {_canonical(entry.filename): entry for entry in archive.infolist()}

    def __contains__(self, part: str) -> bool:
        return _canonical(part) in self._entries

    def read(self, part: str) -> bytes:
        """Return the bytes of a part."""
        with self.open(part) as stream:
            return stream.read()

    @contextmanager
    def open(self, part: str) -> Iterator[IO[bytes]]:
        """Open a part; what goes wrong while it is open is its damage."""
        with naming(part), self._archive.open(self._entries[_canonical(part)]) as stream:
            yield stream

    def relations(self, source: str = "") -> Mapping[str, Relation]:
        """Return what a part refers to, by the identity that the part uses; without a name, what the package refers to."""
        folder, name = posixpath.split(source)
        part = posixpath.join(folder, "_rels", f"{name}.rels") if source else _RELATIONS_OF_PACKAGE
        if part not in self:
            return {}
        with naming(part):
            return {entry.get("Id", ""): self._relation(entry.attrib, folder) for entry in read_tree(self.read(part))}

    def _relation(self, entry: Mapping[str, str], folder: str) -> Relation:
        kind, target = entry.get("Type", "").rpartition("/")[2], entry.get("Target", "")
        if entry.get("TargetMode", "").casefold() == "external":
            return Relation(kind, target, is_external=True)
        target = target.replace("\\", "/")
        # Some programs count from the root without saying so.
        places = [posixpath.normpath(posixpath.join("/", start, target)).lstrip("/") for start in (folder, "")]
        return Relation(kind, next((place for place in places if place in self), places[0]))


def _canonical(name: str) -> str:
    return posixpath.normpath(unquote(name).replace("\\", "/")).lstrip("/").casefold()
