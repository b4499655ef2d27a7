"""The gate itself: a public file with an internal value in it does not pass. When in doubt, it refuses."""

from collections.abc import Container, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import chain
from typing import Any

from fiche_builder.common.errors import LeakError
from fiche_builder.common.i18n import _, ngettext
from fiche_builder.leak.decoding import MachineText, PageText, UnreadableError
from fiche_builder.leak.evidence import WhyInside, collect
from fiche_builder.leak.extract import EXTRACTORS, EXTRACTORS_FOR_HYGIENE
from fiche_builder.leak.hygiene import Trace, inspect_hygiene, traces_of_the_machine
from fiche_builder.leak.search import FoundValue, LeakKind, Searcher
from fiche_builder.leak.static import static_texts
from fiche_builder.workbook.raw import RawWorkbook

LEAK_GATE = "leak-gate"
HYGIENE = "hygiene"
_LISTED = 10


@dataclass(frozen=True, slots=True)
class Leak:
    """An internal value in a public file: its cell, and where in the file it stands, never the value itself."""

    found: FoundValue
    output: str
    page: int
    """Of a PDF; 0 if what was found stands on no page, or the file has none."""
    line: int
    """Of the page or the file; 0 if what was found stands in no line that anybody could look at."""

    @property
    def place(self) -> str:
        """The cell that holds it."""
        return self.found.secret.place


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
        return self._searcher.search_alone(text)

    def learn(self, texts: Iterable[str]) -> None:
        """Take texts of an earlier public edition, which this one tells again, for neighbours of its public values.

        They stay what they are: a text with an internal value in it is not taken.
        """
        if known := [text for text in texts if not self.holds_internal(text)]:
            self._searcher.learn(known)

    def find_leaks(self, name: str, extension: str, content: bytes) -> list[Leak]:
        """Return the internal values in a public file, including in its name."""
        found: dict[str, Leak] = {}
        for _text in self._search(name, _extract(name, extension, content), found):
            pass
        return [found[place] for place in sorted(found)]

    def inspect(self, files: Iterable[Candidate]) -> None:
        """Raise `LeakError` if an internal value is in a public file, or if any file holds what no output may hold."""
        leaks: list[Leak] = []
        for file in files:
            found: dict[str, Leak] = {}
            texts: Iterable[str] = _extract(file.name, file.extension, file.content, is_public=file.is_public)
            if file.is_public:
                texts = self._search(file.name, texts, found)
            refuse_problems(file.name, inspect_hygiene(file.extension, file.content, texts, self._traces))
            leaks += [found[place] for place in sorted(found)]
        refuse_leaks(leaks)

    def _search(self, name: str, texts: Iterable[str], found: dict[str, Leak]) -> Iterator[str]:
        """Add the internal values in a file to `found`, by their cells; its texts are handed on one by one."""
        for text in chain([MachineText(name)], texts):
            for place, one in self._searcher.search(text).items():
                page = text.page if isinstance(text, PageText) else 0
                has_lines = page or not isinstance(text, MachineText | PageText)
                leak = Leak(one, name, page, one.line if has_lines else 0)
                if place not in found or (leak.line and not found[place].line):
                    found[place] = leak
            yield text


def refuse_leaks(leaks: Iterable[Leak]) -> None:
    """Raise if anything leaked. The message names cells and files but no values, so that it may be logged."""
    found = list(leaks)
    if not found:
        return
    lines = [_told(leak) for leak in found[:_LISTED]]
    more = len(found) - _LISTED
    if more > 0:
        lines.append(_("and %(count)d more") % {"count": more})
    message = ngettext(
        "Blocked: an internal value stands in a public file. Nothing was published.",
        "Blocked: %(count)d internal values stand in public files. Nothing was published.",
        len(found),
    ) % {"count": len(found)}
    raise LeakError("\n".join([message, *lines]), _advice({leak.found.secret.reason for leak in found}))


def _told(leak: Leak) -> str:
    """Return the line that tells a leak: file, cell, what of the cell, and where in the file."""
    kind = {
        LeakKind.WHOLE: _("all that the cell says"),
        LeakKind.PART: _("some of its words"),
        LeakKind.NAME: _("a name in it"),
        LeakKind.PHONE: _("a phone number"),
        LeakKind.SHORT: _("initials, or a number without area code"),
    }[leak.found.kind]
    where = ""
    if leak.page:
        where = _(", page %(page)d, line %(line)d") % {"page": leak.page, "line": leak.line}
    elif leak.line:
        where = _(", line %(line)d") % {"line": leak.line}
    return f"{leak.output} ← {leak.place} ({kind}{where})"


def _advice(reasons: Container[WhyInside]) -> str:
    """Return what an editor can do about values that must stay inside for these reasons."""
    hints = {
        WhyInside.FICHE: _("If the fiche may be public, write “Public” in its column Diffusion."),
        WhyInside.CONTACT: _("If the contact may be given to callers, write “Donner” in its column Usage."),
        WhyInside.COLUMN: _("This column or sheet is for colleagues only: look whether a public cell says the same."),
        WhyInside.HIDDEN: _("Comments, links behind cells and properties of the workbook are for colleagues only."),
    }
    last = _(
        "If a public cell says nearly the same by coincidence, say it otherwise in one of the two; if none does, it is "
        "a fault of the program or a template: report it."
    )
    return " ".join([*(hint for reason, hint in hints.items() if reason in reasons), last])


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
