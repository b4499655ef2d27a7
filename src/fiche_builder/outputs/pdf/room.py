"""The composing room: it takes orders, finds the slugs it already has, and has the others typeset in parallel."""

import ctypes
import os
import signal
from collections.abc import Callable, Iterable
from concurrent.futures import Executor, Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from hashlib import blake2b
from importlib.metadata import version
from multiprocessing import get_context
from pathlib import Path
from typing import Self

from fiche_builder import __version__
from fiche_builder.common.errors import MissingGlyphError, TypesettingError
from fiche_builder.common.glyphs import font_files
from fiche_builder.common.i18n import _, active_language, use_language
from fiche_builder.common.resources import templates_folder
from fiche_builder.outputs.pdf.cache import SlugCache
from fiche_builder.outputs.pdf.fonts import subset_font
from fiche_builder.outputs.pdf.slug import Slug
from fiche_builder.outputs.pdf.typeset import Batch, SlugOrder, Typeset, typeset

_BATCH = 48
"""Fiches in a batch: enough to share the cost of a run, few enough that all workers end together."""
_LINES = 5
"""How many orders of one line cost as much as a fiche."""
_WORTH_A_PROCESS = 60
"""How many fiches are typeset here before a process would have started."""
_MOST_WORKERS = 8
_KEY = 16
_LIBRARIES = ("weasyprint", "pydyf", "fonttools", "tinycss2", "cssselect2", "jinja2", "markupsafe")
_SETTERS = ("commands.py", "fonts.conf", "fonts.py", "lift.py", "measures.py", "slug.py", "typeset.py", "weasy.py")
"""The modules on which a slug depends. If one of them changes, everything is typeset again."""
Progress = Callable[[int, int], None]


class ComposingRoom:
    """Typesets for all editions that are made in one go. Use it with `with`, because it may hold processes.

    `executor` replaces the room's own processes, for example by those of a cluster. It is not shut down.
    """

    def __init__(
        self, cache_folder: Path | None = None, workers: int | None = None, executor: Executor | None = None
    ) -> None:
        self._cache = SlugCache(cache_folder) if cache_folder else None
        self._workers = workers or min(_usable_processors(), _MOST_WORKERS)
        self._given = executor
        self._own: ProcessPoolExecutor | None = None
        self._awaited: dict[bytes, tuple[Future[Typeset], int]] = {}
        self._ready: dict[bytes, tuple[bytes, ...]] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        if self._own:
            # Python would wait as long when it exits, and a half-closed pool would then end in a traceback.
            self._own.shutdown(cancel_futures=True)

    def begin(self, language: str, orders: Iterable[SlugOrder]) -> "Ticket":
        """Begin to typeset orders, without waiting for them."""
        keyed = [(_key(language, order), order) for order in orders]
        wanted = {key: order for key, order in keyed if key not in self._ready and key not in self._awaited}
        if self._cache and wanted:
            self._ready.update(self._cache.find(wanted))
        missing = [(key, order) for key, order in wanted.items() if key not in self._ready]
        if missing:
            executor = self._executor(sum(_weight(order) for _key_, order in missing))
            for batch in _batches(missing):
                job = Batch(language, tuple(order for _key_, order in batch))
                future = _submit(executor, job) if executor else _done(job)
                self._awaited.update((key, (future, place)) for place, (key, _order) in enumerate(batch))
        return Ticket(tuple(key for key, _order in keyed))

    def finish(self, ticket: "Ticket", progress: Progress = lambda _done, _expected: None) -> list[tuple[Slug, ...]]:
        """Return the slugs of each order: one, or several if one would be taller than a column."""
        fresh: dict[bytes, tuple[bytes, ...]] = {}
        missing = set()
        for done, key in enumerate(ticket.keys, 1):
            if key in self._awaited:
                future, place = self._awaited.pop(key)
                made = _result(future)
                missing |= set(made.missing)
                if not made.missing:
                    fresh[key] = self._ready[key] = made.slugs[place]
            if done % _BATCH == 0:
                progress(done, len(ticket.keys))
        if missing:
            raise MissingGlyphError("".join(sorted(missing)))
        if self._cache and fresh:
            self._cache.keep(fresh)
        unpacked = {key: tuple(Slug.unpack(part) for part in self._ready[key]) for key in dict.fromkeys(ticket.keys)}
        return [unpacked[key] for key in ticket.keys]

    def typeset(self, language: str, orders: Iterable[SlugOrder]) -> list[tuple[Slug, ...]]:
        """Typeset a few orders and wait for them."""
        return self.finish(self.begin(language, orders))

    def make_font(self, font: str, glyphs: set[int]) -> bytes:
        """Return the font file with only these glyphs. In most months they are the same as the month before."""
        key = _hash(f"{font} {sorted(glyphs)}", "")
        known = self._cache.find([key]) if self._cache else {}
        if key in known:
            return known[key][0]
        content = subset_font(font, glyphs)
        if self._cache:
            self._cache.keep({key: (content,)})
        return content

    def _executor(self, weight: float) -> Executor | None:
        """Return where to typeset: None for here, if that is done before a process would have started."""
        if self._given:
            return self._given
        if not self._own and (weight < _WORTH_A_PROCESS or self._workers == 1):
            return None
        # Not with `max_tasks_per_child`: in Python 3.11, the pool stops for good once a worker is replaced
        # (python/cpython#115634).
        self._own = self._own or ProcessPoolExecutor(
            self._workers, get_context("spawn"), _start_process, (active_language(),)
        )
        return self._own


@dataclass(frozen=True, slots=True)
class Ticket:
    """How the room refers to the orders it was given, in their order."""

    keys: tuple[bytes, ...]


def _weight(order: SlugOrder) -> float:
    return 1 if order.breaks or order.is_alone else 1 / _LINES


def _batches(missing: list[tuple[bytes, SlugOrder]]) -> list[list[tuple[bytes, SlugOrder]]]:
    """Return the orders in batches that cost about the same."""
    batches: list[list[tuple[bytes, SlugOrder]]] = [[]]
    filled = 0.0
    for entry in missing:
        if filled >= _BATCH:
            batches.append([])
            filled = 0
        batches[-1].append(entry)
        filled += _weight(entry[1])
    return batches


def _submit(executor: Executor, job: Batch) -> Future[Typeset]:
    try:
        return executor.submit(typeset, job)
    except BrokenProcessPool:
        raise _ended_from_outside() from None


def _done(job: Batch) -> Future[Typeset]:
    future: Future[Typeset] = Future()
    future.set_result(typeset(job))
    return future


def _result(future: Future[Typeset]) -> Typeset:
    try:
        return future.result()
    except BrokenProcessPool:
        raise _ended_from_outside() from None


def _ended_from_outside() -> TypesettingError:
    return TypesettingError(
        _("A typesetting process was ended from outside; perhaps the machine has too little memory."),
        _("Close other programs and build again, or build with: --workers 1"),
    )


def _start_process(language: str) -> None:
    """Prepare a child process: it uses the parent's language, and leaves Ctrl+C to the parent."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    use_language(language)


def _usable_processors() -> int:
    with suppress(AttributeError):  # not on every system
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _key(language: str, order: SlugOrder) -> bytes:
    return _hash(repr(order), language)


def _hash(text: str, language: str) -> bytes:
    return blake2b(text.encode(), key=_fingerprint(language), digest_size=_KEY).digest()


@cache
def _fingerprint(language: str) -> bytes:
    """Return what a slug depends on besides its order.

    These are the templates, words and fonts, and the program and libraries that set it.
    """
    parts = [__version__, language, *(f"{name} {version(name)}" for name in _LIBRARIES), *_native_versions()]
    here = Path(__file__).parent
    package = here.parents[1]
    files = [
        *templates_folder("pdf").glob("*.*"),
        *(here / name for name in _SETTERS),
        package / "common" / "templates.py",
        *(package / "locale").glob("*.po"),
    ]
    parts += [
        f"{path.name} {blake2b(path.read_bytes(), digest_size=_KEY).hexdigest()}"
        for path in (*files, *font_files().values())
    ]
    return blake2b("\n".join(sorted(parts)).encode(), digest_size=_KEY).digest()


def _native_versions() -> list[str]:
    """Return the versions of the libraries that shape text, where they can be asked."""
    found = []
    for names, function in (
        (("libpango-1.0.so.0", "libpango-1.0.0.dylib", "libpango-1.0-0.dll"), "pango_version_string"),
        (("libharfbuzz.so.0", "libharfbuzz.0.dylib", "libharfbuzz-0.dll"), "hb_version_string"),
    ):
        for name in names:
            with suppress(OSError, AttributeError):
                ask = getattr(ctypes.CDLL(name), function)
                ask.restype = ctypes.c_char_p
                found.append(f"{function} {ask().decode()}")
                break
    return found
