"""From a mail to a suggestion: bytes in; day, fiche, author and text out."""

import hashlib
import re
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cache

from fiche_builder.common.i18n import LANGUAGES, translations
from fiche_builder.common.period import Period
from fiche_builder.common.text import fold, tidy, tidy_lines
from fiche_builder.edition.reporting import report_text
from fiche_builder.upkeep.suggestions.cut import html_text, join_cover, own_words
from fiche_builder.upkeep.suggestions.mime import OpenedMail, Reason, open_mail

LONGEST_TEXT = 2_000
"""The most characters of a suggestion."""
_PREFIX = re.compile(
    r"^(?:\s*(?:(re|ré|rép|réf|aw|antw|betr|sv)|(tr|fwd?|wg|doorst|i))\s?(?:\[\d+\])?\s?:|\s*\[ext[^\]]{0,20}\])",
    re.IGNORECASE,
)
_PREFIXES = 20
_NUMBER = re.compile(
    r"\bfiches?\s?(?:n[°ºo.]{0,2}\s?)?(\d{1,6}(?:\s?(?:,|;|/|&|et|en|and)\s?\d{1,6})*)\b(?!-\d)", re.IGNORECASE
)
_EDITION = re.compile(r"\b(20\d\d-(?:0[1-9]|1[0-2]))(?:-r\d{1,3})?\b")
_FIRST_LINES = 5
_YEARS = range(2020, 2100)
_LONGEST_ID = 200
_ANY_NUMBER, _ANY_EDITION, _ANY_TITLE = 777_777, "2099-99", "anytitle"
_REQUEST = (
    "Verification: fiche %(numbers)s (%(edition)s) – %(title)s",
    "Verification: fiches %(numbers)s (%(edition)s) – %(title)s",
)
_GREETING = re.compile(
    r"(?:bonjour|bonsoir|hello|hallo|dag|hi|goedemorgen|goeiedag|goedendag|beste|chère?s?|madame|monsieur)"
    r"(?:(?: \w[\w'’.-]*){0,3}\s?,|(?: à tous| à toutes et tous| madame| monsieur)?\s?[,!.]?)",
    re.IGNORECASE,
)
_EXCEL_ESCAPE = re.compile(r"_x(?=[0-9A-Fa-f]{4}_)")
_BULLET = re.compile(r"^\s*[-–•·*o]\s+")


@dataclass(frozen=True, slots=True)
class Known:
    """What distinguishes the annuaire's own words from a colleague's: its title, and the addresses it writes from."""

    title: str = ""
    addresses: frozenset[str] = field(default=frozenset())


@dataclass(frozen=True, slots=True)
class ParsedMail:
    """A mail as a suggestion.

    `day` is None if the mail has no plausible day. `fiche` is None if it names no fiche, or several.
    """

    message_id: str
    day: date | None
    fiche: int | None
    edition: str
    author: str
    text: str
    is_cut: bool
    """Whether the mail says more than fits into a cell."""
    attachments: tuple[str, ...] = ()


def parse_mail(content: bytes, known: Known | None = None) -> ParsedMail | Reason:
    """Read the bytes of a mail file, or return the reason why it is not a remark or cannot be read."""
    try:
        opened = open_mail(content)
        parsed = opened if isinstance(opened, Reason) else _parse(opened, known or Known())
    except RecursionError:
        return Reason.TOO_DEEP
    except Exception:  # noqa: BLE001 (libraries raise a dozen kinds on malformed mails: one mail must not stop the others)
        return Reason.UNREADABLE
    if isinstance(parsed, Reason):
        return parsed
    return replace(
        parsed, message_id=_as_cell(parsed.message_id), author=_as_cell(parsed.author), text=_as_cell(parsed.text)
    )


def _as_cell(text: str) -> str:
    """Return text that a workbook gives back unchanged: `_x0041_` is Excel's way of writing an A."""
    return _EXCEL_ESCAPE.sub("_X", text)


def _parse(mail: OpenedMail, known: Known) -> ParsedMail | Reason:
    subject, is_forward = _bare_subject(mail.subject)
    words = own_words(
        mail.plain if mail.plain.strip() else html_text(mail.html), is_forward=is_forward, ours=known.addresses
    )
    if mail.inner is not None:
        return _with_inner(mail, mail.inner, words.text, known)
    author = words.forwarded_from or mail.author
    if author.address.casefold() in known.addresses:
        return Reason.OWN
    numbers, edition = _find_fiche(subject, words.text)
    text = _without_template(words.text)
    text = _without_greeting(tidy_lines(text))
    if not _is_ours(subject, known.title) and fold(subject) not in fold(text):
        text = f"{subject}\n{text}".strip()
    text = tidy_lines(text) or (subject if numbers else "")
    if not text:
        return Reason.SAYS_NOTHING
    shown = text if len(text) <= LONGEST_TEXT else f"{text[: LONGEST_TEXT - 1].rstrip()}…"
    return ParsedMail(
        message_id=_identity(mail, str(author), text),
        day=mail.day,
        fiche=numbers[0] if len(numbers) == 1 else None,
        edition=edition,
        author=tidy(str(author)),
        text=shown if len(numbers) < 2 else _with_numbers(shown, subject),  # noqa: PLR2004 (several)
        is_cut=shown != text,
        attachments=mail.attachments,
    )


def _with_inner(mail: OpenedMail, inner: OpenedMail, cover: str, known: Known) -> ParsedMail | Reason:
    """Return the mail that is forwarded as an attachment, below what is said about it; without one, the outer mail."""
    parsed = _parse(inner, known)
    outer = OpenedMail(mail.subject, mail.author, mail.day, mail.message_id, mail.plain, mail.html, mail.attachments)
    if isinstance(parsed, Reason):
        return _parse(outer, known)
    numbers, edition = _find_fiche(_bare_subject(mail.subject)[0], "")
    words = join_cover(_without_template(cover), parsed.text, inner.author)
    return ParsedMail(
        message_id=parsed.message_id,
        day=parsed.day or mail.day,
        fiche=parsed.fiche or (numbers[0] if len(numbers) == 1 else None),
        edition=parsed.edition or edition,
        author=(words.forwarded_from and parsed.author) or tidy(str(mail.author)),
        text=tidy_lines(words.text)[:LONGEST_TEXT],
        is_cut=parsed.is_cut,
        attachments=(*mail.attachments, *parsed.attachments),
    )


def _identity(mail: OpenedMail, author: str, text: str) -> str:
    """Return what identifies a mail: its Message-ID, or else its text, its day and its author."""
    if mail.message_id and len(mail.message_id) <= _LONGEST_ID:
        return mail.message_id
    content = "\n".join((mail.message_id, str(mail.day or ""), fold(author), fold(text)))
    return f"sha256:{hashlib.sha256(content.encode()).hexdigest()[:32]}"


def _bare_subject(subject: str) -> tuple[str, bool]:
    """Return a subject without RE: and the like, and whether the mail is forwarded rather than answered."""
    is_forward = None
    for _time in range(_PREFIXES):
        match = _PREFIX.match(subject)
        if match is None:
            break
        if is_forward is None and (match[1] or match[2]):
            is_forward = bool(match[2])
        subject = subject[match.end() :]
    return subject.strip(), bool(is_forward)


def _find_fiche(subject: str, text: str) -> tuple[tuple[int, ...], str]:
    """Return the N° of the fiches named in the subject, or else in the first lines, and the edition."""
    first = "\n".join([line for line in text.splitlines() if line.strip()][:_FIRST_LINES])
    numbers = next((found for source in (subject, first) if (found := _numbers(source))), ())
    edition = _EDITION.search(subject) or _EDITION.search(first)
    return numbers, edition[1] if edition else _spelled_editions().get(_month_in(subject), "")


def _numbers(text: str) -> tuple[int, ...]:
    found = (int(number) for match in _NUMBER.finditer(text) for number in re.findall(r"\d+", match[1]))
    return tuple(dict.fromkeys(number for number in found if number))


def _with_numbers(text: str, subject: str) -> str:
    """Return the text with the N° of several fiches in it, because a cell holds only one."""
    return text if fold(subject) in fold(text) else f"{subject}\n{text}"[:LONGEST_TEXT]


@cache
def _spelled_editions() -> dict[str, str]:
    """Return `novembre 2026` → `2026-11` in all languages, as in the subject of the monthly mail."""
    periods = [Period(year, month) for year in _YEARS for month in range(1, 13)]
    return {fold(period.label(language)): str(period) for language in LANGUAGES for period in periods}


def _month_in(subject: str) -> str:
    match = re.search(r"\b([^\W\d]{3,10} 20\d\d)\b", fold(subject))
    return match[1] if match else ""


def _is_ours(subject: str, title: str) -> bool:
    """Tell whether a subject comes from a link of the edition or from the monthly mail, not from the author."""
    spelled = _plain(subject)
    if not spelled or re.fullmatch(r"fiche \d{1,6}", spelled):
        return True
    if any(re.fullmatch(pattern, spelled) for pattern in _our_subjects()):
        return True
    month = _month_in(subject)
    titles = tuple(name for name in (_plain(title), "annuaire", "gids") if name)
    return month in _spelled_editions() and spelled.endswith(month) and spelled.startswith(titles)


@cache
def _our_subjects() -> tuple[str, ...]:
    """Return the subjects of our links and of our requests to organisations, as patterns in all languages."""
    texts: list[str] = []
    for catalogue in (translations(language) for language in LANGUAGES):
        texts += [
            catalogue.gettext(msgid)
            for msgid in ("Fiche %(number)d (%(edition)s): a mistake", "Annuaire %(edition)s: a mistake")
        ]
        requests = [catalogue.ngettext(*_REQUEST, count) for count in (1, 2)]
        texts += [
            *requests,
            *(catalogue.gettext("Reminder – %(subject)s") % {"subject": request} for request in requests),
        ]
    return tuple(_pattern(text) for text in texts)


def _pattern(text: str) -> str:
    """Return the pattern for a text of ours, with any number and any edition in it."""
    filled = _plain(
        text % {"number": _ANY_NUMBER, "numbers": _ANY_NUMBER, "edition": _ANY_EDITION, "title": _ANY_TITLE}
    )
    known = (
        (str(_ANY_NUMBER), r"\d{1,6}(?: \d{1,6})*"),
        (_ANY_EDITION, r"20\d\d-\d\d(?:-r\d{1,3})?"),
        (_ANY_TITLE, ".*"),
    )
    for placeholder, pattern in known:
        filled = filled.replace(placeholder, pattern)
    return filled


def _plain(text: str) -> str:
    """Return the letters and digits of a text: mail programs change blanks and signs."""
    return re.sub(r"[^\w-]+", " ", fold(text)).strip()


def _without_template(text: str) -> str:
    """Return a text without the lines that our own link put there and that say nothing.

    These are questions, and lists from which nobody chose.
    """
    lines = [line for line in text.splitlines() if not _is_title(line)]
    lines = [_without_question(line) for line in lines]
    for choices in _choices():
        present = {_plain(_BULLET.sub("", line)) for line in lines} & choices
        if present == choices:
            lines = [line for line in lines if _plain(_BULLET.sub("", line)) not in choices]
    return "\n".join(line for line in lines if line.strip())


def _without_greeting(text: str) -> str:
    """Return a text without a first line that only says hello."""
    first, _newline, rest = text.partition("\n")
    return rest if rest and _GREETING.fullmatch(first) else text


def _is_title(line: str) -> bool:
    return any(re.fullmatch(pattern, _plain(line)) for pattern in _templates()[0])


def _without_question(line: str) -> str:
    """Return what is written after one of our questions, or the whole line if it is not one."""
    for question in _templates()[1]:
        if fold(line).startswith(fold(question)):
            return line.strip()[len(question) :].strip()
    return line


@cache
def _templates() -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the first lines of our link's text as patterns, and its questions, in all languages."""
    titles, questions = [], []
    for language in LANGUAGES:
        first, *others = report_text(translations(language).gettext).splitlines()
        titles.append(_pattern(first))
        questions += [tidy(line) for line in others if line.strip() and not line.startswith("-")]
    return tuple(titles), tuple(questions)


@cache
def _choices() -> tuple[frozenset[str], ...]:
    texts = (report_text(translations(language).gettext).splitlines() for language in LANGUAGES)
    return tuple(frozenset(_plain(_BULLET.sub("", line)) for line in lines if line.startswith("-")) for lines in texts)
