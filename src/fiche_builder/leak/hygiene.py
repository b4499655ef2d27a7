"""What no output may hold, internal or public: traces of the machine, other revisions, attachments, scripts, links that are no links."""

import getpass
import io
import re
import socket
import sys
import tempfile
from collections.abc import Iterable, Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pikepdf

from fiche_builder.common.i18n import _

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
_ACTIVE_TAGS = {"applet", "audio", "base", "embed", "form", "frame", "iframe", "link", "object", "video"}
_FETCHING = {"action", "background", "data", "formaction", "ping", "poster", "src", "srcset"}
_STYLE_FETCHES = re.compile(r"@import|url\(", re.IGNORECASE)
_SHORTEST_NAME = 5


def inspect_hygiene(extension: str, content: bytes, texts: Iterable[str], workbook_text: str) -> Iterator[str]:
    """Yield what is wrong with a finished file, in words."""
    if extension == "pdf":
        yield from _inspect_pdf(content)
    elif extension == "html":
        markup = _Markup()
        markup.feed(content.decode("utf-8", errors="replace"))
        markup.close()
        yield from markup.problems
    traces = list(_traces_of_the_machine())
    everything = "\n".join(texts)
    for name, trace in traces:
        if trace in everything and trace not in workbook_text:
            yield _("it holds a trace of this machine (%(name)s)") % {"name": name}


class _Markup(HTMLParser):
    """Finds what markup would fetch or open, as a browser reads it; its own script and styles may be there."""

    def __init__(self) -> None:
        super().__init__()
        self.problems: list[str] = []
        self._is_style = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._is_style = tag == "style"
        fetches = any(name in _FETCHING and not (value or "").startswith("data:") for name, value in attrs)
        if (
            tag in _ACTIVE_TAGS
            or fetches
            or any(name == "style" and _STYLE_FETCHES.search(value or "") for name, value in attrs)
        ):
            self.problems.append(_("it fetches or opens something else"))
        if any(name.startswith("on") for name, _value in attrs):
            self.problems.append(_("it holds a script or an action"))
        if any(
            name.endswith("href") and not (value or "").strip().casefold().startswith(("#", *_SCHEMES))
            for name, value in attrs
        ):
            self.problems.append(_("a link in it is neither http, https, mailto nor tel"))

    def handle_data(self, data: str) -> None:
        if self._is_style and _STYLE_FETCHES.search(data):
            self.problems.append(_("it fetches or opens something else"))

    def handle_endtag(self, tag: str) -> None:
        self._is_style = self._is_style and tag != "style"


def _inspect_pdf(content: bytes) -> Iterator[str]:
    if content.count(b"%%EOF") != 1:
        yield _("it holds more than one revision")
    with pikepdf.open(io.BytesIO(content)) as pdf:
        problems = {problem for thing in pdf.objects for problem in _inspect_object(thing)}
        problems |= set(_inspect_object(pdf.Root))
        if pdf.Root.get("/OpenAction") is not None:
            problems.add(_("it does something when it is opened"))
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


def _traces_of_the_machine() -> Iterator[tuple[str, str]]:
    """Yield what would tell where an edition was made: (kind, text)."""
    yield "file:", "file:/"
    for path in (Path.home(), Path.cwd(), Path(tempfile.gettempdir()), Path(sys.prefix), Path(__file__).parents[1]):
        # One folder below the root, such as /tmp or /root, is no trace: a site may have such a page.
        if len(path.parts) > 2:  # noqa: PLR2004
            yield _("a path"), str(path)
    for kind, name in ((_("the computer's name"), _host_name()), (_("the user's name"), _user_name())):
        if len(name) >= _SHORTEST_NAME and any(not char.isalpha() for char in name):
            yield kind, name


def _host_name() -> str:
    try:
        return socket.gethostname()
    except OSError:
        return ""


def _user_name() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):
        return ""
