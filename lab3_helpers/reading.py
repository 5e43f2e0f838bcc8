"""What arrived in a call of `check`: a formula, or a sentence that says what it is instead."""

import difflib
import re
from decimal import Decimal
from fractions import Fraction
from numbers import Number

from sympy import Basic, Expr, Integer, Lambda, Rational, nan, oo, zoo
from sympy.core.function import FunctionClass
from sympy.logic.boolalg import Boolean

from lab3_helpers.equality import FUNCTIONS, rational


class NotAFormula(Exception):
    """Carries the sentence for the student.

    Attributes
    ----------
    mistake : str or None
        ``"restated"`` where the question itself came back; then the answer is wrong, otherwise it cannot be judged.
    """

    def __init__(self, sentence, mistake=None):
        super().__init__(sentence)
        self.mistake = mistake


# kinds of things that are not formulas, by their type's name: what arrived, and what to do
_KINDS = {
    "NoneType": "None arrived, the value of a function without return: type the formula itself",
    "str": "text in quotes arrived: write the formula without quotes",
    "bytes": "text in quotes arrived: write the formula without quotes",
    "bool": "True or False arrived, the answer to a comparison: type the formula itself, without ==",
    "bool_": "True or False arrived, the answer to a comparison: type the formula itself, without ==",
    "BooleanTrue": "True arrived, the answer to a comparison: type the formula itself",
    "BooleanFalse": "False arrived, the answer to a comparison: type the formula itself",
    "Equality": "an equation arrived: type only its right-hand side",
    "Xor": "^ means \"either or\" in Python: write ** for a power",
    "ndarray": "a NumPy array arrived: type the formula, not numbers",
    "set": "a set arrived: write the formula without curly brackets",
    "dict": "a dictionary arrived: write the formula without curly brackets",
    "list": "a list arrived: write one formula, without square brackets; the lines of a derivation are separated by commas",
    "tuple": "several formulas in round brackets arrived: the lines of a derivation are separated by commas, without brackets around them",
    "complex": "a complex number arrived: everything in this lab is real",
    "Lambda": "a function arrived: type the formula itself, for example tanh(z2_in)",
}


def read(thing, known, clock):
    """The formula that `thing` is.

    Parameters
    ----------
    thing : object
        Whatever stands in the call; never a text that is evaluated.
    known : sequence of str
        The names a formula may hold here.
    clock : Clock

    Returns
    -------
    Expr

    Raises
    ------
    NotAFormula
    TooHeavy
    """
    if isinstance(thing, Expr) and not getattr(thing, "is_Matrix", False) and not isinstance(thing, Lambda):
        _refuse_foreign_parts(thing, known, clock)
        return thing
    if isinstance(thing, Number | Decimal) and not isinstance(thing, bool | complex) or _is_numpy_number(thing):
        return _number(thing)
    if isinstance(thing, FunctionClass) or isinstance(thing, type) or callable(thing) and not isinstance(thing, Basic):
        name = getattr(thing, "__name__", type(thing).__name__)
        raise NotAFormula(f"{name} is a function that still needs its argument: write for example {name}(z2_in)."
                          if name in FUNCTIONS else f"A function arrived ({name}): type the formula itself.")
    kind = "Lambda" if isinstance(thing, Lambda) else type(thing).__name__
    if getattr(thing, "is_Matrix", False) or "Matrix" in kind:
        sentence = "a matrix arrived: every derivative of this exercise is one formula"
    elif isinstance(thing, Boolean) and kind not in _KINDS:
        sentence = "a comparison arrived: type one formula, without <, > or |"
    else:
        sentence = _KINDS.get(kind, f"an object of the type {kind} arrived")
    raise NotAFormula(f"A formula was expected, but {sentence}.")


def _is_numpy_number(thing):
    return type(thing).__module__ == "numpy" and getattr(thing, "shape", None) == () and thing.dtype.kind in "iuf"


def _number(thing):
    if isinstance(thing, Fraction | Decimal):
        return Rational(Fraction(thing)) if thing == thing and abs(thing) != float("inf") else _no_number()
    if isinstance(thing, int):
        return Integer(thing)
    value = float(thing)
    return Rational(rational(value)) if abs(value) < float("inf") else _no_number()


def _no_number():
    raise NotAFormula("The answer is not a finite number: somewhere it divides by zero or overflows.")


def parts(expression, clock):
    """Every different part of an expression once, however often it is shared."""
    found, todo = set(), [expression]
    while todo:
        clock.check()
        part = todo.pop()
        if part not in found:
            found.add(part)
            todo.extend(part.args)
    return found


def _refuse_foreign_parts(expression, known, clock):
    everything = parts(expression, clock)
    if everything & {nan, oo, -oo, zoo}:
        _no_number()
    strange = sorted(p.name for p in everything if getattr(p, "is_Symbol", False) and p.name not in known)
    if strange:
        _unknown_symbol(strange[0], known)
    if any(type(p).__name__ in ("Xor", "Or", "And", "Not") for p in everything):
        raise NotAFormula("^ means \"either or\" in Python: write ** for a power.")


def _unknown_symbol(name, known):
    if re.fullmatch(r"[dD∂]_?\w+?(_?[dD∂]_?)\w+", name):
        raise NotAFormula(f"{name} only names a derivative: put in what it is.", mistake="restated")
    if name == "x" and "f_in" in known:
        raise NotAFormula("Only 2.3 and 2.4 know x: put in the argument that this network has, for example f_in or z2_in.")
    near = difflib.get_close_matches(name, known, n=2, cutoff=0.5)
    advice = f"did you mean {' or '.join(sorted(near))}?" if near else f"it knows {', '.join(known)}."
    raise NotAFormula(f"This question does not know {name}: {advice}")
