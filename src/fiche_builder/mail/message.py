"""A message, such as the one that brings an edition: headers, text, HTML, and the files if there are any."""

import re
import unicodedata
from dataclasses import dataclass
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from typing import Generic, Protocol, TypeVar
from uuid import uuid4

from fiche_builder.common.text import tidy

# Seven bits everywhere: any server on the way accepts it, and none changes a byte.
_POLICY = SMTP.clone(cte_type="7bit")
_ENCODED_WORD = re.compile(r"=\?")
_LONGEST_NAME = 120
_TYPES = {"pdf": ("application", "pdf"), "html": ("text", "html")}


@dataclass(frozen=True, slots=True)
class Sender:
    """Who sends, and where answers go (may be empty). Addresses are ASCII."""

    name: str
    address: str
    reply_to: str


class LetterCopy(Protocol):
    """What the headers take from the words of any letter."""

    @property
    def language(self) -> str: ...  # noqa: D102
    @property
    def subject(self) -> str: ...  # noqa: D102
    @property
    def title(self) -> str: ...  # noqa: D102
    @property
    def organisation(self) -> str: ...  # noqa: D102


C = TypeVar("C", bound=LetterCopy)
C_co = TypeVar("C_co", bound=LetterCopy, covariant=True)


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file in a mail."""

    name: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Letter(Generic[C_co]):
    """What everyone of an audience gets: subject, both bodies, and the files."""

    copy: C_co
    text: str
    html: str
    attachments: tuple[Attachment, ...] = ()


def render_letter(copy: C, attachments: tuple[Attachment, ...] = (), template: str = "edition") -> Letter[C]:
    """Return a letter, from the templates of that name."""
    from fiche_builder.common.templates import render_slug

    text = render_slug(f"mail/{template}.txt", copy.language, copy).strip() + "\n"
    return Letter(copy, text, render_slug(f"mail/{template}.html", copy.language, copy), attachments)


def new_message_id(sender_address: str) -> str:
    """Return a new Message-ID in the sender's domain. It names neither this computer nor the hour."""
    return f"<{uuid4().hex}@{sender_address.rpartition('@')[2]}>"


def build_message(  # noqa: PLR0913, PLR0917
    letter: Letter[LetterCopy], sender: Sender, to_name: str, to_address: str, message_id: str, moment: datetime
) -> bytes:
    """Return the message to one recipient, ready to be sent: all ASCII, with CRLF line ends."""
    message = _start(letter, sender.reply_to, to_name, to_address)
    message["From"] = Address(
        header_text(sender.name or letter.copy.organisation or letter.copy.title), addr_spec=sender.address
    )
    message["Date"] = moment
    message["Message-ID"] = message_id
    # These keep absence notices from answering (RFC 3834, and Exchange's own header).
    message["Auto-Submitted"] = "auto-generated"
    message["X-Auto-Response-Suppress"] = "OOF, AutoReply"
    return message.as_bytes()


def build_draft(letter: Letter[LetterCopy], reply_to: str, to_name: str, to_address: str, answered: str = "") -> bytes:
    """Return a draft that Outlook and Thunderbird open for editing.

    They add date, sender and Message-ID when it is sent. `answered` is the Message-ID of the mail that it answers, if
    any, so that mail programs show both together.
    """
    message = _start(letter, reply_to, to_name, to_address)
    if answered:
        message["In-Reply-To"] = message["References"] = answered
    message["X-Unsent"] = "1"
    return message.as_bytes()


def header_text(text: str) -> str:
    """Return cell text that is safe in a header: one line, nothing invisible, nothing that a reader would decode."""
    visible = "".join(
        char for char in tidy(text) if unicodedata.category(char) not in {"Cc", "Cf", "Cs", "Co", "Zl", "Zp"}
    )
    return _ENCODED_WORD.sub("= ?", visible)[:_LONGEST_NAME].strip()


def _start(letter: Letter[LetterCopy], reply_to: str, to_name: str, to_address: str) -> EmailMessage:
    message = EmailMessage(policy=_POLICY)
    message["To"] = Address(header_text(to_name), addr_spec=to_address)
    message["Subject"] = header_text(letter.copy.subject)
    if reply_to:
        message["Reply-To"] = Address(addr_spec=reply_to)
    message.set_content(letter.text, cte="quoted-printable")
    message.add_alternative(letter.html, subtype="html", cte="quoted-printable")
    for attachment in letter.attachments:
        maintype, subtype = _TYPES[attachment.name.rpartition(".")[2]]
        message.add_attachment(attachment.content, maintype=maintype, subtype=subtype, filename=attachment.name)
    # This comes last: set earlier, it would move into the first part.
    message["Content-Language"] = letter.copy.language
    return message
