"""Panels: sliders, one picture and one sentence that says what it shows.

Each panel is imported when it is asked for, so that a notebook without derivatives does not load SymPy.
"""

from importlib import import_module

_MODULE_OF = {
    "Panel": "panel",
    "DescentPanel": "descent",
    "ChainRulePanel": "chain_rule",
    "LuckPanel": "luck",
    "PracticePanel": "practice",
    "RestartsPanel": "restarts",
    "TrainingPanel": "training",
    "GradientCheckPanel": "gradient_check",
}
__all__ = list(_MODULE_OF)


def __getattr__(name):
    if name not in _MODULE_OF:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f".{_MODULE_OF[name]}", __name__), name)


def __dir__():
    return __all__
