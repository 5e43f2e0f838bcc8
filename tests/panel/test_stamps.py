"""Lines put together from formulas and characters look like one line, and what was drawn once is not drawn again."""

import numpy as np
import pytest

from lab3_helpers.panel.stamps import _drawn, _picture

LOOK = 12, (0.0, 0.0, 0.0)


def picture(text, boxed=False):
    return _picture(text, *LOOK, boxed, 100)


def rows_with_ink(image):
    rows = np.flatnonzero(image[..., 3].max(axis=1) > 100)
    return rows[0], rows[-1]


@pytest.mark.parametrize("letter", ["L", "$L$"])
def test_a_letter_stands_on_its_line(letter):
    drawn, below = _drawn(letter, *LOOK, 100)
    assert abs(rows_with_ink(drawn)[1] - (len(drawn) - below - 1)) <= 1


@pytest.mark.parametrize("formula", ["$L$", r"$\frac{\partial L}{\partial x_1}$", "$L^{2^2}$", "$L_{1_2}$"])
def test_formulas_and_characters_stand_on_the_same_line(formula):
    line, (letter, letter_below), (drawn, below) = picture(f"L{formula}"), _drawn("L", *LOOK, 100), _drawn(formula, *LOOK, 100)
    start = letter.shape[1]
    # How far the ink reaches below the line is for both what it is when they are drawn alone.
    for part, alone, its_below in ((line[:, :start], letter, letter_below), (line[:, start:], drawn, below)):
        assert len(line) - rows_with_ink(part)[1] - max(below, letter_below) == len(alone) - rows_with_ink(alone)[1] - its_below


def test_a_line_is_as_wide_as_its_pieces():
    pieces = [r"$\frac{a}{b}$", " ", "=", " ", "$c$"]
    assert picture("".join(pieces)).shape[1] == sum(_drawn(piece, *LOOK, 100)[0].shape[1] for piece in pieces)


def test_a_formula_that_was_drawn_is_not_drawn_again():
    picture("$p_1$ = $q_1$")
    before = _drawn.cache_info().misses
    picture("$q_1$ = $p_1$")
    assert _drawn.cache_info().misses == before


def test_a_box_goes_around():
    assert all(a < b for a, b in zip(picture("$u_1$").shape[:2], picture("$u_1$", boxed=True).shape[:2]))
