"""The text of a cell: one piece, or several runs, each with its own font."""

from typing import IO, NamedTuple
from xml.etree.ElementTree import Element

from fiche_builder.common.text import unescape_excel
from fiche_builder.workbook.limits import MAX_STRINGS, Limit, LimitError
from fiche_builder.workbook.markup import OnEnd, OnStart, is_true, read_stream


class RunText(NamedTuple):
    """A text, and whether any of its runs is struck out."""

    text: str
    struck: bool


class Runs:
    """Puts a text together while its part is read, from plain pieces and runs, without reading aids.

    Shared strings and strings inside their cell are built alike. The parser leaves the text between two elements in
    `pieces`.
    """

    def __init__(self) -> None:
        self.pieces: list[str] = []
        self._texts: list[str] = []
        self._run_struck = self._struck = self._in_aid = False
        self.starts: dict[str, OnStart] = {
            "t": lambda _attributes: self.pieces.clear(),
            "r": self._start_run,
            "strike": self._strike,
            "rPh": self._start_aid,
        }
        self.ends: dict[str, OnEnd] = {"t": self._end_text, "r": self._end_run, "rPh": self._end_aid}

    def take(self) -> RunText:
        """Return the text so far, and begin a new one."""
        text = RunText("".join(self._texts), self._struck)
        self._texts.clear()
        self._run_struck = self._struck = self._in_aid = False
        return text

    def _start_run(self, _attributes: dict[str, str]) -> None:
        self._run_struck = False

    def _end_run(self) -> None:
        self._run_struck = False

    def _strike(self, attributes: dict[str, str]) -> None:
        self._run_struck = is_true(attributes.get("val", "1"))

    def _start_aid(self, _attributes: dict[str, str]) -> None:
        self._in_aid = True

    def _end_aid(self) -> None:
        self._in_aid = False

    def _end_text(self) -> None:
        if self._in_aid:
            return
        text = unescape_excel("".join(self.pieces))
        self._texts.append(text)
        if self._run_struck and text.strip():
            self._struck = True


def read_strings(stream: IO[bytes]) -> list[RunText]:
    """Return the texts that the cells of all sheets share."""
    strings: list[RunText] = []
    runs = Runs()
    ends = {**runs.ends, "si": lambda: _add(strings, runs.take())}
    read_stream(stream, "sst", runs.starts, ends, {"t": runs.pieces.append})
    return strings


def _add(strings: list[RunText], text: RunText) -> None:
    strings.append(text)
    if len(strings) > MAX_STRINGS:
        raise LimitError(Limit.STRINGS)


def read_comments(comments: Element) -> dict[str, str]:
    """Return the comments of a sheet by the cell they belong to."""
    return {entry.get("ref", ""): _tree_text(entry.find("text")) for entry in comments.findall("commentList/comment")}


def _tree_text(text: Element | None) -> str:
    runs = [
        run for entry in (() if text is None else text) for run in (entry.findall("t") if entry.tag == "r" else [entry])
    ]
    return "".join(unescape_excel(run.text or "") for run in runs if run.tag == "t")
