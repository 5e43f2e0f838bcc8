"""The first panel of exercise 1: its slope is the function's, nothing is steeper than the gradient, and straight is straight."""

import numpy as np
import pytest

from lab3_helpers import SlopePanel, StraightPathPanel
from lab3_helpers.descent import MINIMUM, f, f_gradient
from lab3_helpers.descent.maths import LOWEST, eigenvectors
from lab3_helpers.descent.slope_panel import DISTANCE, unit_vector

POINTS = [(6, 6), (0, -4), (16, -4), (9.3, 5.7), (8, 4.1)]


@pytest.fixture(scope="module")
def made():
    return SlopePanel()


@pytest.fixture
def panel(made):
    """The panel as it is when it has just been made, which takes as long as twenty pictures."""
    made.reset()
    return made


@pytest.mark.parametrize("x", POINTS, ids=str)
def test_the_slope_and_the_tangent_line_are_those_of_the_function(panel, x):
    for direction in range(0, 360, 30):
        panel.set(x1=x[0], x2=x[1], direction=direction)
        way, h = unit_vector(direction), 1e-4
        slope = (f(x + h * way) - f(x - h * way)) / (2 * h)
        (left, low), (right, high) = panel.figure._tangent.get_xydata()
        assert (high - low) / (right - left) == pytest.approx(slope, abs=1e-6)
        assert (low + high) / 2 == pytest.approx(f(x))
        distances, heights = panel.figure._cut_line.get_data()
        np.testing.assert_allclose(heights, [f(x + distance * way) for distance in distances])


@pytest.mark.parametrize("x", POINTS, ids=str)
def test_no_direction_is_steeper_than_the_gradients(panel, x):
    panel.set(x1=x[0], x2=x[1])
    ((direction,), (largest,)) = panel.figure._largest.get_data()
    assert largest == pytest.approx(np.linalg.norm(f_gradient(x)))
    slopes = unit_vector(np.arange(0, 360, 0.25)) @ f_gradient(x)
    assert largest * (1 - 1e-5) < slopes.max() <= largest + 1e-9
    np.testing.assert_allclose(largest * unit_vector(direction), f_gradient(x), atol=1e-9)


def test_the_slopes_the_point_and_the_tangent_lines_upper_end_stand_inside_their_axes(panel):
    for x1, x2, direction in np.random.default_rng(0).uniform((0, -4, 0), (16, 12, 360), (30, 3)):
        panel.set(x1=x1, x2=x2, direction=int(direction))
        figure = panel.figure
        low, high = figure.slopes.get_ylim()
        assert low < figure._every_slope.get_ydata().min() and figure._every_slope.get_ydata().max() < high
        low, high = figure.cut.get_ylim()
        assert low < LOWEST <= figure._cut_point.get_ydata()[0] <= figure._tangent.get_ydata().max() < high


@pytest.mark.parametrize("direction, said", [
    (0, "In direction 0° (right) f falls with slope -6. The largest slope "
        "of all is 8.485, the length of the gradient. It points 135° from this direction, whose slope is its length times the cosine of this angle."),
    (135, "The largest slope of all is 8.485, the length of the gradient. It points in this direction."),
    (315, "It points straight against this direction, which is the steepest way down."),
    (45, "In direction 45° f is level, its slope is 0."), (360, "In direction 360° (right) f falls"),
])
def test_what_a_direction_means_is_said(panel, direction, said):
    panel.set(direction=direction)
    assert said in panel.picture.sentence


def test_where_the_gradient_is_zero_every_direction_is_level(panel):
    panel.set(x1=MINIMUM[0], x2=MINIMUM[1])
    assert panel.picture.sentence.endswith("The gradient is zero: f is level in every direction.")


def test_the_gradient_is_kept_for_later():
    panel = SlopePanel(gradient=False)
    assert "gradient" not in panel.picture.sentence
    assert np.ptp(panel.figure._gradient.get_xy(), axis=0).max() < 0.7  # nothing that the mark of the point does not hide
    assert not np.isfinite(panel.figure._every_slope.get_ydata()).any() and not len(panel.figure._largest.get_xdata())
    panel.controls["gradient"].value = True
    assert "length of the gradient" in panel.picture.sentence
    assert np.isfinite(panel.figure._every_slope.get_ydata()).all()


def test_a_click_moves_the_point_to_the_sliders_step(panel):
    figure = panel.figure.figure
    x, y = panel.figure.contours.transData.transform((3.14, 9.87)) / (figure.bbox.width, figure.bbox.height)
    panel.clicked(x, 1 - y)
    panel.clicked(0.99, 0.99)  # outside of the contours
    assert panel.picture.recipe == "SlopePanel(x=(3.1, 9.9), direction=0, gradient=True)"


@pytest.mark.parametrize("rate", [0.02, 0.1, 0.5])
def test_a_path_is_said_to_be_straight_where_it_is(rate):
    panel, straight = StraightPathPanel(learning_rate=rate), []
    for direction in range(0, 360, 15):
        panel.set(direction=direction)
        errors = panel.figure._path.get_xydata() - MINIMUM
        way = unit_vector(direction)
        is_straight = np.abs(errors @ (-way[1], way[0])).max() < 1e-9
        assert ("the path is straight" in panel.picture.sentence) == is_straight
        straight += [direction] if is_straight else []
    assert straight == [45, 135, 225, 315]


def test_the_slope_of_a_straight_path_is_distance_times_eigenvalue():
    for eigenvalue, direction in zip(eigenvectors()[0], (45, 135)):
        said = StraightPathPanel(direction).picture.sentence
        assert f"The slope along this line is {eigenvalue * DISTANCE:g}, at distance {DISTANCE:g}." in said


@pytest.mark.parametrize("make, arguments, sentence", [
    (SlopePanel, {"x": 5}, "x must be two numbers, but 5 came."),
    (SlopePanel, {"x": (100, 0)}, "x1 must be between 0 and 16, but 100 came."),
    (SlopePanel, {"direction": 2.5}, "direction must be a whole number, but 2.5 came."),
    (SlopePanel, {"direction": -90}, "direction must be between 0 and 360, but -90 came."),
    (SlopePanel, {"gradient": 1}, "gradient must be True or False, but 1 came."),
    (StraightPathPanel, {"direction": 361}, "direction must be between 0 and 360, but 361 came."),
    (StraightPathPanel, {"learning_rate": 0.7}, "learning rate must be between 0.01 and 0.65, but 0.7 came."),
])
def test_bad_arguments_are_refused_in_one_sentence(make, arguments, sentence):
    with pytest.raises((TypeError, ValueError), match=f"^{sentence}$"):
        make(**arguments)
