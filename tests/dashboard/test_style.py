"""Contrast by day and by night: 7:1 on the wall, 4.5:1 elsewhere."""

import pytest

from dashboard.style import DARK, LIGHT, contrast

MEANINGS = ("violence", "colere", "desaccord", "peurs", "retrait", "cooperation", "obstacle")


@pytest.mark.parametrize("colours", [LIGHT, DARK], ids=["light", "dark"])
class TestContrast:
    @pytest.mark.parametrize("ground", ["paper", "card", "bar", "track"])
    def test_of_ink_on_the_wall(self, colours, ground):
        assert contrast(colours.ink, getattr(colours, ground)) >= 7

    def test_of_the_question(self, colours):
        assert contrast(colours.band_ink, colours.band) >= 7

    @pytest.mark.parametrize("meaning", MEANINGS)
    def test_of_marked_words(self, colours, meaning):
        assert contrast(colours.ink, colours.wash(meaning)) >= 7

    @pytest.mark.parametrize("meaning", MEANINGS)
    def test_of_shapes_on_the_card(self, colours, meaning):
        # the ochre of anger said and the grey of withdrawal are given; a word stands beside each
        assert contrast(getattr(colours, meaning), colours.card) >= 2.3

    @pytest.mark.parametrize("ground", ["paper", "card"])
    def test_of_quiet_text(self, colours, ground):
        assert contrast(colours.quiet, getattr(colours, ground)) >= 4.5

    def test_of_a_number_on_the_fullest_cell(self, colours):
        assert contrast(colours.ink, colours.heat) >= 4.5
