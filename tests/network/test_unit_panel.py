"""Exercise 3's panel of the units: no single line separates the five points, two do, and the panel says which do."""

import itertools
import re

import numpy as np
import pytest

from lab3_helpers import UnitPanel
from lab3_helpers.network import PARAMETER_NAMES, X, Y, predict
from lab3_helpers.network.maths import forward
from lab3_helpers.network.unit_panel import CENTRES, INPUTS, SIZE, UNITS, computed

SEPARATED = dict(b1=1, b2=-1, w11=2, w12=2, w21=2, w22=2, c=-3, u1=3, u2=-3)


@pytest.fixture(scope="module")
def made():
    return UnitPanel()


@pytest.fixture
def panel(made):
    made.reset()
    return made


def together(panel):
    """How many of the others the sentence says are on the positive point's side of the line."""
    return int(re.search(r"side of its line(?: in the hidden space)?: (\d) of the 4 others\.", str(panel)).group(1))


def test_no_line_parts_the_positive_point_from_more_than_two_others():
    # A line is where b + w.x is 0, and w.x of opposite points is opposite: b + w.x of the middle is halfway between
    # those of two opposite points, so that one of each pair has the middle's sign, or 0.
    middle, *others = X[Y == 1].tolist() + X[Y == 0].tolist()
    pairs = [pair for pair in itertools.combinations(others, 2) if np.array_equal(np.mean(pair, axis=0), middle)]
    assert len(pairs) == 2 and sorted(sum(pairs, ())) == sorted(others)
    # and there is a line that parts it from one of each pair
    assert sum((X @ (1, 1) + 0.5 > 0) & (Y == 0)) == 2 and (X @ (1, 1) + 0.5 > 0)[Y == 1].all()


@pytest.mark.parametrize("unit", ["z1", "z2"])
def test_whatever_the_sliders_two_others_stay_with_the_positive_point(unit, panel):
    rng, counts = np.random.default_rng(0), set()
    for values in rng.integers(-50, 51, (40, 3)) / 10:
        panel.set(unit=unit, **dict(zip(UNITS[unit], values.tolist())))
        counts.add(together(panel))
    assert min(counts) == 2 and max(counts) == 4


def test_two_lines_and_the_one_in_the_hidden_space_separate_the_points(panel):
    for unit, count in (("z1", 2), ("z2", 2), ("f", 0)):
        panel.set(unit=unit, **SEPARATED)
        assert together(panel) == count
    assert "5 of 5 right" in panel.picture.sentence
    z1, z2, logits = forward(np.array([SEPARATED[name] for name in PARAMETER_NAMES], float), X)
    assert ((logits > 0) == Y).all()
    line1, line2 = panel.figure.hidden.line.get_data()
    assert SEPARATED["c"] + SEPARATED["u1"] * line1 + SEPARATED["u2"] * line2 == pytest.approx(0, abs=1e-9)


def test_a_unit_computes_what_the_network_does():
    params = np.random.default_rng(0).normal(size=9)
    z1, z2, logits = forward(params, X)
    for unit, into, out in (("z1", np.arctanh(z1), z1), ("z2", np.arctanh(z2), z2), ("f", logits, predict(params))):
        assert computed(unit, params, X) == pytest.approx(np.array([into, out]))


def test_only_the_sliders_of_the_chosen_unit_are_shown(panel):
    for unit, names in UNITS.items():
        panel.set(unit=unit)
        shown = [label for label, control in panel.controls.items() if control.layout.display != "none"]
        assert shown == ["unit", *names]


def test_a_click_chooses_the_unit_there(panel):
    axes = panel.figure.network.get_position()
    for name in ("f", "x1", "z2", "z1"):
        x, y = np.divide(CENTRES[name], SIZE)
        before = panel.controls["unit"].value
        panel.clicked(axes.x0 + x * axes.width, 1 - axes.y1 + y * axes.height)
        assert panel.controls["unit"].value == (name if name in UNITS else before)
    panel.clicked(0.2, 0.5)  # on the map
    assert panel.controls["unit"].value == "z1"


def test_every_edge_of_the_drawing_is_named_once():
    names = [name for names in UNITS.values() for name in names]
    assert sorted(names) == sorted(PARAMETER_NAMES)
    assert {name for pair in INPUTS.values() for name in pair} | {"f"} == set(CENTRES)


@pytest.mark.parametrize("arguments, sentence", [
    ({"unit": "z3"}, 'unit must be "z1", "z2" or "f", but \'z3\' came.'),
    ({"unit": 1}, 'unit must be "z1", "z2" or "f", but 1 came.'),
    ({"w12": 6}, "w12 must be between -5 and 5, but 6 came."),
    ({"c": None}, "c must be a number, but None came."),
])
def test_bad_arguments_are_refused_in_one_sentence(arguments, sentence):
    with pytest.raises((TypeError, ValueError), match=f"^{sentence}$"):
        UnitPanel(**arguments)
