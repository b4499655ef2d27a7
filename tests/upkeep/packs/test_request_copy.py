"""The words of the mail that asks an organisation, as a mail program reads them."""

from datetime import date

from tests.making.packs import asked, read
from tests.making.verifying import VerifyDesk
from tests.making.workbooks import PARAMETERS, public


def test_a_draft_is_one_that_mail_programs_open_for_editing(verify_desk: VerifyDesk) -> None:
    verify_desk.workbook(
        asked(
            12,
            "info@relais.example",
            Nom="Le Relais d’Évere",
            Adresse="Rue Haute 1",
            Code_postal="1000",
            Commune="Bruxelles",
            Description="Accueil\net écoute",
            Langues="FR NL",
            Avis="Fermé en août",
            Avis_du=date(2026, 8, 1),
        ),
        Contacts=[
            {
                "Fiche": 12,
                "Libellé": "Inscriptions",
                "Téléphone": "02 555 66 77",
                "Usage": "Donner",
                "Personne": "Zoé Nguyen",
            }
        ],
    )
    out, err = verify_desk.packs(language="fr")
    (name,) = verify_desk.names()
    assert name == "2026-11-verification-relais.example.eml"
    content = (verify_desk.drafts / name).read_bytes()
    assert b"\n" not in content.replace(b"\r\n", b"")
    assert content.isascii()
    message, text, html = read(verify_desk.drafts / name)
    assert (message["To"], message["Reply-To"], message["X-Unsent"]) == (
        "info@relais.example",
        "annuaire@contact.example",
        "1",
    )
    assert message["Subject"] == "Vérification : fiche 12 (2026-11) – Annuaire"
    assert [message[header] for header in ("Date", "Message-ID", "From")] == [None, None, None]
    assert message["Content-Language"] == "fr"
    for line in (
        "Fiche 12\N{NO-BREAK SPACE}: Le Relais d’Évere",
        "- Téléphone\N{NO-BREAK SPACE}: 02 555 00 12",
        "- Description\N{NO-BREAK SPACE}: Accueil et écoute",
        "- Adresse\N{NO-BREAK SPACE}: Rue Haute 1, 1000 Bruxelles",
        "- Horaires\N{NO-BREAK SPACE}: –",
        "- Langues\N{NO-BREAK SPACE}: FR NL",
        "- Inscriptions\N{NO-BREAK SPACE}: 02 555 66 77",
        "- Avis, du\N{NO-BREAK SPACE}: 1 août 2026",
        "Vérifié auprès de vous le 1 avril 2025",
    ):
        assert line in text.splitlines()
    assert "au plus tard le dimanche 13 décembre 2026" in text
    for said in ("Le Relais d’Évere", "02 555 66 77", "dimanche 13 décembre 2026", "<table", 'lang="fr"'):
        assert said in html
    assert "Nguyen" not in text + html
    assert "1 brouillon dans" in out
    assert "Ouvrez chaque brouillon" in err


def test_every_public_field_is_asked_about_or_left_out_on_purpose(verify_desk: VerifyDesk) -> None:
    """Left out are the editors' own order and words: theme, other names, see also.

    A new public column is asked about by itself.
    """
    verify_desk.workbook(
        asked(
            1,
            "info@relais.example",
            Nom__nl="De Schakel",
            Sigle="LR",
            Autres_appellations="Relais",
            Description="Accueil",
            Description__nl="Onthaal",
            Public_visé="Tous",
            Site_web="https://relais.example",
            Adresse="Rue Haute 1",
            Code_postal="1000",
            Commune="Bruxelles",
            Horaires="lu 9:00-12:00",
            Langues="FR",
            Avis="Fermé",
            Avis_du=date(2026, 8, 1),
            Avis_au=date(2027, 8, 1),
            Voir_aussi="2",
            **{"Conditions d'accès": "Carte"},
        ),
        public(2),
    )
    verify_desk.packs(language="fr")
    (name,) = verify_desk.names()
    _message, text, _html = read(verify_desk.drafts / name)
    assert [line[2:].partition("\N{NO-BREAK SPACE}")[0] for line in text.splitlines() if line.startswith("- ")] == [
        "Nom en néerlandais",
        "Sigle",
        "Description",
        "Description en néerlandais",
        "Public visé",
        "Conditions d’accès",
        "Téléphone",
        "E-mail",
        "Site web",
        "Adresse",
        "Horaires",
        "Langues",
        "Avis",
        "Avis, du",
        "Avis, au",
    ]


def test_hostile_cells_are_only_words(verify_desk: VerifyDesk) -> None:
    nasty = (
        "X\r\nBcc: all@evil.example\n=?utf-8?q?boo?= <script>alert(1)</script><img "
        'src="http://evil.example/x">{{ copy }}'
    )
    title = {"Clé": "Titre", "Valeur": "Annuaire\r\nBcc: all@evil.example"}
    verify_desk.workbook(
        asked(1, "o'neil+x@relais.example", Nom=nasty, Description=nasty, Horaires="=1+1"),
        Paramètres=[title, PARAMETERS[1]],
    )
    verify_desk.packs()
    (name,) = verify_desk.names()
    message, text, html = read(verify_desk.drafts / name)
    assert message["Bcc"] is None
    assert message["To"] == "o'neil+x@relais.example"
    assert message["Subject"].startswith("Vérification")
    assert "<script" not in html
    assert "<img" not in html
    assert "&lt;script&gt;" in html
    assert not [line for line in text.splitlines() if line.startswith(("Bcc", "=?"))]


def test_a_huge_organisation_keeps_a_readable_subject(verify_desk: VerifyDesk) -> None:
    verify_desk.workbook(
        *(asked(number, "info@relais.example", Nom=f"Antenne {number} {'x' * 150}") for number in range(1, 61)),
        Paramètres=[{"Clé": "Titre", "Valeur": "T" * 186}, PARAMETERS[1]],
    )
    verify_desk.packs()
    (name,) = verify_desk.names()
    message, text, _html = read(verify_desk.drafts / name)
    assert message["Subject"].startswith("Vérification : fiches 1, 2, 3, 4, 5, 6, 7, 8, 9, 10… (2026-11) – T")
    assert text.count("Antenne") == 60
