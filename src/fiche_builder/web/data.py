"""The data of the page, as JSON in the page itself: what each fiche is found by, and the words that the page's script says.

Nothing is packed or hidden: the leak gate reads what the browser reads.
"""

import json
import re
from collections.abc import Iterable
from typing import Any

from fiche_builder.edition import AnyEdition
from fiche_builder.model import Imprint
from fiche_builder.pages.copy import Translations, report_text
from fiche_builder.search.records import SearchRecord, build_records, theme_names
from fiche_builder.web.copy import WebFiche, usages

_UNSAFE = re.compile("[<>&\u2028\u2029]")


def build_data(edition: AnyEdition, fiches: Iterable[WebFiche], translations: Translations) -> dict[str, Any]:
    """Return what the page's script is told; `fiches` are those of the edition in the order of print."""
    return {
        "edition": str(edition.period),
        "validUntil": edition.period.valid_until.isoformat(),
        "store": edition.imprint.title,
        "words": _words(edition, translations),
        "themes": theme_names(edition),
        "fiches": [_fiche_data(record, fiche) for record, fiche in zip(build_records(edition), fiches, strict=True)],
    }


def to_script(data: dict[str, Any]) -> str:
    """Return data as JSON that cannot end the `<script>` it stands in, nor be anything but text (`<`, `>` and `&` as escapes)."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    return _UNSAFE.sub(lambda match: f"\\u{ord(match[0]):04x}", text)


def _fiche_data(record: SearchRecord, fiche: WebFiche) -> dict[str, Any]:
    """Return a record without its empty fields; what can be filtered by besides the theme is there among colleagues only."""
    fields: dict[str, Any] = {
        "number": record.number,
        "theme": record.theme,
        "names": record.names,
        "acronym": record.acronym,
        "others": record.others,
        "places": record.places,
        "details": record.details,
        "texts": record.texts,
        "phones": record.phones,
        "usages": [key for key, _word in usages(fiche.copy)],
    }
    return {key: value for key, value in fields.items() if value or key in {"number", "theme"}}


def _words(edition: AnyEdition, translations: Translations) -> dict[str, str]:
    """Return the words of the script; `%(count)d` and the like are filled in there."""
    _, ngettext = translations.gettext, translations.ngettext
    words = {
        "one": ngettext("%(count)d fiche found", "%(count)d fiches found", 1),
        "many": ngettext("%(count)d fiche found", "%(count)d fiches found", 2),
        "none": _("No fiche found: try fewer letters, another word or the place."),
        "some": _("No fiche has all these words; these have some of them."),
        "more": _("Show %(count)d more"),
        "copy": _("Copy"),
        "copyWhat": _("Copy %(what)s"),
        "copied": _("Copied: %(what)s"),
        "refused": _("This browser does not let a page copy: mark the text and press Ctrl+C."),
        "keep": _("Add to my favourites"),
        "kept": _("Among my favourites"),
        "link": _("Copy the link to this fiche"),
        "back": _("Back to the list"),
    }
    if isinstance(edition.imprint, Imprint):
        words["report"] = report_text(_)
    return words
