"""Helpers of Lab 3: gradient descent, the chain rule, and training a first neural network.

    from lab3_helpers import check, hint, solution, results      the one door
    from lab3_helpers import practice, DescentPanel              a fresh question, a panel: loaded when asked for

Each exercise has a room of its own: `descent`, `chain_rule`, `network`.
"""

import sys
from importlib import import_module
from pathlib import Path

# Beside the notebooks of a course folder lie the helpers that belong to them: they serve, whatever version is
# installed.
_beside = Path("../lab3_helpers").resolve()
if (_beside / "__init__.py").is_file():
    __path__.insert(0, str(_beside))

from lab3_helpers.requirements import import_matplotlib, require  # noqa: E402

if "IPython" in sys.modules:  # in a notebook one sentence says what is missing; elsewhere  python -m lab3_helpers  does
    require()

from lab3_helpers.check import check, hint, learned, on_your_own, results, solution  # noqa: E402
from lab3_helpers.verdict import Note  # noqa: E402

_PANELS = {
    "SlopePanel": "descent.slope_panel",
    "StraightPathPanel": "descent.slope_panel",
    "DescentPanel": "descent.panel",
    "MomentumPanel": "descent.momentum_panel",
    "ChainRulePanel": "chain_rule.panel",
    "PracticePanel": "chain_rule.practice_panel",
    "UnitPanel": "network.unit_panel",
    "GradientCheckPanel": "network.gradient_check_panel",
    "TrainingPanel": "network.training_panel",
    "RestartsPanel": "network.restarts_panel",
    "LuckPanel": "network.luck_panel",
}
_LATER = {"practice": "chain_rule.practice", **_PANELS}  # loaded when it is asked for
__all__ = ["check", "hint", "learned", "on_your_own", "results", "solution", *_LATER]


def __getattr__(name):
    if name not in _LATER:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    if name in _PANELS:
        import_matplotlib()
    return getattr(import_module(f"{__name__}.{_LATER[name]}"), name)


def __dir__():
    return __all__


def _explain(result):
    """Under the exception of a cell, one sentence on what was meant, if it is a slip in the words of exercise 2."""
    from IPython import get_ipython
    from IPython.display import display

    error = result and (result.error_before_exec or result.error_in_exec)
    if error and "lab3_helpers.chain_rule.symbols" in sys.modules:
        from lab3_helpers.chain_rule.typos import explain

        sentence = explain(result.info.raw_cell, error, get_ipython().user_ns)
        if sentence:
            display(Note(sentence))


def _listen(shell):
    """Have `_explain` called after every cell, in place of the one of an earlier import of this package."""
    for earlier in shell.events.callbacks["post_run_cell"][:]:
        if getattr(earlier, "__module__", None) == __name__:
            shell.events.unregister("post_run_cell", earlier)
    shell.events.register("post_run_cell", _explain)


if "IPython" in sys.modules and sys.modules["IPython"].get_ipython():
    _listen(sys.modules["IPython"].get_ipython())
