"""The data of the page, as JSON in the page itself.

It holds the words of the script, and the texts by which fiches are found although they do not show them. What a fiche
shows is read from the fiche by the script, so nothing stands in the file twice. Nothing is packed or hidden either: the
leak gate reads what the browser reads.
"""

import json
import re
from collections.abc import Iterable
from typing import Any

from fiche_builder.edition.edition import AnyEdition
from fiche_builder.edition.fiche_copy import Translations
from fiche_builder.edition.reporting import report_text
from fiche_builder.model.model import Imprint
from fiche_builder.outputs.search.records import SearchRecord

_UNSAFE = re.compile("[<>&\u2028\u2029]")


def build_data(edition: AnyEdition, records: Iterable[SearchRecord], translations: Translations) -> dict[str, Any]:
    """Return the data for the page's script, with `fiches` by N° where there is something to tell."""
    return {
        "edition": str(edition.period),
        "validUntil": edition.period.valid_until.isoformat(),
        "store": edition.imprint.title,
        "words": _words(edition, translations),
        "fiches": {record.number: unshown for record in records if (unshown := _unshown(record))},
    }


def to_script(data: dict[str, Any]) -> str:
    """Return data as JSON that is safe inside a `<script>`.

    `<`, `>` and `&` are escaped, so that it cannot end the script or be anything but text.
    """
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    return _UNSAFE.sub(lambda match: f"\\u{ord(match[0]):04x}", text)


def _unshown(record: SearchRecord) -> dict[str, tuple[str, ...]]:
    """Return the fields that a fiche does not show, or does not show in this form."""
    return {key: texts for key, texts in (("places", record.places), ("unseen", record.unseen)) if texts}


def _words(edition: AnyEdition, translations: Translations) -> dict[str, str]:
    """Return the words of the script, which itself fills in `%(count)d` and the like."""
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
        "subject": _("Fiche %(number)d (%(edition)s): a mistake"),
    }
    if isinstance(edition.imprint, Imprint):
        words["report"] = report_text(_)
    return words
