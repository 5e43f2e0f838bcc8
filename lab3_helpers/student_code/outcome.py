"""What a call of a student's function came to, in words: a blank, no number, an exception that a sentence explains.

An exception that is not listed here stays the student's own.
"""

import dis
import inspect
from collections.abc import Iterator
from types import ModuleType

import numpy as np

from lab3_helpers.arguments import is_nested, numeric_array, shown
from lab3_helpers.student_code.guarded import Endless, what_ended
from lab3_helpers.verdict import Mistake


class Misused(Exception):
    """What was handed to a function of ours is nothing that it can take; the text says so."""


class Recorded:
    """A function of the check's own, handed to a student's function: it keeps the points at which it is asked.

    Parameters
    ----------
    name : str
        What the student's function calls it.
    function : callable
    size : int
        How many numbers a point has.
    """

    def __init__(self, name, function, size):
        self.__name__, self.function, self.size, self.points = name, function, size, []

    def __call__(self, *points, **named):
        if len(points) + len(named) != 1 or named.keys() - {"x"}:
            raise Misused(f"must call {self.__name__} with the point alone")
        (x,) = *points, *named.values()
        if x is ...:
            raise TypeError("Ellipsis")
        hands = f"hands {_plain(x)} to {self.__name__}, which takes"
        try:
            point = numeric_array("x", x)
        except (TypeError, ValueError):
            raise Misused(f"{hands} {self.size} real numbers, a point") from None
        if point.shape != (self.size,):
            raise Misused(f"{hands} the whole point, {self.size} numbers")
        if len(self.points) < 5000:  # enough for any answer; an endless loop is not to fill the memory
            self.points.append(np.array(point))
        return self.function(point)


def _plain(value):
    return shown(value.item() if isinstance(value, np.generic) else value)


def is_blank(value):
    """Whether a value is ``None`` or ``...``, or a list that holds such a one."""
    if isinstance(value, np.ndarray) and value.dtype == object:
        value = value.tolist()
    if value is None or value is ...:
        return True
    return isinstance(value, (list, tuple)) and not is_nested(value) and any(map(is_blank, value))


def as_sentence(words):
    """The words with a full stop, unless they end a sentence already."""
    return words if words.endswith((".", "?")) else f"{words}."


def outside(function):
    """The numbers and arrays that a function reads from outside of itself, by name."""
    code, names = getattr(function, "__code__", None), getattr(function, "__globals__", {})
    read = {name: names.get(name) for name in getattr(code, "co_names", ())}
    return {name: value for name, value in read.items() if isinstance(value, np.ndarray | list | tuple | float | int)}


def explain_unused(function, asked):
    """An argument that a function has under the name of the notebook and never reads, a `Mistake`, or None."""
    code = getattr(function, "__code__", None)
    if code is None or _parameters(function) != tuple(asked):
        return None
    read = {
        name
        for step in dis.get_instructions(code)
        if step.opname.startswith("LOAD_")
        for name in (step.argval if isinstance(step.argval, tuple) else (step.argval,))
        if isinstance(name, str)
    }
    ignored = next((name for name in asked if name not in read and name not in code.co_cellvars), None)
    instead = "".join(f", but {name} from outside is" for name in list(outside(function))[:1])
    return ignored and Mistake("ignores_argument", f"the argument {ignored} is never used{instead}")


def explain_error(error, function, asked, known):
    """What a student can do about an exception.

    Parameters
    ----------
    error : BaseException
    function : callable
        The student's.
    asked : tuple of str
        The names of the arguments, as the notebook hands the function out.
    known : str or None
        What the function has answered before, if it has: ``"the five points of the sheet"``.

    Returns
    -------
    Mistake or None
        None if the exception is to be shown as it is. The name ``"blank"`` stands for something still to be written.
    """
    text = str(error)
    if isinstance(error, Misused):
        return Mistake("complex" if "j)" in text else "misused", text)
    if "Recorded" in text:
        point = asked[1] if asked[0] == "func" else "x"
        return Mistake("misused", f"calculates with a function itself: call it, as in func({point})")
    if (ended := what_ended(error)) is not None:
        return Mistake("endless" if isinstance(error, (Endless, RecursionError)) else None, ended)
    if isinstance(error, TypeError) and "ellipsis" in text.lower():
        return Mistake("blank", f"is not written yet: {_first_blank(error, function)} is still blank (...)")
    parameters, listed = _parameters(function), ", ".join(asked)
    if error.__traceback__ is None and isinstance(error, TypeError) and not _takes(function, asked):
        count = f"{len(asked)} argument{'s' * (len(asked) != 1)}"
        return Mistake("arguments", f"must take {count}, ({listed}), as in the cell that was handed out: {text}")
    if sorted(parameters) == sorted(asked) and parameters != asked:
        return Mistake("arguments", f"has its arguments in another order than the cell that was handed out: ({listed})")
    if isinstance(error, (TypeError, AttributeError)):
        if from_sympy := _from(function, "sympy"):
            return Mistake("symbols", _of_sympy(from_sympy, asked))
        if from_math := _from(function, "math"):
            one = from_math[0]
            return Mistake("math_module", f"uses math's {one}, which takes one number only: np.{one} takes an array")
    for parts, mistake in _TYPE_ERRORS if isinstance(error, TypeError) else ():
        if any(part in text for part in parts):
            return mistake
    if known and type(error) in (ValueError, IndexError):
        reads = " and ".join(name for name, value in outside(function).items() if not isinstance(value, float | int))
        why = f"it reads {reads} from outside, use only its arguments" if reads else "is a size written as a number?"
        speaker = "" if own_fault(error) else "NumPy says: "
        said = text.strip().rstrip(".")
        return Mistake("sizes", f"works for {known}, but not for other sizes: {why} ({speaker}{said})")
    return None


# What Python or NumPy says, in part, and what that means.
_TYPE_ERRORS = (
    (("^", "bitwise_xor"),
     Mistake("caret", "writes a power with ^, which means something else in Python: a square is x**2")),
    (("only length-1", "only size-1", "only 0-dim"),
     Mistake("math_module", "hands an array to a function that takes one number only: use np.tanh, np.exp, np.log, "
                            "not math's")),
    (("data type", "dtype from", "Field elements"),
     Mistake("brackets", "gives np.array several things: it takes one list, np.array([..., ...]), with square "
                         "brackets")),
    (("Cannot cast ufunc",),
     Mistake("whole_numbers", "changes an array of whole numbers in place, which cannot hold fractions: "
                              "begin with x = np.array(x0, dtype=float)")),
)


def own_fault(error):
    """Whether an exception was raised by a function of the course."""
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    return trace is not None and trace.tb_frame.f_globals.get("__name__", "").startswith("lab3_helpers.")


def explain_result(run, function):
    """What is wrong with a result that is no number and no array of numbers.

    Parameters
    ----------
    run : Run
    function : callable
        The student's.

    Returns
    -------
    Mistake or None
        None for numbers. The name ``"blank"`` stands for something still to be written.
    """
    result = run.value
    if result is None:
        if run.printed:
            return Mistake("no_return", "prints its result but returns nothing: put return in place of print")
        if _is_empty(function):
            return Mistake("blank", "returns nothing: it is not written yet, or its return is missing")
        return Mistake("no_return", "returns nothing: its return is missing, or not reached")
    if is_blank(result):
        name = next((name for name, value in run.names.items() if value is ...), None)
        which = f"{name} is still blank" if name else "it returns a blank"
        return Mistake("blank", f"is not written yet: {which} (...)")
    if inspect.isgeneratorfunction(function):
        return Mistake("generator", "yields its results, and so returns none of them: put return after the loop in "
                                    "place of yield")
    if inspect.iscoroutine(result):
        result.close()  # Python warns of one that is dropped
        return Mistake(None, "is written with async def, which returns no numbers: write def alone")
    if isinstance(result, Iterator):
        return Mistake("generator", f"returns {shown(result)}, which holds no numbers yet: write the list with square "
                                    "brackets")
    try:
        array = numeric_array("the result", result)
    except (TypeError, ValueError):
        return Mistake(*_no_number(result, function))
    kind = np.asarray(result).dtype
    if kind in (np.float32, np.float16) and array.size:
        return Mistake("float32", f"returns {kind}, which keeps few digits only: leave the numbers as NumPy makes them")
    return None


def _no_number(result, function):
    name = type(result).__module__.partition(".")[0]
    inside = np.asarray(result, dtype=object).ravel()[:1] if isinstance(result, (list, tuple, np.ndarray)) else ()
    if name == "sympy" or any(type(one).__module__.startswith("sympy") for one in inside):
        return "symbols", _of_sympy(_from(function, "sympy") or ["a symbol"], _parameters(function))
    if isinstance(result, str):
        return "text", f"returns the text {shown(result)}: numbers are expected"
    if isinstance(result, tuple) and len(result) > 1:
        return "tuple", f"returns {len(result)} things at once, {shown(result)}: return only what is asked for"
    if isinstance(result, np.ndarray) and result.dtype.kind == "c" or isinstance(result, complex):
        return "complex", f"returns complex numbers, {_plain(result)}: real ones are expected"
    forgotten = ": call it, with round brackets" if callable(result) else ""
    return None, f"must return numbers: numbers are expected, but {shown(result)} came{forgotten}"


def _of_sympy(names, arguments):
    if all(name in ("exp", "log", "tanh", "sigma", "cosh", "sinh", "sqrt") for name in names):
        return f"uses SymPy's {names[0]}, which makes formulas: for numbers write np.{names[0]}"
    return (
        f"works with {' and '.join(names[:2])}, a symbol of SymPy from outside of the function: "
        f"use the numbers in {' and '.join(arguments) or 'its arguments'}"
    )


def _from(function, module):
    """The names that a function uses and that come from a module."""
    code, names = getattr(function, "__code__", None), getattr(function, "__globals__", {})
    found = []
    for name in getattr(code, "co_names", ()):
        value = names.get(name)
        if isinstance(value, ModuleType):
            if value.__name__ == module:
                found += [one for one in code.co_names if one != name and hasattr(value, one) and one not in names]
        elif (getattr(value, "__module__", None) or type(value).__module__).partition(".")[0] == module:
            found.append(name)
    return found


def _parameters(function):
    code = getattr(function, "__code__", None)
    return code.co_varnames[: code.co_argcount] if code else ()


def _takes(function, asked):
    """Whether a function can be called with so many arguments."""
    try:
        inspect.signature(function).bind(*asked)
    except (TypeError, ValueError):  # a ValueError where Python knows no signature
        return False
    return True


def _is_empty(function):
    code = getattr(function, "__code__", None)
    return code is None or len(code.co_code) <= len(_nothing.__code__.co_code)


def _nothing():
    pass


def _first_blank(error, function):
    """Name of the first variable that is still ``...`` in the frame of `function` that raised `error`."""
    trace = error.__traceback__
    while trace is not None:
        if trace.tb_frame.f_code is getattr(function, "__code__", None):
            for name, value in trace.tb_frame.f_locals.items():
                if value is ...:
                    return name
        trace = trace.tb_next
    return "a value"
