"""Numbering plans: to which country a number belongs, and how that country writes it.

This is the only module that uses phonenumbers (the metadata of Google's libphonenumber).
"""

import re
from dataclasses import dataclass
from functools import cache, lru_cache

import phonenumbers
from babel import Locale
from phonenumbers import PhoneMetadata, PhoneNumber, PhoneNumberFormat, PhoneNumberType

from fiche_builder.common.i18n import LANGUAGES
from fiche_builder.common.text import fold
from fiche_builder.model.model import Phone

E164_DIGITS = 15
MOST_DIGITS = E164_DIGITS + 3
"""The longest number, with 00 and a trunk zero before it."""
_FEWEST_DIGITS = 3
LOCAL_DIGITS = 6
"""From this many digits on, they are a number without its area code: `02 555 12 34 / 512 11 22`."""
_FRENCH = ("FR", "RE", "GP", "MQ", "GF", "YT", "BL", "MF")
_SHARED_PLANS = dict.fromkeys((*_FRENCH, "PM"), _FRENCH)
"""Regions that have their own calling codes, but dial each other as if they were one country."""
_OVERSEAS = re.compile(r"0(?:26[239]|59[046]|639|69[0-7])[0-9]{6}")
"""Their numbers as dialled, although some of these are in the plan of France as well."""
_DIALLED = {**{(region, "0508", 10): "508" for region in _FRENCH}, ("IE", "048", 11): "4428"}
"""What is dialled without a country prefix but belongs to a neighbour: (region, prefix, length)."""
_ALLOTTED = {"BE": {"1890"}, "DE": {"116016"}, "NL": {"113", "144"}}
"""Short numbers in use that the metadata lacks."""
_EXTENSION_LENGTHS = range(3, 6)
_SMS_ONLY_BEGIN = "1"
"""The prefix of voice services in all plans. The metadata lists some of them as SMS services as well."""
_HYPHENATED = {43, 49}
_PREMIUM = {PhoneNumberType.PREMIUM_RATE, PhoneNumberType.SHARED_COST}
_MANY_LENGTHS = 4
_TELLING = 4
"""Up to this many missing or extra digits are a slip. More mean that it is not a phone number at all."""


@dataclass(frozen=True, slots=True)
class Fault:
    """Why digits are not a number. `count` is how many digits are missing or too many."""

    reason: str
    count: int = 0


@lru_cache(maxsize=100_000)
def read_number(digits: str, region: str) -> Phone | None:
    """Return the ordinary number for digits dialled in `region`; with + or 00 in front, in any country."""
    if not _FEWEST_DIGITS <= len(digits) <= MOST_DIGITS:
        return None
    if digits.startswith("00"):
        digits = f"+{digits[2:]}"
    if code := next(
        (code for (home, start, length), code in _DIALLED.items() if _is(digits, region, home, start, length)), ""
    ):
        digits = f"+{code}{digits[-6:] if code == '508' else digits[3:]}"
    shared = () if digits.startswith("+") else _SHARED_PLANS.get(region, ())
    regions = (*shared[1:], region) if shared and _OVERSEAS.fullmatch(digits) else (region, *shared)
    number = next((found for home in regions if (found := _valid(digits, home))), None)
    # 33 01 40 … is an ending followed by a number, not a country code before a number that kept its zero.
    if number is None or digits == f"{number.country_code}0{number.national_number}":
        return None
    return Phone(_e164(number), _written(number, region))


def _is(digits: str, region: str, home: str, start: str, length: int) -> bool:
    return home == region and digits.startswith(start) and len(digits) == length


def _valid(digits: str, region: str) -> PhoneNumber | None:
    try:
        number = phonenumbers.parse(digits, region)
    except phonenumbers.NumberParseException:
        return None
    return number if phonenumbers.is_valid_number(number) else None


def _e164(number: PhoneNumber) -> str:
    return str(phonenumbers.format_number(number, PhoneNumberFormat.E164))


def _written(number: PhoneNumber, region: str) -> str:
    """Return the one form in which a number is printed.

    It is written as in its own country, with the prefix if it belongs to another plan than the directory's.
    """
    code = phonenumbers.region_code_for_country_code(number.country_code or 0)
    home = number.country_code == phonenumbers.country_code_for_region(region)
    is_home = home or code in _SHARED_PLANS.get(region, ())
    return str(
        phonenumbers.format_number(number, PhoneNumberFormat.NATIONAL if is_home else PhoneNumberFormat.INTERNATIONAL)
    )


@lru_cache(maxsize=10_000)
def is_known_short(digits: str, region: str) -> bool:
    """Tell whether a short number of the country can be called: 112, 1722, 3949.

    A number that only receives messages cannot.
    """
    if digits in _ALLOTTED.get(region, ()):
        return True
    if len(digits) > 6 or not digits.strip("0"):  # noqa: PLR2004 (the longest are those of 116xxx)
        return False
    number = PhoneNumber(
        country_code=phonenumbers.country_code_for_region(region),
        national_number=int(digits),
        italian_leading_zero=digits.startswith("0") or None,
    )
    return phonenumbers.is_valid_short_number_for_region(number, region) and (
        digits.startswith(_SMS_ONLY_BEGIN) or not phonenumbers.is_sms_service_for_region(number, region)
    )


def may_be_extension(digits: str) -> bool:
    """Tell whether there are as many digits as an extension has."""
    return len(digits) in _EXTENSION_LENGTHS and not digits.startswith("0")


def country_code(digits: str) -> int:
    """Return the calling code of a number in its international form. No code is the beginning of another."""
    codes = (int(digits[1:end]) for end in (2, 3, 4))
    return next((code for code in codes if code in phonenumbers.COUNTRY_CODE_TO_REGION_CODE), 0)


@cache
def has_trunk_zero(region: str) -> bool:
    """Tell whether a zero is dialled before the numbers of a country at home.

    It is not in Luxembourg, Spain or Burkina Faso, for example.
    """
    metadata = PhoneMetadata.metadata_for_region(region)
    return bool(metadata and metadata.national_prefix == "0")


@cache
def has_free_length(country_code: int) -> bool:
    """Tell whether a country's numbers vary in length.

    A number and an ending may then also be read as one longer number.
    """
    metadata = PhoneMetadata.metadata_for_region(phonenumbers.region_code_for_country_code(country_code))
    return bool(metadata and metadata.fixed_line and len(metadata.fixed_line.possible_length) >= _MANY_LENGTHS)


def extends(phone: Phone) -> bool:
    """Tell whether a country writes a hyphen before an extension that is dialled with the number: 030 12345-67."""
    return country_code(phone.digits) in _HYPHENATED


def explain(digits: str, region: str) -> Fault:
    """Say whether digits are missing or too many, judged by the lengths of the country's fixed and mobile numbers."""
    try:
        number = phonenumbers.parse(f"+{digits[2:]}" if digits.startswith("00") else digits, region)
    except phonenumbers.NumberParseException:
        return Fault("too-long" if len(digits) > E164_DIGITS else "not-a-number")
    code = phonenumbers.region_code_for_country_code(number.country_code or 0)
    metadata = PhoneMetadata.metadata_for_region(code if code != "ZZ" else region)
    kinds = (metadata.fixed_line, metadata.mobile) if metadata else ()
    lengths = {length for kind in kinds if kind for length in kind.possible_length if length > 0}
    length = len(str(number.national_number))
    if lengths and 0 < min(lengths) - length <= _TELLING:
        return Fault("too-short", min(lengths) - length)
    if lengths and 0 < length - max(lengths) <= _TELLING:
        return Fault("too-long", length - max(lengths))
    return Fault("too-long" if lengths and length > max(lengths) else "not-a-number")


@lru_cache(maxsize=100_000)
def is_premium(digits: str, region: str) -> bool:
    """Tell whether calling a number costs more than an ordinary call."""
    if not digits.startswith("+"):
        return False
    number = phonenumbers.parse(digits, region)
    belgian_unified = number.country_code == 32 and str(number.national_number).startswith("70")  # noqa: PLR2004 (070, up to 0.30 EUR a minute)
    return belgian_unified or phonenumbers.number_type(number) in _PREMIUM


def parse_region(text: str) -> str:
    """Return the ISO 3166 code of a country, or "".

    The country may be given by this code, by its calling code, or by its name.
    """
    if region := _region(fold(text)):
        return region
    # "France (+33)", "BE - Belgique": several words for one country.
    found = {region for word in re.split(r"[^\w+ ]+", fold(text)) if (region := _region(word.strip()))}
    return found.pop() if len(found) == 1 else ""


def _region(text: str) -> str:
    word = text.lstrip("+").removeprefix("00")
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
