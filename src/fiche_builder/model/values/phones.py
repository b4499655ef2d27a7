"""Phone cells as editors type them: several numbers in one cell, with labels, extensions and hours beside them.

A number is a sequence of digits with only signs between them, taken as a whole. What stands beside it is its label.
Digits are never joined across a word, and a cell that can be read in two ways gives no number.
"""

import re
from dataclasses import replace
from functools import lru_cache

from fiche_builder.common.signs import WIDE
from fiche_builder.common.text import tidy, tidy_lines
from fiche_builder.model.model import Phone
from fiche_builder.model.values.cells import text_of
from fiche_builder.model.values.numbering import has_trunk_zero, read_number
from fiche_builder.model.values.parsed import Parsed, Remark
from fiche_builder.model.values.phone_pieces import FIRST_HELD, HELD, LINE, LONG, read_piece
from fiche_builder.model.values.phone_runs import Number, groups_of, is_free, read_run, read_short
from fiche_builder.model.values.phone_words import ASIDES, ASIDES_IN_BRACKETS, EXTENSIONS, RUNS
from fiche_builder.workbook.raw import RawValue

# Nothing else separates two numbers so surely: / , - and "et" also occur inside numbers and labels.
_SEPARATOR = re.compile(r"\s*([;\n|])\s*")
_BRACKETED = re.compile(r"\(([^()]*)\)|\[([^\[\]]*)\]")
_WORDS = re.compile(r"[^\W\d_]|[:€%]")
_MOST_HELD = 5000
_PLAIN = re.compile(r"\+?[0-9]+(?:/[0-9]+)?(?:[ .][0-9]+)*")
_DATE = re.compile(r"[0-9]{1,2}[./][0-9]{1,2}[./](?:19|20)[0-9]{2}")
# The blanks of a typesetter (no-break, thin) are not odd, because word processors insert them.
_UNSEEN = re.compile(
    "[\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u205f-\u2064\u2066-\u206f\u3000\ufeff\uff01-\uff5e]"
    "|[0-9]([ \u00a0\u2000-\u200a]{2,}|[\u2000-\u2008])[0-9]"
)


def parse_phones(value: RawValue, region: str) -> Parsed[tuple[Phone, ...]]:
    """Read the numbers of a cell. Numbers without a country prefix belong to `region` (ISO 3166 code)."""
    if isinstance(value, int | float) and not isinstance(value, bool):
        return _parse_number_cell(value, region)
    typed = str(value)
    parsed = _parse_text(_keyed(typed), region)
    if not parsed.value or not _is_odd(typed):
        return parsed
    read = " ; ".join(phone.shown for phone in parsed.value)
    return replace(parsed, remarks=(*parsed.remarks, Remark("phone-untidy", tidy(typed), suggestion=read)))


def _keyed(typed: str) -> str:
    """Return text as a keyboard types it: full-width signs and digits of other scripts become ours."""
    text = HELD.sub("", tidy_lines(typed)).replace(LINE, "")
    if text.isascii():
        return text
    return "".join(str(int(char)) if char.isdecimal() else char for char in text.translate(WIDE))


def _is_odd(typed: str) -> bool:
    """Tell whether a cell has invisible signs, or digits that no keyboard here has."""
    if typed.isascii() and "  " not in typed:
        return False
    return bool(_UNSEEN.search(typed)) or any(char.isdecimal() and not char.isascii() for char in typed)


def _parse_number_cell(value: float, region: str) -> Parsed[tuple[Phone, ...]]:
    """Read a number cell. Excel drops the zero before a number; it is restored where the plan has one."""
    text = text_of(value)
    if not text.isdecimal():
        return Parsed((), (Remark("phone-invalid", text, reason="not-a-number"),))
    if read_short(text, region):
        return _parse_text(text, region)
    as_typed, with_zero = read_number(text, region), read_number(f"0{text}", region)
    is_dialled = with_zero and with_zero.shown.lstrip("(").startswith("0")  # 14 020 in the Netherlands is without
    if with_zero and (as_typed is None or (is_dialled and as_typed == with_zero and has_trunk_zero(region))):
        return Parsed((with_zero,), (Remark("phone-lost-zero", text, suggestion=with_zero.shown),))
    return _parse_text(text, region)


@lru_cache(maxsize=100_000)
def _parse_text(text: str, region: str) -> Parsed[tuple[Phone, ...]]:
    if phone := _read_plain(text, region):
        return Parsed((phone,))
    phones: dict[tuple[str, str], Phone] = {}
    remarks: list[Remark] = []
    labels: list[str] = []
    for piece in _pieces(_hold_labels(text, region, labels)):
        for outcome in read_piece(piece, region, labels):
            if isinstance(outcome, Phone):
                phones.setdefault((outcome.digits, outcome.extension), outcome)
            else:
                remarks.append(outcome)
    return Parsed(tuple(phones.values()), tuple(remarks))


def _read_plain(text: str, region: str) -> Phone | None:
    """Read what nearly every cell holds: one number, with blanks or points between its digits."""
    if not _PLAIN.fullmatch(text) or _DATE.fullmatch(text):
        return None
    phone = read_number(re.sub(r"[ ./]", "", text), region)
    return None if phone and is_free(phone) and ("/" in text or len(text) < LONG) else phone


def _hold_labels(text: str, region: str, labels: list[str]) -> str:
    """Return text with a placeholder for each bracketed label.

    Numbers in brackets, such as (02), are left where they are.
    """

    def hold(match: re.Match[str]) -> str:
        content = match[1] or match[2] or ""
        if len(labels) == _MOST_HELD or not _is_label(content, region):
            return match[0]
        if EXTENSIONS.fullmatch(content.strip()) or EXTENSIONS.fullmatch(text, match.start() + 1, match.end() - 1):
            return f" {content} "
        labels.append(content)
        return f" {chr(FIRST_HELD + len(labels) - 1)} "

    return _BRACKETED.sub(hold, text)


def _is_label(content: str, region: str) -> bool:
    """Tell whether brackets hold words or hours, and no number of their own."""
    rest = EXTENSIONS.sub(" ", ASIDES_IN_BRACKETS.sub(" ", content))
    if not _WORDS.search(content):
        return not any(char.isdecimal() for char in rest)
    runs = (groups_of(rest, *match.span()) for match in RUNS.finditer(rest))
    return not any(
        isinstance(part, Number) and len(part.typed) >= LONG for groups in runs for part in read_run(groups, region)
    )


def _pieces(text: str) -> list[str]:
    """Split a cell at semicolons and line ends, but keep a label with its number.

    The label may be a line above ("Accueil :"), or hours or brackets on the line below.
    """
    tokens = _SEPARATOR.split(text)
    pieces = [tokens[0]]
    for separator, token in zip(tokens[1::2], tokens[2::2], strict=True):
        above = pieces[-1].rstrip()
        is_title = above.endswith(":") and not _has_digits(above)
        if is_title or (separator == "\n" and above and (_is_note(above) or _is_note(token))):
            pieces[-1] += LINE + token
        else:
            pieces.append(token)
    return [piece for piece in pieces if piece.strip()]


def _has_digits(text: str) -> bool:
    return any(char.isdecimal() for char in text)


def _is_note(line: str) -> bool:
    """Tell whether a line has hours, an extension or brackets and no number."""
    rest = EXTENSIONS.sub(" ", ASIDES.sub(" ", line))
    return not _has_digits(rest) and (rest != line or bool(HELD.search(line)))
