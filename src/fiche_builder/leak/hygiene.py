"""What no output may hold, internal or public.

This covers traces of the machine, other revisions, attachments, scripts, and links that are not links. Each format has
an inspector, and a format without one is never published.
"""

import getpass
import json
import re
import socket
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pikepdf

from fiche_builder.common.i18n import _
from fiche_builder.leak.decoding import decoded
from fiche_builder.leak.pdf import open_pdf
from fiche_builder.leak.static import static_texts

_SCHEMES = ("http:", "https:", "mailto:", "tel:")
_ACTIVE = {
    "/JavaScript",
    "/JS",
    "/Launch",
    "/SubmitForm",
    "/ImportData",
    "/GoToR",
    "/GoToE",
    "/Movie",
    "/Sound",
    "/Rendition",
}
_FORBIDDEN_KEYS = {"/AcroForm", "/EmbeddedFiles", "/EF", "/AA", "/XFA"}
_SUSPECT = re.compile(
    rb'(?:%s)\b|/URI(?!"?\s*[],}/>]|(?:":)?\s*(?:"u:|\()(?:https?|mailto|tel):)'
    % "|".join(sorted(_FORBIDDEN_KEYS | _ACTIVE)).encode(),
    re.IGNORECASE,
)
"""What could be wrong with an object of a PDF, as JSON or as it stands there.

It is one of these names, or a link that is none of ours: neither `"/URI": "u:https:` nor `/URI (https:`, nor the kind
of an action, which another name or a mark follows.
"""
_ACTIVE_TAGS = {"applet", "audio", "base", "embed", "form", "frame", "iframe", "link", "object", "video"}
_FETCHING = {"action", "background", "data", "formaction", "ping", "poster", "src", "srcset"}
_STYLE_FETCHES = re.compile(r"@import|url\(", re.IGNORECASE)
_SHORTEST_NAME = 5
_FETCHING_PROPERTIES = {"PHOTO", "LOGO", "SOUND", "KEY", "SOURCE", "CALURI", "CALADRURI", "FBURL", "XML"}
_LINKING_PROPERTIES = {"URL", "TEL", "EMAIL", "IMPP", "RELATED", "MEMBER"}
_SCHEME = re.compile(r"\s*[a-z][a-z0-9+.-]*:\S", re.IGNORECASE)
_RUNNING = re.compile(r"\s*(?:javascript|vbscript|data|file|blob):\S", re.IGNORECASE)
_DATA = re.compile(r"\bdata:[\w.+/-]*[;,]", re.IGNORECASE)
Trace = tuple[str, str]
"""What a text says of the machine: its kind in words, and the text."""
Inspector = Callable[[bytes], Iterator[str]]


def inspect_hygiene(extension: str, content: bytes, texts: Iterable[str], traces: Sequence[Trace]) -> Iterator[str]:
    """Yield what is wrong with a finished file, in words. A format that nobody can judge is wrong, too.

    `texts` are those of the file. They are taken one by one, and all of them.
    """
    found = {trace for text in texts for _name, trace in traces if trace in text}
    inspect = INSPECTORS.get(extension)
    if inspect is None:
        yield _("nobody can tell whether such a file runs, loads or opens something")
        return
    yield from inspect(content)
    for name, trace in traces:
        if trace in found:
            yield _("it holds a trace of this machine (%(name)s)") % {"name": name}


def traces_of_the_machine(workbook_text: str) -> list[Trace]:
    """Return what would tell where an edition was made, unless the workbook itself says it.

    An editor may have the same name as a fiche.
    """
    return [(name, trace) for name, trace in _traces_of_the_machine() if trace not in workbook_text]


def _inspect_html(content: bytes) -> Iterator[str]:
    markup = _Markup()
    markup.feed(content.decode("utf-8", errors="replace"))
    markup.close()
    yield from markup.problems


class _Markup(HTMLParser):
    """Finds what markup would load or open, as a browser reads it. Its own script and styles are allowed."""

    def __init__(self) -> None:
        super().__init__()
        self.problems: list[str] = []
        self._is_style = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._is_style = tag == "style"
        fetches, runs, leads_astray = tag in _ACTIVE_TAGS, False, False
        for name, given in attrs:
            value = given or ""
            fetches |= name in _FETCHING
            fetches |= name == "style" and _style_fetches(value)
            runs |= name.startswith("on")
            if name.endswith("href"):
                leads_astray |= not value.strip().casefold().startswith(("#", *_SCHEMES))
        if fetches:
            self.problems.append(_("it fetches or opens something else"))
        if runs:
            self.problems.append(_("it holds a script or an action"))
        if leads_astray:
            self.problems.append(_("a link in it is neither http, https, mailto nor tel"))

    def handle_data(self, data: str) -> None:
        if self._is_style and _style_fetches(data):
            self.problems.append(_("it fetches or opens something else"))

    def handle_endtag(self, tag: str) -> None:
        self._is_style = self._is_style and tag != "style"


def _style_fetches(style: str) -> bool:
    r"""Tell whether a style fetches something, also if its letters are escaped: `u\72l(`."""
    return bool(_STYLE_FETCHES.search(f"{style}\n{decoded(style)}"))


def _inspect_pdf(content: bytes) -> Iterator[str]:
    if content.count(b"%%EOF") != 1:
        yield _("it holds more than one revision")
    pdf = open_pdf(content)
    if pdf.has_gaps():
        yield _("it holds something that is no part of it")
    if pdf.is_packed_oddly():
        yield _("something in it is packed in a way that nobody can read")
    problems = {problem for thing in (pdf.root, *pdf.holding(_SUSPECT)) for problem in _inspect_object(thing)}
    if pdf.root.get("/OpenAction") is not None:
        problems.add(_("it does something when it is opened"))
    open_pdf.cache_clear()
    yield from sorted(problems)


def _inspect_object(thing: Any) -> Iterator[str]:  # noqa: ANN401
    if isinstance(thing, pikepdf.Array):
        for entry in thing:
            if not getattr(entry, "is_indirect", False):
                yield from _inspect_object(entry)
        return
    if not isinstance(thing, pikepdf.Dictionary | pikepdf.Stream):
        return
    if _FORBIDDEN_KEYS & set(thing.keys()):
        yield _("it holds a form, an attachment or an action")
    if str(thing.get("/S", "")) in _ACTIVE or "/JS" in thing:
        yield _("it holds a script or an action")
    uri = thing.get("/URI")
    if isinstance(uri, pikepdf.String) and not str(uri).casefold().startswith(_SCHEMES):
        yield _("a link in it is neither http, https, mailto nor tel")
    for value in thing.values():
        if isinstance(value, pikepdf.Dictionary | pikepdf.Array) and not value.is_indirect:
            yield from _inspect_object(value)


def _inspect_vcards(content: bytes) -> Iterator[str]:
    """Judge cards line by line (RFC 6350): what an address book would load, and where the links lead."""
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError:
        yield _("it is damaged")
        return
    for line in re.sub(r"\r?\n[ \t]", "", text).splitlines():
        name, _colon, value = line.partition(":")
        kind = name.partition(";")[0].rpartition(".")[2].upper()
        if kind in _FETCHING_PROPERTIES or _DATA.search(value):
            yield _("it fetches or opens something else")
        if kind in _LINKING_PROPERTIES and _SCHEME.match(value) and not value.casefold().startswith(_SCHEMES):
            yield _("a link in it is neither http, https, mailto nor tel")


def _inspect_json(content: bytes) -> Iterator[str]:
    """Judge data: one value, no name twice in an object, and no text that could be run or opened as a link."""
    try:
        data = json.loads(content, object_pairs_hook=_once, parse_constant=_no_json)
    except (ValueError, RecursionError):
        yield _("it is damaged")
        return
    if any(_RUNNING.match(text) for text in _strings(data)):
        yield _("a link in it is neither http, https, mailto nor tel")


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Refuse two values with the same name: programs differ in which one they read, so a check could miss the other."""
    found = dict(pairs)
    if len(found) < len(pairs):
        raise ValueError
    return found


def _no_json(_name: str) -> None:
    """Refuse NaN and Infinity, which are not JSON (RFC 8259, 6)."""
    raise ValueError


def _strings(data: Any) -> Iterator[str]:  # noqa: ANN401 (whatever JSON holds)
    if isinstance(data, str):
        yield data
    elif isinstance(data, list):
        for entry in data:
            yield from _strings(entry)
    elif isinstance(data, dict):
        for name, entry in data.items():
            yield name
            yield from _strings(entry)


INSPECTORS: dict[str, Inspector] = {
    "pdf": _inspect_pdf,
    "html": _inspect_html,
    "vcf": _inspect_vcards,
    "json": _inspect_json,
}
"""Inspectors by file extension, like `EXTRACTORS`. A new output, internal or public, needs its entry here."""


def _traces_of_the_machine() -> Iterator[Trace]:
    yield "file:", "file:/"
    for ask in (Path.home, Path.cwd, tempfile.gettempdir, lambda: sys.prefix, lambda: Path(__file__).parents[1]):
        path = _answer(ask)
        # A single folder below the root, such as /tmp or /root, is no trace: a site may have such a page.
        if len(Path(path).parts) > 2:  # noqa: PLR2004
            yield _("a path"), path
    for kind, name in (
        (_("the computer's name"), _answer(socket.gethostname)),
        (_("the user's name"), _answer(getpass.getuser)),
    ):
        if len(name) >= _SHORTEST_NAME and any(not char.isalpha() for char in name) and name not in _own_words():
            yield kind, name


def _answer(ask: Callable[[], object]) -> str:
    """Return what the machine says about itself, or "" if it does not know.

    A user may have no account or home, for example.
    """
    try:
        return str(ask())
    except (OSError, KeyError, ImportError, RuntimeError):
        return ""


@cache
def _own_words() -> str:
    """Return what editions say on every machine, even on one that is called `fiche-builder`."""
    return "\n".join(static_texts())
