"""What a panel says is the same on every processor; where it is not, the panel says so."""

import json
import os
import subprocess
import sys

from numpy._core._multiarray_umath import __cpu_dispatch__ as FEATURES

from lab3_helpers import GradientCheckPanel, LuckPanel, TrainingPanel

MAY_DIFFER = "another computer may differ"
SETTINGS = {
    GradientCheckPanel: [{"eps": eps} for eps in (1e-14, 5e-12, 1e-11, 1e-9, 1e-5, 2e-4, 1e-3, 1)],
    TrainingPanel: [{"learning_rate": rate, "steps": steps, "seed": 11}
                    for rate in (0.1, 1, 5, 10, 20) for steps in (3, 30, 300)],
    LuckPanel: [{"learning_rate": rate, "sd": sd, "steps": steps, "stopping_rule": rule}
                for steps in (30, 100) for rule in (True, False) for rate in (0.5, 10, 12) for sd in (0.1, 2)],
}


def sentences():
    """What the panels say, by setting."""
    said = {}
    for panel in (make() for make in SETTINGS):
        for setting in SETTINGS[type(panel)]:
            panel.set(**setting)
            said[panel.picture.recipe] = panel.picture.sentence
    return said


def test_without_the_processors_newer_instructions_a_panel_says_the_same_or_that_it_may_not():
    plain = subprocess.run(
        [sys.executable, "-c", "import json, test_every_computer as test; print(json.dumps(test.sentences()))"],
        capture_output=True, text=True, check=True, cwd=os.path.dirname(__file__),
        env={**os.environ, "NPY_DISABLE_CPU_FEATURES": " ".join(FEATURES), "OPENBLAS_CORETYPE": "Prescott"})
    here, there = sentences(), json.loads(plain.stdout)
    marked = {recipe for recipe, sentence in here.items() if MAY_DIFFER in sentence}
    assert marked == {recipe for recipe, sentence in there.items() if MAY_DIFFER in sentence}
    assert {recipe for recipe in here if here[recipe] != there[recipe]} <= marked
    assert {recipe.partition("(")[0] for recipe in marked} == {make.__name__ for make in SETTINGS}
    assert not any("learning_rate=1," in recipe or "stopping_rule=True" in recipe for recipe in marked)
