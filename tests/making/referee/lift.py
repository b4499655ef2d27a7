"""Slugs lifted out of what WeasyPrint drew: smaller commands, described links, a thinner structure.

WeasyPrint hands over the PDF objects of a document before they are written (`finisher`). Each slug is a stacking
context of its own, so its commands stand together between `q` and `Q`.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from fiche_builder.common.errors import TypesettingError
from fiche_builder.common.i18n import _
from fiche_builder.outputs.pdf.slug import Node, Slug, SlugLink
from tests.making.referee.commands import DECIMALS, CommandWriter, Origin, simplify

_TRANSPARENT = {"NonStruct", "Div", "Span", "Part"}
"""Elements without a meaning of their own. Their kids move up to their parent."""
_PREAMBLE = 3
"""How WeasyPrint begins a page: the axes turned, `q`, the scale."""
_DEEPEST = 12


class StructureReader:
    """Reads the structure elements of a document in order, one for each slug."""

    def __init__(self, pdf: Any) -> None:
        self._objects = pdf.objects
        document = self._object(self._object(pdf.catalog["StructTreeRoot"])["K"][0])
        self._elements = iter([self._object(reference) for reference in document["K"]])

    def next_nodes(self, other_language: str) -> tuple[Node, ...]:
        """Return the nodes of the next slug. A link is -1 minus the number of its annotation."""
        return tuple(kid for kid in self._read(next(self._elements), other_language) if isinstance(kid, Node))

    def _object(self, reference: bytes) -> Any:
        return self._objects[int(reference.split()[0])]

    def _read(self, element: Any, other_language: str) -> Iterator[Node | int]:
        """Yield the node of an element, or its kids if the element has no meaning of its own."""
        kids: list[Node | int] = []
        for kid in element["K"]:
            if isinstance(kid, int):
                kids.append(kid)
                continue
            child = self._object(kid)
            if child["Type"] == "/OBJR":
                kids.append(-1 - int(child["Obj"].split()[0]))
            else:
                kids.extend(self._read(child, other_language))
        tag = element["S"][1:]
        if tag in _TRANSPARENT:
            yield from kids
        elif tag == "Sect":  # in a slug, this is text in the other language
            yield Node("P", tuple(kids), other_language)
        elif kids:
            yield Node(tag, tuple(kids))


def split_chunks(commands: list[Any], count: int) -> list[list[Any]]:
    """Return the commands of each of the `count` slugs of a page.

    Their contexts stand side by side inside those of the page, the root and the body. There is one of each of these
    three.
    """
    if count == 1:
        return [commands[_PREAMBLE:-1]]
    for depth in range(_DEEPEST):
        groups = _groups_at(commands, depth)
        if len(groups) == count and all(b"BT" in group for group in groups):
            return groups
        if len(groups) != 1:
            break
    raise TypesettingError(_("The typesetter did not draw the pieces one by one: is one of them empty?"))


def lift(  # noqa: PLR0913, PLR0917 (all that is known of a piece)
    chunk: list[Any],
    origin: Origin,
    size: tuple[float, float],
    nodes: tuple[Node, ...],
    links: tuple[SlugLink, ...],
    fonts: Mapping[str, str],
) -> Slug:
    """Return the slug that a chunk draws. `fonts` gives the fonts their new names."""
    runs, nodes = _runs(nodes)
    writer = CommandWriter(origin, runs, fonts)
    for item in simplify(chunk):
        writer.add(item)
    numbered, marks = _renumber(nodes, writer.numbers)
    return Slug(
        width=round(size[0], DECIMALS),
        height=round(size[1], DECIMALS),
        commands="\n".join(writer.finish()),
        marks=marks,
        links=links,
        nodes=numbered,
        glyphs=tuple((font, "".join(sorted(glyphs))) for font, glyphs in sorted(writer.glyphs.items())),
    )


def _runs(nodes: tuple[Node, ...]) -> tuple[dict[int, int], tuple[Node, ...]]:
    """Number the runs of marked content in each element, and return the run of each mark, and the nodes.

    Marks that follow each other are one run, which may become one mark. The nodes have runs in place of marks.
    """
    runs: dict[int, int] = {}
    count = 0

    def walk(node: Node) -> Node:
        nonlocal count
        kids: list[Node | int] = []
        is_run = False
        for kid in node.kids:
            if isinstance(kid, int) and kid >= 0:
                if not is_run:
                    kids.append(count)
                    count += 1
                runs[kid] = count - 1
                is_run = True
            else:
                kids.append(walk(kid) if isinstance(kid, Node) else kid)
                is_run = False
        return Node(node.tag, tuple(kids), node.language)

    return runs, tuple(walk(node) for node in nodes)


def _renumber(nodes: tuple[Node, ...], numbers: Mapping[int, list[int]]) -> tuple[tuple[Node, ...], int]:
    """Return the nodes with the marks that each run became, and the number of marks."""

    def walk(node: Node) -> Node:
        kids: list[Node | int] = []
        for kid in node.kids:
            if isinstance(kid, Node):
                kids.append(walk(kid))
            else:
                kids.extend([kid] if kid < 0 else numbers.get(kid, []))
        return Node(node.tag, tuple(kids), node.language)

    return tuple(walk(node) for node in nodes), sum(map(len, numbers.values()))


def _groups_at(commands: list[Any], wanted: int) -> list[list[Any]]:
    """Return each `q … Q` that is nested in exactly `wanted` others."""
    found = []
    depth = start = 0
    for place, item in enumerate(commands):
        if item == b"q":
            if depth == wanted:
                start = place
            depth += 1
        elif item == b"Q":
            depth -= 1
            if depth == wanted:
                found.append(commands[start : place + 1])
    return found
