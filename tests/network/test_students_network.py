"""A student's own network in the panels of exercise 3: drawn as it is where it is right, explained where it is not."""

import re

import numpy as np
import pytest

from lab3_helpers import GradientCheckPanel, TrainingPanel, network
from lab3_helpers.network.questions import QUESTIONS
from lab3_helpers.network.students_network import your_gradient_check, your_trainings
from lab3_helpers.network.training_panel import history

EXAMPLE, STARTS = network.sheet_run()


@pytest.fixture
def cells():
    """The variables of a notebook in which 3.1 to 3.4 are solved; ``cells(source)`` runs another cell in it."""
    class Cells(dict):
        def __call__(self, source):
            exec(source, self)

    names = Cells(np=np, network=network, __name__="__main__")
    for question in ("3.1", "3.2", "3.3", "3.4"):
        names(QUESTIONS[question].answer)
    return names


@pytest.fixture
def panel(cells):
    return TrainingPanel(predict=cells["predict"], loss=cells["loss"], gradient=cells["gradient"])


def test_a_right_network_is_trained_and_drawn_like_the_courses(panel):
    own = TrainingPanel()
    for setting in ({}, {"learning_rate": 5, "steps": 300, "seed": 3}, {"steps": 0}):
        panel.set(**setting), own.set(**setting)
        assert panel.picture.sentence == f"Your network. {own.picture.sentence}"
        assert panel.picture.image == own.picture.image
    assert panel.picture.recipe.endswith("predict=predict, loss=loss, gradient=gradient)")


def test_it_is_the_students_that_is_trained(cells):
    calls = []
    right = cells["gradient"]

    def gradient(params, x, y):
        calls.append(params)
        return right(params, x, y)

    history.cache_clear()
    panel = TrainingPanel(gradient=gradient, seed=9)
    assert len(calls) == 100 + 2  # the steps, and the two points at which it is compared
    panel.set(steps=50)
    assert len(calls) == 102, "a training is kept"


def test_a_cell_that_is_run_again_is_noticed(cells, panel):
    cells("def gradient(params, x, y):\n    ...")
    panel.refresh()
    assert panel.picture.sentence.startswith("gradient returns nothing: it is not written yet")
    cells(QUESTIONS["3.3"].answer)
    panel.refresh()
    assert panel.picture.sentence.startswith("Your network. ")


@pytest.mark.parametrize("source, said", [
    ("def gradient(params, x, y):\n    dL_dc = ...\n    return dL_dc * 2", "gradient is not written yet: dL_dc is still blank (...)."),
    ("def gradient(params, x, y):\n    return -network.gradient(params, x, y)",
     "gradient is not right yet, and check 3.3 says where."),
    ("def gradient(params, x, y):\n    return [0.0] * 8", "gradient must return an array of shape (9,), but its shape is (8,)."),
    ("def gradient(params, x, y):\n    return params['b1']", "gradient raised IndexError: "),
    ("def gradient(params, x, y):\n    while True:\n        pass", "gradient does not come to an end: "),
    ("def loss(params, x, y):\n    return np.nan", "loss is not right yet, and check 3.2 says where."),
    ("def predict(params, x):\n    return np.ones(len(x))", "predict is not right yet, and check 3.1 says where."),
])
def test_what_is_not_right_is_said_and_the_courses_own_is_shown(cells, panel, source, said):
    own = TrainingPanel()
    cells(source)
    panel.refresh()
    assert panel.picture.sentence.startswith(said)
    assert panel.picture.sentence.endswith(f"The course's own is shown. {own.picture.sentence}")
    assert panel.picture.image == own.picture.image and not panel.picture.failed
    first, _, rest = your_trainings(cells["loss"], cells["gradient"], STARTS).partition("\n")
    assert "predict" in said or first.startswith(said) and first.endswith("Then your own network trains here.") and not rest


def test_what_fails_on_the_way_is_said(cells):
    right = cells["gradient"]

    def gradient(params, x, y):
        if np.abs(params).max() > 3:
            raise ArithmeticError("too large")
        return right(params, x, y)

    said = TrainingPanel(gradient=gradient, learning_rate=5, seed=3).picture.sentence
    assert re.match(r"After \d+ steps your network raised ArithmeticError: too large\. The course's own is shown\. After", said)


def test_the_gradient_check_checks_the_students(cells):
    own, panel = GradientCheckPanel(eps=1e-5), GradientCheckPanel(eps=1e-5, gradient=cells["gradient"])
    assert panel.picture.sentence == own.picture.sentence
    cells(QUESTIONS["3.3"].answer.replace("dL_db2 * x1", "dL_db2 * x2"))
    heights = []
    for eps in (1e-2, 1e-5, 1e-9):
        panel.set(eps=eps)
        assert panel.picture.sentence.startswith("In your gradient dL/dw12 is wrong: there the error does not fall with eps. ")
        assert "although the gradient is right" not in panel.picture.sentence and "fails" in panel.picture.sentence
        heights.append(panel.figure._each.get_ydata()[3])
    assert np.ptp(heights) < 1e-4 * np.mean(heights), "a wrong derivative stays flat"
    curve = panel.figure._curve.get_ydata()
    assert curve.min() > 1e-3
    cells("def gradient(params, x, y):\n    ...")
    panel.set(eps=1e-5)
    assert panel.picture.sentence.endswith(f"The course's own gradient is checked. {own.picture.sentence}")
    assert panel.picture.image == own.picture.image


def test_their_ten_trainings_stand_beside_the_courses(cells):
    head, *lines = your_trainings(cells["loss"], cells["gradient"], STARTS).splitlines()
    assert len(lines) == 10 and head.split() == ["yours", "the", "course's"]
    for line in lines:
        yours, course = re.fullmatch(r"(\S+(?: \*)?) +(\S+(?: \*)?)", line).groups()
        assert yours == course
    assert sum(line.count("*") for line in lines) == 8


def test_the_gradients_are_called_correct_only_where_they_are(cells):
    assert your_gradient_check(cells["central_difference"], cells["gradient"], EXAMPLE, 1e-9) == "The gradients are correct."
    cells(QUESTIONS["3.3"].answer.replace("z1_out, dL_dc * z2_out", "z2_out, dL_dc * z2_out"))
    said = your_gradient_check(cells["central_difference"], cells["gradient"], EXAMPLE, 1e-9)
    assert said == "Your gradient and the slopes that you measured are more than 1e-05 apart in dL/du1."
    cells("def central_difference(func, params, eps):\n    slopes = []\n    return [... for _ in params]")
    assert your_gradient_check(cells["central_difference"], network.gradient, EXAMPLE, 1e-9) == (
        "central_difference is not written yet: it returns a blank (...). Then your gradient is checked here.")


@pytest.mark.parametrize("make", [lambda: TrainingPanel(loss=3), lambda: GradientCheckPanel(gradient="gradient")])
def test_what_is_no_function_is_refused_in_one_sentence(make):
    with pytest.raises(TypeError, match="^(loss|gradient) must be a function or None, but "):
        make()
