"""Turns arguments into what the mathematics needs, or says in one sentence what was expected and what came."""

import reprlib
from numbers import Integral, Real

import numpy as np


class _Picture(reprlib.Repr):
    """Short pictures of values; a kind, such as "a function", in place of an address in memory."""

    def repr1(self, x, level):
        text = super().repr1(x, level)
        is_class = isinstance(x, type)
        if not text.startswith("<") and (is_class or not callable(x)):
            return text
        kind = "class" if is_class else "function" if callable(x) else type(x).__name__
        return f"{'an' if kind[0] in 'aeiou' else 'a'} {kind}"


def shown(value):
    """A short, one-line picture of `value` for an error message."""
    try:
        return " ".join(_Picture().repr(value.tolist() if isinstance(value, np.ndarray) else value).split())
    except ValueError:  # Python writes no whole number of more than 4300 digits
        return "a number of thousands of digits"


def is_nested(value, levels=16):
    """Whether lists stand in lists more than so many levels deep, as in a list that holds itself; NumPy never ends."""
    return isinstance(value, (list, tuple)) and (not levels or any(is_nested(part, levels - 1) for part in value))


def shape_of(value):
    """The shape of a number, a list or an array; None where its rows differ in length or it is nested too deeply."""
    try:
        return None if is_nested(value) else np.asarray(value).shape
    except ValueError:
        return None


def numeric_array(name, value):
    """`value` as an array of floats, infinities allowed, or one sentence that names the argument.

    Raises
    ------
    TypeError
        If `value` holds something that is not a real number.
    ValueError
        If the rows differ in length, or a number is too large for a float.
    """
    try:
        array = None if is_nested(value) else np.asarray(value)
    except ValueError:
        array = None
    if array is None:
        raise ValueError(f"{name} must be a regular array of numbers, but {shown(value)} came.") from None
    # Fractions, SymPy's numbers and whole numbers beyond 64 bits are objects to NumPy.
    exact = array.dtype == object and all(isinstance(n, Real) and not isinstance(n, bool) for n in array.flat)
    if not exact and array.dtype.kind not in "iuf":
        raise TypeError(f"{name} must be numeric, but {shown(value)} came.")
    try:
        return array.astype(float)
    except OverflowError:
        raise ValueError(f"{name} must be below 1.8e308, but {shown(value)} came.") from None


def finite_array(name, value):
    """`value` as an array of finite floats, or one sentence that names the argument.

    Parameters
    ----------
    name : str
        What the argument is called where the caller sees it.
    value : array_like

    Returns
    -------
    numpy.ndarray

    Raises
    ------
    TypeError
        If `value` holds something that is not a real number.
    ValueError
        If a number is infinite or not a number, or the rows differ in length.
    """
    array = numeric_array(name, value)
    if not np.isfinite(array).all():
        raise ValueError(f"{name} must hold finite numbers only, but {shown(value)} came.")
    return array


def whole_number(name, value, least=1, most=10_000_000):
    """`value` as an int from `least` to `most` (None for no limit), or one sentence that names the argument.

    Raises
    ------
    TypeError
        If `value` is not an integer.
    ValueError
        If it is out of the range.
    """
    if isinstance(value, (bool, np.bool_)) or not isinstance(value, Integral):
        raise TypeError(f"{name} must be a whole number, but {shown(value)} came.")
    if value < least:
        raise ValueError(f"{name} must be {least} or more, but {shown(value)} came.")
    if most is not None and value > most:
        raise ValueError(f"{name} must be {most} or less, but {shown(value)} came.")
    return int(value)


def stopping_threshold(tol):
    """`tol` as a float of at least 0, or None, or one sentence that says so.

    Raises
    ------
    TypeError
        If `tol` is neither None nor a number.
    ValueError
        If it is negative or not finite.
    """
    if tol is None:
        return None
    threshold = finite_array("tol", tol)
    if threshold.ndim or threshold < 0:
        raise ValueError(f"tol must be one number of 0 or more, or None for no early stop, but {shown(tol)} came.")
    return float(threshold)
