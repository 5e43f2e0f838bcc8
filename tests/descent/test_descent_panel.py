"""Exercise 1's panel: what it says agrees with the mathematics, and a student's optimizer is drawn as it is."""

import functools
import re
import sys
from fractions import Fraction
from threading import Event, Thread

import numpy as np
import pytest
import sympy

from lab3_helpers.descent import f, f_gradient, gradient_descent
from lab3_helpers import DescentPanel
from lab3_helpers.descent.students_optimizer import optimizer_path

START = np.array([6.0, 6.0])


@pytest.fixture(scope="module")
def made():
    return DescentPanel()


@pytest.fixture
def panel(made):
    """The panel as it is when it has just been made, which takes as long as twenty pictures."""
    made.optimizer = None
    made.reset()
    return made


def sentence(panel, optimizer=None, **values):
    panel.optimizer = optimizer
    panel.set(**values)
    return panel.picture.sentence


def test_the_sheets_run():
    panel = DescentPanel()
    assert panel.picture.sentence.startswith("After 10 steps the point is (7.943505, 4.056495)")
    assert panel.picture.recipe == "DescentPanel(x0=(6, 6), learning_rate=0.1, steps=10)"


@pytest.mark.parametrize("rate, steps, said", [
    (1 / 3, 1, "After 1 step the point is (8, 4), on the minimum"),
    (2 / 3, 7, "multiplies the error by 0.333 in the gentle and by -1 in the steep direction"),
    (0.7, 16, "The path diverges, the rate is above 2/3: it leaves the picture at step 15."),
    (1.0, 100, "The path diverges, the rate is above 2/3: it leaves the picture at step 3."),
    (0.1, 0, "No step made: the start (6, 6) is 12 above the minimum"),
])
def test_what_a_rate_does_is_said(panel, rate, steps, said):
    assert said in sentence(panel, learning_rate=rate, steps=steps)


@pytest.mark.parametrize("rate, written", [(2 / 3, "2/3"), (0.25, "0.25")])
def test_the_recipe_writes_a_landmark_as_the_fraction_that_it_is(panel, rate, written):
    panel.set(learning_rate=rate)
    assert panel.picture.recipe == f"DescentPanel(x0=(6, 6), learning_rate={written}, steps=10)"


@pytest.mark.parametrize("arguments, decades", [
    ({"learning_rate": 0.1, "steps": 10}, 6), ({"learning_rate": 1 / 3, "steps": 3}, 6), ({"learning_rate": 0.7, "steps": 10}, 6),
    ({"learning_rate": 0.3, "steps": 10}, 18), ({"learning_rate": 2.0, "steps": 100}, 10),
])
def test_the_value_axis_is_as_long_as_the_descent_needs(panel, arguments, decades):
    panel.set(**arguments)
    axes = panel.figure.gaps
    low, *_, high = axes.get_yticks()[1:]
    assert round(np.log10(axes.get_ylim()[1] / low)) == decades


@pytest.mark.parametrize("rate", [0.1, 1 / 3, 0.5])
def test_an_exact_zero_stands_at_the_tick_that_says_so(panel, rate):
    panel.set(learning_rate=rate, steps=100)
    figure = panel.figure
    gaps = f(gradient_descent(START, f, f_gradient, 100, rate, tol=None).path) + 12
    steps, heights = figure._zeros.get_data()
    assert steps.tolist() == np.flatnonzero(gaps <= 0).tolist()
    assert set(heights) <= {figure.gaps.get_yticks()[0]} and figure.gaps.get_yticklabels()[0].get_text() == "0"
    assert (figure._gap_line.get_ydata()[gaps > 0] == gaps[gaps > 0]).all()


def test_divergence_is_said_at_the_step_that_leaves_the_picture(panel):
    panel.set(x1=3, x2=1, learning_rate=0.75, steps=100)
    path = gradient_descent([3, 1], f, f_gradient, 100, 0.75, tol=None).path
    left = next(i for i, (x1, x2) in enumerate(path) if not (0 <= x1 <= 16 and -4 <= x2 <= 12))
    assert f"it leaves the picture at step {left}." in panel.picture.sentence
    panel.set(steps=left - 1)
    assert "diverges" not in panel.picture.sentence
    panel.set(steps=left)
    assert "diverges" in panel.picture.sentence


def test_a_rate_above_two_thirds_converges_on_the_gentle_line(panel):
    # (9, 5) - (8, 4) has no steep part, so nothing is there to be blown up within few steps.
    assert "diverges" not in sentence(panel, x1=9, x2=5, learning_rate=0.7, steps=20)


def test_a_click_sets_the_start_to_the_sliders_step(panel):
    figure = panel.figure.figure
    x, y = panel.figure.contours.transData.transform((3.14, 9.87)) / (figure.bbox.width, figure.bbox.height)
    panel.clicked(x, 1 - y)
    assert (panel.controls["x1"].value, panel.controls["x2"].value) == (3.1, 9.9)
    panel.clicked(0.99, 0.99)  # outside of the contour plot
    assert (panel.controls["x1"].value, panel.controls["x2"].value) == (3.1, 9.9)


def test_a_rate_that_is_not_in_the_list_joins_it():
    panel = DescentPanel(learning_rate=0.123)
    assert panel.controls["learning rate"].value == 0.123
    assert panel.picture.recipe == "DescentPanel(x0=(6, 6), learning_rate=0.123, steps=10)"


@pytest.mark.parametrize("arguments, refusal", [
    ({"optimizer": 3}, "optimizer must be a function or None, but 3 came."),
    ({"x0": 5}, "x0 must be two numbers, but 5 came."),
    ({"x0": (1, 2, 3)}, r"x0 must be two numbers, but \(1, 2, 3\) came."),
    ({"x0": (100, 0)}, "x1 must be between 0 and 16, but 100 came."),
    ({"x0": ("a", 0)}, "x1 must be a number, but 'a' came."),
    ({"x0": (float("nan"), 0)}, "x1 must be between 0 and 16, but nan came."),
    ({"learning_rate": -1}, "learning rate must be between 0.01 and 2, but -1 came."),
    ({"learning_rate": None}, "learning rate must be a number, but None came."),
    ({"steps": 2.5}, "steps must be a whole number, but 2.5 came."),
    ({"steps": 101}, "steps must be between 0 and 100, but 101 came."),
])
def test_bad_arguments_are_refused_in_one_sentence(arguments, refusal):
    with pytest.raises((TypeError, ValueError), match=f"^{refusal}$"):
        DescentPanel(**arguments)


# A student's optimizers: right, stopping early, and the ways in which they go wrong.

def right(x0, func, grad, max_steps, alpha):
    x = np.array(x0, dtype=float)
    for _ in range(max_steps):
        x = x - alpha * grad(x)
    return x


def stops_early(x0, func, grad, max_steps, alpha):
    x, v = np.array(x0, dtype=float), func(x0)
    for _ in range(max_steps):
        x = x - alpha * grad(x)
        v_new = func(x)
        if v - v_new < 1e-4:
            break
        v = v_new
    return x


def in_place(x0, func, grad, max_steps, alpha):
    for _ in range(max_steps):
        x0 -= alpha * grad(x0)
    return x0


def asks_twice(x0, func, grad, max_steps, alpha):
    x = x0
    for _ in range(max_steps):
        if np.linalg.norm(grad(x)) < 1e-12:
            break
        x = x - alpha * grad(x)
    return x


def as_a_list(x0, func, grad, max_steps, alpha):
    return list(right(x0, func, grad, max_steps, alpha))


def blank(x0, func, grad, max_steps, alpha):
    ...


@pytest.mark.parametrize("optimizer", [right, in_place, asks_twice, as_a_list])
@pytest.mark.parametrize("alpha, steps", [(0.1, 10), (0.1, 1), (0.5, 2), (0.9, 30)])
def test_a_right_optimizer_is_drawn_like_our_own(optimizer, alpha, steps):
    path, complaint = optimizer_path(optimizer, START, f, f_gradient, steps, alpha)
    np.testing.assert_allclose(path, gradient_descent(START, f, f_gradient, steps, alpha, tol=None).path)
    assert complaint is None
    assert (START == [6, 6]).all()


@pytest.mark.parametrize("alpha", [0.1, 0.5, 0.7])
def test_an_optimizer_that_stops_early_is_drawn_to_where_it_stopped(alpha):
    path, _ = optimizer_path(stops_early, START, f, f_gradient, 100, alpha)
    np.testing.assert_allclose(path, gradient_descent(START, f, f_gradient, 100, alpha).path)


def uphill(x0, func, grad, max_steps, alpha):
    return right(x0, func, grad, max_steps, -alpha)


def one_behind(x0, func, grad, max_steps, alpha):
    x = np.array(x0, dtype=float)
    for _ in range(max_steps):
        last, x = x, x - alpha * grad(x)
    return last


def same_gradient(x0, func, grad, max_steps, alpha):
    x, slope = np.array(x0, dtype=float), grad(x0)
    for _ in range(max_steps):
        x = x - alpha * slope
    return x


@pytest.mark.parametrize("alpha, due", [(0.1, "plateau"), (0.7, "increase")])
@pytest.mark.parametrize("optimizer", [stops_early, blank])
def test_an_early_stop_and_its_reason_are_said(panel, optimizer, alpha, due):
    run = gradient_descent(START, f, f_gradient, 100, alpha)
    assert run.reason == due
    change = abs(run.values[-2] - run.values[-1])
    did = "raised the value by" if due == "increase" else "lowered the value by only"
    told = sentence(panel, optimizer, learning_rate=alpha, steps=100)
    assert f"After {run.steps} step" in told
    said = re.search(rf"It stopped early, 100 steps were allowed: the last step {did} (\S+)\. ", told).group(1)
    assert float(said) == pytest.approx(change, rel=0.01)
    assert "stopped early" not in sentence(panel, optimizer, steps=run.steps)


@pytest.mark.parametrize("optimizer", [uphill, same_gradient])
def test_a_faulty_optimizer_is_drawn_as_it_is(optimizer):
    path, _ = optimizer_path(optimizer, START, f, f_gradient, 6, 0.1)
    np.testing.assert_allclose(path, [START, *(optimizer(START, f, f_gradient, k, 0.1) for k in range(1, 7))])


@pytest.mark.parametrize("count, asked, made", [
    (lambda steps: steps + 1, 10, 11), (lambda steps: steps - 1, 10, 9), (lambda steps: 10, 4, 10), (lambda steps: 10, 10, 10),
])
def test_an_optimizer_that_miscounts_is_drawn_with_the_steps_it_made(count, asked, made):
    def miscounts(x0, func, grad, max_steps, alpha):
        return right(x0, func, grad, count(max_steps), alpha)

    path, said = optimizer_path(miscounts, START, f, f_gradient, asked, 0.1)
    np.testing.assert_allclose(path, gradient_descent(START, f, f_gradient, made, 0.1, tol=None).path)
    of_one = count(1)
    assert said == f"miscounts makes {of_one} step{'s' * (of_one != 1)} where 1 is asked for."


@pytest.mark.parametrize("count, asked, made, said", [
    (lambda steps: steps**2, 10, 100, "makes 100 steps where 10 are asked for."),
    (lambda steps: 2 * steps - 1, 10, 19, "makes 19 steps where 10 are asked for."),
    (lambda steps: 100, 10, 100, "makes 100 steps where 1 is asked for."),
    (lambda steps: steps - 1, 1, 0, "makes 0 steps where 1 is asked for."),
    (lambda steps: steps, 10, 10, None),
])
@pytest.mark.parametrize("alpha", [0.1, 1 / 3, 0.5])
def test_the_steps_that_are_said_are_those_that_were_made(count, asked, made, said, alpha):
    def plain(x0, func, grad, max_steps, alpha):
        x = x0
        for _ in range(count(max_steps)):
            x = x - alpha * grad(x)
        return x

    path, complaint = optimizer_path(plain, START, f, f_gradient, asked, alpha)
    assert len(path) - 1 == made
    assert complaint == (said and f"plain {said}")


def test_the_point_before_the_last_update_is_one_step_too_few():
    path, said = optimizer_path(one_behind, START, f, f_gradient, 6, 0.1)
    np.testing.assert_allclose(path, gradient_descent(START, f, f_gradient, 5, 0.1, tol=None).path)
    assert said == "one_behind makes 0 steps where 1 is asked for."


def asks_ahead(x0, func, grad, max_steps, alpha):
    x, slope = x0, grad(x0)
    for _ in range(max_steps):
        x = x - alpha * slope
        slope = grad(x)
    return x


@pytest.mark.parametrize("alpha, steps", [(0.5, 100), (0.3, 100), (1 / 3, 10), (0.1, 10)])
def test_asking_for_the_gradient_at_the_end_is_no_step(alpha, steps):
    path, said = optimizer_path(asks_ahead, START, f, f_gradient, steps, alpha)
    assert said is None
    np.testing.assert_allclose(path[-1], gradient_descent(START, f, f_gradient, steps, alpha, tol=None).x)
    assert len(path) - 1 <= steps


def test_an_early_stop_is_no_miscount_and_hides_none():
    def one_more(x0, func, grad, max_steps, alpha):
        return stops_early(x0, func, grad, max_steps + 1, alpha)

    path, said = optimizer_path(stops_early, START, f, f_gradient, 100, 0.5)
    assert (len(path) - 1, said) == (10, None)
    path, said = optimizer_path(one_more, START, f, f_gradient, 100, 0.5)
    assert (len(path) - 1, said) == (10, "one_more makes 2 steps where 1 is asked for.")


def raises(x0, func, grad, max_steps, alpha):
    return undefined_name  # noqa: F821


@pytest.mark.parametrize("optimizer, said", [
    (raises, "raises raised NameError: name 'undefined_name' is not defined (line "),
    (lambda *_: 3.0, "must return a point of 2 numbers, but returned 3.0."),
    (lambda *_: "there", "must return the point after the last step, but returned 'there'."),
    (lambda: None, "raised TypeError: "),
])
def test_a_failing_optimizer_shows_the_start_and_says_why(panel, optimizer, said):
    assert said in sentence(panel, optimizer)
    assert "No step made: the start (6, 6)" in panel.picture.sentence
    assert not panel.picture.failed
    panel.controls["steps"].value = 20
    assert said in panel.picture.sentence


def test_a_blank_optimizer_leaves_the_panel_to_the_courses_own(panel):
    own = panel.picture.sentence, panel.picture.image
    assert sentence(panel, blank) == (
        f"blank returns nothing: it is not written yet, or its return is missing. The course's own is shown. {own[0]}")
    assert panel.picture.image == own[1]


@pytest.mark.parametrize("factor, said", [(np.nan, "numbers, but returned [nan, nan]"), (1j, "the point after the last step, but returned [6j, 6j]")])
def test_an_optimizer_that_gives_no_numbers_is_told_so_without_a_warning(panel, factor, said):
    def odd(x0, func, grad, max_steps, alpha):
        return x0 * factor

    assert sentence(panel, odd).startswith(f"odd must return {said}.")
    assert not panel.picture.failed


@pytest.mark.parametrize("steps", [1, 10, 100])
def test_a_loop_that_never_ends_is_ended(panel, steps):
    def until_flat(x0, func, grad, max_steps, alpha):
        x = x0
        while np.linalg.norm(grad(x)) > 1e-6:
            x = x - alpha * grad(x)
        return x

    plural = "s" * (steps != 1)
    assert sentence(panel, until_flat, learning_rate=2 / 3, steps=steps).startswith(f"until_flat has not ended long after {steps} step{plural}: while np.linalg.norm(")
    assert "has not ended" not in sentence(panel, until_flat, learning_rate=0.3)  # here its own steps are drawn


def test_an_optimizer_that_ends_the_program_ends_only_itself(panel):
    def leaves(x0, func, grad, max_steps, alpha):
        sys.exit()

    assert sentence(panel, leaves).startswith("leaves ends the program: use return, not exit. ")


def test_what_another_thread_prints_meanwhile_is_not_the_optimizers(panel, capsys):
    drawing, printed = Event(), Event()

    def waits(x0, func, grad, max_steps, alpha):
        drawing.set()
        assert printed.wait(10)
        return right(x0, func, grad, max_steps, alpha)

    panel.optimizer = waits
    drawer = Thread(target=panel.refresh)
    drawer.start()
    assert drawing.wait(10)
    print("a running cell")
    printed.set()
    drawer.join()
    assert "printed" not in panel.picture.sentence
    assert capsys.readouterr().out == "a running cell\n"


def test_what_an_optimizer_prints_is_shown(panel, capsys):
    def talks(x0, func, grad, max_steps, alpha):
        print("step size", alpha)
        return right(x0, func, grad, max_steps, alpha)

    assert "talks printed: step size 0.1." in sentence(panel, talks)
    assert capsys.readouterr().out == ""


def test_a_function_without_a_name_has_a_recipe_and_a_sentence(panel):
    for nameless in (functools.partial(right), lambda *given: right(*given)):
        assert sentence(panel, nameless).startswith("After 10 steps")
        assert panel.picture.recipe.startswith("DescentPanel(optimizer=your_function, ")


@pytest.mark.parametrize("third", [Fraction(1, 3), sympy.Rational(1, 3), np.float64(1 / 3)])
def test_exact_numbers_are_taken_as_a_rate(third):
    assert DescentPanel(learning_rate=third).picture.recipe == "DescentPanel(x0=(6, 6), learning_rate=1/3, steps=10)"


def test_the_recipe_names_the_students_optimizer():
    assert DescentPanel(right).picture.recipe == (
        "DescentPanel(optimizer=right, x0=(6, 6), learning_rate=0.1, steps=10)"
    )


def test_the_latest_optimizer_of_that_name_is_drawn():
    names = {"np": np}
    exec("def mine(x0, func, grad, max_steps, alpha): ...", names)
    panel = DescentPanel(names["mine"])
    assert "not written yet" in panel.picture.sentence
    exec("def mine(x0, func, grad, max_steps, alpha): return x0 + 1.0", names)
    panel.set(steps=1)
    assert "not written yet" not in panel.picture.sentence and "(7, 7)" in panel.picture.sentence


def test_landmarks_may_be_kept_for_later(made):
    def labels(panel):
        return [button.description for button in panel._box.children[1].children if hasattr(button, "description")]

    panel = DescentPanel(landmarks=False)
    assert not any("rate" in label for label in labels(panel)) and any("rate 1/2" in label for label in labels(made))
    assert panel.picture.recipe.endswith("landmarks=False)")
    assert not any("/" in name for name, _ in panel.controls["learning rate"].options)


@pytest.mark.parametrize("rate", [1.9, 2.0])
def test_the_slider_reaches_the_rates_at_which_the_gentle_direction_still_converges(panel, rate):
    assert "diverges" in sentence(panel, learning_rate=rate)
