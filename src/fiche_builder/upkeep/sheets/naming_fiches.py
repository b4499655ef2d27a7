"""The cell of a sheet that says which fiche a row is about: its N°, its name, or both, as an editor types them."""

import re

from fiche_builder.check.remarks import Said
from fiche_builder.common.i18n import _
from fiche_builder.model.naming import FicheNames
from fiche_builder.model.references import read_references

_NUMBER = re.compile(r"\D{0,9}([0-9]{1,9})\b(.*)", re.DOTALL)


def read_fiche(text: str, asked: int, names: FicheNames) -> int | Said:
    """Return the N° that a cell names, or why it names none.

    `asked` is the N° that the sheet was made with. It stands as long as nothing else is named, even if the fiche has
    another name by now. 0 stands for no fiche.
    """
    if not text:
        return asked
    numbers, others = read_references(text, names)
    if not numbers and (named := names.exactly(text)):
        numbers, others = named, ()
    match = _NUMBER.fullmatch(text)
    if not numbers and asked and match and int(match[1]) == asked and not names.exactly(match[2]):
        return asked
    if len(numbers) == 1 and not others:
        return numbers[0]
    if len(numbers) > 1:
        return (
            _("“%(value)s” names several fiches: %(numbers)s.")
            % {"value": _one_line(text), "numbers": ", ".join(map(str, numbers))},
            _("Write one N°. For another fiche, copy the row."),
        )
    near = names.nearly(text)
    return (
        _("“%(value)s” is neither the N° nor the name of a fiche.") % {"value": _one_line(text)},
        _("Did you mean fiche %(number)d? Write its N°.") % {"number": near[0]}
        if len(near) == 1
        else _("Write the N° of the fiche, as it stands in the sheet “Fiches”."),
    )


def _one_line(text: str) -> str:
    return " ".join(text.split())
