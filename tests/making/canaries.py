"""A workbook that has a word of its own in every internal place, and the ways in which a PDF can bear one of them."""

import io
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pikepdf

from fiche_builder.cli.main import run
from tests.making.workbooks import PARAMETERS, Cells, fiche, public

FICHES = [
    public(
        1,
        Nom="Le Relais",
        Description="Accueil et orientation",
        Essentiel="Non",
        Consigne="Transférer seulement le matin Kanarconsigne",
        Message_type="Dire le numéro de dossier Kanarmessage",
        Fiche_technique="https://intranet.example/kanartechnique",
        Note_interne="La directrice part en mars, ne rien dire aux partenaires Kanarnote",
        Autorisé_par="Kanarautorise",
        Vérifié_par="Kanarverifie",
        Source="Kanarsource",
        Vérifié_le=date(2026, 10, 1),
        **{"E-mail": "info@relais.example"},
    ),
    fiche(
        2,
        Nom="Cellule Kanarcellule",
        Description="Kanardescription réservée",
        Téléphone="02 555 99 88",
        Adresse="Rue Kanarrue 7",
    ),
    public(3, Nom="Suspendu Kanarsuspendu", Statut="Suspendu"),
    public(4, Nom="Autre relais", Téléphone="+32 2 555 11 22"),
]


CONTACTS = [
    {
        "Fiche": 1,
        "Libellé": "Accueil",
        "Personne": "Zoé Kanarpersonne",
        "Fonction": "Kanarfonction",
        "Téléphone": "02 555 33 44",
        "Usage": "Donner",
        "Vérifié par": "Kanarverifiant",
        "Source": "Kanarorigine",
    },
    {
        "Fiche": 1,
        "Libellé": "Kanarlibelle direct",
        "Téléphone": "02 555 66 77",
        "E-mail": "kanar@dedans.example",
        "Usage": "Transférer",
    },
    {"Fiche": 2, "Libellé": "Kanardonner", "Téléphone": "02 555 66 78", "Usage": "Donner"},
]


OTHERS: dict[str, list[Cells]] = {
    "Équipes": [{"Équipe": "Kanarequipe", "Nom": "Agent Kanaragent", "E-mail": "kanaragent@contact.example"}],
    "Suggestions": [
        {
            "Proposition": "Le numéro du Relais a changé, dit Kanarproposition",
            "Auteur": "Max Kanarauteur",
            "Réponse": "Kanarreponse",
        }
    ],
    "Paramètres": [
        *PARAMETERS,
        {"Clé": "Rédaction", "Valeur": "Kanarredaction"},
        {"Clé": "Mention interne", "Valeur": "Kanarmention"},
    ],
    "Brouillon": [{"Idées": "Kanarbrouillon"}],
}


CANARIES = {
    "Consigne": ("Fiches!AA2", "Kanarconsigne"),
    "Message type": ("Fiches!AB2", "Kanarmessage"),
    "Fiche technique": ("Fiches!AC2", "https://intranet.example/kanartechnique"),
    "Note interne": ("Fiches!AD2", "ne rien dire aux partenaires"),
    "Autorisé par": ("Fiches!AE2", "Kanarautorise"),
    "Vérifié par": ("Fiches!AG2", "Kanarverifie"),
    "Source": ("Fiches!AH2", "Kanarsource"),
    "unknown column": ("Fiches!AI2", "Kanarinconnue"),
    "internal fiche": ("Fiches!C3", "Cellule Kanarcellule"),
    "internal description": ("Fiches!K3", "Kanardescription réservée"),
    "internal phone": ("Fiches!O3", "02 555 99 88"),
    "internal address": ("Fiches!R3", "Rue Kanarrue 7"),
    "suspended fiche": ("Fiches!C4", "Suspendu Kanarsuspendu"),
    "person": ("Contacts!C2", "Kanarpersonne"),
    "function": ("Contacts!D2", "Kanarfonction"),
    "checked by": ("Contacts!I2", "Kanarverifiant"),
    "source of a contact": ("Contacts!J2", "Kanarorigine"),
    "label to transfer to": ("Contacts!B3", "Kanarlibelle direct"),
    "phone to transfer to": ("Contacts!E3", "02 555 66 77"),
    "mail to transfer to": ("Contacts!F3", "kanar@dedans.example"),
    "given for an internal fiche": ("Contacts!B4", "Kanardonner"),
    "team": ("Équipes!A2", "Kanarequipe"),
    "recipient": ("Équipes!C2", "kanaragent@contact.example"),
    "suggestion": ("Suggestions!C2", "Le numéro du Relais a changé"),
    "author": ("Suggestions!D2", "Kanarauteur"),
    "answer": ("Suggestions!H2", "Kanarreponse"),
    "editors": ("Paramètres!B4", "Kanarredaction"),
    "internal mention": ("Paramètres!B5", "Kanarmention"),
    "sheet of one's own": ("Brouillon!A2", "Kanarbrouillon"),
    "hidden sheet": ("Caché!B9", "Kanarcache"),
    "comment": ("Fiches!C2", "Kanarcommentaire"),
    "link behind a text": ("Fiches!Q5", "kanarlien"),
    "file property": ("properties: creator", "Kanarauteurdufichier"),
}


DRESSED = {
    "link target": '<p><a href="https://www.example.org/?q=Kanar%63onsigne">ici</a></p>',
    "mail subject": '<p><a href="mailto:a@b.example?subject=Kanarconsigne">ici</a></p>',
    "bookmark": "<p style=\"bookmark-level: 1; bookmark-label: 'Kanarconsigne'\">ici</p>",
    "destination": '<p id="Kanarconsigne">ici</p><p><a href="#Kanarconsigne">ici</a></p>',
    "white on white": '<p style="color: white">Kanarconsigne</p>',
    "transparent": '<p style="opacity: 0">Kanarconsigne</p>',
    "off the page": '<p style="position: absolute; left: -900mm">Kanarconsigne</p>',
    "tiny": '<p style="font-size: .1pt">Kanarconsigne</p>',
    "covered": '<p>Kanarconsigne</p><p style="margin-top: -2em; background: black; height: 3em"></p>',
    "over two lines": '<p style="width: 12mm; word-break: break-all; overflow-wrap: anywhere">Kanarconsigne</p>',
    "in capitals": "<p>KANARCONSIGNE</p>",
    "letter by letter": "<p>K a n a r c o n s i g n e</p>",
    "with hyphens": "<p>Kanar-con-signe</p>",
    "with soft hyphens": "<p>Kanar\u00adcon\u00adsigne</p>",
    "with accents": "<p>Kânarconsïgne</p>",
    "full width": "<p>Ｋａｎａｒｃｏｎｓｉｇｎｅ</p>",
    "phone with points": "<p>02.555.66.77</p>",
    "phone abroad": "<p>+32 2 555 66 77</p>",
    "phone with 00": "<p>0032(0)2/555.66.77</p>",
    "phone in one": "<p>025556677</p>",
    "phone with zero-width blanks": "<p>02\u200b555\u200b66\u200b77</p>",
    "phone with soft hyphens": "<p>02\u00ad555\u00ad66\u00ad77</p>",
    "phone with wide blanks": "<p>02\u3000555\u200366\u200377</p>",
    "phone in wide digits": "<p>０２ ５５５ ６６ ７７</p>",
    "phone as a link": '<p><a href="tel:+3225556677">appeler</a></p>',
    "part of a note": "<p>la directrice part en mars</p>",
    "part of a note, over lines": "<p>La directrice<br>part en<br>mars</p>",
    "part of a note, elsewhere": "<p>… il ne faut « ne rien dire aux » autres</p>",
    "family name alone": "<p>madame Kanarpersonne</p>",
}


def build(path: Path, output: Path, audience: str = "public", *options: str, formats: str = "pdf") -> int:
    """Build; `test_gate_web.py` has the formats that are not read here."""
    where = ["--edition", "2026-11", "--output", str(output), "--audience", audience, "--format", formats]
    return run(["--lang", "en", "-q", "build", str(path), *where, *options])


def attach(pdf: pikepdf.Pdf) -> None:
    pdf.attachments["notes.txt"] = b"Kanarconsigne"


def changed(content: bytes, change: Callable[[pikepdf.Pdf], object]) -> bytes:
    with pikepdf.open(io.BytesIO(content)) as pdf:
        change(pdf)
        target = io.BytesIO()
        pdf.save(target)
    return target.getvalue()


ODD_NUMBERS = {
    "zero-width blanks": "02\u200b555\u200b66\u200b78",
    "soft hyphens": "0255\u00ad566\u00ad78",
    "many blanks": "02    555    66    78",
    "wide blanks": "02\u3000555\u3000\u3000\u3000\u300066\u200378",
    "wide digits": "０２ ５５５ ６６ ７８",
    "Arabic digits": "٠٢ ٥٥٥ ٦٦ ٧٨",
    "a joiner and a direction": "02\u2060555\u200f66\u202c78",
    "a shortened ending": "02 555 66 70 / 74 / 78",
    "a shortened ending, hyphens": "02/555.66.70-74-78",
    "the first of two": "02 555 66 78-80",
    "et": "02 555 66 70 et 78",
}
