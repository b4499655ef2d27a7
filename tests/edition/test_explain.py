"""What the public edition withholds, held against the public edition itself."""

from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fiche_builder.common.config import Config
from fiche_builder.common.period import Period
from fiche_builder.edition.edition import build_public_edition
from fiche_builder.edition.explain import explain, summarise
from fiche_builder.model.fields import CONTACTS, FICHES
from fiche_builder.model.model import Contact, Directory, Fiche, Imprint, Theme
from fiche_builder.model.words import Diffusion, Status, Usage
from tests.making.workbooks import Cells, check, fiche, make_workbook, public

GIVEN: Cells = {"Fiche": 1, "Téléphone": "02 555 99 88", "Usage": "Donner"}


@pytest.mark.parametrize(
    ("row", "contacts", "expected"),
    [
        (public(1), [GIVEN], []),
        (fiche(1), [], [(("the whole fiche",), "Diffusion is not “Public”")]),
        (public(1, Statut="Suspendu"), [], [(("the whole fiche",), "the status is “Suspendu”")]),
        (public(1, Note_interne="x", Consigne="y"), [], [(("Consigne", "Note interne"), "internal columns")]),
        (public(1), [{**GIVEN, "Personne": "Anne", "Fonction": "x"}], [(("Personne", "Fonction"),
            "internal columns of “Contacts”")]),
        (
            public(1),
            [{**GIVEN, "Usage": "Interne"}, {**GIVEN, "Usage": None}, {**GIVEN, "Usage": "Transférer"}],
            [(("2 contacts",), "the usage is “Interne”"), (("1 contact",), "the usage is “Transférer”")],
        ),
        (public(1, Voir_aussi="2; 3"), [], [(("Voir aussi",), "not public: 3")]),
    ],
)  # fmt: skip
def test_each_rule_names_what_it_withholds(
    tmp_path: Path, row: Cells, contacts: list[Cells], expected: list[tuple[tuple[str, ...], str]]
) -> None:
    rows = [row, public(2), fiche(3)]
    path = make_workbook(tmp_path / "annuaire.xlsx", {"Fiches": rows, "Contacts": contacts})
    told = [
        (tuple(field for field in withheld.fields if field != "Autorisé par"), withheld.rule)
        for withheld in explain(check(path).directory)
        if withheld.number == 1
    ]
    assert [(fields, rule) for fields, rule in told if fields] == expected


_FICHES = st.builds(
    Fiche,
    number=st.integers(1, 5),
    theme=st.just("Emploi"),
    name=st.just("Le Relais"),
    diffusion=st.sampled_from(Diffusion),
    status=st.sampled_from([Status.ACTIVE, Status.SUSPENDED]),
    internal_note=st.sampled_from(["", "x"]),
    handover_rule=st.sampled_from(["", "x"]),
    see_also=st.sampled_from([(), (1,), (2, 3)]),
    contacts=st.lists(
        st.builds(
            Contact,
            fiche=st.just(1),
            person=st.sampled_from(["", "Anne"]),
            label=st.sampled_from(["", "Garde"]),
            emails=st.just(("a@relais.be",)),
            usage=st.sampled_from(Usage),
        ),
        max_size=3,
    ).map(tuple),
)


@settings(max_examples=200, deadline=None)
@given(st.lists(_FICHES, max_size=5, unique_by=lambda fiche: fiche.number))
def test_what_is_not_told_as_withheld_is_published(fiches: list[Fiche]) -> None:
    """And what is told as withheld is not: the public edition is the judge."""
    directory = Directory(imprint=Imprint(), themes=(Theme(name="Emploi"),), fiches=tuple(fiches))
    published = {fiche.number: fiche for fiche in build_public_edition(directory, Period(2026, 11), Config()).fiches}
    told: dict[int, set[str]] = {fiche.number: set() for fiche in fiches}
    for withheld in explain(directory):
        told[withheld.number] |= set(withheld.fields)
    for entry in fiches:
        assert ("the whole fiche" in told[entry.number]) is (entry.number not in published)
        if shown := published.get(entry.number):
            assert (FICHES.column("see_also").header in told[entry.number]) is (shown.see_also != entry.see_also)
            kept = Counter(contact.usage for contact in entry.contacts if contact.usage is not Usage.GIVE)
            assert {field for field in told[entry.number] if field[0].isdigit()} == {
                f"{count} contact{'s' if count > 1 else ''}" for count in kept.values()
            }
            assert len(shown.contacts) == len(entry.contacts) - kept.total()
            names = any(contact.person for contact in entry.contacts if contact.usage is Usage.GIVE)
            assert (CONTACTS.column("person").header in told[entry.number]) is names


def test_a_summary_counts_by_rule(tmp_path: Path) -> None:
    """Whole fiches, contacts, then the columns, however many fiches there are."""
    rows = [
        *(public(n, Note_interne="x", Autorisé_par=None) for n in range(1, 5)),
        public(5, Consigne="y", Voir_aussi="6", Autorisé_par=None),
        *(fiche(n, Note_interne="x") for n in (6, 7)),
        public(8, Statut="Suspendu"),
    ]
    contacts = [
        *({**GIVEN, "Fiche": n, "Usage": "Transférer"} for n in (1, 1, 2, 6)),
        {**GIVEN, "Personne": "Anne"},
    ]
    path = make_workbook(tmp_path / "annuaire.xlsx", {"Fiches": rows, "Contacts": contacts})
    assert list(summarise(explain(check(path).directory))) == [
        ("Diffusion is not “Public”", "2 fiches"),
        ("the status is “Suspendu”", "1 fiche"),
        ("the usage is “Transférer”", "3 contacts"),
        ("internal columns", "Note interne (4), Consigne (1)"),
        ("internal columns of “Contacts”", "Personne (1)"),
        ("“See also” names fiches that are not public", "1 fiche"),
    ]
    assert list(summarise([])) == []
