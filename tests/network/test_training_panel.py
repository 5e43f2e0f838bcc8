"""Exercise 3's training panel shows the network it says, after the step it says."""

import re

import numpy as np
import pytest

from lab3_helpers import TrainingPanel
from lab3_helpers.network import X, Y, loss, plateau_losses, predict, random_parameters, train
from lab3_helpers.network.pictures import GRID, PLANE, boundary, zero_line
from lab3_helpers.network.maths import forward, plateau_of
from lab3_helpers.network.training_panel import history


def trained(rate, steps, seed, sd=1):
    start = random_parameters(1, sd, seed)[0]
    return train(start, rate, steps, tol=None).params if steps else start


@pytest.fixture(scope="module")
def made():
    return TrainingPanel()


@pytest.fixture
def panel(made):
    """The panel as it is when it has just been made, which takes as long as twenty pictures."""
    made.reset()
    return made


@pytest.mark.parametrize("rate, steps, seed, sd", [(1, 100, 0, 1), (5, 1000, 3, 1), (2, 0, 9, 0.3), (100, 101, 4, 10)])
def test_loss_and_outputs_are_those_of_the_training(panel, rate, steps, seed, sd):
    panel.set(learning_rate=rate, steps=steps, seed=seed, sd=sd)
    sentence = panel.picture.sentence
    params = trained(rate, steps, seed, sd)
    value = re.search(r"the loss is (\S+), ", sentence).group(1)
    assert float(value) == pytest.approx(loss(params), abs=6e-5, rel=0.01)
    told = predict(params)
    assert float(re.search(r"The output is (\S+) at the positive", sentence).group(1)) == pytest.approx(
        told[0], abs=6e-4, rel=0.01)
    assert f"{np.sum((told > 0.5) == Y)} of 5 right" in sentence
    assert ("a success" in sentence) == (loss(params) < 0.1)


@pytest.mark.parametrize("seed", range(8))
def test_the_sheets_rule_is_said_where_train_applies_it(seed, panel):
    run = train(random_parameters(1, 1.0, seed)[0], 1, 100)
    panel.set(seed=seed)
    sentence = panel.picture.sentence
    if run.steps < 100:
        plural = "s" * int(run.steps != 1)
        assert f"rule stops after {run.steps} step{plural}, at {run.loss:.4f}".rstrip("0") in sentence
    else:
        assert "rule does not stop." in sentence


def test_five_right_and_no_success_is_explained(panel):
    params = trained(1, 100, 8)
    assert ((predict(params) > 0.5) == Y).all() and loss(params) > 0.1
    panel.set(seed=8)
    assert "5 of 5 right" in (sentence := panel.picture.sentence)
    assert "not below 0.1: all points are on the right side of 0.5, but not yet near their labels." in sentence


@pytest.mark.parametrize("seed, steps, group", [(0, 100, 5), (65, 100, 4), (5, 100, 3), (17, 100, None), (2, 100, None)])
def test_a_plateau_is_named_where_the_points_are_merged(panel, seed, steps, group):
    told = predict(params := trained(1, steps, seed))
    assert plateau_of(told, loss(params)) == group
    if group is not None:  # the positive point and as many others say 1 / group, the rest something else
        assert told[0] == pytest.approx(1 / group, abs=0.1)
        assert np.sum(abs(told - 1 / group) < 0.1) == group
    panel.set(seed=seed, steps=steps)
    assert ("on the plateau" in panel.picture.sentence) == (group is not None)


def test_a_network_that_passes_a_plateau_is_not_on_it():
    params = trained(1, 100, 17)
    assert min(abs(loss(params) - level) for level in plateau_losses().values()) < 0.01
    assert plateau_of(predict(params), loss(params)) is None


def test_dragging_the_steps_trains_once_per_run(panel):
    history.cache_clear()
    for steps in range(101, 300, 7):
        panel.controls["steps"].value = steps
    assert history.cache_info().misses == 1


def test_the_largest_steps_are_said_to_make_it_worse(panel):
    panel.set(learning_rate=100, steps=70, seed=3, sd=10)
    assert "more than the 2.7734 at the start: the steps are too large" in panel.picture.sentence


def test_two_runs_with_the_same_map_have_different_pictures(panel):
    outputs = [predict(trained(rate, 1000, 0), PLANE) for rate in (20, 50)]
    assert np.abs(outputs[0] - outputs[1]).max() < 1 / 255
    panel.set(learning_rate=20, steps=1000)
    slow = panel.picture.image
    panel.set(learning_rate=50)
    assert panel.picture.image != slow


def test_the_four_plateaus_are_the_best_such_networks_can_do():
    for k, plateau in plateau_losses().items():
        # k points share the output 1/k, the others are told apart without loss
        assert plateau == pytest.approx((np.log(k) - (k - 1) * np.log(1 - 1 / k)) / 5)
    assert [round(p, 4) for p in plateau_losses().values()] == [0.5004, 0.4499, 0.3819, 0.2773]


def test_a_network_on_a_plateau_is_said_to_be_there(panel):
    assert "on the plateau 0.5004 (nearly the same output at the positive point and 4 others)" in str(panel)


def test_the_map_holds_what_predict_says():
    params = trained(5, 300, 3)
    output = predict(params, PLANE).reshape(101, 101)
    column, row = np.searchsorted(GRID, 1), np.searchsorted(GRID, -1e-9)
    assert (GRID[column], round(GRID[row], 9)) == (1, 0)
    assert output[row, column] == pytest.approx(predict(params)[np.flatnonzero((X == [1, 0]).all(axis=1))[0]])


@pytest.mark.parametrize("seed, steps", [(2, 0), (2, 100), (0, 100), (5, 100)])
def test_the_hidden_space_holds_the_points_and_the_line_of_the_output(seed, steps, panel):
    params = trained(1, steps, seed)
    *_, c, u1, u2 = params
    z1, z2, logits = forward(params, X)
    panel.set(seed=seed, steps=steps)
    hidden = panel.figure.hidden
    for y, mark in hidden.marks.items():
        assert np.array_equal(mark.get_data(), [z1[Y == y], z2[Y == y]])
    line1, line2 = hidden.line.get_data()
    assert c + u1 * line1 + u2 * line2 == pytest.approx(0, abs=1e-9)
    separated = ((logits > 0) == Y).all()
    assert ("one line separates them in the hidden space" in panel.picture.sentence) == separated
    assert ("right, not separated in the hidden space" in panel.picture.sentence) != separated
    assert separated == (seed == 2 and steps == 100)


def test_the_boundary_lies_where_the_output_is_half():
    params = trained(5, 300, 3)
    line = boundary(predict(params, PLANE).reshape(101, 101))
    points = line.T[np.isfinite(line[0])]
    assert len(points) > 100
    assert predict(params, points) == pytest.approx(0.5, abs=0.05)


def test_hidden_lines_are_where_the_neuron_is_zero():
    (x1, x2) = zero_line(0.3, -2.0, 1.5)
    assert 0.3 - 2 * x1 + 1.5 * x2 == pytest.approx(0, abs=1e-12)
    assert np.isnan(zero_line(1.0, 0.0, 0.0)).all()
    assert np.isnan(zero_line(1e300, 1e-300, 0.0)).all()


@pytest.mark.parametrize("arguments, sentence", [
    ({"learning_rate": 0}, "learning rate must be between 0.01 and 100, but 0 came."),
    ({"steps": 1001}, "steps must be between 0 and 1000, but 1001 came."),
    ({"seed": 0.5}, "seed must be a whole number, but 0.5 came."),
    ({"sd": "wide"}, "sd must be a number, but 'wide' came."),
])
def test_bad_arguments_are_refused_in_one_sentence(arguments, sentence):
    with pytest.raises((TypeError, ValueError), match=f"^{sentence}$"):
        TrainingPanel(**arguments)
