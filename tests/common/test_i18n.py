"""Catalogues: every string translated, with its placeholders, and nothing that is gone."""

import ast
import importlib.util
import re
from collections.abc import Iterator
from functools import cache
from types import ModuleType

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po

from fiche_builder.common import i18n
from fiche_builder.common.i18n import LANGUAGES, SOURCE_LANGUAGE, translations, use_language
from fiche_builder.model.columns import Column, SheetSpec
from fiche_builder.model.fields import SHEETS
from fiche_builder.model.starter import column_help
from tests.making.places import PACKAGE, ROOT, TEMPLATES

TRANSLATED = [language for language in LANGUAGES if language != SOURCE_LANGUAGE]
_PLACEHOLDER = re.compile(r"%\([a-z_]+\)[a-z]|%[sdrf]|\{[a-z_]*\}")


@cache
def _script() -> ModuleType:
    """`scripts/catalogues.py`, which is no module of the package."""
    spec = importlib.util.spec_from_file_location("catalogues", ROOT / "scripts" / "catalogues.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@cache
def _extracted() -> Catalog:
    catalog: Catalog = _script().extract()
    return catalog


@cache
def _catalog(language: str) -> Catalog:
    with (PACKAGE / "locale" / f"{language}.po").open("rb") as stream:
        return read_po(stream, locale=language)


def _forms(strings: object) -> tuple[str, ...]:
    """The singular and the plurals of a message, or its one text."""
    return tuple(strings) if isinstance(strings, tuple | list) else (str(strings or ""),)


def _msgids() -> Iterator[str]:
    for message in _extracted():
        if message.id:
            yield from _forms(message.id)


def _translated_messages(language: str) -> list[Message]:
    """The messages of a catalogue; `test_every_string_is_translated` tells those without a translation."""
    return [message for message in _catalog(language) if message.id and all(_forms(message.string))]


def test_strings_are_found_in_code_templates_and_click() -> None:
    """So that the tests below look at something."""
    msgids = set(_msgids())
    assert len(msgids) > 300
    assert "One or several, ; between them." in msgids
    assert "Show this message and exit." in msgids
    templates = " ".join(path.read_text(encoding="utf-8") for path in TEMPLATES.rglob("*.html"))
    marked = set(re.findall(r"""\b_\(\s*["']([^"']+)["']""", templates))
    assert marked <= msgids


def _said_in_code() -> Iterator[tuple[str, str]]:
    """Yield each msgid that the code asks for, and where."""
    for path in PACKAGE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and node.args and isinstance(node.args[0], ast.Constant):
                name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
                if name in {"_", "gettext", "ngettext"} and isinstance(node.args[0].value, str):
                    yield node.args[0].value, f"{path.name}:{node.lineno}"


def test_no_string_of_the_code_escapes_the_catalogue() -> None:
    """Babel does not see a call inside the braces of an f-string, so its words would silently leave the catalogue."""
    known = {
        msgid for message in _extracted() for msgid in (message.id if isinstance(message.id, tuple) else [message.id])
    }
    said = list(_said_in_code())
    assert len(said) > 1000
    assert [f"{place} {msgid}" for msgid, place in said if msgid not in known] == []


def test_there_is_a_catalogue_for_each_language() -> None:
    assert {"fr", "nl"} <= set(TRANSLATED)
    assert sorted(path.stem for path in (PACKAGE / "locale").glob("*.po")) == sorted(TRANSLATED)


@pytest.mark.parametrize("language", TRANSLATED)
def test_every_string_is_translated(language: str) -> None:
    known = {message.id for message in _translated_messages(language)}
    assert [message.id for message in _extracted() if message.id and message.id not in known] == []


@pytest.mark.parametrize("language", TRANSLATED)
def test_nothing_is_obsolete_or_fuzzy(language: str) -> None:
    wanted = {message.id for message in _extracted()}
    assert [message.id for message in _catalog(language) if message.id not in wanted] == []
    assert list(_catalog(language).obsolete) == []
    assert [message.id for message in _translated_messages(language) if message.fuzzy] == []


@pytest.mark.parametrize("language", TRANSLATED)
def test_each_plural_has_all_its_forms(language: str) -> None:
    plurals = [message for message in _translated_messages(language) if isinstance(message.id, tuple | list)]
    assert plurals
    assert [message.id for message in plurals if len(_forms(message.string)) != _catalog(language).num_plurals] == []


@pytest.mark.parametrize("language", TRANSLATED)
def test_translations_have_the_placeholders_of_their_strings(language: str) -> None:
    """A singular may spell its number out; no form may name a placeholder that nobody fills in."""
    faulty = []
    for message in _translated_messages(language):
        wanted = [sorted(_PLACEHOLDER.findall(form)) for form in _forms(message.id)]
        for position, form in enumerate(_forms(message.string)):
            found = sorted(_PLACEHOLDER.findall(form))
            allowed = wanted if position == 0 else wanted[-1:]
            if found not in allowed:
                faulty.append((message.id, form))
    assert faulty == []


@pytest.mark.parametrize("language", TRANSLATED)
def test_translations_can_be_filled_in(language: str) -> None:
    """A percent sign that is no placeholder would break the message when it is shown."""
    for message in _translated_messages(language):
        names = {match: "1" for form in _forms(message.id) for match in re.findall(r"%\(([a-z_]+)\)s", form)}
        numbers = {match: 1 for form in _forms(message.id) for match in re.findall(r"%\(([a-z_]+)\)d", form)}
        if names or numbers:
            for form in _forms(message.string):
                assert form % {**names, **numbers}


@pytest.mark.parametrize("language", TRANSLATED)
def test_translations_keep_the_blanks_at_their_ends(language: str) -> None:
    for message in _translated_messages(language):
        msgid, string = _forms(message.id)[0], _forms(message.string)[0]
        assert (msgid[:1].isspace(), msgid[-1:].isspace()) == (string[:1].isspace(), string[-1:].isspace()), msgid


_HELP = [(spec, column) for spec in SHEETS for column in spec.columns]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("spec", "column"), _HELP, ids=[f"{spec.key}-{column.key}" for spec, column in _HELP])
def test_the_help_of_a_column_fits_into_excel(spec: SheetSpec, column: Column, language: str) -> None:
    use_language(language)
    assert len(column_help(spec, column)) <= 255
    assert len(column.header) <= 32


def test_msgids_are_english() -> None:
    """No French word with an accent, but for the sheets and columns of the workbook, which stand in quotes."""
    accented = re.compile("[àâäæçéèêëîïôœùûüÿ]", re.IGNORECASE)
    assert [msgid for msgid in _msgids() if accented.search(re.sub("“[^”]*”", "", msgid))] == []


def test_quoted_sheets_and_columns_are_those_of_the_workbook() -> None:
    """Accented words in quotes name something that is there, spelled as it is there."""
    known = {spec.title for spec in SHEETS} | {column.header for _spec, column in _HELP}
    known |= {word.word for _spec, column in _HELP if column.words for word in column.words}
    quoted = {name for msgid in _msgids() for name in re.findall("“([^”]*[àâçéèêëîïôùû][^”]*)”", msgid, re.IGNORECASE)}
    assert quoted <= known
    assert quoted


def test_the_language_can_be_chosen() -> None:
    msgid = "There is no file “%(name)s”."
    for language in LANGUAGES:
        use_language(language)
        assert i18n.active_language() == language
        assert (i18n.gettext(msgid) == msgid) is (language == SOURCE_LANGUAGE)
    assert len({translations(language).gettext(msgid) for language in LANGUAGES}) == len(LANGUAGES)


@pytest.mark.parametrize(
    ("language", "none", "several"),
    [("fr", "erreur", "erreurs"), ("nl", "fouten", "fouten"), ("en", "errors", "errors")],
)
def test_plurals_follow_the_language(language: str, none: str, several: str) -> None:
    """French counts nothing as one."""
    use_language(language)
    assert i18n.ngettext("%(count)d error", "%(count)d errors", 0).endswith(none)
    assert i18n.ngettext("%(count)d error", "%(count)d errors", 2).endswith(several)


def test_a_list_is_as_long_as_one_can_read_and_says_how_many_more_there_are() -> None:
    use_language("fr")
    assert i18n.listed(["a", "b"], 2) == "a, b"
    assert i18n.listed(["a", "b", "c", "d"], 2) == "a, b et 2 de plus"
    assert i18n.listed(["a", "b", "c"], 2, "; ") == "a; b et 1 de plus"
    assert i18n.listed([], 2) == ""
    assert i18n.quoted(["Fiche", "Usage"]) == "«\u00a0Fiche\u00a0», «\u00a0Usage\u00a0»"
