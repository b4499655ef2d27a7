"""Who got a hidden copy of a remark stands in no cell, however the headers of its file are damaged."""

import pytest

from fiche_builder.upkeep.suggestions.hidden_headers import without_headers
from fiche_builder.upkeep.suggestions.mime import OpenedMail, open_mail

HIDDEN = "secret@elsewhere.example"
BODY = "Bonjour, le nouveau num\u00e9ro de la fiche 12 est le 02 555 12 34."
HEADS = {
    "as it should be": f"Bcc: {HIDDEN}",
    "a blank before the colon": f"Bcc : {HIDDEN}",
    "in French": f"Cci\t: Marie <{HIDDEN}>",
    "in small letters": f"bcc: {HIDDEN}",
    "sent again": f"Resent-Bcc : {HIDDEN}",
    "after a line that is none": f"garbage\nBcc: {HIDDEN}",
    "after a letter that is none": f"X-\u00e9tat: x\nBcc: Marie <{HIDDEN}>",
    "it goes on without an indent": f"Bcc: ann@contact.example,\nMarie <{HIDDEN}>;\n{HIDDEN}",
    "it goes on with an indent": f"Bcc : ann@contact.example,\n\t{HIDDEN}",
    "among others that are damaged": f"X-A : 1\nReceived: from x\n by y\nBcc: {HIDDEN}\nTo: b@contact.example",
}


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r\r\n"])
@pytest.mark.parametrize("damage", HEADS)
@pytest.mark.parametrize("kind", ["text/plain", "text/html"])
def test_a_hidden_copy_is_nowhere_in_a_mail(damage: str, end: str, kind: str) -> None:
    head = f"From: ann@contact.example\nContent-Type: {kind}; charset=utf-8\n{HEADS[damage]}\nSubject: Fiche 12"
    lines = f"{head}\n\n{BODY}\n"
    mail = open_mail(lines.replace("\n", end).encode())
    assert isinstance(mail, OpenedMail)
    assert "secret" not in repr(mail)
    assert BODY in mail.plain + mail.html


def test_that_of_a_mail_that_is_forwarded_neither() -> None:
    inner = f"From: bob@contact.example\nSubject: Fiche 12\nBcc : {HIDDEN}\n\n{BODY}\n"
    content = f"From: ann@contact.example\nContent-Type: message/rfc822\n\n{inner}"
    mail = open_mail(content.encode())
    assert isinstance(mail, OpenedMail)
    assert "secret" not in repr(mail)
    assert mail.inner is not None
    assert BODY in mail.inner.plain


def test_what_somebody_wrote_stays() -> None:
    """Even where the empty line between headers and text lacks."""
    remark = "Bonjour,\nTél : 02 555 12 34\nÀ corriger : l'horaire\n\nTo: pour information\nMarie <m@contact.example>"
    assert without_headers(remark, begins_with_some=True) == remark
    assert without_headers(remark, begins_with_some=False) == remark
