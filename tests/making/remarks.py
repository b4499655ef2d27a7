"""Mails as colleagues' programs write them: each with the quirks of its program, as bytes."""

import base64
import quopri

ADDRESS = "annuaire@contact.example"
_TEMPLATE = (
    "Fiche 12, édition 2026-11\n\nQu’est-ce qui est faux ? (supprimez ce qui ne convient pas)\n- téléphone, e-mail ou "
    "site\n{choices}"
    "\nQu’est-ce qui est juste, et qui le dit ?\n{answer}"
)
_OTHER_CHOICES = "- adresse ou horaires\n- personne ou fonction\n- autorisation de donner au public\n- autre\n"


def head(
    subject: str, sender: str = "Marie Dupont <marie.dupont@contact.example>", number: str = "1", **headers: str
) -> bytes:
    """Return the headers of a mail of Thursday 12 November 2026, CRLF; keyword `X_Mailer` stands for `X-Mailer`."""
    fields = {
        "From": sender,
        "To": f"Annuaire <{ADDRESS}>",
        "Subject": subject,
        "Date": "Thu, 12 Nov 2026 10:14:03 +0100",
        "Message-ID": f"<{number}@contact.example>",
        "MIME-Version": "1.0",
        **{key.replace("_", "-"): text for key, text in headers.items()},
    }
    return "".join(f"{key}: {text}\r\n" for key, text in fields.items() if text).encode()


def plain(text: str, charset: str = "utf-8", encoding: str = "8bit", declared: str = "", flowed: str = "") -> bytes:
    """Return headers and body of a text part."""
    content = text.replace("\n", "\r\n").encode(charset)
    return f"Content-Type: text/plain; charset={declared or charset}{flowed}\r\n".encode() + _encoded(content, encoding)


def html(text: str, charset: str = "utf-8", encoding: str = "quoted-printable", declared: str = "") -> bytes:
    """Return headers and body of an HTML part."""
    return f'Content-Type: text/html; charset="{declared or charset}"\r\n'.encode() + _encoded(
        text.encode(charset), encoding
    )


def multipart(kind: str, *parts: bytes, boundary: str = "----=_NextPart_000_0001") -> bytes:
    """Return headers and body of a multipart."""
    header = f'Content-Type: multipart/{kind};\r\n\tboundary="{boundary}"\r\n\r\n'
    start = f"{header}This is a multi-part message in MIME format.\r\n".encode()
    return (
        start + b"".join(f"\r\n--{boundary}\r\n".encode() + part for part in parts) + f"\r\n--{boundary}--\r\n".encode()
    )


def attached(content: bytes, name: str, kind: str = "application/pdf") -> bytes:
    """Return an attachment."""
    headers = f'Content-Type: {kind}; name="{name}"\r\nContent-Disposition: attachment; filename="{name}"\r\n'
    return headers.encode() + _encoded(content, "base64")


def _encoded(content: bytes, encoding: str) -> bytes:
    if encoding == "quoted-printable":
        content = quopri.encodestring(content).replace(b"\r\n", b"\n").replace(b"=0D\n", b"\n").replace(b"\n", b"\r\n")
    if encoding == "base64":
        content = base64.encodebytes(content).replace(b"\n", b"\r\n")
    return f"Content-Transfer-Encoding: {encoding}\r\n\r\n".encode() + content


_WORD_HTML = """<html xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office"
xmlns:w="urn:schemas-microsoft-com:office:word" xmlns="http://www.w3.org/TR/REC-html40">
<head><meta http-equiv=Content-Type content="text/html; charset=iso-8859-1">
<meta name=Generator content="Microsoft Word 15 (filtered medium)">
<!--[if !mso]><style>v\\:* {behavior:url(#default#VML);}</style><![endif]--><style><!--
/* Font Definitions */ @font-face {font-family:Calibri; panose-1:2 15 5 2 2 2 4 3 2 4;}
p.MsoNormal {margin:0cm; font-size:11.0pt;}
--></style><!--[if gte mso 9]><xml><o:shapedefaults v:ext="edit" spidmax="1026" /></xml><![endif]--></head>
<body lang=FR-BE link="#0563C1" vlink="#954F72"><div class=WordSection1>
<p class=MsoNormal>Bonjour,<o:p></o:p></p><p class=MsoNormal><o:p>&nbsp;</o:p></p>
<p class=MsoNormal>Le num\xe9ro du <b>Relais</b> n\x92est plus bon&nbsp;: appelez le
02&nbsp;555&nbsp;00&nbsp;07, d\x92apr\xe8s l\x92accueil.<o:p></o:p></p>
<p class=MsoNormal><o:p>&nbsp;</o:p></p><p class=MsoNormal>Bien \xe0 vous,<o:p></o:p></p>
<p class=MsoNormal><span
style='color:#1F497D;mso-fareast-language:EN-US'>Marie Dupont<br>Conseill\xe8re<o:p></o:p></span></p>
<div><div
style='border:none;border-top:solid #E1E1E1 1.0pt;padding:3.0pt 0cm 0cm 0cm'><p class=MsoNormal><b>De&nbsp;:</b>
Annuaire
&lt;annuaire@contact.example&gt; <br><b>Envoy\xe9&nbsp;:</b> lundi 2 novembre 2026 09:00<br>
<b>\xc0&nbsp;:</b> Contact Center<br><b>Objet&nbsp;:</b>
Annuaire \x96 novembre 2026<o:p></o:p></p></div></div><p
class=MsoNormal>Bonjour, le PDF est joint.<o:p></o:p></p></div></body></html>"""

OUTLOOK_WORD_HTML = head("RE: Annuaire =?iso-8859-1?Q?=96?= novembre 2026", number="word", Thread_Index="AdX") + html(
    _WORD_HTML.encode("latin-1").decode("cp1252"), "cp1252", declared="iso-8859-1"
)
OUTLOOK_REPLY_BLOCK = head("RE: Fiche 12 (2026-11) : une erreur", number="block", X_MS_Has_Attach="") + plain(
    "Le CPAS a déménagé rue Neuve 5.\n\nCordialement,\n\nMarie Dupont\nTél. 02 555 99 99\n\n"
    "-----Message d'origine-----\nDe : Annuaire <annuaire@contact.example>\nEnvoyé : lundi 2 novembre 2026 09:00\n"
    "À : Contact Center; Renfort\nCc : Direction\nObjet : Annuaire – novembre 2026\n\nBonjour,\nle PDF est joint.\n",
    "cp1252",
    "quoted-printable",
    declared='"Windows-1252"',
)
THUNDERBIRD_FLOWED = head(
    "=?UTF-8?Q?Fiche_12_=282026-11=29_=3A_une_erreur?=", number="flowed", User_Agent="Mozilla Thunderbird"
) + plain(
    _TEMPLATE.format(
        choices="",
        answer="Le numéro est le 02 555 00 08, c’est l’accueil qui me l’a dit ce matin quand j’ai \n"
        "appelé pour un usager.\n",
    )
    + "\n-- \nMarie Dupont\nBureau 3.14\n",
    flowed="; format=flowed",
)
THUNDERBIRD_REPLY = head("Re: Annuaire – novembre 2026", number="tb", In_Reply_To="<nov@contact.example>") + plain(
    "Le site du Relais (fiche 12) ne répond plus.\n\nLe 02/11/2026 à 09:00, Annuaire a écrit :\n> Bonjour,\n>\n> le "
    "PDF est joint.\n"
    "> Fiche 99 : nouveau\n"
)
BELOW_THE_QUOTE = head("Re: Annuaire – novembre 2026", number="below") + plain(
    "Le 02/11/2026 à 09:00, Annuaire <annuaire@contact.example> a écrit :\n> Bonjour,\n> le PDF est joint.\n\n"
    "Le Relais n’ouvre plus le samedi.\n\n-- \nMarie\n"
)
APPLE_MAIL = head("Fiche 12 (2026-11) : une erreur", number="apple", X_Mailer="Apple Mail (2.3774.600.62)") + multipart(
    "alternative",
    plain(
        "Le fax n’existe plus.\n\n> Le 2 nov. 2026 à 09:00, Annuaire <annuaire@contact.example> a écrit :\n> \n"
        "> Bonjour,\n",
        encoding="quoted-printable",
    ),
    html(
        '<html><body>Le fax n’existe plus.<div><blockquote type="cite">Le 2 nov. 2026 à '
        "09:00</blockquote></div></body></html>"
    ),
    boundary="Apple-Mail=_5C2E",
)
GMAIL = head("Re: Fiche 12 (2026-11) : une erreur", "Karim Benali <karim@mail.example>", number="gmail") + multipart(
    "alternative",
    plain(
        "Bonjour,\n\nL’horaire est 9 h – 12 h.\n\nLe lun. 2 nov. 2026 à 09:00, Annuaire <annuaire@contact.example> "
        "a\nécrit :\n\n"
        "> Bonjour,\n>\n",
        encoding="base64",
    ),
    html('<div dir="ltr">L’horaire</div>'),
    boundary="000000000000a1b2c3",
)
EXCHANGE_PHONE = head("RE: Fiche 12 (2026-11) : une erreur", number="phone") + multipart(
    "alternative",
    plain(
        "Le numéro sonne toujours occupé\n\nEnvoyé de mon iPhone\n\n"
        "Le 2 nov. 2026 à 09:00, Annuaire <annuaire@contact.example> a écrit :\n\n﻿ Bonjour\n",
        "utf-8",
        "base64",
    ),
    html("<p>x</p>"),
)
OUTLOOK_PHONE_NL = head("Fiche 12 (2026-11): een fout", "Jan Peeters <jan@contact.example>", number="phone-nl") + plain(
    "Het nummer van Het Punt klopt niet meer.\n\nOutlook voor iOS "
    "downloaden<https://aka.ms/o0ukef>\n________________________________\n"
    "Van: Gids <annuaire@contact.example>\nVerzonden: maandag 2 november 2026 09:00\nAan: Iedereen\n"
    "Onderwerp: Gids – november 2026\n\nDag allemaal\n",
)
DUTCH_TEMPLATE = head("Fiche 12 (2026-11): een fout", '"Peeters, Jan" <jan@contact.example>', number="nl") + plain(
    "Fiche 12, editie 2026-11\n\nWat is er fout? (schrap wat niet past)\n- telefoon, e-mail of site\n{}\n"
    "Wat is juist, en wie zegt dat?\n02 555 00 11, zegt mevrouw Claes.\n\nMet vriendelijke groeten,\nJan "
    "Peeters\n".format(
        "- adres of openingsuren\n- persoon of functie\n- toestemming om het aan het publiek te geven\n- andere\n"
    ),
)
DUTCH_REPLY = head(
    "Antw: Fiche 12 (2026-11): een fout", "Jan Peeters <jan@contact.example>", number="nl-reply"
) + plain(
    "Bedankt, maar het nieuwe nummer is 02 555 00 12.\n\nOp ma 2 nov 2026 om 09:00 schreef Gids "
    "<annuaire@contact.example>:\n"
    "> Dag Jan\n",
    "iso8859-15",
)
WRONG_CHARSET = head("Fiche 12 (2026-11) : une erreur", number="wrong") + plain(
    "L’œuvre de Zoë coûte 5 € : c’est écrit à l’entrée.\n", "cp1252", declared="iso-8859-1"
)
UTF8_AS_LATIN = head("Fiche 12 (2026-11) : une erreur", number="utf8-latin") + plain(
    "Déjà fermé à Noël.\n", "utf-8", declared="iso-8859-1"
)
UNKNOWN_CHARSET = head("Fiche 12 (2026-11) : une erreur", number="unknown") + plain(
    "Fermé l’été.\n", "cp1252", declared="x-unknown-7bit"
)
NO_CHARSET = head("Fiche 12 : précision".encode("cp1252").decode("latin-1"), number="none").replace(
    "é".encode(), b"\xe9"
) + (b"\r\n" + "Ouvert dès 8 h.\r\n".encode("cp1252"))
UTF16 = head("Fiche 12 (2026-11) : une erreur", number="utf16") + plain(
    "Numéro changé : 02 555 00 13\n", "utf-16", "base64"
)
HTML_ONLY = head("Fiche 12 (2026-11) : une erreur", number="html") + html(
    "<!DOCTYPE html><html><head><style>p{margin:0}</style><script>alert(1)</script></head><body><p>Le site "
    "est<br>https://relais.example</p>"
    '<img src="http://127.0.0.1:9/pixel.png"><link rel=stylesheet '
    'href="http://127.0.0.1:9/x.css"><p>Merci&nbsp;!</p></body></html>'
)
FORWARDED_INLINE = head("Fwd: Relais", number="fwd") + plain(
    "Pour info\n\n-------- Message transféré --------\nSujet : \tRelais\nDate : \tWed, 11 Nov 2026 16:02:11 +0100\n"
    "De : \tKarim Benali <karim@contact.example>\nPour : \tMarie Dupont <marie.dupont@contact.example>\n\n\n"
    "Le Relais (fiche 12) ferme le mardi.\n",
    flowed="; format=flowed",
)
FORWARDED_BY_OUTLOOK = head("TR: Fiche 12 (2026-11) : une erreur", number="tr") + plain(
    "\nDe : Karim Benali <karim@contact.example> \nEnvoyé : mercredi 11 novembre 2026 16:02\nÀ : Marie Dupont\n"
    "Objet : Fiche 12 (2026-11) : une erreur\n\n"
    + _TEMPLATE.format(choices="", answer="L’adresse web a changé.\n\nKarim"),
    "cp1252",
    "quoted-printable",
)
FORWARDED_BY_APPLE = head("Fwd: Fiche 12 (2026-11) : une erreur", number="apple-fwd") + plain(
    "\n\n> Début du message réexpédié :\n> \n> De: Karim Benali <karim@contact.example>\n> Objet: Rép : Fiche 12\n"
    "> Date: 11 novembre 2026 à 16:02:11 UTC+1\n"
    "> À: Marie Dupont <marie.dupont@contact.example>\n> \n> L’ascenseur est en panne, dit la concierge.\n"
)
FORWARDED_ATTACHED = head("Fwd: Fiche 12 (2026-11) : une erreur", number="outer") + multipart(
    "mixed",
    plain("\n"),
    b'Content-Type: message/rfc822\r\nContent-Disposition: attachment; filename="Fiche 12.eml"\r\n\r\n'
    + head(
        "Fiche 12 (2026-11) : une erreur",
        "Karim Benali <karim@contact.example>",
        number="inner",
        Date="Wed, 11 Nov 2026 16:02:11 +0100",
    )
    + plain("La permanence est le jeudi.\n"),
)
FORWARDED_WITH_WORDS = head("TR: Relais", number="words") + plain(
    "À vérifier avec Luc avant de publier.\n\nDe : Karim Benali <karim@mail.example>\nEnvoyé : mercredi 11 novembre "
    "2026 16:02\n"
    "À : Marie Dupont\nObjet : Relais\n\nLe Relais ferme.\n"
)
NO_SUBJECT = head("", "marie.dupont@contact.example", number="nosubject") + plain(
    "Fiche n° 12 : le nom a changé.\nPS : le logo aussi.\n"
)
ENCODED_SUBJECT = head(
    "=?utf-8?B?UmU6IExlIENQQVMgZGUgSmV0dGUgYSBkw6ltw6luYWfD?=\r\n =?utf-8?B?qQ==?=",
    "=?iso-8859-15?Q?Zo=EB_L=E9=BDr?= <zoe@contact.example>",
    number="encoded",
) + plain("Rue Neuve 5, 1090 Jette.\n")
WITH_PICTURE = head("Fiche 12 (2026-11) : une erreur", number="picture") + multipart(
    "mixed",
    multipart("alternative", plain("Voir l’affiche.\n"), html("<p>Voir l’affiche.</p>"), boundary="inner"),
    attached(b"\x89PNG" * 100, "affiche.png", "image/png"),
)
UNFILLED = head("Fiche 12 (2026-11) : une erreur", number="unfilled") + plain(
    _TEMPLATE.format(choices=_OTHER_CHOICES, answer="")
)
SEVERAL_FICHES = head("RE: Fiches 12, 15 et 18", number="several") + plain("Fermées en août.\n")
GONE_FICHE = head("Fiche 999 (2026-10) : une erreur", number="gone") + plain("Elle existe encore.\n")

AUTOMATIC = head("Réponse automatique : Annuaire", number="auto", Auto_Submitted="auto-replied") + plain(
    "Je suis absente.\n"
)
BOUNCE = head("Undelivered Mail Returned to Sender", "MAILER-DAEMON@contact.example", number="bounce") + multipart(
    "report; report-type=delivery-status",
    plain("The mail could not be delivered.\n"),
    b"Content-Type: message/delivery-status\r\n\r\nAction: failed\r\n",
    b"Content-Type: message/rfc822\r\n\r\nSubject: x\r\n\r\nx",
)
RECEIPT = head("Lu : Annuaire", number="receipt") + multipart(
    "report; report-type=disposition-notification",
    plain("Lu.\n"),
    b"Content-Type: message/disposition-notification\r\n\r\nDisposition: x\r\n",
)
INVITATION = head("Réunion annuaire", number="invitation") + multipart(
    "alternative",
    plain("Réunion"),
    b"Content-Type: text/calendar; method=REQUEST\r\n\r\nBEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n",
)
DRAFT = head("Annuaire : votre remarque", number="", X_Unsent="1") + plain("Bonjour\n")
OWN_MAIL = head("Annuaire – novembre 2026", f"Annuaire <{ADDRESS}>", number="own") + plain("Le PDF est joint.\n")
OUTLOOK_FILE = bytes.fromhex("d0cf11e0a1b11ae1") + b"\0" * 600
