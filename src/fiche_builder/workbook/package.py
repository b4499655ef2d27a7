"""The parts of a workbook file and how they refer to each other (Open Packaging Conventions, ECMA-376 part 2).

Parts are read only when they are asked for, so a damaged part that nobody needs does no harm.
"""

import posixpath
import zipfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import IO
from urllib.parse import unquote
from xml.etree.ElementTree import Element

from fiche_builder.workbook.limits import MAX_READ_BYTES, MAX_RELATIONS, Limit, LimitError
from fiche_builder.workbook.markup import Budget, DoctypeError, read_tree

_RELATIONS_OF_PACKAGE = "_rels/.rels"


class DamagedPartError(Exception):
    """A part that is needed cannot be read. `part` is its name as the file, or a part that refers to it, writes it."""

    def __init__(self, part: str) -> None:
        super().__init__(part)
        self.part = part


@dataclass(frozen=True, slots=True)
class Relation:
    """A reference to another part. `target` is the name of a part, or an address outside the file."""

    kind: str
    """The last word of its type, such as `worksheet`. It is the same in Transitional and Strict."""
    target: str
    is_external: bool = False


@contextmanager
def naming(part: str) -> Iterator[None]:
    """Turn whatever a library raises on the bytes of a part into one error that names the part."""
    try:
        yield
    except LimitError as error:
        raise LimitError(error.limit, error.place or part) from error
    except (DamagedPartError, DoctypeError, MemoryError):
        raise
    except Exception as error:
        raise DamagedPartError(part) from error


class Package:
    """A workbook file as its parts.

    Names are compared as OPC does: case and a leading slash do not count. Backslashes are also accepted between
    folders, because some programs write them.
    """

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self._archive = archive
        self._left = MAX_READ_BYTES
        self._budget = Budget()
        self._entries = {_canonical(entry.filename): entry for entry in archive.infolist()}

    def __contains__(self, part: str) -> bool:
        return _canonical(part) in self._entries

    def tree(self, part: str) -> Element:
        """Return a part as a tree."""
        with self.open(part) as stream:
            return read_tree(stream.read(), self._budget)

    @contextmanager
    def open(self, part: str) -> Iterator[IO[bytes]]:
        """Open a part. Whatever goes wrong while it is open means that the part is damaged."""
        with naming(part):
            entry = self._entries[_canonical(part)]
            self._left -= entry.file_size
            if self._left < 0:
                raise LimitError(Limit.PART)
            with self._archive.open(entry) as stream:
                yield stream

    def relations(self, source: str = "") -> Mapping[str, Relation]:
        """Return the references of a part by their ids.

        Without a name, these are the references of the package itself.
        """
        folder, name = posixpath.split(source)
        part = posixpath.join(folder, "_rels", f"{name}.rels") if source else _RELATIONS_OF_PACKAGE
        if part not in self:
            return {}
        with naming(part):
            entries = self.tree(part)
            if len(entries) > MAX_RELATIONS:
                raise LimitError(Limit.PART)
            return {entry.get("Id", ""): self._relation(entry.attrib, folder) for entry in entries}

    def _relation(self, entry: Mapping[str, str], folder: str) -> Relation:
        kind, target = entry.get("Type", "").rpartition("/")[2], entry.get("Target", "")
        if entry.get("TargetMode", "").casefold() == "external":
            return Relation(kind, target, is_external=True)
        target = target.replace("\\", "/")
        # Some programs write a path from the root without the leading slash.
        places = [posixpath.normpath(posixpath.join("/", start, target)).lstrip("/") for start in (folder, "")]
        # A part has one name, however it is written, so that it is read once.
        parts = (self._entries[_canonical(place)].filename for place in places if place in self)
        return Relation(kind, next(parts, places[0]).replace("\\", "/").lstrip("/"))


def _canonical(name: str) -> str:
    return posixpath.normpath(unquote(name).replace("\\", "/")).lstrip("/").casefold()
