"""The example rows of a new workbook, and how they are recognised when they were left in, whole or in part.

What an example says is so worded that it is nobody's own: editors paste their list over it, and a cell beyond their
columns must be told from what they wrote.
"""

from collections.abc import Callable, Mapping
from functools import cache

from fiche_builder.common.i18n import LANGUAGES, N_, translations
from fiche_builder.common.text import fold

Gettext = Callable[[str], str]
_NAMES = (N_("Job centre, example"), N_("Training desk, example"))
_TELLING = {
    "fiches": ("name", "name_nl", "other_names", "description", "emails", "sites", "address", "handover_rule",
               "authorised_by", "verified_by"),
    "contacts": ("fiche", "person", "verified_by"),
    "teams": ("email",),
}  # fmt: skip
"""The columns of each sheet in which nobody else would write what the examples say."""


def example_fiches(_: Gettext) -> tuple[dict[str, str | int], ...]:
    """Return the public and the internal example, by column keys, without the day."""
    return (
        {
            "number": 1,
            "theme": "EM",
            "name": _(_NAMES[0]),
            "name_nl": "Werkwinkel, voorbeeld",
            "acronym": "JCE",
            "other_names": _("job house; work office"),
            "kind": "Partenaire",
            "diffusion": "Public",
            "essential": "Oui",
            "status": "Actif",
            "description": _("First reception, registration, workshops. Replace this example by your first fiche."),
            "phones": "02 555 00 01",
            "emails": "info@exemple.example",
            "sites": "https://www.exemple.example",
            "address": "Rue de l'Exemple 1",
            "postal_code": "1000",
            "municipality": "Bruxelles",
            "hours": "lu-ve 9:00-12:00",
            "languages": "FR NL",
            "see_also": "2",
            "authorised_by": _("(example)"),
            "verified_by": _("(example)"),
            "source": "appel",
        },
        {
            "number": 2,
            "theme": "FO",
            "name": _(_NAMES[1]),
            "diffusion": "Interne",
            "description": _("An internal fiche: it never stands in the public edition."),
            "phones": "02 555 00 03",
            "handover_rule": _("Transfer only if the caller has a file number."),
            "verified_by": _("(example)"),
            "source": "appel",
        },
    )


def example_contact(_: Gettext) -> dict[str, str | int]:
    """Return the example of a contact.

    It names its fiche with the N°, so that it belongs to no other fiche of that N° that is pasted over the example.
    """
    return {
        "fiche": f"1 {_(_NAMES[0])}",
        "label": _("Direct line"),
        "person": _("A. Example"),
        "function": _("coordinator"),
        "phones": "02 555 00 02",
        "usage": "Transférer",
        "verified_by": _("(example)"),
        "source": "appel",
    }


def example_team(_: Gettext) -> dict[str, str | int]:
    """Return the example of a recipient."""
    return {
        "team": "Contact Center",
        "name": _("First agent"),
        "email": "agent@contact.example",
        "edition": "Interne",
        "active": "Oui",
    }


def example_settings(_: Gettext) -> dict[str, str]:
    """Return the settings that everybody has other words for, by their keys."""
    return {"title": _("Our annuaire"), "organisation": _("Our service")}


def is_example_setting(key: str, value: str) -> bool:
    """Tell whether a setting still says what it says in a new workbook, in any language."""
    examples = [example_settings(translations(language).gettext) for language in LANGUAGES]
    return any(key in example and fold(value) == fold(example[key]) for example in examples)


def names_an_example(text: str) -> bool:
    """Tell whether a text holds the name of an example fiche, in any language."""
    folded = fold(text)
    return any(example["name"] in folded for example in _examples("fiches"))


def left_of_example(sheet: str, texts: Mapping[str, str]) -> tuple[str, ...]:
    """Return the columns in which a row still says what an example says; none if nothing in it is telling."""
    found: tuple[str, ...] = ()
    telling = {key: fold(texts[key]) for key in _TELLING[sheet] if key in texts}
    for example in _examples(sheet):
        if any(example.get(key) == text for key, text in telling.items()):
            same = tuple(key for key, text in example.items() if key in texts and fold(texts[key]) == text)
            found = max(found, same, key=len)
    return found


@cache
def _examples(sheet: str) -> tuple[dict[str, str], ...]:
    """Return the examples of a sheet in every language, with folded texts."""
    found: list[dict[str, str | int]] = []
    for language in LANGUAGES:
        gettext = translations(language).gettext
        if sheet == "fiches":
            found += example_fiches(gettext)
        else:
            found.append((example_contact if sheet == "contacts" else example_team)(gettext))
    return tuple({key: fold(str(value)) for key, value in example.items()} for example in found)
