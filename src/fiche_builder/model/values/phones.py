"""Phone numbers as editors type them: several in a cell, with labels, extensions and odd blanks.

The only place that uses phonenumbers (Google's libphonenumber metadata).
"""

import re
from dataclasses import replace
from functools import cache, lru_cache

import phonenumbers
from babel import Locale
from phonenumbers import PhoneNumberFormat, PhoneNumberType

from fiche_builder.common.i18n import LANGUAGES
from fiche_builder.common.text import fold, tidy, tidy_lines
from fiche_builder.model.model import Phone
from fiche_builder.model.values.cells import text_of
from fiche_builder.model.values.parsed import Parsed, Remark
from fiche_builder.workbook.raw import RawValue

# A stronger separator than / and , which also stand inside a number: 02/555.12.34.
_SEPARATOR = re.compile(r"(\s*[;\n|]\s*|\s+(?:ou|et|of|en|or|and)\s+)", re.IGNORECASE)
_WEAK_SEPARATOR = re.compile(r"(\s*[/,]\s*)")
_BRACKETED = re.compile(r"\(([^()]*[^\W\d_][^()]*)\)|\[([^\[\]]*)\]")
_MARKS = re.compile("[\ue000\ue001]")
_LABEL_BASE = 0xE100
_PLACEHOLDER = re.compile("\ue000(.)\ue001")
"""A bracketed label while the numbers around it are read: private-use characters, no digits."""
_EXTENSION = re.compile(
    r"[,\s]*(?<![^\W_])(?:poste|postes|ext|extension|toestel|interne|int)\b\.?\s*:?\s*(?P<digits>[0-9]{1,6})(?![0-9])",
    re.IGNORECASE,
)
_CORE = re.compile(r"\+?\(?[0-9][0-9\s./()\-–]*")
_TRUNK_ZERO = re.compile(r"\(\s*0\s*\)")
_LABEL_EDGES = " :;,-–—./()|"
_PLAIN_LABELS = {"tel", "tél", "téléphone", "telephone", "telefoon", "n", "no", "numéro"}
_LABEL_DIGITS = 6
"""A label with as many digits as this holds another number, not a word about hours."""

_E164_DIGITS = 15
_NUMBER_PARTS = 4
"""So many stretches between / or , a number may have: 02/555/12/34."""
_PREMIUM = {PhoneNumberType.PREMIUM_RATE, PhoneNumberType.SHARED_COST}


def parse_phones(value: RawValue, region: str) -> Parsed[tuple[Phone, ...]]:
    """Read the numbers of a cell; numbers without a country prefix are numbers of `region` (ISO 3166 code)."""
    if isinstance(value, int | float) and not isinstance(value, bool):
        return _parse_number_cell(value, region)
    return _parse_text(_MARKS.sub("", tidy_lines(str(value))), region)


def parse_region(text: str) -> str:
    """Return the ISO 3166 code of a country given as such, as its calling code, or by its name; nothing if it is none."""
    word = fold(text).lstrip("+").removeprefix("00")
    if word.upper() in phonenumbers.SUPPORTED_REGIONS:
        return word.upper()
    if word.isdecimal():
        code = phonenumbers.region_code_for_country_code(int(word[:4]))
        return code if code in phonenumbers.SUPPORTED_REGIONS else ""
    return _regions_by_name().get(word, "")


@cache
def _regions_by_name() -> dict[str, str]:
    names = ((fold(name), code) for language in LANGUAGES for code, name in Locale(language).territories.items())
    return {name: code for name, code in names if code in phonenumbers.SUPPORTED_REGIONS}


def is_premium(phone: Phone, region: str) -> bool:
    """Tell whether calling the number costs more than an ordinary call."""
    return _is_premium(phone.digits, region)


def _parse_number_cell(value: float, region: str) -> Parsed[tuple[Phone, ...]]:
    """Excel drops the leading zero of a number cell; the national number is the same without it."""
    text = text_of(value)
    outcome = _read(text, region, []) if text.isdecimal() else Remark("phone-invalid", text, reason="not-a-number")
    if isinstance(outcome, Remark):
        return Parsed((), (replace(outcome, text=text),))
    if not outcome.digits.startswith("+"):
        return Parsed((outcome,))
    return Parsed((outcome,), (Remark("phone-lost-zero", text, suggestion=outcome.shown),))


@lru_cache(maxsize=100_000)
def _parse_text(text: str, region: str) -> Parsed[tuple[Phone, ...]]:
    phones: dict[tuple[str, str], Phone] = {}
    remarks: list[Remark] = []
    labels: list[str] = []

    def hide(match: re.Match[str]) -> str:
        content = match[1] or match[2] or ""
        if _count_digits(content) >= _LABEL_DIGITS:
            return match[0]
        labels.append(content)
        return f" \ue000{chr(_LABEL_BASE + len(labels) - 1)}\ue001 "

    for piece in _pieces(_BRACKETED.sub(hide, text)):
        for part, outcome in _numbers(piece, region, labels):
            if isinstance(outcome, Phone):
                phones.setdefault((outcome.digits, outcome.extension), outcome)
            else:
                shown = _PLACEHOLDER.sub(lambda match: f"({_bracketed(match, labels)})", part)
                remarks.append(replace(outcome, text=tidy(shown)))
    return Parsed(tuple(phones.values()), tuple(remarks))


def _bracketed(match: re.Match[str], labels: list[str]) -> str:
    return labels[ord(match[1]) - _LABEL_BASE]


def _count_digits(text: str) -> int:
    return sum(char.isdigit() for char in text)


def _pieces(text: str) -> list[str]:
    """Cut at the strong separators, but not inside a label: "Accueil et orientation : 02 …", "Accueil :" above its number."""
    tokens = _SEPARATOR.split(text)
    pieces = [tokens[0]]
    for separator, token in zip(tokens[1::2], tokens[2::2], strict=True):
        before = pieces[-1].rstrip()
        is_label = before and not _count_digits(before) and (separator.strip().isalpha() or before.endswith(":"))
        follows = separator.strip().isalpha() and not _count_digits(token)
        if is_label or follows:
            pieces[-1] += separator + token
        else:
            pieces.append(token)
    return [piece for piece in pieces if piece.strip()]


def _numbers(piece: str, region: str, labels: list[str]) -> list[tuple[str, Phone | Remark]]:
    """Read a piece as one number, or else cut it at / and , into the longest stretches that are numbers."""
    whole = _read(piece, region, labels)
    parts = _WEAK_SEPARATOR.split(piece)
    if isinstance(whole, Phone) or len(parts) == 1:
        return [(piece, whole)]
    found: list[tuple[str, Phone | Remark]] = []
    start = 0
    while start < len(parts):
        # Separators stand at the odd places of `parts`.
        furthest = min(len(parts), start + 2 * _NUMBER_PARTS - 1)
        stretches = (("".join(parts[start:end]), end) for end in range(furthest, start, -2))
        outcomes = ((stretch, _read(stretch, region, labels), end) for stretch, end in stretches)
        stretch, outcome, end = next(
            (found for found in outcomes if isinstance(found[1], Phone)),
            (parts[start], _read(parts[start], region, labels), start + 1),
        )
        found.append((stretch, outcome))
        start = end + 1
    return found if any(isinstance(outcome, Phone) for _part, outcome in found) else [(piece, found[0][1])]


def _read(text: str, region: str, labels: list[str]) -> Phone | Remark:
    """Read one number with its label and extension, or say why it is none."""
    extension = ""
    if match := _EXTENSION.search(text):
        extension = match["digits"]
        text = f"{text[: match.start()]} {text[match.end() :]}"
    text = _TRUNK_ZERO.sub(" ", text)
    core = max(_CORE.finditer(text), key=lambda match: _count_digits(match[0]), default=None)
    if core is None:
        return Remark("phone-invalid", text, reason="no-digits")
    around = f"{text[: core.start()]} {text[core.end() :]}"
    if _count_digits(around) >= _LABEL_DIGITS:
        return Remark("phone-invalid", text, reason="several")
    number = _validate(core[0], region)
    if isinstance(number, Remark):
        return number
    label = tidy(_PLACEHOLDER.sub(lambda match: f" {_bracketed(match, labels)} ", around)).strip(_LABEL_EDGES)
    if label.casefold().rstrip(". °:") in _PLAIN_LABELS:
        label = ""
    return replace(number, label=label, extension=extension)


@lru_cache(maxsize=100_000)
def _validate(core: str, region: str) -> Phone | Remark:
    """Read the bare number."""
    spelled = tidy(core.replace("(", " ").replace(")", " ")).strip(" -–/.")
    digits = re.sub(r"[^0-9]", "", spelled)
    international = core.lstrip(" (").startswith("+")
    try:
        number = phonenumbers.parse(f"{'+' if international else ''}{digits}", region)
    except phonenumbers.NumberParseException:
        return Remark("phone-invalid", core, reason="too-long" if len(digits) > _E164_DIGITS else "not-a-number")
    if not international and (
        _is_belgian_short(spelled, region) or phonenumbers.is_valid_short_number_for_region(number, region)
    ):
        return Phone(digits=digits, shown=digits)
    if not phonenumbers.is_valid_number(number):
        return _explain(core, number, region)
    return Phone(
        digits=phonenumbers.format_number(number, PhoneNumberFormat.E164), shown=_shown(spelled, number, region)
    )


def _is_belgian_short(spelled: str, region: str) -> bool:
    """Tell whether a number is of the Belgian plan's 1xx and 1xxx (Royal Decree of 27 April 2007), of which the metadata lacks some."""
    return region == "BE" and re.fullmatch(r"1[0-9]{2,3}", spelled) is not None


def _explain(core: str, number: phonenumbers.PhoneNumber, region: str) -> Remark:
    """Say whether digits are missing or too many, by the lengths of the country's fixed and mobile numbers."""
    code = phonenumbers.region_code_for_country_code(number.country_code or 0)
    metadata = phonenumbers.PhoneMetadata.metadata_for_region(code if code != "ZZ" else region)
    kinds = (metadata.fixed_line, metadata.mobile) if metadata else ()
    lengths = {length for kind in kinds if kind for length in kind.possible_length if length > 0}
    length = len(str(number.national_number))
    if lengths and length < min(lengths):
        return Remark("phone-invalid", core, reason="too-short", count=min(lengths) - length)
    if lengths and length > max(lengths):
        return Remark("phone-invalid", core, reason="too-long", count=length - max(lengths))
    return Remark("phone-invalid", core, reason="not-a-number")


def _shown(spelled: str, number: phonenumbers.PhoneNumber, region: str) -> str:
    """Keep the editor's spacing; a number without any, or one that lost its zero, is given the usual one."""
    if re.search(r"[0-9][^0-9]+[0-9]", spelled) and spelled.startswith(("+", "0")):
        return spelled
    home = number.country_code == phonenumbers.country_code_for_region(region)
    return str(
        phonenumbers.format_number(number, PhoneNumberFormat.NATIONAL if home else PhoneNumberFormat.INTERNATIONAL)
    )


@lru_cache(maxsize=100_000)
def _is_premium(digits: str, region: str) -> bool:
    if not digits.startswith("+"):
        return False
    number = phonenumbers.parse(digits, region)
    belgian_unified = number.country_code == 32 and str(number.national_number).startswith("70")  # noqa: PLR2004 (070, up to 0.30 EUR a minute)
    return belgian_unified or phonenumbers.number_type(number) in _PREMIUM
