"""The laws of make-up: every slug is placed once, in order, inside its column, and columns end together."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import combinations_with_replacement, pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fiche_builder.common.errors import TypesettingError
from fiche_builder.outputs.pdf.makeup import Galley, Item, ItemPlace, MadeUp, make_up
from tests.conftest import SOAK

HEIGHT = 100.0
SLACK = 0.11
"""More than the tolerance of the make-up (a tenth) and the noise of sums."""
laws = settings(max_examples=2000 if SOAK else 40, deadline=None)

heights = st.one_of(st.integers(1, 80), st.integers(80, 450), st.integers(450, 1000)).map(lambda tenths: tenths / 10)
items = st.builds(Item, height=heights, keep_with_next=st.sampled_from([False, False, False, True]))


def galleys_of(most: int) -> st.SearchStrategy[Galley]:
    return st.builds(
        Galley,
        items=st.lists(items, max_size=most).map(tuple),
        columns=st.integers(1, 4),
        new_page=st.booleans(),
        keep_with_next=st.booleans(),
        space_before=st.sampled_from([0, 0, 2.5, 10, 60]),
    )


editions = st.lists(galleys_of(16), max_size=5)


def column(*heights: float, **how: float) -> Galley:
    """Return a galley of plain items; an item is kept with the next one if its height is given as a negative number."""
    return Galley(tuple(Item(abs(height), keep_with_next=height < 0) for height in heights), **how)  # type: ignore[arg-type]


def stand(*galleys: Galley) -> list[tuple[int, int, float]]:
    """Return page, column and top of each item."""
    return [(place.page, place.column, place.top) for place in make_up(galleys, HEIGHT).places]


def bottom(galleys: Sequence[Galley], place: ItemPlace) -> float:
    return place.top + galleys[place.galley].items[place.item].height


def columns_of(made_up: MadeUp) -> dict[tuple[int, int, int], list[ItemPlace]]:
    """Return the places of each column, by page, galley and column."""
    found: dict[tuple[int, int, int], list[ItemPlace]] = {}
    for place in made_up.places:
        found.setdefault((place.page, place.galley, place.column), []).append(place)
    return found


def of_galley(made_up: MadeUp, number: int) -> list[ItemPlace]:
    return [place for place in made_up.places if place.galley == number]


def chunks_of(kept: Sequence[Item]) -> list[float]:
    """Return the heights of what must stay together: items with those they are kept with, up to a page."""
    chunks: list[float] = []
    is_open = False
    for item in kept:
        if is_open and chunks[-1] + item.height <= HEIGHT + SLACK / 1000:
            chunks[-1] += item.height
        else:
            chunks.append(item.height)
        is_open = item.keep_with_next
    return chunks


def lowest_highest_column(chunks: Sequence[float], columns: int) -> float:
    """Return the height of the highest column in the best of all arrangements, by trying each."""
    best = sum(chunks)
    for cuts in combinations_with_replacement(range(len(chunks) + 1), columns - 1):
        best = min(best, max(sum(chunks[start:end]) for start, end in pairwise((0, *cuts, len(chunks)))))
    return best


@laws
@given(editions)
def test_each_item_stands_exactly_once_in_reading_order(galleys: list[Galley]) -> None:
    places = make_up(galleys, HEIGHT).places
    assert [(p.galley, p.item) for p in places] == [
        (g, i) for g, galley in enumerate(galleys) for i in range(len(galley.items))
    ]
    for before, after in pairwise(places):
        if before.galley == after.galley:
            assert (before.page, before.column, before.top) < (after.page, after.column, after.top)
        else:
            assert before.page <= after.page


@laws
@given(editions)
def test_each_item_stands_inside_its_column_and_page(galleys: list[Galley]) -> None:
    made_up = make_up(galleys, HEIGHT)
    for place in made_up.places:
        assert 0 <= place.page < made_up.page_count
        assert 0 <= place.column < galleys[place.galley].columns
        assert place.top >= 0
        assert bottom(galleys, place) <= HEIGHT + SLACK


@laws
@given(editions)
def test_nothing_overlaps_and_columns_have_no_holes(galleys: list[Galley]) -> None:
    made_up = make_up(galleys, HEIGHT)
    tops: dict[tuple[int, int], set[float]] = {}
    for (page, galley, _column), places in columns_of(made_up).items():
        tops.setdefault((page, galley), set()).add(places[0].top)
        for before, after in pairwise(places):
            assert after.top == pytest.approx(bottom(galleys, before), abs=1e-9)
    assert all(len(beginnings) == 1 for beginnings in tops.values())
    for (page, galley), (top,) in tops.items():
        above = [bottom(galleys, p) for p in made_up.places if p.page == page and p.galley < galley]
        assert not above or top >= max(above) + galleys[galley].space_before - 1e-9


@laws
@given(editions)
def test_no_page_is_empty(galleys: list[Galley]) -> None:
    made_up = make_up(galleys, HEIGHT)
    assert {place.page for place in made_up.places} == set(range(made_up.page_count))


@laws
@given(editions)
def test_a_letter_is_never_last_in_a_column_if_what_follows_fits_below_it(galleys: list[Galley]) -> None:
    for number, galley in enumerate(galleys):
        places = of_galley(make_up(galleys, HEIGHT), number)
        for before, after in pairwise(places):
            is_parted = (before.page, before.column) != (after.page, after.column)
            if galley.items[before.item].keep_with_next and is_parted:
                first = before.item
                while first and galley.items[first - 1].keep_with_next:
                    first -= 1
                assert sum(item.height for item in galley.items[first : after.item + 1]) > HEIGHT - SLACK


@laws
@given(editions)
def test_a_galley_that_asks_for_a_page_begins_it(galleys: list[Galley]) -> None:
    made_up = make_up(galleys, HEIGHT)
    for number, galley in enumerate(galleys):
        if galley.new_page and galley.items:
            first = of_galley(made_up, number)[0]
            assert (first.column, first.top) == (0, 0)
            assert all(place.page < first.page for place in made_up.places if place.galley < number)


def kept_pairs(galleys: Sequence[Galley]) -> Iterator[tuple[int, int, float]]:
    """Yield each galley kept with the next non-empty one, that one, and the height that both beginnings need."""
    full = [number for number, galley in enumerate(galleys) if galley.items]
    for number, follower in pairwise(full):
        galley, after = galleys[number], galleys[follower]
        if galley.keep_with_next and not after.new_page:
            own = lowest_highest_column(chunks_of(galley.items), galley.columns)
            yield number, follower, own + after.space_before + chunks_of(after.items)[0]


def assert_kept(galleys: Sequence[Galley]) -> None:
    made_up = make_up(galleys, HEIGHT)
    for number, follower, needed in kept_pairs(galleys):
        if needed <= HEIGHT:
            assert of_galley(made_up, number)[-1].page == of_galley(made_up, follower)[0].page


@laws
@given(st.lists(galleys_of(4), max_size=6))
def test_a_band_ends_on_the_page_where_what_it_belongs_to_begins(galleys: list[Galley]) -> None:
    """Here what follows a band is not kept with anything itself; see the next test."""
    plain: list[Galley] = []
    for galley in galleys:
        before = next((other for other in reversed(plain) if other.items), None)
        is_band = galley.keep_with_next and not (before and before.keep_with_next)
        plain.append(replace(galley, keep_with_next=is_band))
    assert_kept(plain)


def test_of_a_chain_that_is_taller_than_a_page_the_last_bond_holds() -> None:
    assert stand(column(30, keep_with_next=True), column(30, keep_with_next=True), column(60)) == [
        (0, 0, 0),
        (1, 0, 0),
        (1, 0, 30),
    ]
    assert stand(column(30, keep_with_next=True), column(30, keep_with_next=True), column(40)) == [
        (0, 0, 0),
        (0, 0, 30),
        (0, 0, 60),
    ]


@laws
@given(st.lists(items, min_size=1, max_size=9), st.integers(1, 4), st.integers(0, 900))
def test_last_columns_are_as_short_as_they_can_be(kept: list[Item], columns: int, above: int) -> None:
    """On the page where a galley ends, no arrangement of its items in order has a smaller highest column."""
    galleys = [column(above / 10), Galley(tuple(kept), columns)] if above else [Galley(tuple(kept), columns)]
    made_up = make_up(galleys, HEIGHT)
    places = of_galley(made_up, len(galleys) - 1)
    last = [place for place in places if place.page == places[-1].page]
    highest = max(bottom(galleys, place) for place in last) - last[0].top
    chunks = chunks_of(kept[last[0].item :])
    assert highest <= lowest_highest_column(chunks, columns) + SLACK


@laws
@given(editions)
def test_no_column_or_page_is_left_while_the_next_would_fit(galleys: list[Galley]) -> None:
    """On a galley's pages but its last, whose columns are balanced; and before a galley that may begin anywhere."""
    made_up = make_up(galleys, HEIGHT)
    for number, galley in enumerate(galleys):
        places = of_galley(made_up, number)
        for before, after in pairwise(places):
            if before.page == places[-1].page or (before.page, before.column) == (after.page, after.column):
                continue
            needed = chunks_of(galley.items[after.item :])[0]
            assert bottom(galleys, before) + needed > HEIGHT - SLACK
            if before.page < after.page:
                top = next(place.top for place in places if place.page == before.page)
                assert before.column == galley.columns - 1 or top + needed > HEIGHT - SLACK  # no column could take it
    full = [number for number, galley in enumerate(galleys) if galley.items]
    for number, follower in pairwise(full):
        galley = galleys[follower]
        end, start = of_galley(made_up, number)[-1].page, of_galley(made_up, follower)[0].page
        if end < start and not galley.new_page and not galley.keep_with_next:
            foot = max(bottom(galleys, place) for place in made_up.places if place.page == end)
            assert foot + galley.space_before + chunks_of(galley.items)[0] > HEIGHT - SLACK


@laws
@given(editions)
def test_the_same_galleys_are_made_up_the_same_way(galleys: list[Galley]) -> None:
    assert make_up(galleys, HEIGHT) == make_up(tuple(galleys), HEIGHT)


@laws
@given(editions, st.integers(0, 5), st.integers(10_011, 10_000_000))
def test_an_item_that_is_taller_than_a_page_is_an_error(galleys: list[Galley], place: int, hundredths: int) -> None:
    with pytest.raises(TypesettingError, match="taller than a page"):
        make_up([*galleys[:place], column(hundredths / 100), *galleys[place:]], HEIGHT)


def test_an_item_as_tall_as_a_page_has_one_of_its_own() -> None:
    assert stand(column(100.01, 100, 1)) == [(0, 0, 0), (1, 0, 0), (2, 0, 0)]


def test_nothing_makes_no_page() -> None:
    assert make_up([], HEIGHT) == MadeUp((), 0)
    assert make_up([Galley(()), Galley((), new_page=True)], HEIGHT) == MadeUp((), 0)


def test_columns_fill_one_after_the_other_and_end_together() -> None:
    assert stand(column(60, 30, 30, 40, 30, 20, 10, 20, columns=2)) == [
        (0, 0, 0), (0, 0, 60),
        (0, 1, 0), (0, 1, 30), (0, 1, 70),
        (1, 0, 0), (1, 0, 20), (1, 1, 0),
    ]  # fmt: skip


def test_a_letter_goes_to_the_column_of_its_first_line() -> None:
    assert stand(column(60, 30, -10, 10, 80, columns=2)) == [(0, 0, 0), (0, 0, 60), (0, 1, 0), (0, 1, 10), (0, 1, 20)]


def test_letters_that_fit_no_column_with_their_line_are_parted_from_it() -> None:
    assert stand(column(-50, -30, 40)) == [(0, 0, 0), (0, 0, 50), (1, 0, 0)]


def test_a_letter_at_the_very_end_stands_where_it_comes() -> None:
    assert stand(column(40, -20)) == [(0, 0, 0), (0, 0, 40)]


def test_galleys_follow_each_other_down_the_page_at_their_distance() -> None:
    assert stand(column(20), column(30, 30, columns=2, space_before=5), column(40, space_before=5)) == [
        (0, 0, 0), (0, 0, 25), (0, 1, 25), (0, 0, 60),
    ]  # fmt: skip


def test_a_distance_is_not_kept_at_the_top_of_a_page() -> None:
    assert stand(column(20, space_before=7), column(20, space_before=7, new_page=True)) == [(0, 0, 0), (1, 0, 0)]
    assert stand(column(90), column(20, space_before=7)) == [(0, 0, 0), (1, 0, 0)]


def test_a_band_goes_to_the_next_page_with_the_first_line_of_its_list() -> None:
    above = column(60)
    assert stand(above, column(20, keep_with_next=True), column(20, space_before=1)) == [
        (0, 0, 0),
        (1, 0, 0),
        (1, 0, 21),
    ]
    assert stand(above, column(20, keep_with_next=True), column(20)) == [(0, 0, 0), (0, 0, 60), (0, 0, 80)]
    assert stand(above, column(20, keep_with_next=True), Galley(()), column(-10, 20)) == [
        (0, 0, 0),
        (1, 0, 0),
        (1, 0, 20),
        (1, 0, 30),
    ]


def test_a_band_that_nothing_can_stand_below_stays_alone() -> None:
    assert stand(column(60, keep_with_next=True), column(50)) == [(0, 0, 0), (1, 0, 0)]
    assert stand(column(60, keep_with_next=True), column(30, new_page=True)) == [(0, 0, 0), (1, 0, 0)]
    assert stand(column(60, keep_with_next=True)) == [(0, 0, 0)]


def test_a_tenth_too_much_is_no_reason_for_a_new_column() -> None:
    assert stand(column(50, 50.09)) == [(0, 0, 0), (0, 0, 50)]
    assert stand(column(50, 50.11)) == [(0, 0, 0), (1, 0, 0)]


def test_a_thousand_lines_fill_three_columns_of_four_pages() -> None:
    made_up = make_up([column(*[1.0] * 1000, columns=3)], HEIGHT)
    assert made_up.page_count == 4
    assert [place.column for place in made_up.places if place.page == 3] == [0] * 34 + [1] * 34 + [2] * 32
