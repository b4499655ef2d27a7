"""Whether each byte of a PDF belongs to its header, to an object, or to the table of their places (ISO 32000-2, 7.5).

What stands elsewhere is shown by no reader, but whoever opens the file in an editor reads it.
"""

import re

import pikepdf

from fiche_builder.leak.packed import NESTED

_HEADER = re.compile(rb"%PDF-\d\.\d\r?\n%[\x80-\xff]{4}\r?\n")
_OBJECT = re.compile(rb"\s*(\d+) (\d+) obj\b")
_DICTIONARY = re.compile(rb"(?:[^()%%]|\(%s\))*?\b(endobj|stream\r?\n)" % NESTED, re.DOTALL)
"""The syntax of an object up to its end, or to its stream: without comments."""
_LENGTH = re.compile(rb"/Length (\d+)(?! \d+ R)")
_END_OF_STREAM = re.compile(rb"\s*endstream\s*endobj")
_TABLE = re.compile(
    rb"\s*xref\s+0 \d+\s+((?:\d{10} \d{5} [nf]\s+)*)trailer\s*<<(?:[^()%%]|\(%s\))*>>" % NESTED, re.DOTALL
)
_END = re.compile(rb"\s*startxref\s+(\d+)\s+%%EOF\s*", re.DOTALL)


def has_gaps(content: bytes, pdf: pikepdf.Pdf) -> bool:
    """Tell whether anything stands outside the objects, or is an object to which the table of places does not lead."""
    header = _HEADER.match(content)
    if not header:
        return True
    place, starts = header.end(), dict[int, int]()
    while match := _OBJECT.match(content, place):
        starts[match.start(1)] = int(match[1])
        end = _end_of_object(content, match.end())
        if end < 0:
            return True
        place = end
    table = _TABLE.match(content, place)
    end_of_file = _END.fullmatch(content, table.end() if table else place)
    if not end_of_file:
        return True
    if table:
        listed = {int(row[:10]) for row in table[1].splitlines() if row[17:18] == b"n"}
    else:
        own = starts.get(int(end_of_file[1]), 0)
        listed = _listed(pdf.get_object(own, 0)) if own else set()
    return listed != set(starts)


def _end_of_object(content: bytes, place: int) -> int:
    """Return the place behind an object that begins there; -1 if there is none."""
    syntax = _DICTIONARY.match(content, place)
    if not syntax:
        return -1
    if syntax[1] == b"endobj":
        return syntax.end()
    length = _LENGTH.search(content, place, syntax.end())
    end = _END_OF_STREAM.match(content, syntax.end() + int(length[1])) if length else None
    return end.end() if end else -1


def _listed(table: pikepdf.Object) -> set[int]:
    """Return the places of objects in a table that is a stream (ISO 32000-2, 7.5.8)."""
    if not isinstance(table, pikepdf.Stream) or "/Prev" in table:
        return set()
    widths = [int(width) for width in table.W]
    rows = table.read_bytes()
    found = set()
    for row in range(0, len(rows) - sum(widths) + 1, sum(widths)):
        kind = int.from_bytes(rows[row : row + widths[0]], "big") if widths[0] else 1
        if kind == 1:
            found.add(int.from_bytes(rows[row + widths[0] : row + widths[0] + widths[1]], "big"))
    return found
