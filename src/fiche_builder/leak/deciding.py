"""Reading the cells that decide whether a row may go out.

These are the gate's own lists of words, beside those of `model.words`. A spelling that is added there must also be
added here. Otherwise the gate takes a public fiche for an internal one, and blocks the edition.
`tests/leak/test_deciding.py` holds the two together.
"""

import re

from fiche_builder.leak.normalise import flatten

_PUBLIC = {"public", "publique", "publics", "publiques", "openbaar", "openbare", "publiek", "publieke"}
_ACTIVE = {"", "actif", "active", "actifs", "actives", "actief", "actieve"}
_GIVE = {"donner", "a donner", "geven", "te geven", "give"}
_MENTION = r"(?:fiches?|steekkaart)? *(?:n[°o]|№|nr|numero|nummer|#)?[ .:]*(?P<number>[0-9]{1,9})"
_NUMBER = re.compile(rf"{_MENTION}(?:[.,]0+)?")
_NUMBER_AND_NAME = re.compile(
    rf"{_MENTION}(?:[ \-–—:.;,()]+\D.*)?|.*\D[ (\[;,]+{_MENTION.replace('number', 'last')}[)\] ]*"
)


def is_public(diffusion: str, status: str) -> bool:
    """Tell whether a fiche with these two cells may go out."""
    return _said(diffusion) in _PUBLIC and _said(status) in _ACTIVE


def is_given(usage: str) -> bool:
    """Tell whether a contact may be given to a caller."""
    return _said(usage) in _GIVE


def number_of(text: str) -> str:
    """Return the N° if a cell says nothing else: "12", "12.0", "n° 12". Otherwise return ""."""
    match = _NUMBER.fullmatch(_said(text))
    return str(int(match["number"])) if match else ""


def fiche_of(text: str) -> str:
    """Return the N° of the fiche to which a contact belongs.

    A name may stand beside it: "12 - Le Relais", "Le Relais (12)". Whether the fiche has that name is not checked here:
    the model leaves out a contact for which it does not.
    """
    match = _NUMBER_AND_NAME.fullmatch(_said(text))
    return number_of(text) or (str(int(match["number"] or match["last"])) if match else "")


def _said(text: str) -> str:
    """Return a word in the form in which it is compared.

    Only case, accents, blanks and a full stop do not count, so that "public ?" is not taken for "public".
    """
    return " ".join(flatten(text).split()).rstrip(" .")
