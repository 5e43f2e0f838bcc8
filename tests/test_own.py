"""The end of a notebook: five drawn questions that are judged like the others, and a page of what was learned."""

import re
from fractions import Fraction

import numpy as np
import pytest

from drawn import drawn
from lab3_helpers import check, hint, learned, on_your_own, practice, results, solution
from lab3_helpers.chain_rule.symbols import x1
from lab3_helpers.check import _questions
from lab3_helpers.descent import own as descent_own
from lab3_helpers.network import own as network_own
from lab3_helpers.student_code.mistakes import MISTAKES
from prose import NOTEBOOKS, Prose

exercises = pytest.mark.parametrize("exercise", (1, 2, 3))
of_numbers = pytest.mark.parametrize("exercise", (1, 3))


def asked(exercise, number):
    """The texts of five questions."""
    return [one.note.rows for one in on_your_own(exercise, number).questions]


@of_numbers
def test_the_right_answer_is_accepted_and_every_listed_mistake_is_named(exercise):
    for one in drawn(exercise):
        assert check(one, *one.truth).correct is True, one
        assert len(one.truth) == 1 or check(one, list(one.truth)), one
        assert len(one.known) >= 3
        for mistake, numbers in one.known:
            verdict = check(one, *numbers)
            assert (verdict.correct, verdict.mistake, verdict.message) == (False, mistake.name, mistake.sentence), one
            assert mistake.name in MISTAKES and re.fullmatch(r"That is .*[^.]\.", mistake.sentence)
        verdict = check(one, *(number + 1000 for number in one.truth))
        assert verdict.correct is False and verdict.mistake is None


def test_the_derivatives_are_judged_like_practice():
    for one in drawn(2, range(3)):
        truth = one.question.truth
        assert check(one, truth).correct is True
        assert check(one, -truth).mistake == "sign" and check(one, 2 * truth).mistake == "constant_factor"
        assert check(one, ...).correct is None and check(one, "text").correct is None


@of_numbers
def test_the_answer_stands_at_the_end_of_the_solution(exercise):
    """But for the count of updates, where the solution shows the update."""
    for one in drawn(exercise, range(30)):
        last = str(solution(one)).splitlines()[-1]
        found = [float(number) for number in re.findall(r"-?\d+\.?\d*(?:e-\d+)?", last)]
        if one.asked != ("number of updates",):
            assert found[-len(one.truth):] == pytest.approx(one.truth, abs=1e-3, rel=1e-3), (one, last)
        else:
            assert found[0] == one.truth[0] and found[1] < abs(found[2])


def test_the_answers_follow_from_what_the_questions_say():
    """Worked out again from the text alone, by other means."""
    tried = set()
    for one in (*drawn(1), *drawn(3)):
        tried.add(one.asked)
        text = " ".join(row if isinstance(row, str) else row.text for row in one.rows)
        numbers = [float(Fraction(found)) for found in re.findall(r"(?<![\w.*/])-?\d+(?:\.\d+)?(?:/\d+)?", text)]
        if match := re.search(r"f\(x1, x2\) = ([^a-wyz]*)", text):
            of = eval(f"lambda x1, x2: {match[1]}")
            points = [tuple(map(int, point)) for point in re.findall(r"\((-?\d+), (-?\d+)\)", text)]

            def slope(a, b, of=of):
                return np.array([of(a + 1, b) - of(a - 1, b), of(a, b + 1) - of(a, b - 1)]) / 2

            if "gradient of" in text:
                again = slope(*points[0])
            elif "minimum of" in text and "From" not in text:
                assert slope(*one.truth) == pytest.approx(0, abs=1e-9)
                continue
            elif "From" in text:
                landed = np.array(points[1]) - one.truth[0] * slope(*points[1])
                assert landed == pytest.approx(points[0])
                continue
            else:
                rate = float(Fraction(re.search(r"rate (\S+):", text)[1]))
                again = np.array(points[0]) - rate * slope(*points[0])
        elif "v - vnew" in text:
            values = [float(value) for value in re.findall(r"\d+\.\d{5}", text)]
            again = next(n for n, (v, vnew) in enumerate(zip(values, values[1:]), 1) if v - vnew < 1e-4)
        elif "steps with" in text:
            small, _, _, steps, rate, _ = numbers
            error = 1.0
            for _ in range(int(steps)):
                error -= rate * small * error
            again = error
        elif "converge" in text:
            assert [abs(1 - rate * numbers[1]) < 1 for rate in (0.99 * one.truth[0], 1.01 * one.truth[0])] == [True, False]
            continue
        elif "central difference" in text:
            left, _, right, eps = numbers
            again = (right / 2 - left / 2) / eps
        elif "How likely" in text:
            none = 1.0
            for _ in range(int(numbers[1])):
                none *= 1 - numbers[0]
            again = 1 - none
        elif "How many restarts" in text:
            p, sure = numbers
            again = next(n for n in range(1, 100) if 1 - (1 - p) ** n >= sure - 1e-12)
        elif "f_out" in text:
            params, (a, b) = eval(re.search(r"\[.*?\]", text)[0]), numbers[-2:]
            hidden = [np.tanh(params[n] + params[2 + n] * a + params[4 + n] * b) for n in (0, 1)]
            again = 0.5 + np.tanh((params[6] + params[7] * hidden[0] + params[8] * hidden[1]) / 2) / 2
        else:
            outputs, labels = (np.array(eval(found)) for found in re.findall(r"\([^)]*,[^)]*\)", text)[:2])
            slope = sum(outputs - labels) / len(labels)
            if "What is its loss" in text:
                again = -np.log(np.prod(np.abs(1 - labels - outputs))) / len(labels)
            elif "dL/dc" in text:
                again = slope
            else:
                c, rate = re.findall(r"c = (\S+)\.|rate (\S+)\?", text)
                again = float(c[0]) - float(rate[1]) * slope
        assert np.ravel(again) == pytest.approx(one.truth, abs=1e-9), text
    assert tried == {kind.asked for own in (descent_own, network_own) for kinds in own._KINDS for kind in kinds}


@exercises
def test_five_questions_differ_and_so_do_those_of_sixty_numbers(exercise):
    fives = [tuple(map(str, asked(exercise, number))) for number in range(60)]
    assert all(len(set(five)) == 5 for five in fives) and len(set(fives)) == 60
    for n, five in enumerate(fives):
        assert all(len(set(five) & set(other)) <= 2 for other in fives[:n])


@exercises
def test_the_same_number_draws_the_same_and_whatever_is_typed_draws(exercise):
    for number in (7, -3, 20231234, 10**5000, "7", "", "Zoë [1]", 2.5, Fraction(1, 2), np.int64(7), ...):
        one = on_your_own(exercise, number)
        assert str(one) == str(on_your_own(exercise, number)) and str(one).count("own[") == 5
    assert str(on_your_own(exercise)) == str(on_your_own(exercise, ...)) == str(on_your_own(str(exercise)))


@pytest.mark.parametrize("things, said", [
    ((4,), "The exercises are 1, 2 and 3; write for example on_your_own(1, 7), but 4 came."),
    ((), "The exercises are 1, 2 and 3; write for example on_your_own(1, 7), but None came."),
    ((True,), "The exercises are 1, 2 and 3; write for example on_your_own(1, 7), but True came."),
    (([1],), "The exercises are 1, 2 and 3; write for example on_your_own(1, 7), but [1] came."),
    ((1, None), "A number of your own was expected, for example on_your_own(1, 7), but None came."),
    ((1, [7]), "A number of your own was expected, for example on_your_own(1, 7), but [7] came."),
])
def test_what_draws_nothing_says_so(things, said):
    with pytest.raises((TypeError, ValueError)) as error:
        on_your_own(*things)
    assert str(error.value) == said


@exercises
def test_a_question_shows_what_it_asks_and_no_answer(exercise):
    for one in on_your_own(exercise, 7).questions:
        assert repr(one) == str(one) == str(one.note) and one._repr_html_() == one.note._repr_html_()
        assert one.note.title == one.id


@exercises
def test_no_help_is_offered_and_the_solution_comes_when_it_is_asked_for(exercise):
    one = on_your_own(exercise, 7)[1]
    for verdict in (check(one), check(one, 12345), check(one, df=1)):
        assert "<details>" not in verdict._repr_html_() and verdict.question == "own[1]"
    assert hint(one).title == "own[1] comes without a hint. Its worked answer: solution(own[1])."
    assert solution(one).title == "Solution of own[1]"


def test_a_solution_that_is_held_back_is_held_back(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "lab3.toml").write_text('solutions = "never"', "utf-8")
    for exercise in (1, 2, 3):
        assert str(solution(on_your_own(exercise, 7)[1])) == "Your lecturer releases the solutions."


@pytest.mark.parametrize("n", [0, 6, -1, "1", 1.0, 1.5, None])
def test_a_question_that_is_not_there(n):
    with pytest.raises(IndexError, match=rf"own\[1\] to own\[5\], but own\[{re.escape(repr(n))}\] came"):
        on_your_own(1)[n]


def test_a_loop_goes_through_the_five_questions():
    own = on_your_own(1)
    assert list(own) == [own[n] for n in range(1, 6)]


def test_what_is_no_answer_gets_one_sentence():
    own = on_your_own(1, 7)
    assert check(own, 1).message == "Say which of the five questions you answer, for example check(own[1], ...)."
    assert check(own[2], 1).message == "Expected: coordinate x1, coordinate x2, as in check(own[2], ..., ...), but 1 came."
    assert check(own[2], [1, ...]).message == "The coordinate x2 is still blank."
    assert check(own[3], "x").message == "The part should be a number, but 'x' came."
    for things in ([np.eye(2)], [[[1]]], [x1], [1j], [{}, {}], [np.nan, 1], [np.array(3.0)], [1, 2, 3]):
        verdict = check(own[2], *things)
        assert verdict.correct is None and verdict.message.endswith(".") and "\n" not in verdict.message
    assert check(own[2], np.array(own[2].truth)) and check(own[2], *map(Fraction, own[2].truth))
    assert check(own[2], own[2].truth[0], 99).message.startswith("The coordinate x1 is right")


def test_practice_is_what_it_was():
    assert str(practice(7)).startswith("practice(7)\n") and str(practice(7, 1)).startswith("practice(7, 1)\n")
    assert results() == {}


@exercises
def test_every_question_belongs_to_one_goal_and_the_goals_are_those_of_the_notebook(exercise):
    goals = [goal for goal, _ in learned(exercise).goals]
    shown = [name for _, states in learned(exercise).goals for name in states]
    assert sorted(shown) == sorted([*_questions(str(exercise)), *"12345"])
    title = Prose(NOTEBOOKS[exercise - 1]).text.split("**Time:**")[0]
    assert re.findall(r"^- (.*)[,.]$", title, re.M) == goals[:-1]


def test_the_page_fills_in_from_the_verdicts():
    assert str(learned(1)).count("open: ") == 4 and "0 of 10" in str(learned(1))
    own = on_your_own(1, 7)
    check("1.3", [1, 3], 1/2, 2/3), check("1.2", [(3, 9), (8, 4), (8, 4)]), check(own[3], *own[3].truth)
    check(own[4], -own[4].truth[0]), check(own[3]), check(on_your_own(3, 7)[1], 5)
    page = str(learned(1))
    assert page.startswith("What you can do now: 2 of 10 questions right\n")
    for row in ("not yet: 1.2; open: 1.1", "right: 1.3", "open: 1.4, 1.5",
                "without help: on_your_own(1, 7)\n        right: 3; not yet: 4; open: 1, 2, 5"):
        assert row in page, page
    assert str(learned("1")) == page
    assert {"on_your_own(1, 7)[3]", "1.3"} <= set(results())


def test_other_questions_do_not_inherit_the_verdicts():
    first, second = on_your_own(1, 1), on_your_own(1, 2)
    check(first[5], *first[5].truth)
    assert dict(check(second[5]).progress)["5"] is None and dict(check(first[1]).progress)["5"] is True
    check(second[1], *second[1].truth)
    assert str(learned(1)).count("without help: on_your_own(1, ") == 2 and "2 of 15 questions" in str(learned(1))


def test_the_page_is_a_table_that_can_be_read_aloud():
    page = learned(2)._repr_html_()
    assert page.count("<caption") == 1 and page.count('<th scope="col"') == 4 and page.count('<th scope="row"') == 4
    assert page.count("<td") == 12
    check(on_your_own(1, "<b>")[3], 99)
    assert "&lt;b&gt;" in learned(1)._repr_html_() and "<b>" not in learned(1)._repr_html_()


@pytest.mark.parametrize("exercise", [None, 4, "a", [1], 1.5, True])
def test_a_page_that_is_not_there(exercise):
    assert str(learned(exercise)).startswith("The exercises are 1, 2 and 3; write for example learned(1), but ")
