"""What the public may see, and that nothing else can reach it."""

from dataclasses import fields, replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fiche_builder.model import public as projection
from fiche_builder.model.columns import Audience, Column, Holds, SheetSpec
from fiche_builder.model.fields import CONTACTS, FICHES, SUGGESTIONS, TEAMS, THEMES
from fiche_builder.model.model import Contact, Fiche, Imprint, Phone, Suggestion, Team, Theme
from fiche_builder.model.public import PublicContact, PublicFiche, PublicImprint, project_fiches, project_imprint
from fiche_builder.model.words import Diffusion, Flag, Kind, Status, Usage

_PUBLIC_FICHE_COLUMNS = [column.key for column in FICHES.columns if column.is_public]
_PUBLIC_CONTACT_COLUMNS = [column.key for column in CONTACTS.columns if column.is_public]


def _names(kind: Any) -> list[str]:
    return [field.name for field in fields(kind)]


def _fiche(number: int = 1, **values: Any) -> Fiche:
    return Fiche(
        **{"number": number, "theme": "Emploi", "name": f"Fiche {number}", "diffusion": Diffusion.PUBLIC, **values}
    )


def _contact(**values: Any) -> Contact:
    return Contact(**{"fiche": 1, "label": "Accueil", "usage": Usage.GIVE, **values})


def _with_audience(spec: SheetSpec, key: str, audience: Audience) -> SheetSpec:
    columns = tuple(replace(column, audience=audience) if column.key == key else column for column in spec.columns)
    assert columns != spec.columns
    return replace(spec, columns=columns)


def test_public_types_have_the_public_columns_and_no_other() -> None:
    assert sorted(_names(PublicFiche)) == sorted([*_PUBLIC_FICHE_COLUMNS, "contacts"])
    assert sorted(_names(PublicContact)) == sorted(_PUBLIC_CONTACT_COLUMNS)


@pytest.mark.parametrize(
    ("kind", "spec", "further"),
    [
        (Fiche, FICHES, ["contacts"]),
        (Contact, CONTACTS, []),
        (Theme, THEMES, []),
        (Team, TEAMS, []),
        (Suggestion, SUGGESTIONS, []),
    ],
)
def test_each_type_has_the_columns_of_its_sheet_and_no_other(kind: type, spec: SheetSpec, further: list[str]) -> None:
    assert sorted(_names(kind)) == sorted([*(column.key for column in spec.columns), *further])


def test_the_columns_that_must_stay_internal_are_internal() -> None:
    """The design's table, said a second time: a slip in the field table shows here."""
    internal = {
        "kind",
        "diffusion",
        "essential",
        "status",
        "handover_rule",
        "handover_message",
        "intranet",
        "internal_note",
        "authorised_by",
        "verified_by",
        "source",
        "seen",
    }
    assert {column.key for column in FICHES.columns if not column.is_public} == internal
    assert {column.key for column in CONTACTS.columns if not column.is_public} == {
        "person",
        "function",
        "usage",
        "verified_by",
        "source",
        "seen",
    }
    assert not any(column.is_public for spec in (TEAMS, SUGGESTIONS) for column in spec.columns)


def test_a_new_column_is_internal() -> None:
    assert not Column("new", "Nouveau", Holds.LINE).is_public


_INTERNAL_WORDS = {
    "kind": Kind.PARTNER,
    "diffusion": Diffusion.PUBLIC,
    "essential": Flag.YES,
    "status": Status.ACTIVE,
    "usage": Usage.GIVE,
}


def _canaries(spec: SheetSpec, mark: str) -> dict[str, Any]:
    """A telling value in every internal text column of a sheet, its word in each closed list."""
    return {
        column.key: _INTERNAL_WORDS.get(column.key, f"{mark}-{column.key}-{mark}")
        for column in spec.columns
        if not column.is_public
    }


def test_no_internal_value_reaches_the_public() -> None:
    contacts = (_contact(**_canaries(CONTACTS, "canary")), _contact(label="canary-transfer", usage=Usage.TRANSFER))
    (public,) = project_fiches([_fiche(**_canaries(FICHES, "canary"), contacts=contacts)])
    assert "canary" not in repr(public)
    for word in _INTERNAL_WORDS.values():
        assert repr(word) not in repr(public)


_MARKS = st.from_regex(r"zq[0-9]{6}", fullmatch=True)


@settings(max_examples=100, deadline=None)
@given(_MARKS, st.sampled_from(Diffusion), st.sampled_from(Status), st.lists(st.sampled_from(Usage), max_size=4))
def test_whatever_an_editor_writes_internally_stays_there(
    mark: str, diffusion: Diffusion, status: Status, usages: list[Usage]
) -> None:
    internal = {**_canaries(FICHES, mark), "diffusion": diffusion, "status": status}
    contacts = tuple(_contact(**{**_canaries(CONTACTS, mark), "usage": usage}) for usage in usages)
    hidden = _fiche(2, name=f"{mark}", diffusion=Diffusion.INTERNAL, contacts=contacts)
    public = project_fiches([_fiche(**internal, contacts=contacts, see_also=(2,)), hidden])
    assert mark not in repr(public)
    assert len(public) == (diffusion is Diffusion.PUBLIC and status is Status.ACTIVE)
    for fiche in public:
        assert len(fiche.contacts) == usages.count(Usage.GIVE)
        assert fiche.see_also == ()


def test_public_values_are_there_whole() -> None:
    """Every public column arrives as it stands: the projection leaves out, it never changes."""
    phone = Phone("+3225551234", "02 555 12 34", "accueil", "12")
    values: dict[str, Any] = {key: f"{key}!" for key in _PUBLIC_FICHE_COLUMNS}
    values |= {key: (f"{key}-1", f"{key}-2") for key in ("emails", "sites", "other_names", "languages")}
    values |= {key: date(2026, 1, 2) for key in ("verified_on", "notice_from", "notice_until")}
    values |= {"number": 1, "see_also": (), "phones": (phone,)}
    contact = _contact(label="Garde", phones=(phone,), emails=("a@x.fr",), verified_on=date(2026, 1, 5))
    (public,) = project_fiches([Fiche(**values, diffusion=Diffusion.PUBLIC, contacts=(contact,))])
    assert {key: getattr(public, key) for key in _PUBLIC_FICHE_COLUMNS} == values
    assert public.contacts == (
        PublicContact(fiche=1, label="Garde", phones=(phone,), emails=("a@x.fr",), verified_on=date(2026, 1, 5)),
    )


@pytest.mark.parametrize(("usage", "is_public"), [(Usage.GIVE, True), (Usage.TRANSFER, False), (Usage.INTERNAL, False)])
def test_only_contacts_to_give_are_public(usage: Usage, *, is_public: bool) -> None:
    (public,) = project_fiches([_fiche(contacts=(_contact(usage=usage),))])
    assert [contact.label for contact in public.contacts] == ["Accueil"] * is_public


def test_a_contact_is_internal_unless_it_says_otherwise() -> None:
    (public,) = project_fiches([_fiche(contacts=(Contact(fiche=1, label="Accueil"),))])
    assert public.contacts == ()


def test_references_to_what_the_public_cannot_see_are_dropped() -> None:
    fiches = [
        _fiche(1, see_also=(5, 2, 3, 4, 6)),
        _fiche(2),
        _fiche(3, diffusion=Diffusion.INTERNAL),
        _fiche(4, status=Status.SUSPENDED),
        _fiche(5, status=Status.ARCHIVED),
        _fiche(6),
    ]
    public = project_fiches(fiches)
    assert [fiche.number for fiche in public] == [1, 2, 6]
    assert public[0].see_also == (2, 6)


def test_the_public_imprint_has_no_editors_and_no_internal_mention() -> None:
    imprint = Imprint(
        title="T",
        subtitle="S",
        organisation="O",
        suggestions_address="a@x.fr",
        public_mention="M",
        editors=("canary",),
        internal_mention="canary",
        region="BE",
    )
    public = project_imprint(imprint)
    assert public == PublicImprint(
        title="T", subtitle="S", organisation="O", suggestions_address="a@x.fr", public_mention="M"
    )
    assert "canary" not in repr(public)


@pytest.mark.parametrize("key", _PUBLIC_FICHE_COLUMNS)
def test_a_column_made_internal_in_the_field_table_stops_the_projection(
    key: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(projection, "FICHES", _with_audience(FICHES, key, Audience.INTERNAL))
    with pytest.raises(TypeError, match=key):
        project_fiches([_fiche()])


@pytest.mark.parametrize("key", _PUBLIC_CONTACT_COLUMNS)
def test_a_contact_column_made_internal_stops_the_projection(key: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(projection, "CONTACTS", _with_audience(CONTACTS, key, Audience.INTERNAL))
    with pytest.raises(TypeError, match=key):
        project_fiches([_fiche(contacts=(_contact(),))])


@pytest.mark.parametrize("key", [column.key for column in FICHES.columns if not column.is_public])
def test_a_column_made_public_needs_its_field_in_the_projection(key: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(projection, "FICHES", _with_audience(FICHES, key, Audience.PUBLIC))
    with pytest.raises(TypeError, match=key):
        project_fiches([_fiche()])


@pytest.mark.parametrize("key", [column.key for column in CONTACTS.columns if not column.is_public])
def test_a_contact_column_made_public_needs_its_field_in_the_projection(
    key: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(projection, "CONTACTS", _with_audience(CONTACTS, key, Audience.PUBLIC))
    with pytest.raises(TypeError, match=key):
        project_fiches([_fiche(contacts=(_contact(),))])


def test_a_new_public_column_needs_its_fields(monkeypatch: pytest.MonkeyPatch) -> None:
    spec = replace(FICHES, columns=(*FICHES.columns, Column("opened_in", "Ouvert en", Holds.LINE, Audience.PUBLIC)))
    monkeypatch.setattr(projection, "FICHES", spec)
    with pytest.raises(AttributeError, match="opened_in"):
        project_fiches([_fiche()])
