"""The panel of narrow valleys and momentum: what it draws is the run, what it says is so, its buttons find the best."""

import numpy as np
import pytest

from lab3_helpers import MomentumPanel
from lab3_helpers.descent.momentum import best_beta, best_factors
from lab3_helpers.descent.momentum_panel import ERROR, Run
from test_momentum import simulated


@pytest.fixture(scope="module")
def panel():
    return MomentumPanel()


def test_the_path_that_is_drawn_is_the_runs():
    panel = MomentumPanel(condition=20, rate=0.6, beta=0.5)
    path = panel.figure._line.get_xydata()
    np.testing.assert_allclose(path, simulated(np.diag([1.0, 20]), ERROR, 0.6 * 3 / 20, 0.5, len(path) - 1), atol=1e-12)
    steps, distances = panel.figure._distance_lines[0].get_data()
    np.testing.assert_allclose(distances, np.hypot(*path.T) / np.hypot(*ERROR))


@pytest.mark.parametrize("arguments, said", [
    ((100, 1, 0), "a step multiplies the gentle error by 0.98 and the steep one by -1. In 10,000 steps the distance"),
    ((10, 0.75, 0), "a step multiplies the gentle error by 0.85 and the steep one by -0.5."),
    ((10, 0.75, 0), "At best it takes 23 steps (0.818 a step) without momentum, 11 steps (0.519 a step) with momentum 0.27."),
    ((2, 1.05, 0), "The path diverges."), ((2, 1.05, 0.9), "The path diverges."),
    ((100, 0.2, 0.81), "in the long run a step leaves 0.951 of the gentle and 0.9 of the steep error."),
])
def test_what_rate_and_momentum_do_is_said(panel, arguments, said):
    panel.set(**dict(zip(("condition", "rate", "beta"), arguments)))
    assert said in panel.picture.sentence


@pytest.mark.parametrize("condition", [1, 10, 33.3, 100])
def test_the_buttons_find_the_best(condition):
    panel = MomentumPanel(condition)
    plain, momentum = panel._box.children[1].children[:2]
    for button, factors, beta in ((plain, best_factors(condition)[0], 0), (momentum, best_factors(condition)[1], best_beta(condition))):
        button.click()
        assert 0 <= panel.controls["beta"].value - beta < 0.01
        run = Run(condition, panel.controls["rate"].value, panel.controls["beta"].value)
        assert factors - 1e-9 <= max(run.factors) < factors + 0.02


@pytest.mark.parametrize("arguments, sentence", [
    ({"condition": 0.5}, "condition must be between 1 and 100, but 0.5 came."),
    ({"condition": "narrow"}, "condition must be a number, but 'narrow' came."),
    ({"rate": 2}, "rate must be between 0.05 and 1.05, but 2 came."),
    ({"beta": 1}, "beta must be between 0 and 0.99, but 1 came."),
])
def test_bad_arguments_are_refused_in_one_sentence(arguments, sentence):
    with pytest.raises((TypeError, ValueError), match=f"^{sentence}$"):
        MomentumPanel(**arguments)
