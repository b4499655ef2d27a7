"""Languages: gettext catalogues with English msgids.

Babel reads the `.po` files directly, so there is no compiled file that could be out of date. `_` translates into the
language of the person at the terminal (`use_language`). An edition is printed in its own language (`translations`).
"""

import gettext as stdlib_gettext
import io
from collections.abc import Iterable, Sequence
from contextvars import ContextVar
from functools import cache
from importlib import resources

LANGUAGES = ("fr", "nl", "en")
DEFAULT_LANGUAGE = "fr"
SOURCE_LANGUAGE = "en"
"""The language of the msgids. It needs no catalogue."""

_active: ContextVar[str] = ContextVar("language", default=DEFAULT_LANGUAGE)


@cache
def translations(language: str) -> stdlib_gettext.NullTranslations:
    """Return the catalogue of one of `LANGUAGES`. English needs none: its text is the msgids themselves."""
    if language == SOURCE_LANGUAGE:
        return stdlib_gettext.NullTranslations()
    from babel.messages.mofile import write_mo
    from babel.messages.pofile import read_po

    source = resources.files("fiche_builder") / "locale" / f"{language}.po"
    compiled = io.BytesIO()
    with source.open("rb") as stream:
        write_mo(compiled, read_po(stream, locale=language))
    compiled.seek(0)
    return stdlib_gettext.GNUTranslations(compiled)


def use_language(language: str) -> None:
    """Make `_` translate into `language`."""
    _active.set(language)


def active_language() -> str:
    """Return the language that `_` translates into."""
    return _active.get()


def gettext(msgid: str) -> str:
    """Translate a message into the active language."""
    return translations(_active.get()).gettext(msgid)


def ngettext(singular: str, plural: str, count: int) -> str:
    """Translate a message that contains a number into the active language."""
    return translations(_active.get()).ngettext(singular, plural, count)


_ = gettext


def marked(msgid: str) -> str:
    """Return a message unchanged.

    This marks a message that stands in a table and is translated later, so that it is found for the catalogues.
    """
    return msgid


N_ = marked


def quoted(words: Iterable[str]) -> str:
    """Return words in the quotation marks of the active language, separated by commas."""
    return ", ".join(_("“%(word)s”") % {"word": word} for word in words)


def listed(names: Sequence[str], most: int, between: str = ", ") -> str:
    """Return the first names, as many as can be read, and how many more there are."""
    more = len(names) - most
    return between.join(names[:most]) + (_(" and %(count)d more") % {"count": more} if more > 0 else "")
