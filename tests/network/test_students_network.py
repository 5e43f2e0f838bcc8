"""A student's own network in the panels and cells of exercise 3: run where it is right, explained where it is not."""

import json
import re
from pathlib import Path

import numpy as np
import pytest

from lab3_helpers import GradientCheckPanel, TrainingPanel, network
from lab3_helpers.descent import gradient_descent
from lab3_helpers.network import students_network
from lab3_helpers.network.maths import PARAMETER_NAMES, X, Y
from lab3_helpers.network.questions import QUESTIONS
from lab3_helpers.network.students_network import all_right, all_run
from lab3_helpers.network.training_panel import history

NOTEBOOK = Path(__file__).parents[2] / "notebooks" / "3_train_a_network.ipynb"
CELLS = {cell["id"]: "".join(cell["source"]) for cell in json.loads(NOTEBOOK.read_text(encoding="utf-8"))["cells"]}
EXAMPLE, STARTS = network.sheet_run()
PREDICT, LOSS, GRADIENT, CENTRAL_DIFFERENCE = (QUESTIONS[id].answer for id in ("3.1", "3.2", "3.3", "3.4"))
ONE_WRONG = GRADIENT.replace("dL_db2 * x1", "dL_db2 * x2")


class Cells(dict):
    def __call__(self, source):
        exec(source, self)


@pytest.fixture(scope="module")
def notebook():
    """The variables of a notebook in which 3.1 to 3.4 are solved, and that again, untouched."""
    names = Cells(
        np=np, network=network, X=X, Y=Y, PARAMETER_NAMES=PARAMETER_NAMES, all_right=all_right, all_run=all_run,
        gradient_descent=gradient_descent, starts=STARTS, __name__="__main__",
        trainings=[gradient_descent(one, network.loss, network.gradient, max_steps=100, alpha=1) for one in STARTS],
    )
    for source in (PREDICT, LOSS, GRADIENT, CENTRAL_DIFFERENCE):
        names(source)
    return names, dict(names)


@pytest.fixture
def cells(notebook):
    """The variables of that notebook; ``cells(source)`` runs another cell in it."""
    names, solved = notebook
    names.clear()
    names.update(solved, example=EXAMPLE.copy())
    return names


@pytest.fixture(scope="module")
def made(notebook):
    """The student's panel and the course's, of each kind; making them takes as long as twenty pictures each."""
    _, solved = notebook
    student = {name: solved[name] for name in ("predict", "loss", "gradient")}
    return {"panel": TrainingPanel(**student), "course": TrainingPanel(),
            "checked": GradientCheckPanel(gradient=solved["gradient"]), "course_checked": GradientCheckPanel()}


@pytest.fixture
def panel(cells, made):
    made["panel"].reset()
    return made["panel"]


@pytest.fixture
def course(made):
    made["course"].reset()
    return made["course"]


@pytest.fixture
def checked(cells, made):
    made["checked"].reset()
    return made["checked"]


@pytest.fixture
def course_checked(made):
    made["course_checked"].reset()
    return made["course_checked"]


def test_a_right_network_is_trained_and_drawn_like_the_courses(panel, course):
    for setting in ({}, {"learning_rate": 5, "steps": 300, "seed": 3}, {"steps": 0}):
        panel.set(**setting), course.set(**setting)
        assert panel.picture.sentence == f"Your network. {course.picture.sentence}"
        assert panel.picture.image == course.picture.image
    assert panel.picture.recipe.endswith("predict=predict, loss=loss, gradient=gradient)")


def test_it_is_the_students_that_is_trained(cells):
    calls = []
    right = cells["gradient"]

    def gradient(params, x, y):
        calls.append(params)
        return right(params, x, y)

    history.cache_clear()
    panel = TrainingPanel(gradient=gradient, seed=9)
    before = len(calls)
    assert before > 100  # the steps, and the cases of its check
    panel.set(steps=50)
    assert len(calls) == before, "a training is kept"
    panel.set(seed=3)
    assert len(calls) == before + 100, "what was found right is not checked again"


def test_a_cell_that_is_run_again_is_noticed(cells, panel):
    cells("def gradient(params, x, y):\n    ...")
    panel.refresh()
    assert panel.picture.sentence.startswith("gradient returns nothing: it is not written yet")
    cells(GRADIENT)
    panel.refresh()
    assert panel.picture.sentence.startswith("Your network. ")


@pytest.mark.parametrize("source, said", [
    ("def gradient(params, x, y):\n    dL_dc = ...\n    return dL_dc * 2",
     "gradient is not written yet: dL_dc is still blank (...)."),
    ("def gradient(params, x, y):\n    return -network.gradient(params, x, y)",
     "gradient is not right yet, and check 3.3 says where."),
    ("def gradient(params, x, y):\n    return [0.0] * 8",
     "gradient must return an array of shape (9,), but its shape is (8,)."),
    ("def gradient(params, x, y):\n    return params['b1']", "gradient raised IndexError: "),
    ("def gradient(params, x, y):\n    while True:\n        pass", "gradient does not come to an end: "),
    ("def gradient(params, x, y):\n    return np.full(9, np.nan)",
     "gradient must return finite numbers, but nan is among them."),
    ("def gradient(params, x, y):\n    params *= 1.1\n    return network.gradient(params / 1.1, x, y)",
     "gradient changes the array it was given: compute a new one."),
    (GRADIENT.replace("np.mean(step)", "np.sum(step) / 5"), "gradient is not right yet, and check 3.3 says where."),
    ("gradient = network.numerical_gradient", "gradient raised "),
    ("def loss(params, x, y):\n    return np.nan", "loss must return finite numbers, but nan is among them."),
    ("def loss(params, x, y):\n    return np.sum(network.loss(params, x, y)) * 5",
     "loss is not right yet, and check 3.2 says where."),
    ("def predict(params, x):\n    return network.predict(params)",
     "predict is not right yet, and check 3.1 says where."),
    ("def predict(params, x):\n    return np.ones(len(x))", "predict is not right yet, and check 3.1 says where."),
])
def test_what_is_not_right_is_said_and_the_courses_own_is_shown(cells, panel, course, source, said, capsys):
    cells(source)
    panel.refresh()
    assert panel.picture.sentence.startswith(said)
    assert panel.picture.sentence.endswith(f"The course's own is shown. {course.picture.sentence}")
    assert panel.picture.image == course.picture.image and not panel.picture.failed
    cells(CELLS["own-network"])
    assert_one_sentence(capsys.readouterr(), said)


def assert_one_sentence(captured, begins):
    assert captured.out.startswith(begins) and captured.out.count("\n") == 1 and captured.err == ""


def test_a_function_that_another_one_calls_may_be_mended_alone(cells, capsys):
    cells(LOSS.replace("network.predict", "predict"))
    cells("def predict(params, x):\n    return np.full(len(x), 0.5)")
    call = "assert all_right(loss=loss) is {}"
    cells(call.format(False))
    assert TrainingPanel(loss=cells["loss"]).picture.sentence.startswith("loss is not right yet")
    cells(PREDICT)
    cells(call.format(True))
    assert TrainingPanel(loss=cells["loss"]).picture.sentence.startswith("Your network. ")


def test_what_fails_on_the_way_is_said():
    def gradient(params, x, y):
        if np.abs(params).max() > 60:
            raise ArithmeticError("too large")
        return network.gradient(params, x, y)

    said = TrainingPanel(gradient=gradient, learning_rate=100, seed=3).picture.sentence
    raised = r"After \d+ steps your gradient raised ArithmeticError: too large\. The course's own is shown\. After"
    assert re.match(raised, said)


def test_the_logarithm_of_zero_is_said(panel, course):
    panel.set(learning_rate=100, sd=10)
    said = r"After \d+ steps your gradient is not a finite number: an output is rounded to 0 or 1 there\. The course's"
    assert re.match(said, panel.picture.sentence)
    course.set(learning_rate=100, sd=10)
    assert panel.picture.image == course.picture.image


def test_a_slow_network_gives_way(panel, monkeypatch):
    monkeypatch.setattr(students_network, "SECONDS", 0)
    panel.set(seed=77)
    said = "Your network needs more than 0 seconds for 100 steps. The course's own is shown."
    assert panel.picture.sentence.startswith(said)
    panel.set(steps=7)
    assert "for 100 steps" in panel.picture.sentence, "not tried again for the same training"


def test_what_a_student_prints_stays_off_the_page(cells, capsys):
    cells(GRADIENT.replace("    b1,", "    print('here')\n    b1,", 1))
    assert TrainingPanel(gradient=cells["gradient"]).picture.sentence.startswith("Your network. ")
    GradientCheckPanel(gradient=cells["gradient"])
    assert capsys.readouterr().out == ""


def test_the_gradient_check_checks_the_students(cells, checked, course_checked):
    checked.set(eps=1e-5), course_checked.set(eps=1e-5)
    assert checked.picture.sentence == course_checked.picture.sentence
    assert checked.picture.recipe == "GradientCheckPanel(seed=0, eps=1e-05, gradient=gradient)"
    cells("def gradient(params, x, y):\n    ...")
    checked.refresh()
    assert checked.picture.sentence.startswith("gradient returns nothing: it is not written yet")
    assert checked.picture.sentence.endswith(f"The course's own gradient is checked. {course_checked.picture.sentence}")
    assert checked.picture.image == course_checked.picture.image


def test_a_wrong_derivative_stays_flat_and_the_right_ones_make_their_v(cells, checked, course_checked):
    cells(ONE_WRONG)
    heights = []
    for eps in (1e-2, 1e-5, 1e-9):
        checked.set(eps=eps), course_checked.set(eps=eps)
        sentence = checked.picture.sentence
        assert sentence.startswith("In your gradient dL/dw12 is wrong: there the error does not fall with eps. ")
        assert "although the gradient is right" not in sentence and "fails" in sentence
        heights.append(checked.figure._wrong.get_ydata()[3])
        right = np.delete(checked.figure._each.get_ydata(), 3)
        np.testing.assert_allclose(right, np.delete(course_checked.figure._each.get_ydata(), 3), rtol=0.01, atol=1e-15)
    assert np.ptp(heights) < 1e-4 * np.mean(heights)
    flat = checked.figure._flat.get_ydata()[:-1]
    assert flat.min() > 1e-3 and checked.figure._curve.get_ydata().min() < 1e-10
    assert checked.picture.image != course_checked.picture.image


def test_all_nine_may_be_wrong(cells, checked):
    cells(GRADIENT.replace("np.mean", "np.sum"))
    checked.refresh()
    assert checked.picture.sentence.startswith("In your gradient all nine derivatives are wrong: ")
    cells(GRADIENT.replace("np.mean(step) for", "np.mean(step) + 3e-7 for"))
    checked.set(eps=1e-5)
    assert "passes, although the gradient is wrong. " in checked.picture.sentence


@pytest.mark.parametrize("source", ["nan", "[0.0] * 8", "np.full(9, np.inf)", "[0.0] * 8 + [np.nan]", "params['b1']"])
def test_the_gradient_check_falls_back_on_the_courses(cells, checked, course_checked, source):
    cells(f"def gradient(params, x, y):\n    return {source}")
    checked.refresh()
    assert checked.picture.sentence.startswith("gradient ")
    assert checked.picture.sentence.endswith(
        f". The course's own gradient is checked. {course_checked.picture.sentence}")
    assert checked.picture.image == course_checked.picture.image


def test_their_ten_trainings_stand_beside_the_courses(cells, capsys):
    cells(CELLS["own-network"])
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == 10 and sum("*" in line for line in lines) == 4
    for line in lines:
        yours, star, course, middle = re.fullmatch(
            r"(\S+) ([* ])  the course's: (\S+)   yours says (\S+) in the middle", line).groups()
        assert yours == course and (star == "*") == (float(yours) < 0.1)
        assert 0 < float(middle) <= 1


@pytest.mark.parametrize("source, said", [
    ("", "The gradients are correct."),
    (GRADIENT.replace("z1_out, dL_dc * z2_out", "z2_out, dL_dc * z2_out"),
     "Your slope and your gradient differ in dL/du1"),
    (GRADIENT.replace("np.mean", "np.sum"), "Your slope and your gradient differ in dL/db1 dL/db2 dL/dw11 "),
    (GRADIENT.replace("np.mean(step)", "np.sum(step) / 5"), "gradient is not right yet, and check 3.3 says where."),
    ("def gradient(params, x, y):\n    return network.numerical_gradient(params, 1e-9, x, y)",
     "gradient is not right yet"),
    ("def gradient(params, x, y):\n    return np.zeros(9)\n"
     "def central_difference(func, params, eps):\n    return np.zeros(9)",
     "central_difference is not right yet"),
    ("def central_difference(func, params, eps):\n    return gradient(params, X, Y)",
     "central_difference is not right yet"),
    ("def central_difference(func, params, eps):\n    return [... for _ in params]",
     "central_difference is not written yet"),
    ("def gradient(params, x, y):\n    return [np.nan] * 9", "gradient must return finite numbers"),
    ("def gradient(params, x, y):\n    return 1 / 0", "gradient raised ZeroDivisionError"),
    ("def gradient(params, x, y):\n    params[0] = 7\n    return params", "gradient changes the array it was given"),
])
@pytest.mark.usefixtures("no_warning")
def test_the_gradients_are_called_correct_only_where_they_are(cells, capsys, source, said):
    cells(source)
    cells(CELLS["sheet-check"])
    assert_one_sentence(capsys.readouterr(), said)
    assert (cells["example"] == EXAMPLE).all()


@pytest.mark.parametrize("make", [lambda: TrainingPanel(loss=3), lambda: GradientCheckPanel(gradient="gradient")])
def test_what_is_no_function_is_refused_in_one_sentence(make):
    with pytest.raises(TypeError, match="^(loss|gradient) must be a function or None, but "):
        make()


def test_a_name_that_no_function_of_the_exercise_has_is_said(capsys):
    assert all_run(forward=len) is all_right(forward=len) is False
    assert capsys.readouterr().out == 2 * "The functions are predict, loss, gradient, central_difference, but forward came.\n"
