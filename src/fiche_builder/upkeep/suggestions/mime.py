"""Taking a mail file apart: its headers, and the text that its author wrote or forwards.

Nothing in a mail is trusted. There are limits on its size, on the lines that are read, and on the number and nesting of
its parts. Attachments are never opened. Headers are read without the standard library's structured parser, which takes
minutes for a subject of megabytes.
"""

import codecs
import email
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from email.errors import MissingHeaderBodySeparatorDefect
from email.message import Message
from email.utils import parsedate_to_datetime
from enum import Enum

from fiche_builder.common.text import tidy
from fiche_builder.upkeep.suggestions.charsets import decode_header, decode_text
from fiche_builder.upkeep.suggestions.hidden_headers import without_headers

LARGEST = 30 * 1024**2
"""The most bytes of a mail file."""
_READ = 8 * 1024**2
"""How many of these bytes are read. The text comes before the attachments."""
_LINES = 100_000
_BOUNDARIES = 400
_DEEPEST = 12
_PARTS = 300
_HEADER = 1_500
_TEXT = 400_000
"""How many bytes of a text part are read."""
_NAME = 120
_LONGEST_ADDRESS = 254
_OUTLOOK_FILE = bytes.fromhex("d0cf11e0a1b11ae1")
_PART_HEADER = re.compile(rb"^content-[a-z-]{1,30}:[^\n]*+(?:\n[ \t][^\n]*+)*+", re.IGNORECASE | re.MULTILINE)
"""Headers whose parameters the standard library reads while it parses.

Ten megabytes of them take seven minutes, so they are cut beforehand.
"""
_META_CHARSET = re.compile(rb"<meta[^>]{0,200}charset\s*=\s*[\"']?([\w-]{1,40})", re.IGNORECASE)
_AUTOMATIC = re.compile(
    r"(?:réponse automatique|automatic reply|automatisch antwoord|automatische antwort|out of office)\b", re.IGNORECASE
)
_MACHINE_HEADERS = ("auto-submitted", "x-autoreply", "x-autorespond")
_ROBOTS = ("mailer-daemon@", "postmaster@")
_REPORTS = {"multipart/report", "message/disposition-notification", "message/delivery-status"}
_SIGNATURES = {"application/pkcs7-signature", "application/x-pkcs7-signature", "application/pgp-signature"}
_FIRST_YEAR = 2000
_QUOTED_NAME = re.compile(r'\s*"((?:[^"\\]|\\.)*)"')
_ADDRESS = re.compile(r"[<\[]\s*(?:mailto:)?([^<>\[\]\s@]{1,100}@[^<>\[\]\s@]{1,200})\s*[>\]]")
_BARE_ADDRESS = re.compile(r"([^<>()\s@,;:\"]{1,100}@[^<>()\s@,;:\"]{1,200})")
_COMMENT = re.compile(r"\(([^()]{1,200})\)")


class Reason(Enum):
    """Why a mail gives no suggestion. The second value tells whether it could not be read at all."""

    EMPTY_FILE = ("empty", True)
    OUTLOOK_FILE = ("msg", True)
    NO_MAIL = ("no mail", True)
    TOO_LARGE = ("large", True)
    TOO_DEEP = ("deep", True)
    UNREADABLE = ("unreadable", True)
    AUTOMATIC = ("automatic", False)
    REPORT = ("report", False)
    INVITATION = ("invitation", False)
    DRAFT = ("draft", False)
    OWN = ("own", False)
    SAYS_NOTHING = ("nothing", False)

    @property
    def is_failure(self) -> bool:
        """Whether the file could not be read, as opposed to a mail that is skipped for what it is."""
        return bool(self.value[1])


@dataclass(frozen=True, slots=True)
class Person:
    """The author: name and address, either of which may be empty."""

    name: str = ""
    address: str = ""

    def __str__(self) -> str:
        if not self.address or not self.name:
            return self.name or self.address
        return f"{self.name} <{self.address}>"


@dataclass(frozen=True, slots=True)
class OpenedMail:
    """A mail's headers and its text, plain or HTML. `day` is None if the Date header is missing or absurd."""

    subject: str
    author: Person
    day: date | None
    message_id: str
    plain: str = ""
    html: str = ""
    attachments: tuple[str, ...] = ()
    inner: "OpenedMail | None" = None
    """The mail that is forwarded as an attachment."""


def open_mail(content: bytes) -> OpenedMail | Reason:
    """Take a mail apart, or return the reason why that cannot or should not be done."""
    if refused := _refuse_bytes(content):
        return refused
    content = content.removeprefix(codecs.BOM_UTF8).lstrip(b"\r\n").replace(b"\r\r\n", b"\r\n")
    content = _PART_HEADER.sub(
        lambda match: match[0][:_HEADER], b"\n".join(content[:_READ].split(b"\n", _LINES)[:_LINES])
    )
    message = email.message_from_bytes(content)
    if not any(_header(message, name) for name in ("from", "subject", "date", "message-id", "to")):
        return Reason.NO_MAIL
    return _passed_over(message) or _open(message, 0)


def parse_person(text: str) -> Person:
    """Read a person as mail headers write them: `Marie Dupont <marie@contact.example>`."""
    text = text[:_HEADER]
    quoted = _QUOTED_NAME.match(text)
    rest = text[quoted.end() :] if quoted else text
    found = _ADDRESS.search(rest) or _BARE_ADDRESS.search(rest)
    name = quoted[1].replace("\\", "") if quoted else rest[: found.start()] if found else rest
    if not name.strip() and found and (comment := _COMMENT.search(rest, found.end())):
        name = comment[1]
    # If a name contained an address, the answer could be sent there.
    name = re.sub(r"[<>]", "", _BARE_ADDRESS.sub("", tidy(decode_header(name)[:_HEADER]))).strip("'\"() ")[:_NAME]
    return Person(tidy(name), tidy(decode_header(found[1]))[:_LONGEST_ADDRESS] if found else "")


def _refuse_bytes(content: bytes) -> Reason | None:
    if not content.strip():
        return Reason.EMPTY_FILE
    if content.startswith(_OUTLOOK_FILE):
        return Reason.OUTLOOK_FILE
    if len(content) > LARGEST:
        return Reason.TOO_LARGE
    if content[:_READ].lower().count(b"boundary") > _BOUNDARIES:
        return Reason.TOO_DEEP
    return None


def _passed_over(message: Message) -> Reason | None:
    """Return why a mail is not a remark, or None."""
    kind = message.get_content_type()
    sent_by_machine = any(_header(message, name).casefold() not in {"", "no"} for name in _MACHINE_HEADERS)
    if kind in _REPORTS or _person(message).address.casefold().startswith(_ROBOTS):
        return Reason.REPORT
    if sent_by_machine or _AUTOMATIC.match(_header(message, "subject")):
        return Reason.AUTOMATIC
    if _header(message, "x-unsent") == "1":
        return Reason.DRAFT
    own = [part.get_content_type() for part in _parts(message, 0) if part.get_content_disposition() != "attachment"]
    return Reason.INVITATION if "text/calendar" in own else None


def _open(message: Message, depth: int) -> OpenedMail:
    plain: list[str] = []
    html: list[str] = []
    attachments: list[str] = []
    inner: OpenedMail | None = None
    for part in _parts(message, 0):
        kind = part.get_content_type()
        name = tidy(decode_header(str(part.get_filename() or "")[:_HEADER]))[:_NAME]
        if kind == "message/rfc822":
            carried = part.get_payload()
            if (
                inner is None
                and depth < _DEEPEST
                and isinstance(carried, list)
                and carried
                and isinstance(carried[0], Message)
            ):
                inner = _open(carried[0], depth + 1)
        elif part.get_content_disposition() == "attachment" or kind not in {"text/plain", "text/html"}:
            # A picture in the text is usually the logo of a signature.
            is_inside = part.get_content_disposition() == "inline" or bool(_header(part, "content-id"))
            attachments += [name] if name and not is_inside and kind not in _SIGNATURES else []
        else:
            (plain if kind == "text/plain" else html).append(_text(part))
    return OpenedMail(
        subject=tidy(_header(message, "subject")),
        author=_person(message),
        day=_day(_header(message, "date")),
        message_id=tidy(_header(message, "message-id")).replace(" ", ""),
        plain="\n\n".join(text for text in plain if text.strip())[:_TEXT],
        html="\n".join(text for text in html if text.strip())[:_TEXT],
        attachments=tuple(attachments),
        inner=inner,
    )


def _parts(message: Message, depth: int, seen: list[int] | None = None) -> Iterator[Message]:
    """Yield the parts that hold something, in order, but not those inside a forwarded mail."""
    seen = [0] if seen is None else seen
    seen[0] += 1
    if seen[0] > _PARTS or depth > _DEEPEST:
        return
    payload = message.get_payload()
    if message.get_content_maintype() == "multipart" and isinstance(payload, list):
        for part in payload[:_PARTS]:
            if isinstance(part, Message):
                yield from _parts(part, depth + 1, seen)
    else:
        yield message


def _text(part: Message) -> str:
    payload = part.get_payload(decode=True)
    content = payload[:_TEXT] if isinstance(payload, bytes) else b""
    declared = str(part.get_param("charset") or "")
    begins_with_headers = any(isinstance(defect, MissingHeaderBodySeparatorDefect) for defect in part.defects)
    if part.get_content_type() == "text/html":
        if not declared and (found := _META_CHARSET.search(content[:4_000])):
            declared = found[1].decode()
        return without_headers(decode_text(content, declared), begins_with_some=begins_with_headers)
    text = decode_text(content, declared).replace("\r\n", "\n").replace("\r", "\n")
    text = without_headers(text, begins_with_some=begins_with_headers)
    if str(part.get_param("format") or "").casefold() == "flowed":
        return _unflow(text, deletes=str(part.get_param("delsp") or "").casefold() == "yes")
    return text


def _unflow(text: str, *, deletes: bool) -> str:
    """Join the lines that a program broke for transport (RFC 3676)."""
    lines: list[str] = []
    goes_on = False
    depth_before = 0
    for raw in text.split("\n"):
        bare = raw.lstrip(">")
        depth = len(raw) - len(bare)
        bare = bare.removeprefix(" ")
        if goes_on and depth == depth_before and bare != "-- ":
            lines[-1] += bare
        else:
            lines.append(">" * depth + (" " if depth else "") + bare)
        goes_on = bare.endswith(" ") and bare != "-- "
        depth_before = depth
        if goes_on and deletes:
            lines[-1] = lines[-1][:-1]
    return "\n".join(lines)


def _header(message: Message, name: str) -> str:
    """Return the text of a header on one line, cut to a readable length; "" if it is missing."""
    for key, value in message.raw_items():
        if key.casefold() == name:
            return decode_header(re.sub(r"[\r\n]+[ \t]?", " ", str(value)[:_HEADER])).strip()
    return ""


def _person(message: Message) -> Person:
    for key, value in message.raw_items():
        if key.casefold() == "from":
            return parse_person(re.sub(r"[\r\n]+[ \t]?", " ", str(value)[:_HEADER]))
    return Person(tidy(_header(message, "sender"))[:_NAME])


def _day(text: str) -> date | None:
    """Return the local day in a Date header; None if there is none, or if it is from before mails had dates."""
    try:
        day = parsedate_to_datetime(text).date()
    except (TypeError, ValueError, OverflowError, IndexError):
        return None
    return day if day.year >= _FIRST_YEAR else None
