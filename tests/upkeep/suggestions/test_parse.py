"""Mails read as suggestions: who wrote what, when, of which fiche."""

import time
from datetime import date

import pytest

from fiche_builder.upkeep.suggestions.charsets import decode_header, decode_text
from fiche_builder.upkeep.suggestions.cut import html_text
from fiche_builder.upkeep.suggestions.mime import LARGEST, Reason
from fiche_builder.upkeep.suggestions.parse import LONGEST_TEXT, Known, ParsedMail, parse_mail
from tests.making import remarks
from tests.making.remarks import ADDRESS, head, html, multipart, plain

KNOWN = Known("Annuaire", frozenset({ADDRESS}))
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


def parse(content: bytes) -> ParsedMail:
    parsed = parse_mail(content, KNOWN)
    assert isinstance(parsed, ParsedMail), parsed
    return parsed


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


@pytest.mark.parametrize(
    "text",
    [
        "Les horaires :\nDe : 9 h\nÀ : 17 h",
        "Dit is fout.\nBedankt, het nieuwe nummer is 02 555 00 09",
        "Attention : le mail est info@relais.example, pas l’autre mail",
        "Warning: the mail address is wrong, the mail comes back",
        "- un\n- deux",
        "Le directeur a écrit : le numéro change",
        "Cordialement vôtre asbl : le numéro est le 02 555 00 01",
        "Date : 12/11\nLieu : Jette",
        "Le directeur m’a écrit :\nle numéro change le 12",
        "Conditions :\n> 18 ans",
        "Bonne journée portes ouvertes",
        "Le nom est faux.\nThanks, but the name of the director is wrong too",
    ],
)
def test_a_remark_is_not_taken_for_a_signature_or_an_earlier_mail(text: str) -> None:
    assert parse(head("Fiche 12") + plain(f"{text}\n")).text == text


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


@pytest.mark.parametrize(
    "day",
    [
        "",
        "hier",
        "Thu, 12 Nov 1969 10:14:03 +0100",
        "Thu, 99 Nov 2026 10:14:03",
        "Thu, 12 Nov 9999 10:14:03 +9999",
    ],
)
def test_an_absurd_day_is_none(day: str) -> None:
    assert parse(head("Fiche 12", Date=day) + plain("Faux.\n")).day is None


@pytest.mark.parametrize(
    ("sender", "author"),
    [
        ("=cmd|' /C calc'!A0 <x@y.example>", "=cmd|' /C calc'!A0 <x@y.example>"),
        ("=?utf-8?Q?Max=0D=0ABcc:_all@x.example?= <max@x.example>", "Max Bcc: <max@x.example>"),
        ("=?utf-8?Q?=E2=80=AEevil=E2=80=AC?= <max@x.example>", "evil <max@x.example>"),
        ("=?utf-8?Q?nul=00=07?= <max@x.example>", "nul <max@x.example>"),
        ("_x0041_ <max@x.example>", "_X0041_ <max@x.example>"),
        ("", ""),
        ("<<<<>>>>", ""),
        ("Marie", "Marie"),
        ("=?utf-8?B?!!!!?= <max@x.example>", "max@x.example"),
        ('"Chef <chef@x.example>" <max@x.example>', "Chef <max@x.example>"),
        ('"Max \\"M\\" Muster" <max@x.example>', 'Max "M" Muster <max@x.example>'),
        ("max@x.example (Max Muster)", "Max Muster <max@x.example>"),
        ("Max <max@x.example>, Moritz <moritz@x.example>", "Max <max@x.example>"),
        ("=?nonsense?Q?Zo=EB?= <max@x.example>", "Zoë <max@x.example>"),
    ],
)
def test_hostile_names_are_names(sender: str, author: str) -> None:
    assert parse(head("Fiche 12", sender) + plain("Faux.\n")).author == author


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


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", Reason.EMPTY_FILE),
        (b" \r\n", Reason.EMPTY_FILE),
        (b"just text\r\nand more", Reason.NO_MAIL),
        (b"PK\x03\x04" + b"\0" * 100, Reason.NO_MAIL),
        (head("") + plain("\n"), Reason.SAYS_NOTHING),
        (b"x" * (LARGEST + 1), Reason.TOO_LARGE),
        (_nested(1_000), Reason.TOO_DEEP),
    ],
)
def test_what_cannot_be_read_has_a_reason(content: bytes, reason: Reason) -> None:
    assert parse_mail(content, KNOWN) is reason


def test_whatever_a_library_raises_is_one_unreadable_mail(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_arguments: object, **_options: object) -> None:
        raise LookupError

    monkeypatch.setattr("fiche_builder.upkeep.suggestions.parse.own_words", fail)
    assert parse_mail(remarks.GMAIL, KNOWN) is Reason.UNREADABLE


@pytest.mark.parametrize(
    ("page", "text"),
    [
        ("<p>a&eacute;<br>b</p><ul><li>c</li></ul>", "aé\nb\n\n* c\n"),
        ("<table><tr><td>Tél.</td><td>02 555 00 01</td></tr></table>", "Tél.  02 555 00 01\n"),
        ("<style>p{}</style><script>x</script><title>t</title><!--[if mso]>y<![endif]-->z", "z"),
        ("", ""),
        ("<!-- x -->", ""),
        ("<div>" * 1_000 + "a &amp; b" + "</div>" * 1_000, "a & b"),
    ],
)
def test_html_is_read_as_text(page: str, text: str) -> None:
    assert html_text(page).strip() == text.strip()


_CITED = "<p>Bonjour,</p><p>le PDF est joint.</p><p>Fiche 99 : nouveau</p>"
_SAID = "Le lun. 2 nov. 2026 à 09:00, Gids &lt;<a href=x>a@x.example</a>&gt; a écrit :"
QUOTED_IN_HTML = {
    "gmail": f'<div dir="ltr">OWN</div><div class="gmail_quote"><div class="gmail_attr">{_SAID}<br></div>'
    f'<blockquote class="gmail_quote" style="margin:0">{_CITED}</blockquote></div>',
    "apple": f'OWN<div><blockquote type="cite"><div>{_SAID}</div><div>{_CITED}</div></blockquote></div>',
    "thunderbird, below": f'<div class="moz-cite-prefix">{_SAID}<br></div>'
    f'<blockquote type="cite" cite="mid:x">{_CITED}</blockquote><p>OWN</p>',
    "thunderbird, above": f'<p>OWN</p><div class="moz-cite-prefix">{_SAID}</div><blockquote '
    f'type="cite">{_CITED}</blockquote>'
    '<pre class="moz-signature">-- \nMarie</pre>',
    "yahoo": f'<blockquote style="margin:0 0 0 40px">OWN</blockquote><div class="yahoo_quoted">{_SAID} '
    f"<div>{_CITED}</div></div>",
}


@pytest.mark.parametrize("program", QUOTED_IN_HTML)
def test_a_quote_in_html_is_cut_off(program: str) -> None:
    """People's own indents are no quote."""
    page = QUOTED_IN_HTML[program].replace("OWN", "Fermé le lundi.<br>Ouvert le mardi.")
    mail = parse(head("Re: Annuaire – novembre 2026") + html(page))
    assert mail.text == "Fermé le lundi.\nOuvert le mardi."


@pytest.mark.parametrize(
    "quote",
    [
        "Op ma 2 nov 2026 om 09:00 schreef Gids van de buurt <\nannuaire@contact.example>:\n\n> Dag\n> Fiche 99\n",
        "Le 02/11/2026 à 09:00, Annuaire a écrit :\n> Bonjour\n> Fiche 99\n\n-- \nMarie\n",
        (
            "Envoyé avec la messagerie sécurisée Proton Mail.\n\n"
            "Le lundi 2 novembre 2026 à 09:00, Annuaire a écrit :\n\n> Bonjour\n> Fiche 99\n"
        ),
    ],
)
def test_what_stands_around_a_quote_goes_with_it(quote: str) -> None:
    assert parse(head("Re: Annuaire – novembre 2026") + plain(f"Fermé le lundi.\n\n{quote}")).text == "Fermé le lundi."


@pytest.mark.parametrize(
    ("content", "declared", "text"),
    [
        ("é".encode(), "us-ascii", "é"),
        (b"\x80 \x92", "iso-8859-1", "€ ’"),
        (b"\xa4 \xbd", "iso-8859-15", "€ œ"),
        (b"\xa4", "iso-8859-1", "¤"),
        ("é".encode("utf-16"), "", "é"),
        ("oui".encode("utf-16-le"), "utf-16", "oui"),
        ("Привет".encode("koi8-r"), "koi8-r", "Привет"),
        (b"x\x9c", "base64", "xœ"),
    ],
)
def test_bytes_are_believed_more_than_what_they_claim(content: bytes, declared: str, text: str) -> None:
    assert decode_text(content, declared) == text


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        ("=?utf-8?Q?a_b?= =?utf-8?Q?c?= d", "a bc d"),
        ("a =?utf-8?Q?b?= c", "a b c"),
        ("=?utf-8?B?w6k?=", "é"),
        ("=?utf-8?Q?=C3?= =?utf-8?Q?=A9?=", "é"),
        ("=?utf-8*fr?Q?=C3=A9?=", "é"),
        ("=?utf-8?X?a?=", "=?utf-8?X?a?="),
        (b"caf\xe9".decode("ascii", "surrogateescape"), "café"),
    ],
)
def test_encoded_words(raw: str, text: str) -> None:
    assert decode_header(raw) == text
