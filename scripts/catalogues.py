"""Bring the catalogues up to date with the strings in the code, in the templates and in click.

Editors also read the words of click, which makes the command line. A new string is added with an empty translation; a
string that is gone is dropped. `tests/common/test_i18n.py` reports what is missing.
"""

import re
from datetime import UTC, datetime
from pathlib import Path

import click
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

from fiche_builder.common.i18n import LANGUAGES, SOURCE_LANGUAGE

ROOT = Path(__file__).resolve().parents[1]
LOCALE = ROOT / "src" / "fiche_builder" / "locale"
_SOURCES = (ROOT / "src", ROOT / "templates", Path(click.__file__).parent)
_METHODS = [("**.py", "python"), ("**.html", "jinja2")]
_OPTIONS = {"**.html": {"trimmed": "true", "newstyle_gettext": "true", "encoding": "utf-8"}}
# A catalogue has no dates: they would change at every run, and git knows them better.
_EPOCH = datetime(2026, 1, 1, tzinfo=UTC)


def extract() -> Catalog:
    """Return all strings to be translated."""
    catalog = Catalog(project="fiche-builder")
    for source in _SOURCES:
        for _file, _line, message, _comments, context in extract_from_dir(source, _METHODS, _OPTIONS):
            catalog.add(message, context=context)
    return catalog


def update(language: str) -> Catalog:
    """Return the catalogue of a language with today's strings and its existing translations."""
    path = LOCALE / f"{language}.po"
    catalog = Catalog(
        locale=language,
        project="fiche-builder",
        charset="utf-8",
        creation_date=_EPOCH,
        revision_date=_EPOCH,
        header_comment=(
            f"# {language} translations of fiche-builder. Run scripts/catalogues.py after a change of strings."
        ),
        fuzzy=False,
        last_translator="fiche-builder",
        language_team=language,
        copyright_holder="fiche-builder",
        msgid_bugs_address="",
        version="",
    )
    known: dict[object, object] = {}
    if path.exists():
        with path.open("rb") as stream:
            known = {message.id: message.string for message in read_po(stream, locale=language) if message.id}
    for message in extract():
        if message.id:
            catalog.add(message.id, known.get(message.id, ""), flags=message.flags)
    return catalog


def is_translated(message: Message) -> bool:
    """Tell whether a message is translated, with each of its plural forms."""
    return all(message.string if isinstance(message.string, tuple | list) else (message.string,))


def main() -> None:
    """Rewrite the catalogues."""
    for language in (language for language in LANGUAGES if language != SOURCE_LANGUAGE):
        path = LOCALE / f"{language}.po"
        catalog = update(language)
        with path.open("wb") as stream:
            write_po(stream, catalog, sort_output=True, no_location=True, width=0)
        text = path.read_text(encoding="utf-8")
        path.write_text(
            re.sub(r'"(POT-Creation-Date|PO-Revision-Date|Generated-By): [^"]*"\n', "", text), encoding="utf-8"
        )
        print(
            f"{path.name}: {len(catalog)} strings, {sum(not is_translated(message) for message in catalog)} to "
            f"translate"
        )


if __name__ == "__main__":
    main()
