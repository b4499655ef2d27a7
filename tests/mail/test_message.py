"""The message itself: read back by Python's own parser and by one that shares no code with it (Rust's mailparse)."""

import hashlib
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.message import EmailMessage

import fast_mail_parser
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fiche_builder.mail.mail_copy import MailCopy
from fiche_builder.mail.message import (
    Attachment,
    Letter,
    Sender,
    build_draft,
    build_message,
    new_message_id,
    render_letter,
)
from tests.conftest import SOAK
from tests.making.letters import PDF, make_copy

MOMENT = datetime(2026, 11, 30, 9, 15, tzinfo=UTC)
SENDER = Sender("Rédaction de l'annuaire, « été »", "annuaire@contact.example", "suggestions@contact.example")
MESSAGE_ID = "<abc@contact.example>"


def make_letter(title: str = "Annuaire de l’été") -> Letter[MailCopy]:
    return render_letter(make_copy(title=title), (Attachment("annuaire-2026-11-interne.pdf", PDF),))


def parse(content: bytes) -> EmailMessage:
    message = message_from_bytes(content, _class=EmailMessage, policy=policy.default)
    assert not message.defects
    return message


def test_both_parsers_read_the_same_words() -> None:
    letter = make_letter()
    name = "Zoë D’Haeseleer-Ñandú, 組"
    content = build_message(letter, SENDER, name, "zoe@contact.example", MESSAGE_ID, MOMENT)
    assert content.isascii()
    assert b"\n" not in content.replace(b"\r\n", b"")
    assert max(map(len, content.split(b"\r\n"))) <= 998
    first, second = parse(content), fast_mail_parser.parse_email(content)

    assert first["Subject"] == second.subject == "Annuaire de l’été – novembre 2026"
    assert first["To"].addresses[0].display_name == name
    assert first["To"].addresses[0].addr_spec == "zoe@contact.example"
    assert [(address.display_name, address.address) for address in second.to] == [(name, "zoe@contact.example")]
    assert [address.address for address in second.reply_to] == ["suggestions@contact.example"]
    assert first["From"].addresses[0].display_name == "Rédaction de l'annuaire, « été »"
    assert first["Reply-To"] == "suggestions@contact.example"
    assert first["Message-ID"] == MESSAGE_ID
    assert first["Date"].datetime == MOMENT
    assert first["Content-Language"] == "fr"

    text, html = first.get_body(("plain",)), first.get_body(("html",))
    assert text is not None
    assert html is not None
    assert text.get_content().replace("\r\n", "\n") == letter.text
    assert html.get_content().replace("\r\n", "\n").strip() == letter.html.strip()
    assert second.text_plain[0].replace("\r\n", "\n") == letter.text
    assert second.text_html[0].replace("\r\n", "\n").strip() == letter.html.strip()

    attached = [part.get_content() for part in first.iter_attachments()]
    assert attached == [PDF]
    assert [hashlib.sha256(bytes(part.content)).hexdigest() for part in second.attachments] == [
        hashlib.sha256(PDF).hexdigest()
    ]
    assert [part.get_filename() for part in first.iter_attachments()] == ["annuaire-2026-11-interne.pdf"]


_HOSTILE = (
    "Ann\r\nBcc: thief@evil.example",
    "Ann\nTo: thief@evil.example\n\nbody",
    "Ann\x0bBcc: thief@evil.example",
    "Ann\u2028Bcc: thief@evil.example\u0085X: y",
    '"Ann" <thief@evil.example>, x',
    "Ann>, thief@evil.example <",
    "=?utf-8?q?Ann=0d=0aBcc=3a_thief=40evil=2eexample?=",
    "é" * 300 + "\r\nBcc: thief@evil.example",
    "Ann\x00\ud800",
    "\u202egro.live@feiht",
)


def test_a_page_is_a_file_to_be_saved_and_no_second_body() -> None:
    page = "<!doctype html><p>œuvre\n.</p>".encode()
    files = (Attachment("annuaire-2026-11-interne.pdf", PDF), Attachment("annuaire-2026-11-interne.html", page))
    letter = render_letter(make_copy(page=True), files)
    content = build_message(letter, SENDER, "Zoë", "zoe@contact.example", MESSAGE_ID, MOMENT)
    assert content.isascii()
    message = parse(content)
    body = message.get_body(("html",))
    assert body is not None
    assert body.get_content().replace("\r\n", "\n").strip() == letter.html.strip()
    parts = list(message.iter_attachments())
    assert [part.get_content_type() for part in parts] == ["application/pdf", "text/html"]
    assert [part.get_content_disposition() for part in parts] == ["attachment", "attachment"]
    assert [part.get_payload(decode=True) for part in parts] == [PDF, page]


@pytest.mark.parametrize("text", _HOSTILE)
def test_names_and_titles_cannot_add_a_header_or_a_recipient(text: str) -> None:
    letter = make_letter(title=text.replace("\ud800", ""))
    content = build_message(
        letter, Sender(text, "annuaire@contact.example", ""), text, "ann@contact.example", MESSAGE_ID, MOMENT
    )
    harmless = build_message(
        make_letter("x"), Sender("x", "annuaire@contact.example", ""), "x", "ann@contact.example", MESSAGE_ID, MOMENT
    )
    message = parse(content)
    assert message.keys() == parse(harmless).keys()
    assert [address.addr_spec for address in message["To"].addresses] == ["ann@contact.example"]
    assert [address.addr_spec for address in message["From"].addresses] == ["annuaire@contact.example"]
    second = fast_mail_parser.parse_email(content)
    assert "bcc" not in {name.casefold() for name in second.headers}
    assert [address.address for address in second.to] == ["ann@contact.example"]
    assert "\n" not in message["Subject"]
    draft = parse(build_draft(letter, "", text, "ann@contact.example"))
    assert "Bcc" not in draft


@settings(max_examples=400 if SOAK else 30, deadline=None)
@given(st.text(max_size=150))
def test_any_name_leaves_one_recipient(text: str) -> None:
    letter = Letter(make_copy(title=text or "x"), "t\n", "<p>", (Attachment("a.pdf", b"%PDF"),))
    content = build_message(letter, SENDER, text, "ann@contact.example", MESSAGE_ID, MOMENT)
    message = parse(content)
    assert [address.addr_spec for address in message["To"].addresses] == ["ann@contact.example"]
    assert len(message.get_all("Subject", [])) == 1
    second = fast_mail_parser.parse_email(content)
    assert [address.address for address in second.to] == ["ann@contact.example"]
    assert second.attachments


def test_the_html_escapes_what_the_workbook_says() -> None:
    html = make_letter(title="<script>alert(1)</script>").html
    assert "<script" not in html
    assert "CPAS &lt;Évere&gt;" in html


def test_the_text_says_what_is_new_and_nothing_is_escaped_in_it() -> None:
    text = make_letter().text
    assert "CPAS <Évere>" in text
    assert "Emploi & travail" in text
    assert "02 555 12 34 → 02 555 12 35" in text
    assert "31/12/2026" in text


def test_a_draft_opens_for_editing_and_has_neither_date_nor_id() -> None:
    content = build_draft(make_letter(), SENDER.reply_to, "Zoë", "zoe@contact.example")
    message = parse(content)
    assert message["X-Unsent"] == "1"
    assert message["To"].addresses[0].addr_spec == "zoe@contact.example"
    assert message["Reply-To"] == "suggestions@contact.example"
    assert {"Date", "Message-ID", "From"}.isdisjoint(message.keys())
    assert b"\n" not in content.replace(b"\r\n", b"")


def test_message_ids_name_the_senders_domain_and_are_never_the_same() -> None:
    ids = {new_message_id("annuaire@contact.example") for _ in range(50)}
    assert len(ids) == 50
    assert all(one.endswith("@contact.example>") for one in ids)
