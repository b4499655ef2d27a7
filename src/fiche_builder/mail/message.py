"""The message that brings an edition: headers, text, HTML, and the PDF."""

import re
import unicodedata
from dataclasses import dataclass
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from uuid import uuid4

from fiche_builder.mail.copy import MailCopy
from fiche_builder.text import tidy

# Seven bits everywhere: any server on the way takes it, and no byte of it is changed.
_POLICY = SMTP.clone(cte_type="7bit")
_ENCODED_WORD = re.compile(r"=\?")
_LONGEST_NAME = 120


@dataclass(frozen=True, slots=True)
class Sender:
    """Who sends, and who answers are for (may be empty). Addresses are ASCII."""

    name: str
    address: str
    reply_to: str


@dataclass(frozen=True, slots=True)
class Letter:
    """What everyone of an audience gets: subject, both bodies, and the PDF."""

    copy: MailCopy
    text: str
    html: str
    attachment: str
    content: bytes


def render_letter(copy: MailCopy, attachment: str, content: bytes) -> Letter:
    """Return the letter of an audience, from the templates."""
    from fiche_builder.pages.html import render_slug

    text = render_slug("mail/edition.txt", copy.language, copy).strip() + "\n"
    return Letter(copy, text, render_slug("mail/edition.html", copy.language, copy), attachment, content)


def new_message_id(sender_address: str) -> str:
    """Return a Message-ID nobody else has, in the sender's domain: it names neither this computer nor the hour."""
    return f"<{uuid4().hex}@{sender_address.rpartition('@')[2]}>"


def build_message(letter: Letter, sender: Sender, to_name: str, to_address: str, message_id: str, moment: datetime) -> bytes:  # noqa: PLR0913, PLR0917
    """Return the message to one recipient, ready to be sent: lines end with CRLF, all ASCII."""
    message = _start(letter, sender.reply_to, to_name, to_address)
    message["From"] = Address(header_text(sender.name or letter.copy.organisation or letter.copy.title), addr_spec=sender.address)
    message["Date"] = moment
    message["Message-ID"] = message_id
    # So that absence notices do not answer (RFC 3834, and Exchange's own).
    message["Auto-Submitted"] = "auto-generated"
    message["X-Auto-Response-Suppress"] = "OOF, AutoReply"
    return message.as_bytes()


def build_draft(letter: Letter, reply_to: str, to_name: str, to_address: str) -> bytes:
    """Return a draft that Outlook and Thunderbird open for editing; they give it date, sender and Message-ID when it is sent."""
    message = _start(letter, reply_to, to_name, to_address)
    message["X-Unsent"] = "1"
    return message.as_bytes()


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """What the answer to a remark says: the words arrive decided, `quote` and `answer` by lines."""

    language: str
    subject: str
    title: str
    greeting: str
    opening: str
    quote: tuple[str, ...]
    decision: str
    answer: tuple[str, ...]
    thanks: str
    organisation: str


@dataclass(frozen=True, slots=True)
class ReplyLetter:
    """An answer laid out."""

    copy: Reply
    text: str
    html: str


def render_reply(copy: Reply) -> ReplyLetter:
    """Return an answer, from the templates."""
    from fiche_builder.pages.html import render_slug

    text = render_slug("mail/reply.txt", copy.language, copy).strip() + "\n"
    return ReplyLetter(copy, text, render_slug("mail/reply.html", copy.language, copy))


def build_reply(letter: ReplyLetter, reply_to: str, to_name: str, to_address: str, answered: str) -> bytes:
    """Return the draft of an answer; `answered` is the Message-ID of the mail it answers, so that programs show both together."""
    message = _address(letter.copy.subject, reply_to, to_name, to_address)
    if answered:
        message["In-Reply-To"] = message["References"] = answered
    message["X-Unsent"] = "1"
    message.set_content(letter.text, cte="quoted-printable")
    message.add_alternative(letter.html, subtype="html", cte="quoted-printable")
    message["Content-Language"] = letter.copy.language
    return message.as_bytes()


def header_text(text: str) -> str:
    """Return cell text that can stand in a header: one line, nothing unseen, nothing that a reader would decode."""
    visible = "".join(char for char in tidy(text) if unicodedata.category(char) not in {"Cc", "Cf", "Cs", "Co", "Zl", "Zp"})
    return _ENCODED_WORD.sub("= ?", visible)[:_LONGEST_NAME].strip()


def _start(letter: Letter, reply_to: str, to_name: str, to_address: str) -> EmailMessage:
    message = _address(letter.copy.subject, reply_to, to_name, to_address)
    message.set_content(letter.text, cte="quoted-printable")
    message.add_alternative(letter.html, subtype="html", cte="quoted-printable")
    message.add_attachment(letter.content, maintype="application", subtype="pdf", filename=letter.attachment)
    # Last: set earlier it would move into the first part.
    message["Content-Language"] = letter.copy.language
    return message


def _address(subject: str, reply_to: str, to_name: str, to_address: str) -> EmailMessage:
    message = EmailMessage(policy=_POLICY)
    message["To"] = Address(header_text(to_name), addr_spec=to_address)
    message["Subject"] = header_text(subject)
    if reply_to:
        message["Reply-To"] = Address(addr_spec=reply_to)
    return message
