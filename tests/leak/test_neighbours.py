"""What arises only where public values stand side by side is no leak; the value itself is one, however it got out."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fiche_builder.leak.evidence import Evidence, Secret
from fiche_builder.leak.search import Searcher

OWN = ("mailto", "Fiche %(number)d", "Téléphone", "postal_code", "mai %(number)d")
Rows = tuple[tuple[str, ...], ...]


def finds(secret: str, rows: Rows, shown: str, *, is_name: bool = False) -> bool:
    return bool(Searcher(Evidence((Secret("S!A1", secret, is_name),), rows), OWN).search(shown))


COINCIDENCES: dict[str, tuple[str, Rows, str]] = {
    "a N° before an address": ("83 Petite rue", (("58", "3 Petite rue"),), "Mairie 58 3 Petite rue"),
    "an address before a town": (
        "9 quai du Port-Saint-Jean",
        (("Quai du Port", "Saint-Jean-le-Vieux"),),
        "Quai du Port\nSaint-Jean-le-Vieux",
    ),
    "our own words before a mailbox": ("Tom Aerts", (("maerts@logis.example",),), "mailto:maerts@logis.example"),
    "a label before an address": (
        "onthaal3000@x.example",
        (("Onthaal",), ("3000 laan", "02 555 12 34")),
        "Onthaal 3000 laan",
    ),
    "a label and a postal code": ("loket1060@in.example", (("Loket",), ("1060",)), "Loket; 1060 Sint-Gillis"),
    "a label before a phone": (
        "secretariat02@x.example",
        (("Secrétariat", "02 555 12 34"),),
        "Secrétariat 02 555 12 34",
    ),
    "before a phone abroad": (
        "secretariat32@x.example",
        (("Secrétariat", "02 555 12 34"),),
        "Secrétariat +32 2 555 12 34",
    ),
    "a country's prefix": ("02 33 25 10 75", (("02 51 07 50 12",),), "+33251075012"),
    "a country's prefix, with blanks": ("02 33 25 10 75", (("02 51 07 50 12",),), "+33 2 51 07 50 12"),
    "from a phone into the next": (
        "0477 98 81 02 61 91 14 14",
        (("02 61 91 98 81",), ("02 61 91 13 13",)),
        "02 61 91 98 81 02 61 91 13 13",
    ),
    "a postal code before a phone": ("010 60 02 55", (("1060",), ("02 555 12 34",)), "1060 02 555 12 34"),
    "our own word and a N°": ("Fiche 12", (("12", "Le Relais"),), "Fiche 12: Le Relais"),
    "a month": ("mai 2026", (("12", "Le Relais"),), "Annuaire, mai 2026"),
    "a count before a theme": ("7 Jardins", (("Jardins",),), "Thèmes</b>\n7\nJardins"),
    "our own word before a longer one": ("Fiche Rose", (("Roseraie", "Rose"),), "Fiche Roseraie"),
    "our own word on another line": ("Fiche Jardins", (("Jardins",),), "mène à la fiche\nJardins"),
    "a site that we cut": (
        "info@logis.example www.logis.example/pages/formulaires-ou=du-service",
        (("info@logis.example", "www.logis.example/pages/formulaires-ou=du-service"),),
        "info@logis.example www.logis.example/pages/formulaires-ou=…",
    ),
    "a name and its acronym": ("Le Relais (LR)", (("Le Relais", "Het Relais", "LR"),), "12 Le Relais (LR)"),
}


@pytest.mark.parametrize("name", COINCIDENCES)
def test_public_values_side_by_side_are_no_leak(name: str) -> None:
    secret, rows, shown = COINCIDENCES[name]
    assert not finds(secret, rows, shown)


_TELLS_NOTHING = {"our own word and a N°", "a month", "a name and its acronym", "a site that we cut"}


@pytest.mark.parametrize("name", sorted(set(COINCIDENCES) - _TELLS_NOTHING))
@pytest.mark.parametrize("frame", ["Accueil. {}. Orientation", "12 {}", "{}\n1060", "<b>{}</b>", '"name":"{}"'])
def test_the_same_value_by_itself_is_one(name: str, frame: str) -> None:
    """Beside a public value, too."""
    secret, rows, _shown = COINCIDENCES[name]
    assert finds(secret, rows, frame.format(secret))
    assert finds(secret, rows, f"{rows[0][0]}\n{secret}\n{rows[-1][-1]}")


DRESSED = {
    "a phone with points": ("02 555 66 77", "02.555.66.77"),
    "a phone abroad": ("02 555 66 77", "1060 +32 2 555 66 77"),
    "a phone abroad, with zeros, behind a number": ("02 555 66 77", "1060 0032 2 555.66.77"),
    "a phone before a public one": ("02 555 66 77", "02 555 66 77 02 555 12 34"),
    "a phone behind a public one": ("02 555 66 77", "02 555 12 34 / 02 555 66 77"),
    "a phone glued to a public one": ("02 555 66 77", "+3225556677+3225551234"),
    "soft hyphens": ("Zoé Kanari", "Zoé Ka\u00adna\u00adri"),
    "zero-width signs": ("Zoé Kanari", "Z\u200boé Kan\u200bari"),
    "two elements": ("Zoé Kanari", "<td>Zoé</td><td>Kanari</td>"),
    "two strings": ("Zoé Kanari", '{"label":"Zoé","name":"Kanari"}'),
    "two lines": ("La directrice part en mars, ne rien dire", "La directrice\npart en\nmars, ne\nrien dire"),
    "the end of a note": ("La directrice part en mars, ne rien dire", "Le Relais\nen mars, ne rien dire\nAccueil"),
    "a mailbox whose parts are public": ("accueil@relais.example", "accueil@relais.example"),
    "a mailbox before a public path": ("balie@logis.example", "balie@logis.example\nOnthaal en meer"),
    "a house number": ("Grande rue 14", "Grande rue 14"),
    "a house number, before a public one": ("Grande rue 14", "Grande rue 14 1060 Ville"),
}
PUBLIC: Rows = (
    ("12", "Le Relais", "02 555 12 34", "www.relais.example", "Grande rue", "1060", "Ville"),
    ("13", "Accueil", "02 555 12 36", "logis.example/onthaal", "Balie"),
)


@pytest.mark.parametrize("name", DRESSED)
def test_a_value_that_got_out_is_found_among_public_ones(name: str) -> None:
    secret, shown = DRESSED[name]
    assert finds(secret, PUBLIC, shown, is_name=secret.startswith("Zoé"))
    assert finds(secret, PUBLIC, f"Le Relais\n{shown}\n02 555 12 36", is_name=secret.startswith("Zoé"))


_NUMBERS = st.tuples(st.sampled_from(["510", "555", "532"]), st.sampled_from(["10", "32", "55"]), st.integers(0, 99))
_FORMS = ["02 {} {} {:02}", "02/{}.{}.{:02}", "+32 2 {} {} {:02}", "+322{}{}{:02}", "0032 2 {} {} {:02}", "02{}{}{:02}"]


@given(_NUMBERS, st.lists(_NUMBERS, min_size=1, max_size=4), st.sampled_from(_FORMS), st.data())
def test_a_phone_is_found_between_public_ones(
    inside: tuple[str, str, int], others: list[tuple[str, str, int]], form: str, data: st.DataObject
) -> None:
    """In whatever form each of them is printed, and though they are of the same few digits."""
    public = tuple(f"02 {a} {b} {c:02}" for a, b, c in others if (a, b, c) != inside)
    around = [data.draw(st.sampled_from(_FORMS)).format(*other) for other in others]
    shown = data.draw(st.sampled_from([" ", " / ", "\n", "; ", " 1060 "])).join(
        [*around, form.format(*inside), *around]
    )
    assert finds("02 {} {} {:02}".format(*inside), (public, ("1060", "12", "107")), shown)


@given(st.permutations(["accueil", "le relais", "1060", "kanari"]), st.sampled_from([" ", "\n", "-", "\u00ad "]))
def test_one_word_that_is_nowhere_public_gives_a_value_away(parts: list[str], between: str) -> None:
    """However public the words around it are, inside the value and in the page."""
    rows = (("Accueil", "Le Relais", "1060"), ("Accueil le Relais 1060",))
    assert finds(" ".join(parts), rows, f"Le Relais{between}{between.join(parts)}{between}Accueil")
