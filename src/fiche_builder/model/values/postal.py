"""Postal codes, judged by the country of the directory.

The form of each country's codes is public knowledge (Universal Postal Union).
"""

import re
from functools import cache

from fiche_builder.common.text import tidy
from fiche_builder.model.values.cells import text_of
from fiche_builder.model.values.parsed import Parsed, Remark
from fiche_builder.workbook.raw import RawValue

_FORMS = {
    "IS": "999",
    "AT AU BG CH CY DK HU LI LU LV NO SI TN": "9999",
    "DE DZ EE ES FI FR GF GP HR IT LT MA MC MQ NC PF PM RE TR UA US YT": "99999",
    "RO": "999999",
    "CZ GR SE SK": "999 99",
    "PL": "99-999",
    "PT": "9999-999",
    "NL": "9999 AA",
    "MT": "AAA 9999",
    "CA": "A9A 9A9",
    "IE": "A9* ****",
    "GB GG IM JE": "A9 9AA|A99 9AA|AA9 9AA|AA99 9AA|A9A 9AA|AA9A 9AA",
}
"""The form of the codes: 9 is a digit, A a letter, * either. Codes of a country that is not listed are not judged."""
_SIGNS = {"9": "[0-9]", "A": "[A-Z]", "*": "[0-9A-Z]", " ": "[ -]?", "-": "[- ]?", "|": "|"}
_BELGIAN = "[1-9][0-9]{3}"
_BELGIAN_OR_FRENCH = f"{_BELGIAN}|[0-9]{{5}}"
_DECIMALS = re.compile(r"([0-9]+)[.,]0+")
_HOME_PREFIX = re.compile(r"^(?:B|BE|F|FR)[ \-]*(?=[0-9])")
_PREFIX = re.compile(r"^[A-Z]{1,3}[ \-]+(?=[0-9])")


def parse_postal_code(value: RawValue, region: str) -> Parsed[str]:
    """Read a postal code. A code that `region` does not use is kept with a remark, because it may be foreign."""
    text = tidy(text_of(value))
    code = match[1] if (match := _DECIMALS.fullmatch(text)) else _HOME_PREFIX.sub("", text)
    is_known = not has_form(region) or any(_fits(form.upper(), region) for form in (code, text))
    return Parsed(code, () if is_known else (Remark("postal-code-invalid", text),))


def has_form(region: str) -> bool:
    """Tell whether the form of a country's postal codes is known."""
    return region == "BE" or bool(_form(region))


def example_of(region: str) -> str:
    """Return an example of a country's postal code, such as 1234 AB."""
    digits, letters = iter("123456789"), iter("ABCDEFGH")
    first = _form(region).partition("|")[0]
    return "".join(next(digits) if sign in "9*" else next(letters) if sign == "A" else sign for sign in first)


def _fits(code: str, region: str) -> bool:
    """Tell whether a code fits the country, one of its neighbours, or by its letters another country."""
    own = _BELGIAN if region == "BE" else _pattern(_form(region))
    if _form(region).strip("9") == "":
        own = f"{own}|{_BELGIAN_OR_FRENCH}"
    bare = _PREFIX.sub("", code)
    return bool(re.fullmatch(own, code) or re.fullmatch(_telling(), code) or (bare != code and _is_any(bare)))


def _is_any(code: str) -> bool:
    return re.fullmatch("|".join(map(_pattern, _FORMS.values())), code) is not None


@cache
def _telling() -> str:
    """Return a pattern for codes whose letters or hyphen show that they are not a mistyped number."""
    return "|".join(_pattern(form).replace(_SIGNS["-"], "-") for form in _FORMS.values() if re.search("[A*-]", form))


def _form(region: str) -> str:
    return next((form for regions, form in _FORMS.items() if region in regions.split()), "")


def _pattern(form: str) -> str:
    return "".join(_SIGNS[sign] for sign in form)
