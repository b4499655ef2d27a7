"""Mails read as suggestions: who wrote what, when, of which fiche."""

import time
from datetime import date

import pytest

from fiche_builder.upkeep.suggestions.mime import Reason
from fiche_builder.upkeep.suggestions.parse import LONGEST_TEXT, parse_mail
from tests.making import remarks
from tests.making.parsing import KNOWN, parse
from tests.making.remarks import head, html, multipart, plain

DAY = date(2026, 11, 12)
EVE = date(2026, 11, 11)
MARIE = "Marie Dupont <marie.dupont@contact.example>"
KARIM = "Karim Benali <karim@contact.example>"
JAN = "Jan Peeters <jan@contact.example>"
CHOICE = "- téléphone, e-mail ou site\n"

MAILS: list[tuple[str, date, int | None, str, str]] = [  # mail, day, fiche, author, text
    (
        "OUTLOOK_WORD_HTML",
        DAY,
        None,
        MARIE,
        "Le numéro du Relais n’est plus bon : appelez le 02 555 00 07, d’après l’accueil.",
    ),
    ("OUTLOOK_REPLY_BLOCK", DAY, 12, MARIE, "Le CPAS a déménagé rue Neuve 5."),
    (
        "THUNDERBIRD_FLOWED",
        DAY,
        12,
        MARIE,
        CHOICE
        + "Le numéro est le 02 555 00 08, c’est l’accueil qui me l’a dit ce matin quand j’ai appelé pour un usager.",
    ),
    ("THUNDERBIRD_REPLY", DAY, 12, MARIE, "Le site du Relais (fiche 12) ne répond plus."),
    ("BELOW_THE_QUOTE", DAY, None, MARIE, "Le Relais n’ouvre plus le samedi."),
    ("APPLE_MAIL", DAY, 12, MARIE, "Le fax n’existe plus."),
    ("GMAIL", DAY, 12, "Karim Benali <karim@mail.example>", "L’horaire est 9 h – 12 h."),
    ("EXCHANGE_PHONE", DAY, 12, MARIE, "Le numéro sonne toujours occupé"),
    ("OUTLOOK_PHONE_NL", DAY, 12, JAN, "Het nummer van Het Punt klopt niet meer."),
    ("DUTCH_TEMPLATE", DAY, 12, "Peeters, Jan <jan@contact.example>", "02 555 00 11, zegt mevrouw Claes."),
    ("DUTCH_REPLY", DAY, 12, JAN, "Bedankt, maar het nieuwe nummer is 02 555 00 12."),
    ("WRONG_CHARSET", DAY, 12, MARIE, "L’œuvre de Zoë coûte 5 € : c’est écrit à l’entrée."),
    ("UTF8_AS_LATIN", DAY, 12, MARIE, "Déjà fermé à Noël."),
    ("UNKNOWN_CHARSET", DAY, 12, MARIE, "Fermé l’été."),
    ("NO_CHARSET", DAY, 12, MARIE, "Fiche 12 : précision\nOuvert dès 8 h."),
    ("UTF16", DAY, 12, MARIE, "Numéro changé : 02 555 00 13"),
    ("HTML_ONLY", DAY, 12, MARIE, "Le site est\nhttps://relais.example\nMerci !"),
    ("FORWARDED_INLINE", DAY, 12, KARIM, "Le Relais (fiche 12) ferme le mardi."),
    ("FORWARDED_BY_OUTLOOK", DAY, 12, KARIM, CHOICE + "L’adresse web a changé.\nKarim"),
    ("FORWARDED_BY_APPLE", DAY, 12, KARIM, "L’ascenseur est en panne, dit la concierge."),
    ("FORWARDED_ATTACHED", EVE, 12, KARIM, "La permanence est le jeudi."),
    (
        "FORWARDED_WITH_WORDS",
        DAY,
        None,
        MARIE,
        "À vérifier avec Luc avant de publier.\nKarim Benali <karim@mail.example>:\nLe Relais ferme.",
    ),
    ("NO_SUBJECT", DAY, 12, "marie.dupont@contact.example", "Fiche n° 12 : le nom a changé.\nPS : le logo aussi."),
    (
        "ENCODED_SUBJECT",
        DAY,
        None,
        "Zoë Léœr <zoe@contact.example>",
        "Le CPAS de Jette a déménagé\nRue Neuve 5, 1090 Jette.",
    ),
    ("WITH_PICTURE", DAY, 12, MARIE, "Voir l’affiche."),
    ("UNFILLED", DAY, 12, MARIE, "Fiche 12 (2026-11) : une erreur"),
    ("SEVERAL_FICHES", DAY, None, MARIE, "Fiches 12, 15 et 18\nFermées en août."),
    ("GONE_FICHE", DAY, 999, MARIE, "Elle existe encore."),
]


@pytest.mark.parametrize(("name", "day", "fiche", "author", "text"), MAILS)
def test_a_mail_gives_its_authors_remark(name: str, day: date, fiche: int | None, author: str, text: str) -> None:
    mail = parse(getattr(remarks, name))
    assert (mail.day, mail.fiche, mail.author, mail.text) == (day, fiche, author, text)


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("AUTOMATIC", Reason.AUTOMATIC),
        ("BOUNCE", Reason.REPORT),
        ("RECEIPT", Reason.REPORT),
        ("INVITATION", Reason.INVITATION),
        ("DRAFT", Reason.DRAFT),
        ("OWN_MAIL", Reason.OWN),
        ("OUTLOOK_FILE", Reason.OUTLOOK_FILE),
    ],
)
def test_what_is_nobodys_remark_is_passed_over(name: str, reason: Reason) -> None:
    assert parse_mail(getattr(remarks, name), KNOWN) is reason


def test_every_mail_written_here_is_tested() -> None:
    written = {name for name in vars(remarks) if name.isupper() and name != "ADDRESS" and not name.startswith("_")}
    tested = {name for name, *_ in MAILS} | {
        "AUTOMATIC",
        "BOUNCE",
        "RECEIPT",
        "INVITATION",
        "DRAFT",
        "OWN_MAIL",
        "OUTLOOK_FILE",
    }
    assert written == tested
    assert len(MAILS) >= 20


@pytest.mark.parametrize(
    ("subject", "fiche", "edition"),
    [
        ("Fiche 12 (2026-11) : une erreur", 12, "2026-11"),
        ("Fiche 12 (2026-11-r2): a mistake", 12, "2026-11"),
        ("RE: TR: [EXTERNAL] Re[2]: Fwd: Fiche 12 (2026-11): een fout", 12, "2026-11"),
        ("Antw: Fiche n°12", 12, ""),
        ("Annuaire 2026-11 : une erreur", None, "2026-11"),
        ("Gids 2026-11: een fout", None, "2026-11"),
        ("Re: Annuaire – août 2026", None, "2026-08"),
        ("Re: Annuaire – maart 2026", None, "2026-03"),
        ("Re: Annuaire – November 2026", None, "2026-11"),
        ("Vérification : fiche 12 (2026-11) – Annuaire", 12, "2026-11"),
        ("Vérification : fiches 12, 15… (2026-11) – Annuaire", None, "2026-11"),
        ("Fiche 1234567", None, ""),
        ("Fiche 0", None, ""),
    ],
)
def test_fiche_and_edition_are_found_in_the_subject(subject: str, fiche: int | None, edition: str) -> None:
    mail = parse(head(subject) + plain("Le numéro est faux.\n"))
    assert (mail.fiche, mail.edition) == (fiche, edition)


@pytest.mark.parametrize(
    ("subject", "text"),
    [
        ("RE: Vérification : fiche 12 (2026-11) – Annuaire", "Faux."),
        ("RE: Rappel – Vérification : fiche 12 (2026-11) – Annuaire", "Faux."),
        ("Re: Verification: fiche 12 (2026-11) – Annuaire", "Faux."),
        (
            "RE: Vérification : fiches 12, 15 (2026-11) – Annuaire",
            "Vérification : fiches 12, 15 (2026-11) – Annuaire\nFaux.",
        ),
        ("Re: Annuaire – novembre 2026", "Faux."),
        ("Annuaire – novembre 2026 : le CPAS", "Annuaire – novembre 2026 : le CPAS\nFaux."),
        ("Fiche 12 : le CPAS", "Fiche 12 : le CPAS\nFaux."),
    ],
)
def test_a_subject_is_kept_where_it_says_something(subject: str, text: str) -> None:
    assert parse(head(subject) + plain("Faux.\n")).text == text


def test_a_report_from_our_own_link_holds_only_what_was_filled_in() -> None:
    body = (
        "Fiche 12, edition 2026-11\n\nWhat is wrong? (delete what does not apply)\n- address or hours\n\n"
        "What is right, and who says so? Open at 9.\n"
    )
    assert parse(head("Fiche 12 (2026-11): a mistake") + plain(body)).text == "- address or hours\nOpen at 9."


def test_identity_is_the_message_id_and_without_one_what_is_said() -> None:
    with_id = parse(head("Fiche 12", number="x") + plain("Faux.\n"))
    assert with_id.message_id == "<x@contact.example>"
    bare = head("Fiche 12").replace(b"Message-ID: <1@contact.example>\r\n", b"")
    first, second, other = (parse(bare + plain(text)).message_id for text in ("Faux.\n", "FAUX.\n", "Juste.\n"))
    assert first == second != other
    assert first.startswith("sha256:")
    long = parse(bare + b"Message-ID: <" + b"x" * 5_000 + b">\r\n" + plain("Faux.\n"))
    assert len(long.message_id) < 50


def test_a_long_mail_is_cut_and_says_so() -> None:
    mail = parse(head("Fiche 12") + plain("mot " * 5_000))
    assert (len(mail.text) <= LONGEST_TEXT, mail.text[-1], mail.is_cut) == (True, "…", True)


def test_a_long_paragraph_stays_one() -> None:
    text = " ".join(f"mot{number}" for number in range(250))
    assert parse(head("Fiche 12") + plain(text)).text == text


def _nested(count: int) -> bytes:
    parts = b"".join(f"Content-Type: multipart/mixed; boundary=b{n}\r\n\r\n--b{n}\r\n".encode() for n in range(count))
    return head("Fiche 12") + parts + plain("Faux.\n")


HOSTILE: dict[str, bytes] = {
    "a subject of ten megabytes": head("Fiche 12 " + "=?utf-8?q?a?= " * 700_000) + plain("Faux.\n"),
    "ten megabytes of parameters": head("Fiche 12")
    + b"Content-Type: text/plain; "
    + b"a*0=b; " * 1_400_000
    + b"\r\n\r\nFaux.",
    "ten thousand parts": head("Fiche 12") + multipart("mixed", *[plain("Faux.\n")] * 10_000),
    "a thousand parts in each other": _nested(1_000),
    "two hundred parts in each other": _nested(200),
    "a thousand mails in each other": head("Fiche 12") + b"Content-Type: message/rfc822\r\n\r\n" * 1_000 + b"\r\nx",
    "many lines": head("Fiche 12") + plain("x\n" * 3_000_000),
    "one long line": head("Fiche 12") + plain("On x " * 2_000_000),
    "blank lines": head("Fiche 12") + plain("\n" * 1_000_000),
    "lines that may be headers": head("Fiche 12") + plain("De : x\nÀ : y\n" * 10_000),
    "lines that may be quotes": head("Fiche 12") + plain("> " * 100_000),
    "elements in each other": head("Fiche 12") + html("<div>" * 80_000, encoding="8bit"),
    "comments without end": head("Fiche 12") + html("<!--" * 100_000, encoding="8bit"),
    "a table too wide": head("Fiche 12") + html("<table><tr><td colspan=999999999>x<td></table>", encoding="8bit"),
    "a margin too wide": head("Fiche 12")
    + html("<p style='margin-top:999999999em;padding-left:99999999em'>x</p>", encoding="8bit"),
    "half base64": head("Fiche 12")
    + b"Content-Type: text/plain\r\nContent-Transfer-Encoding: base64\r\n\r\nRmF1eC4=====x==",
    "a boundary that is none": head("Fiche 12") + b"Content-Type: multipart/mixed\r\n\r\nFaux.",
    "a charset that is a codec": head("Fiche 12") + plain("\\N{SNOWMAN} \\x41\n", declared="unicode_escape"),
    "zeros": head("Fiche 12") + b"\r\n" + b"\0" * 50_000,
    "a picture as text": head("Fiche 12") + b"Content-Type: text/plain\r\n\r\n" + bytes(range(256)) * 40,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_no_mail_takes_long_or_fails_otherwise_than_with_a_reason(name: str) -> None:
    """The limit is far above what each takes (under 3 s), so that a busy machine does not fail here."""
    start = time.monotonic()
    parsed = parse_mail(HOSTILE[name], KNOWN)
    assert time.monotonic() - start < 30
    assert isinstance(parsed, Reason) or len(parsed.text) <= LONGEST_TEXT


def test_whatever_a_library_raises_is_one_unreadable_mail(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_arguments: object, **_options: object) -> None:
        raise LookupError

    monkeypatch.setattr("fiche_builder.upkeep.suggestions.parse.own_words", fail)
    assert parse_mail(remarks.GMAIL, KNOWN) is Reason.UNREADABLE
