"""The XML of a workbook's parts, read with expat, which is fast.

A document type is refused, because that is where entities are declared. Elements are known by their local names. In a
stream, they must be in the namespace of the root. It then does not matter which namespace that is (Transitional,
Strict) or how it is abbreviated, and the elements of an extension are not taken for Excel's.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from io import BytesIO
from typing import IO
from xml.etree.ElementTree import Element, TreeBuilder
from xml.parsers import expat

from fiche_builder.workbook.limits import MAX_DEPTH, MAX_ELEMENTS, MAX_TAG, Limit, LimitError

_CHUNK = 2**20
_FALSE = frozenset({"0", "false", "off", "none"})
OnStart = Callable[[dict[str, str]], object]
OnEnd = Callable[[], object]
OnText = Callable[[str], object]


class DoctypeError(Exception):
    """A part declares a document type, which no workbook does (ECMA-376 part 2, 8.1.4)."""


class RootError(Exception):
    """A part is not what its place in the workbook says it is."""


@dataclass(slots=True)
class Budget:
    """How many more elements the trees of a workbook may have together."""

    elements: int = MAX_ELEMENTS


def is_true(value: str | None) -> bool:
    """Tell whether an attribute is true. An absent one is not."""
    return value is not None and value.strip().casefold() not in _FALSE


def read_tree(content: bytes, budget: Budget | None = None) -> Element:
    """Return a small part as a tree, with local names for elements and attributes."""
    tree = _Tree(budget or Budget())
    parser = _parser()
    parser.StartElementHandler = tree.start
    parser.EndElementHandler = tree.end
    parser.CharacterDataHandler = tree.builder.data
    _feed(parser, BytesIO(content))
    return tree.builder.close()


class _Tree:
    """Builds a tree from what the parser reports."""

    def __init__(self, budget: Budget) -> None:
        self.builder = TreeBuilder()
        self._budget = budget

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """Begin an element."""
        self._budget.elements -= 1
        if self._budget.elements < 0:
            raise LimitError(Limit.PART)
        self.builder.start(_local(name), {_local(key): value for key, value in attributes.items()})

    def end(self, name: str) -> None:
        """End an element."""
        self.builder.end(_local(name))


def read_stream(
    stream: IO[bytes],
    root: str,
    starts: Mapping[str, OnStart],
    ends: Mapping[str, OnEnd],
    texts: Mapping[str, OnText],
) -> None:
    """Report a large part piece by piece.

    Elements are told by their local names where they start and end. `texts` get the pieces of text from the start of an
    element to the next start.
    """
    parser = _parser()
    on_start: dict[str, OnStart] = {}
    on_end: dict[str, OnEnd] = {}
    depth = 0
    on_text: dict[str, OnText] = {}

    def open_root(name: str, attributes: dict[str, str]) -> None:
        namespace, blank, local = name.rpartition(" ")
        if local != root:
            raise RootError(local)
        on_start.update({f"{namespace}{blank}{local}": told for local, told in starts.items()})
        on_end.update({f"{namespace}{blank}{local}": told for local, told in ends.items()})
        on_text.update({f"{namespace}{blank}{local}": told for local, told in texts.items()})
        parser.StartElementHandler = start
        start(name, attributes)

    def start(name: str, attributes: dict[str, str]) -> None:
        nonlocal depth
        depth += 1
        if depth > MAX_DEPTH:
            raise LimitError(Limit.PART)
        # Text that nobody asks for is not even collected.
        parser.CharacterDataHandler = on_text.get(name)
        if told := on_start.get(name):
            told(attributes)

    def end(name: str) -> None:
        nonlocal depth
        depth -= 1
        if told := on_end.get(name):
            told()

    parser.StartElementHandler = open_root
    parser.EndElementHandler = end
    _feed(parser, stream)


def _feed(parser: expat.XMLParserType, stream: IO[bytes]) -> None:
    """Parse a stream, as long as no tag is endless: the parser would read it again from its start with each chunk."""
    fed = 0
    while chunk := stream.read(_CHUNK):
        fed += len(chunk)
        parser.Parse(chunk, False)  # noqa: FBT003 (expat takes no keyword)
        if fed - parser.CurrentByteIndex > MAX_TAG:
            raise LimitError(Limit.PART)
    parser.Parse(b"", True)  # noqa: FBT003


def _parser() -> expat.XMLParserType:
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = _refuse_doctype
    return parser


def _refuse_doctype(*_declared: object) -> None:
    raise DoctypeError


def _local(name: str) -> str:
    return name.rpartition(" ")[2]
