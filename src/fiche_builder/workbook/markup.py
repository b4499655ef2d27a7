"""The XML of a workbook's parts, read with expat, which is fast.

A document type is refused, because that is where entities are declared. Elements are known by their local names. In a
stream, they must be in the namespace of the root. It then does not matter which namespace that is (Transitional,
Strict) or how it is abbreviated, and the elements of an extension are not taken for Excel's.
"""

from collections.abc import Callable, Mapping
from typing import IO
from xml.etree.ElementTree import Element, TreeBuilder
from xml.parsers import expat

_CHUNK = 2**20
_FALSE = frozenset({"0", "false", "off", "none"})
OnStart = Callable[[dict[str, str]], object]
OnEnd = Callable[[], object]


class DoctypeError(Exception):
    """A part declares a document type, which no workbook does (ECMA-376 part 2, 8.1.4)."""


class RootError(Exception):
    """A part is not what its place in the workbook says it is."""


def is_true(value: str | None) -> bool:
    """Tell whether an attribute is true. An absent one is not."""
    return value is not None and value.strip().casefold() not in _FALSE


def read_tree(content: bytes) -> Element:
    """Return a small part as a tree, with local names for elements and attributes."""
    builder = TreeBuilder()
    parser = _parser()
    parser.StartElementHandler = lambda name, attributes: builder.start(
        _local(name), {_local(key): value for key, value in attributes.items()}
    )
    parser.EndElementHandler = lambda name: builder.end(_local(name))
    parser.CharacterDataHandler = builder.data
    parser.Parse(content, True)  # noqa: FBT003 (expat takes no keyword)
    return builder.close()


def read_stream(
    stream: IO[bytes],
    root: str,
    starts: Mapping[str, OnStart],
    ends: Mapping[str, OnEnd],
    on_text: Callable[[str], object],
) -> None:
    """Report a large part piece by piece.

    The callbacks get the local name where an element starts and ends, and every piece of text.
    """
    parser = _parser()
    on_start: dict[str, OnStart] = {}
    on_end: dict[str, OnEnd] = {}

    def open_root(name: str, attributes: dict[str, str]) -> None:
        namespace, blank, local = name.rpartition(" ")
        if local != root:
            raise RootError(local)
        on_start.update({f"{namespace}{blank}{local}": told for local, told in starts.items()})
        on_end.update({f"{namespace}{blank}{local}": told for local, told in ends.items()})
        parser.StartElementHandler = start
        start(name, attributes)

    def start(name: str, attributes: dict[str, str]) -> None:
        if told := on_start.get(name):
            told(attributes)

    def end(name: str) -> None:
        if told := on_end.get(name):
            told()

    parser.StartElementHandler = open_root
    parser.EndElementHandler = end
    parser.CharacterDataHandler = on_text
    while chunk := stream.read(_CHUNK):
        parser.Parse(chunk, False)  # noqa: FBT003 (expat takes no keyword)
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
