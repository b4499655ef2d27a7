"""Findings on contact points: rows in, `[(cell, code)]` out. Many values are real ones of open data."""

from dataclasses import replace
from pathlib import Path

import pytest

from fiche_builder.common.config import Config, PrivacyConfig
from fiche_builder.model import tables
from fiche_builder.model.columns import Audience, Column, Holds
from fiche_builder.model.fields import FICHES, SHEETS
from tests.conftest import WorkbookMaker
from tests.making.edits import Edit, edited, link
from tests.making.workbooks import PARAMETERS, Cells, fiche, found, public, said

Found = list[tuple[str, str]]
Texts = dict[str, tuple[str, str]]
"""(message, hint) by language."""
Case = tuple[str, dict[str, list[Cells]], Found]
CONFIG = Config(privacy=PrivacyConfig(internal_domains=("interne.example", "Ville.BE")))
FRANCE: list[Cells] = [*PARAMETERS, {"Clé": "Indicatif", "Valeur": "fr"}]


def phone(value: object) -> dict[str, list[Cells]]:
    return {"Fiches": [fiche(Téléphone=value)]}


def mail(value: object) -> dict[str, list[Cells]]:
    return {"Fiches": [{**fiche(), "E-mail": value}]}


def site(value: object) -> dict[str, list[Cells]]:
    return {"Fiches": [fiche(Site_web=value)]}


def open_site(value: object) -> dict[str, list[Cells]]:
    return {"Fiches": [public(Site_web=value)]}


def fine_postal_codes(*codes: object) -> list[Case]:
    return [(f"postal code {code!r}", {"Fiches": [fiche(Code_postal=code)]}, []) for code in codes]


NAMED: Cells = {"Fiche": 1, "Personne": "Anne", "Téléphone": "02 555 66 77", "Usage": "Interne"}
INTERNAL: Found = [("O2", "contact-internal")]
PHONE, MAIL, SITE = [("O2", "phone-invalid")], [("P2", "email-invalid")], [("Q2", "url-invalid")]

CASES: list[Case] = [
    (
        "hundreds of mails in one cell",
        {"Fiches": [{**fiche(), "E-mail": "; ".join(f"guichet{number}@relais.example" for number in range(200))}]},
        [("C2", "contacts-too-many")],
    ),
    # any contact at all
    ("no contact", phone(None), [("O2", "contact-missing")]),
    ("only a mail", {"Fiches": [{**fiche(Téléphone=None), "E-mail": "info@relais.be"}]}, []),
    ("only a site", {"Fiches": [fiche(Téléphone=None, Site_web="www.relais.be")]}, []),
    ("only an address", {"Fiches": [fiche(Téléphone=None, Adresse="Rue Haute 1")]}, []),
    ("only a municipality", {"Fiches": [fiche(Téléphone=None, Commune="Liège")]}, [("O2", "contact-missing")]),
    ("contact in Contacts", {**phone(None), "Contacts": [{"Fiche": 1, "Téléphone": "02 555 12 34"}]}, []),
    ("mail in Contacts", {**phone(None), "Contacts": [{"Fiche": 1, "E-mail": "a@relais.be"}]}, []),
    (
        "only a person in Contacts",
        {**phone(None), "Contacts": [{"Fiche": 1, "Personne": "Anne"}]},
        [("O2", "contact-missing")],
    ),
    (
        "contact of another fiche",
        {"Fiches": [fiche(1, Téléphone=None), fiche(2)], "Contacts": [{"Fiche": 2, "Téléphone": "02 555 12 34"}]},
        [("O2", "contact-missing")],
    ),
    ("a phone that cannot be read is reported as such", phone("rue Haute"), PHONE),
    ("an address of words that say nothing", {"Fiches": [fiche(Téléphone=None, Adresse="néant")]},
     [("O2", "contact-missing"), ("R2", "text-empty")]),
    ("an address of a sign that is left out", {"Fiches": [fiche(Téléphone=None, Adresse="📍")]},
     [("O2", "contact-missing"), ("R2", "sign-replaced")]),
    ("a theme of a sign that is left out", {"Fiches": [fiche(Thème="📍")]},
     [("B2", "theme-missing"), ("Thèmes!B2", "theme-unused")]),
    # any contact that the public may have
    ("only an internal contact", {"Fiches": [public(Téléphone=None)], "Contacts": [NAMED]}, INTERNAL),
    ("one without a usage", {"Fiches": [public(Téléphone=None)], "Contacts": [{**NAMED, "Usage": None}]}, INTERNAL),
    ("one to transfer to", {"Fiches": [public(Téléphone=None)], "Contacts": [{**NAMED, "Usage": "Transférer"}]},
     INTERNAL),
    ("a public one without a number beside it",
     {"Fiches": [public(Téléphone=None)], "Contacts": [NAMED, {"Fiche": 1, "Libellé": "Accueil", "Usage": "Donner"}]},
     INTERNAL),
    ("and a place", {"Fiches": [public(Téléphone=None, Code_postal="1000", Commune="Bruxelles")], "Contacts": [NAMED]},
     INTERNAL),
    ("and an address that says nothing", {"Fiches": [public(Téléphone=None, Adresse="-")], "Contacts": [NAMED]},
     [*INTERNAL, ("R2", "text-empty")]),
    ("a contact to give", {"Fiches": [public(Téléphone=None)], "Contacts": [NAMED, {**NAMED, "Usage": "Donner"}]}, []),
    ("an address of its own", {"Fiches": [public(Téléphone=None, Adresse="Rue Haute 1")], "Contacts": [NAMED]}, []),
    ("a site of its own", {"Fiches": [public(Téléphone=None, Site_web="www.relais.be")], "Contacts": [NAMED]}, []),
    ("an internal fiche", {"Fiches": [fiche(Téléphone=None)], "Contacts": [NAMED]}, []),
    ("a suspended one", {"Fiches": [public(Téléphone=None, Statut="Suspendu")], "Contacts": [NAMED]}, []),
    ("an archived one", {"Fiches": [public(Téléphone=None, Statut="Archivé"), fiche(2)], "Contacts": [NAMED]}, []),
    ("a phone of its own that cannot be read", {"Fiches": [public(Téléphone="02")], "Contacts": [NAMED]}, PHONE),
    # mails
    ("comma for a dot", mail("clicg@orange,fr"), MAIL),
    ("a label", mail("mailto: fax :"), MAIL),
    ("web address", mail("http://www.contact.urssaf.fr"), MAIL),
    ("escaped blank at the end", mail("servicejeunesse@valleesduhautanjou.fr%A0"), MAIL),
    ("none", mail("néant"), MAIL),
    ("one of two", mail("a@relais.be; b@"), MAIL),
    ("without a domain's dot", mail("anne@relais"), MAIL),
    ("a number cell as mail", mail(12), MAIL),
    ("two", mail("a@relais.be / b@relais.be"), []),
    ("mailto:", mail("mailto:a@relais.be"), []),
    ("with blanks around", mail("\u00a0a@relais.be "), []),
    ("in Contacts, a mail", {"Contacts": [{"Fiche": 1, "E-mail": "a@relais,be"}]}, [("Contacts!F2", "email-invalid")]),
    # sites
    ("broken scheme", site("https ://www.x.fr"), SITE),
    ("a word", site("relais"), SITE),
    ("a mail as site", site("a@relais.be"), SITE),
    ("a label as site", site("NEANT"), SITE),
    ("without scheme", site("www.relais.be/page?x=1#y"), []),
    ("accents", site("https://www.café.be/été"), []),
    ("two sites", site("www.a.be ; https://b.be"), []),
    ("javascript", site("javascript:alert(1)"), [("Q2", "url-scheme")]),
    ("file", site("file:///C:/x.docx"), [("Q2", "url-scheme")]),
    ("mailto as site", site("mailto:a@relais.be"), [("Q2", "url-scheme")]),
    ("ftp", site("ftp://relais.be"), [("Q2", "url-scheme")]),
    ("with a port", site("relais.be:8080/x"), []),
    ("intranet, scheme", {"Fiches": [fiche(Fiche_technique="javascript:alert(1)")]}, [("AC2", "url-scheme")]),
    ("intranet, host without a dot", {"Fiches": [fiche(Fiche_technique="http://intranet/fiche/1")]}, []),
    ("intranet, internal host", {"Fiches": [public(Fiche_technique="https://intranet.interne.example/1")]}, []),
    ("internal host", open_site("https://interne.example/x"), [("Q2", "url-internal")]),
    ("below an internal host, in capitals", open_site("HTTP://Fiches.Interne.Example:8080/"), [("Q2", "url-internal")]),
    ("internal host, configured in capitals", open_site("https://www.ville.be"), [("Q2", "url-internal")]),
    ("internal host with a dot at its end", open_site("https://interne.example./x"), [("Q2", "url-internal")]),
    ("a host that ends alike", open_site("https://pasinterne.example"), []),
    ("an internal host in the path", open_site("https://x.be/interne.example"), []),
    *[
        (f"private host, {url}", open_site(url), [("Q2", "url-internal")])
        for url in (
            *(
                "http://192.168.1.10/contacts",
                "10.1.2.3",
                "https://172.20.0.5:8443/",
                "http://[fe80::1]/",
                "http://127.0.0.1",
            ),
            *("http://serveur.lan/x", "nas.local", "http://wiki.ville.intra", "http://intranet/rh", "srv01:8080/x"),
        )
    ],
    ("an address on the web", open_site("https://203.0.113.9/x"), []),
    ("private host in an internal fiche", site("http://192.168.1.10/contacts"), []),
    ("host of one word in an internal fiche", site("http://intranet/rh"), []),
    ("internal host in an internal fiche", site("https://interne.example/x"), []),
    # postal code
    ("postal code of three digits", {"Fiches": [fiche(Code_postal="400")]}, [("S2", "postal-code-invalid")]),
    ("postal code in words", {"Fiches": [fiche(Code_postal="Liège")]}, [("S2", "postal-code-invalid")]),
    ("postal code 0123", {"Fiches": [fiche(Code_postal="0123")]}, [("S2", "postal-code-invalid")]),
    (
        "postal codes of another country than that of the directory, told once",
        {"Fiches": [fiche(n, Code_postal=f"110 0{n}") for n in range(1, 7)]},
        [(f"S{row}", "postal-code-invalid") for row in range(2, 8)],
    ),
    (
        "three words as postal codes",
        {"Fiches": [fiche(n, Code_postal=word) for n, word in enumerate(("Liège", "Mons", "Huy"), 1)]},
        [("S2", "postal-code-invalid"), ("S3", "postal-code-invalid"), ("S4", "postal-code-invalid")],
    ),
    (
        "Dutch postal codes in a Dutch directory",
        {
            "Fiches": [fiche(1, Téléphone="020 123 45 01", Code_postal="1012 AB")],
            "Paramètres": [*PARAMETERS, {"Clé": "Indicatif", "Valeur": "NL"}],
        },
        [],
    ),
    *fine_postal_codes("1012 AB", "L-1234"),
    *fine_postal_codes(4000, "4000", "B-4000", 59260.0, "59260.0", "01000", "F 59000"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("sheets", "expected"), [pytest.param(sheets, expected, id=name) for name, sheets, expected in CASES]
)
def test_contacts(workbook: WorkbookMaker, sheets: dict[str, list[Cells]], expected: Found) -> None:
    assert found(workbook(**sheets), CONFIG) == expected


LINKED: list[tuple[str, Edit, Found]] = [
    ("site, link elsewhere", link("Q2", "www.relais.be", "https://autre.be/"), [("Q2", "link-differs")]),
    ("site, link the same", link("Q2", "www.relais.be", "http://www.relais.be/"), []),
    ("site, link the same in capitals", link("Q2", "https://www.relais.be/A", "https://WWW.relais.be/a"), []),
    ("mail, link elsewhere", link("P2", "info@relais.be", "mailto:jan@relais.be?subject=x"), [("P2", "link-differs")]),
    ("mail, link the same", link("P2", "info@relais.be", "mailto:info@relais.be?subject=x"), []),
    ("mail, link without mailto", link("P2", "info@relais.be", "info@relais.be"), []),
    ("words, link a site", link("Q2", "site web", "https://relais.be"), [("Q2", "url-invalid")]),
]


@pytest.mark.parametrize(
    ("edit", "expected"), [pytest.param(edit, expected, id=name) for name, edit, expected in LINKED]
)
def test_links_behind_what_is_shown(workbook: WorkbookMaker, edit: Edit, expected: Found) -> None:
    assert found(edited(workbook(), edit)) == expected


def test_without_internal_domains_no_host_is_internal(workbook: WorkbookMaker) -> None:
    assert found(workbook(**open_site("https://intranet.interne.example/x"))) == []


def test_a_phone_of_unseen_characters_is_no_contact(workbook: WorkbookMaker) -> None:
    assert found(workbook(**phone("\u200b"))) == [("O2", "contact-missing")]


def test_contacts_given_out_are_looked_at_like_the_fiche_s_own(workbook: WorkbookMaker) -> None:
    contact = {"Fiche": 1, "Téléphone": "0900 12 345", "E-mail": "marie.dupont@gmail.com", "Usage": "Donner"}

    assert found(workbook(Fiches=[public()], Contacts=[contact])) == [
        ("Contacts!E2", "phone-premium"),
        ("Contacts!F2", "email-personal"),
    ]


MESSAGES: list[tuple[str, dict[str, list[Cells]], Texts]] = [
    (
        "email-invalid",
        mail("clicg@orange,fr"),
        {
            "en": ("“clicg@orange,fr” is not a mail address.", "Did you mean “clicg@orange.fr”?"),
            "fr": (
                "«\u00a0clicg@orange,fr\u00a0» n’est pas une adresse e-mail.",
                "Vouliez-vous dire «\u00a0clicg@orange.fr\u00a0»\u00a0?",
            ),
            "nl": ("“clicg@orange,fr” is geen e-mailadres.", "Bedoelt u “clicg@orange.fr”?"),
        },
    ),
    (
        "email-invalid",
        mail("http://www.contact.urssaf.fr"),
        {
            "en": ("“http://www.contact.urssaf.fr” is not a mail address.", "Move it to the column “Site web”."),
            "fr": (
                "«\u00a0http://www.contact.urssaf.fr\u00a0» n’est pas une adresse e-mail.",
                "Déplacez-la vers la colonne «\u00a0Site web\u00a0».",
            ),
            "nl": ("“http://www.contact.urssaf.fr” is geen e-mailadres.", "Verplaats het naar de kolom “Site web”."),
        },
    ),
    (
        "url-invalid",
        site("https ://www.x.fr"),
        {
            "en": ("“https ://www.x.fr” is not a web address.", "Did you mean “https://www.x.fr”?"),
            "fr": (
                "«\u00a0https ://www.x.fr\u00a0» n’est pas une adresse web.",
                "Vouliez-vous dire «\u00a0https://www.x.fr\u00a0»\u00a0?",
            ),
            "nl": ("“https ://www.x.fr” is geen webadres.", "Bedoelt u “https://www.x.fr”?"),
        },
    ),
    (
        "url-scheme",
        site("javascript:alert(1)"),
        {
            "en": (
                "“javascript:alert(1)” does not begin with https:// or http://.",
                "Only web pages can be linked. A mail address goes into the column “E-mail”.",
            ),
            "fr": (
                "«\u00a0javascript:alert(1)\u00a0» ne commence pas par https:// ou http://.",
                (
                    "Seules des pages web peuvent servir de lien. Une adresse e-mail va dans la colonne "
                    "«\u00a0E-mail\u00a0»."
                ),
            ),
            "nl": (
                "“javascript:alert(1)” begint niet met https:// of http://.",
                "Alleen naar webpagina's kan worden gelinkt. Een e-mailadres hoort in de kolom “E-mail”.",
            ),
        },
    ),
]


@pytest.mark.parametrize("language", ["en", "fr", "nl"])
@pytest.mark.parametrize(
    ("code", "sheets", "texts"), [pytest.param(*case, id=f"{case[0]}{n}") for n, case in enumerate(MESSAGES)]
)
def test_messages(
    workbook: WorkbookMaker, code: str, sheets: dict[str, list[Cells]], texts: Texts, language: str
) -> None:
    assert said(workbook(**sheets), code, language) == [texts[language]]


def test_an_archived_fiche_needs_no_contact(workbook: WorkbookMaker) -> None:
    assert found(workbook(Fiches=[fiche(1), fiche(2, Statut="Archivé", Téléphone=None)])) == []


@pytest.mark.parametrize(
    ("holds", "value", "code"),
    [
        (Holds.SITES, "https://interne.example/x", "url-internal"),
        (Holds.EMAILS, "marie.dupont@gmail.com", "email-personal"),
        (Holds.PHONES, "0900 12 345", "phone-premium"),
    ],
)
def test_a_further_public_column_is_judged_by_what_it_holds(
    workbook: WorkbookMaker, monkeypatch: pytest.MonkeyPatch, holds: Holds, value: str, code: str
) -> None:
    """Whoever adds a public column of sites need not think of the intranet."""
    for audience, expected in ((Audience.PUBLIC, [code]), (Audience.INTERNAL, list[str]())):
        column = Column("further", "Autre", holds, audience)
        further = replace(FICHES, columns=(*FICHES.columns, column))
        monkeypatch.setattr(tables, "SHEETS", tuple(further if spec is FICHES else spec for spec in SHEETS))
        assert [entry for _cell, entry in found(workbook(Fiches=[public(Autre=value)]), CONFIG)] == expected


def test_an_editor_reads_that_the_public_could_not_reach_a_public_fiche(workbook: WorkbookMaker) -> None:
    path = workbook(Fiches=[public(Nom="Le Relais", Téléphone=None)], Contacts=[NAMED])
    assert said(path, "contact-internal", "fr") == [
        (
            (
                "La fiche « Le Relais » est publique, mais rien de ce qu’on peut joindre n’est public : l’édition "
                "publique l’imprimerait sans contact."
            ),
            (
                "Donnez-lui un téléphone, un e-mail, un site ou une adresse publics, donnez à un contact l’usage "
                "« Donner », ou mettez sa Diffusion à « Interne »."
            ),
        )
    ]


def test_the_public_fiche_that_was_sent_in_is_told(shared_data: Path) -> None:
    told = found(shared_data / "fautes" / "publique-sans-contact.xlsx")
    assert [entry for entry in told if entry[1].startswith("contact-")] == [("I5", "contact-internal")]


@pytest.mark.parametrize(("own", "contacts", "expected"), [(1, 199, []), (1, 200, [("C2", "contacts-too-many")])])
def test_a_fiche_with_hundreds_of_contacts_is_to_be_divided(
    workbook: WorkbookMaker, own: int, contacts: int, expected: Found
) -> None:
    rows = [{"Fiche": 1, "Téléphone": f"02 555 {9000 + number}"} for number in range(contacts)]
    assert found(workbook(Fiches=[fiche(own)], Contacts=rows)) == expected
