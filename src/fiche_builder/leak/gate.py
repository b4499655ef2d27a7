"""The gate itself: a public file with an internal value in it does not pass. When in doubt, it refuses."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from fiche_builder.common.errors import LeakError
from fiche_builder.common.i18n import _, ngettext
from fiche_builder.leak.decoding import UnreadableError
from fiche_builder.leak.evidence import collect
from fiche_builder.leak.extract import EXTRACTORS, EXTRACTORS_FOR_HYGIENE
from fiche_builder.leak.hygiene import Trace, inspect_hygiene, traces_of_the_machine
from fiche_builder.leak.search import Searcher
from fiche_builder.leak.static import static_texts
from fiche_builder.workbook.raw import RawWorkbook

LEAK_GATE = "leak-gate"
HYGIENE = "hygiene"
_LISTED = 10


@dataclass(frozen=True, slots=True)
class Leak:
    """An internal value in a public file: its cell and the file, never the value itself."""

    place: str
    output: str


@dataclass(frozen=True, slots=True)
class Candidate:
    """A finished file that is to be published, with the extension of its format."""

    name: str
    extension: str
    content: bytes
    is_public: bool


class Gate:
    """Inspects the files of an edition against the workbook they were made from.

    It may be handed over to another process: with what it searches for, but without the workbook.
    """

    def __init__(self, raw: RawWorkbook) -> None:
        self._raw = raw

    def __getstate__(self) -> dict[str, Any]:
        return {"_searcher": self._searcher, "_traces": self._traces}

    @cached_property
    def _searcher(self) -> Searcher:
        """The search, prepared for the first public file. With internal editions alone, it is never needed."""
        return Searcher(collect(self._raw), static_texts())

    @cached_property
    def _traces(self) -> list[Trace]:
        """What would tell where the files were made."""
        cells = (cell.shown for sheet in self._raw.sheets for row in sheet.rows for cell in row.cells.values())
        return traces_of_the_machine("\n".join(cells))

    def holds_internal(self, text: str) -> bool:
        """Tell whether a text holds an internal value of the workbook."""
        return bool(self._searcher.search_alone(text))

    def learn(self, texts: Iterable[str]) -> None:
        """Take texts of an earlier public edition, which this one tells again, for neighbours of its public values.

        They stay what they are: a text with an internal value in it is not taken.
        """
        if known := [text for text in texts if not self.holds_internal(text)]:
            self._searcher.learn(known)

    def find_leaks(self, name: str, extension: str, content: bytes) -> list[Leak]:
        """Return the internal values in a public file, including in its name."""
        found = set[str]()
        for _text in self._search(name, _extract(name, extension, content), found):
            pass
        return [Leak(place, name) for place in sorted(found)]

    def inspect(self, files: Iterable[Candidate]) -> None:
        """Raise `LeakError` if an internal value is in a public file, or if any file holds what no output may hold."""
        leaks = []
        for file in files:
            found = set[str]()
            texts: Iterable[str] = _extract(file.name, file.extension, file.content, is_public=file.is_public)
            if file.is_public:
                texts = self._search(file.name, texts, found)
            refuse_problems(file.name, inspect_hygiene(file.extension, file.content, texts, self._traces))
            leaks += [Leak(place, file.name) for place in sorted(found)]
        refuse_leaks(leaks)

    def _search(self, name: str, texts: Iterable[str], found: set[str]) -> Iterator[str]:
        """Add to `found` the places of the internal values in a file, whose texts are handed on one by one."""
        found |= self._searcher.search(name)
        for text in texts:
            found |= self._searcher.search(text)
            yield text


def refuse_leaks(leaks: Iterable[Leak]) -> None:
    """Raise if anything leaked. The message names cells and files but no values, so that it may be logged."""
    found = list(leaks)
    if not found:
        return
    lines = [f"{leak.output} ← {leak.place}" for leak in found[:_LISTED]]
    more = len(found) - _LISTED
    if more > 0:
        lines.append(_("and %(count)d more") % {"count": more})
    message = ngettext(
        "Blocked: an internal value stands in a public file. Nothing was published.",
        "Blocked: %(count)d internal values stand in public files. Nothing was published.",
        len(found),
    ) % {"count": len(found)}
    raise LeakError(
        "\n".join([message, *lines]),
        _(
            "If the cell may be public, make it so in the workbook. If not, this is a fault of the program or a "
            "template: report it."
        ),
    )


def refuse_problems(name: str, problems: Iterable[str]) -> None:
    """Raise if something is wrong with a file."""
    if found := dict.fromkeys(problems):
        raise LeakError(
            _("Blocked: “%(name)s” must not be published: %(problems)s.")
            % {"name": name, "problems": "; ".join(found)},
            _("This is a fault of the program or a template: report it."),
        )


def _extract(name: str, extension: str, content: bytes, *, is_public: bool = True) -> Iterator[str]:
    """Return the texts of a file; of an internal one, what is enough to find traces of the machine."""
    extractor = EXTRACTORS.get(extension) if is_public else (EXTRACTORS | EXTRACTORS_FOR_HYGIENE).get(extension)
    if extractor is None:
        raise _unreadable(name)
    try:
        yield from extractor(content)
    except UnreadableError as error:
        raise _unreadable(name) from error


def _unreadable(name: str) -> LeakError:
    return LeakError(
        _("Blocked: nobody can read “%(name)s” to make sure that nothing internal is in it.") % {"name": name},
        _("A new output needs an extractor in leak/extract.py."),
    )
