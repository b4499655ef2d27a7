"""Languages: gettext catalogues with English msgids.

The catalogues are read as `.po` files, with Babel: there is no compiled file that could be stale. `_` translates into
the language of the person at the terminal (`use_language`); an edition is printed in its own language (`translations`).
"""

import gettext as stdlib_gettext
import io
from collections.abc import Iterable
from contextvars import ContextVar
from functools import cache
from importlib import resources

LANGUAGES = ("fr", "nl", "en")
DEFAULT_LANGUAGE = "fr"
SOURCE_LANGUAGE = "en"
"""The language of the msgids: it needs no catalogue."""

_active: ContextVar[str] = ContextVar("language", default=DEFAULT_LANGUAGE)


@cache
def translations(language: str) -> stdlib_gettext.NullTranslations:
    """Return the catalogue of a language of `LANGUAGES`; English is the msgids themselves."""
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
    """Make `language` the one that `_` translates into."""
    _active.set(language)


def active_language() -> str:
    """Return the language that `_` translates into."""
    return _active.get()


def gettext(msgid: str) -> str:
    """Translate a message into the active language."""
    return translations(_active.get()).gettext(msgid)


def ngettext(singular: str, plural: str, count: int) -> str:
    """Translate a message with a number in it into the active language."""
    return translations(_active.get()).ngettext(singular, plural, count)


_ = gettext


def marked(msgid: str) -> str:
    """Return a message as it is: one to be translated later stands in a table, and in the catalogues all the same."""
    return msgid


N_ = marked


def quoted(words: Iterable[str]) -> str:
    """Return words in the quotation marks of the active language, commas between them."""
    return ", ".join(_("“%(word)s”") % {"word": word} for word in words)
