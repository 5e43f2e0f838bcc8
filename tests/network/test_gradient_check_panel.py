"""Exercise 3's gradient check panel says what the differences really are; the network's drawing names it all."""

import base64
import re
from xml.etree import ElementTree

import numpy as np
import pytest

from lab3_helpers.chain_rule.drawing import network_drawing
from lab3_helpers.network import PARAMETER_NAMES, gradient, numerical_gradient, random_parameters
from lab3_helpers import GradientCheckPanel


@pytest.fixture(scope="module")
def panel():
    return GradientCheckPanel()


def said_and_measured(panel, eps, seed):
    params = random_parameters(1, seed=seed)[0]
    panel.set(eps=eps, seed=seed)
    return panel.picture.sentence, np.abs(numerical_gradient(params, eps) - gradient(params))


@pytest.mark.parametrize("seed", [0, 7, 99])
@pytest.mark.parametrize("eps", [5e-4, 1e-2, 1.0])
def test_the_largest_error_and_its_parameter_are_said(seed, eps, panel):
    sentence, error = said_and_measured(panel, eps, seed)
    number, name = re.search(r"errors is (\S+) \(for (\w+)\)", sentence).groups()
    assert float(number) == pytest.approx(error.max(), rel=0.06)
    assert name == PARAMETER_NAMES[error.argmax()]
    assert ("passes" in sentence) == (error.max() <= 1e-5)


@pytest.mark.parametrize("eps", [1e-14, 5e-12, 1e-11, 1e-9, 1e-5, 5e-5])
def test_what_rounding_makes_chance_is_said_as_theory_has_it(eps, panel):
    for seed in range(0, 100, 9):
        sentence, error = said_and_measured(panel, eps, seed)
        about, outcome = re.search(r"is about (\S+): a check with the sheet's limit 1e-5 (\w+)", sentence).groups()
        assert 0.2 < error.max() / float(about) < 4
        assert "by chance" in sentence or (outcome == "passes") == (error.max() <= 1e-5)
    assert ("by chance" in sentence) == (1e-12 < eps < 5e-11)


def test_both_branches_are_named():
    panel = GradientCheckPanel()
    assert "rounding dominates: a larger eps is better" in panel.picture.sentence
    panel.controls["eps"].value = 1e-2
    assert "truncation dominates: a smaller eps is better" in panel.picture.sentence


def test_given_parameters_have_no_seed():
    params = random_parameters(1, seed=5)[0]
    panel = GradientCheckPanel(params)
    assert list(panel.controls) == ["eps"]
    assert panel.picture.image == GradientCheckPanel(seed=5).picture.image
    assert eval(panel.picture.recipe).picture.image == panel.picture.image


def test_a_saturated_network_is_drawn():
    panel = GradientCheckPanel(np.full(9, 100.0))
    assert not panel.picture.failed


@pytest.mark.parametrize("arguments, sentence", [
    ({"eps": 0}, "eps must be between 1e-14 and 1, but 0 came."),
    ({"eps": "1e-9"}, "eps must be a number, but '1e-9' came."),
    ({"seed": 100}, "seed must be between 0 and 99, but 100 came."),
    ({"params": [1, 2]}, r"params must be nine numbers, but \[1, 2\] came."),
])
def test_bad_arguments_are_refused_in_one_sentence(arguments, sentence):
    with pytest.raises((TypeError, ValueError), match=f"^{sentence}$"):
        GradientCheckPanel(**arguments)


def test_the_drawing_names_all_nine_parameters_in_picture_and_words():
    drawing = network_drawing()
    image = ElementTree.fromstring(drawing._repr_html_().replace('">', '"/>'))
    svg = ElementTree.fromstring(base64.b64decode(image.get("src").partition(",")[2]))
    shown = [text.text for text in svg.iter("{http://www.w3.org/2000/svg}text")]
    for name in PARAMETER_NAMES:
        assert shown.count(name) == 1
        assert re.search(rf"\b{name}\b", image.get("alt"))
    assert repr(drawing) == image.get("alt")
