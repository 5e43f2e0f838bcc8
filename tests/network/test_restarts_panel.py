"""Exercise 3's restarts panel begins with the sheet's ten and tells the truth about all of them."""

import re

import numpy as np
import pytest

from lab3_helpers.network import random_parameters, sheet_run, train
from lab3_helpers import RestartsPanel


@pytest.fixture(scope="module")
def made():
    return RestartsPanel()


@pytest.fixture
def panel(made):
    """The panel as it is when it has just been made, which takes as long as twenty pictures."""
    made.reset()
    return made


def test_it_begins_with_the_sheets_own_result(panel):
    sentence = panel.picture.sentence
    assert sentence.startswith("Final loss below 0.1, marked *: 4 of 10 (number 2, 6, 8 and 10).")
    assert "The best restart is number 6 with loss 0.0443:" in sentence
    assert sentence.endswith("The starts are the sheet's own.")


@pytest.mark.parametrize("rate, steps, good", [(1, 300, 9), (3, 300, 10), (5, 300, 7)])
def test_the_sheets_starts_under_other_settings(panel, rate, steps, good):
    panel.set(learning_rate=rate, steps=steps)
    assert panel.picture.sentence.startswith(f"Final loss below 0.1, marked *: {good} of 10 ")


@pytest.mark.parametrize("n, rate, steps", [(1, 1, 100), (11, 2, 30), (100, 3, 1000)])
def test_count_and_best_are_those_of_the_trainings(panel, n, rate, steps):
    starts = np.concatenate([sheet_run()[1], random_parameters(90, seed=0)])[:n]
    losses = train(starts, rate, steps).loss
    panel.set(n=n, learning_rate=rate, steps=steps)
    sentence = panel.picture.sentence
    assert sentence.startswith(f"Final loss below 0.1, marked *: {(losses < 0.1).sum()} of {n}")
    best, value = re.search(r"number (\d+) with loss (\S+):", sentence).groups()
    assert int(best) == losses.argmin() + 1
    assert float(value) == pytest.approx(losses.min(), abs=6e-5)
    assert ("then random_parameters(90, seed=0)" in sentence) == (n > 10)


def test_more_restarts_never_make_the_best_worse_or_the_row_shorter(panel):
    count, best = 0, np.inf
    for n in range(1, 41):
        panel.controls["n"].value = n
        good, value = re.match(r".*: (\d+) of .* with loss (\S+):", panel.picture.sentence).groups()
        assert int(good) in (count, count + 1) and float(value) <= best
        count, best = int(good), float(value)


def test_the_random_network_is_the_sheets_example(panel):
    # Its map has 26.7 % above 0.5, whichever restart is best.
    for steps in (10, 1000):
        panel.controls["steps"].value = steps
        assert "the random network's on 26.7 %" in panel.picture.sentence


@pytest.mark.parametrize("arguments, sentence", [
    ({"n": 0}, "n must be between 1 and 100, but 0 came."),
    ({"n": 2.5}, "n must be a whole number, but 2.5 came."),
    ({"learning_rate": 51}, "learning rate must be between 0.1 and 50, but 51 came."),
    ({"steps": "many"}, "steps must be a whole number, but 'many' came."),
])
def test_bad_arguments_are_refused_in_one_sentence(arguments, sentence):
    with pytest.raises((TypeError, ValueError), match=f"^{sentence}$"):
        RestartsPanel(**arguments)
