"""What the cells say that decide whether a row may go out.

The gate's own lists of words, beside those of `model.words`: whoever adds a spelling there adds it here, or the gate takes a public
fiche for an internal one and blocks the edition. `tests/leak/test_deciding.py` holds the two together.
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
    """Tell whether a fiche of these two cells may go out."""
    return _said(diffusion) in _PUBLIC and _said(status) in _ACTIVE


def is_given(usage: str) -> bool:
    """Tell whether a contact may be given to a caller."""
    return _said(usage) in _GIVE


def number_of(text: str) -> str:
    """Return the N° that is all a cell says: "12", "12.0", "n° 12"; nothing when it says anything else."""
    match = _NUMBER.fullmatch(_said(text))
    return str(int(match["number"])) if match else ""


def fiche_of(text: str) -> str:
    """Return the N° of the fiche that a contact belongs to; a name may stand beside it: "12 - Le Relais", "Le Relais (12)".

    Whether the fiche bears that name is not asked here: the model leaves such a contact out.
    """
    match = _NUMBER_AND_NAME.fullmatch(_said(text))
    return number_of(text) or (str(int(match["number"] or match["last"])) if match else "")


def _said(text: str) -> str:
    """Return a word as it compares: only case, accents, blanks and a full stop do not count, so that "public ?" says nothing."""
    return " ".join(flatten(text).split()).rstrip(" .")
