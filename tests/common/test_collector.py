"""The collector of cycles is paused in the block, and goes on afterwards as before."""

import gc

import pytest

from fiche_builder.common.collector import without_collector


@pytest.mark.parametrize("was_on", [True, False])
def test_it_is_as_it_was_whatever_happens(*, was_on: bool) -> None:
    before = gc.isenabled()
    try:
        (gc.enable if was_on else gc.disable)()
        with without_collector(), without_collector():
            assert not gc.isenabled()
        assert gc.isenabled() is was_on
        with pytest.raises(KeyError), without_collector():
            raise KeyError
        assert gc.isenabled() is was_on
    finally:
        (gc.enable if before else gc.disable)()
