"""Exercise 2's panel: its numbers are those of the network, its paths those of the graph, its products the answers."""

import functools
import re

import numpy as np
import pytest

from lab3_helpers.chain_rule.panel import CENTRES, ChainFigure, short
from lab3_helpers.network import PARAMETER_NAMES, gradient, loss, predict, random_parameters
from lab3_helpers import ChainRulePanel
from lab3_helpers.chain_rule.panel import DERIVATIVES, factors_used, lit_paths, passes
from lab3_helpers.chain_rule.symbols import NETWORK, QUESTIONS

PANEL = functools.cache(ChainRulePanel)  # one for all questions and settings
SETTINGS = [(1, 0.5, 1, 0), (-2, 2, 0, 99), (0, 0, 1, 7), (1.3, -0.4, 0, 3)]


def numbers(x1, x2, y, seed):
    weights = dict(zip(PARAMETER_NAMES, random_parameters(1, seed=seed)[0].tolist()))
    return passes({"x1": x1, "x2": x2, "y": y} | weights)


@pytest.mark.parametrize("setting", SETTINGS)
def test_both_passes_agree_with_the_network_module(setting):
    x1, x2, y, seed = setting
    params = random_parameters(1, seed=seed)[0]
    point = {"x": np.array([[x1, x2]], float), "y": np.array([y], float)}
    values, _, slopes = numbers(*setting)
    assert values["f_out"] == pytest.approx(predict(params, point["x"])[0])
    assert values["L"] == pytest.approx(loss(params, **point))
    assert [slopes[name] for name in PARAMETER_NAMES] == pytest.approx(gradient(params, **point))


@pytest.mark.parametrize("setting", SETTINGS)
@pytest.mark.parametrize("question", QUESTIONS.values(), ids=QUESTIONS)
def test_the_product_said_is_the_derivative(question, setting):
    values, *_ = numbers(*setting)
    panel = PANEL()
    panel.set(question=question.id, **dict(zip(("x1", "x2", "y", "seed"), setting)))
    sentence = panel.picture.sentence
    if question.graph is NETWORK:
        exact = float(question.truth.subs({s: values[s.name] for s in NETWORK.symbols}))
        said = re.search(rf"\. {re.escape(question.text)} = (.*?)\. Output", sentence).group(1).split(" = ")[-1]
        assert float(said) == pytest.approx(exact, rel=0.01, abs=6e-5)
    else:
        for value, node, at in re.findall(r"(\S+) at (\w+) = (\S+?)(?: and|\. Output)", sentence):
            assert float(at) == pytest.approx(values[node], abs=6e-4, rel=0.01)
            exact = float(question.truth.subs(question.source, values[node]))
            assert float(value) == pytest.approx(exact, abs=6e-4, rel=0.01)


def test_the_last_question_lights_both_paths():
    panel = ChainRulePanel("2.16")
    assert "Two paths" in panel.picture.sentence and panel.picture.sentence.count("z1_in") == 1
    solid, dashed = (collection.get_segments() for collection in panel.figure._lit)
    assert (len(solid), len(dashed)) == (5, 3)


def test_the_formulas_come_with_the_solutions(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)

    def formulas(question):
        figure = ChainRulePanel(question).figure
        return [text for stamps in (figure._factors, figure._terms) for _, text in stamps._items]

    asked = {id: QUESTIONS[id].latex for id in ("2.1", "2.4", "2.16")}
    shown = {id: formulas(id) for id in asked}
    (tmp_path / "lab3.toml").write_text('solutions = "never"')
    assert formulas("2.1") == [f"${asked['2.1']}$"] and formulas("2.4") == [f"${asked['2.4']}$"]
    assert formulas("2.16") == shown["2.16"][-2:]  # the chain in Leibniz's notation, without its factors
    assert all(len(shown[id]) > 1 for id in asked) and shown["2.1"][-1].startswith(f"${asked['2.1']}$ = ")


def test_a_question_about_a_function_lights_the_nodes_that_apply_it():
    assert lit_paths(QUESTIONS["2.3"]) == [[("f_in", "f_out")]]
    assert sorted(lit_paths(QUESTIONS["2.4"])) == [[("z1_in", "z1_out")], [("z2_in", "z2_out")]]


def test_sixteen_questions_need_eleven_factors():
    counts = [factors_used(question) for question in QUESTIONS]
    # 2.4 needs both tanh neurons, 2.16 the other neuron's three edges; chains such as 2.7 need nothing new.
    assert counts == [1, 2, 2, 4, 5, 6, 6, 6, 7, 7, 7, 8, 9, 9, 9, 11]


def test_every_node_and_edge_of_the_graph_has_a_place():
    assert set(CENTRES) == {s.name for s in NETWORK.symbols}
    edges = list(DERIVATIVES)
    assert len(edges) == 20
    ChainFigure()


@pytest.mark.parametrize("number, text", [
    (0, "0"), (-0.0, "0"), (0.12345, "0.123"), (-1.5, "-1.5"), (12.345, "12.3"), (999.9, "1e3"), (1e-4, "1e-4"),
    (-2.5e7, "-2e7"), (0.5, "0.5"),
])
def test_numbers_in_the_picture_are_short(number, text):
    assert short(number) == text and len(text) <= 6


@pytest.mark.parametrize("arguments, sentence", [
    ({"question": "2.17"}, 'question must be one of "2.1" to "2.16", but \'2.17\' came.'),
    ({"question": 2.1}, 'question must be one of "2.1" to "2.16", but 2.1 came.'),
    ({"question": ["2.1"]}, 'question must be one of "2.1" to "2.16", but [\'2.1\'] came.'),
    ({"question": np.array(["2.1"])}, 'question must be one of "2.1" to "2.16", but [\'2.1\'] came.'),
    ({"x1": 3}, "x1 must be between -2 and 2, but 3 came."),
    ({"y": 0.5}, "y must be a whole number, but 0.5 came."),
])
def test_bad_arguments_are_refused_in_one_sentence(arguments, sentence):
    with pytest.raises((TypeError, ValueError), match=f"^{re.escape(sentence)}$"):
        ChainRulePanel(**arguments)
