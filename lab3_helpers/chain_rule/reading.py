"""The lines of an answer: what arrived in a call of `check`, how it was typed, and the formula that it is.

SymPy works on a formula before any function sees it: ``(1 + e - 1)/(1 + e)**2`` arrives as ``e/(1 + e)**2``. What
was typed is still in the notebook, and the call's syntax tree can be had from there. It is read, never evaluated:
the verdict rests on the value that arrived, the tree only on what is shown and on what counts as a line of its own.
"""

import ast
import difflib
import re
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from numbers import Number, Real

from sympy import Basic, Expr, Lambda, Rational, Symbol, nan, oo, sympify, zoo
from sympy.core.function import FunctionClass
from sympy.logic.boolalg import Boolean

from lab3_helpers.chain_rule import symbols, typeset
from lab3_helpers.chain_rule.decimals import FUNCTIONS
from lab3_helpers.chain_rule.points import TooHeavy, parts, rational

try:
    from executing import Source
except ImportError:  # IPython brings it; without IPython the formulas are shown as SymPy holds them
    Source = None


_LARGEST_POWER_OF_TEN = 10_000  # of a Decimal
_LONGEST_NAME = 40  # of a symbol, in a sentence


@dataclass(frozen=True)
class Line:
    """One line of an answer.

    Attributes
    ----------
    arrived : object
        What stands in the call; ``...`` is a blank.
    typed : ast.expr or None
        How it was typed; None where the source says nothing that can be shown (no source, a formula in a variable, a
        function of the student's own).
    formula : Expr or None
        What it is as a formula, once it has been read.
    """

    arrived: object
    typed: ast.expr | None = None
    formula: Expr | None = None

    def read(self, known, clock):
        """The same line with its formula.

        Parameters
        ----------
        known : sequence of str
            The names a formula may hold here.
        clock : Clock

        Raises
        ------
        NotAFormula
        TooHeavy
        """
        return replace(self, formula=_formula(self.arrived, known, clock))

    def shown(self):
        """The line as the student sees it again, a `typeset.Formula`."""
        return typeset.formula(self.typed or self.formula)

    def names(self, clock):
        """The functions in the line: as typed where that is known, for SymPy may have worked some of them out."""
        if self.typed is not None:
            return {node.func.id for node in ast.walk(self.typed) if isinstance(node, ast.Call)}
        return {type(part).__name__ for part in parts(self.formula, clock)}

    def components(self):
        """The lines of a list, or None if it is no list."""
        things = self.arrived
        if getattr(things, "is_Matrix", False) or type(things).__name__ == "ndarray" and things.ndim == 1:
            things = list(things)
        if not isinstance(things, list | tuple) or not things:
            return None
        trees = self.typed.elts if isinstance(self.typed, ast.List | ast.Tuple) else [None] * len(things)
        return [Line(*both) for both in zip(things, trees)]


def lines_of(things, frame):
    """The lines in the call that `frame` is in.

    Parameters
    ----------
    things : sequence of object
        The call's last arguments, as they arrived.
    frame : types.FrameType
        The caller's.

    Returns
    -------
    tuple of Line
    """
    return tuple(Line(*both) for both in zip(things, _trees(len(things), frame)))


def typed_call(frame):
    """The text of the call that `frame` is in; "" where the source is not known."""
    try:
        running = Source.executing(frame)
        text = _text(running.node, running.source.lines)
    except Exception:  # a foreign library that reads foreign files, or none: this must not cost the student the verdict
        return ""
    return text if isinstance(running.node, ast.Call) and text else ""


def _text(node, lines):
    """A node's text; ast.get_source_segment would split a whole file for it, which can take longer than the verdict."""
    part = [line.encode() for line in lines[node.lineno - 1:node.end_lineno]]
    part[-1] = part[-1][:node.end_col_offset]
    part[0] = part[0][node.col_offset:]
    return b"\n".join(part).decode()


def _trees(count, frame):
    nothing = [None] * count
    try:
        call = ast.parse(typed_call(frame), mode="eval").body
    except (SyntaxError, RecursionError, MemoryError):
        return nothing
    before = len(call.args) - count
    # one is a question's number; more than that stands in a call of something else, such as map
    if before not in (0, 1) or any(isinstance(argument, ast.Starred) for argument in call.args):
        return nothing
    return [_resolve(tree, frame) for tree in call.args[before:]]


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
    "Xor": '^ means "either or" in Python: write ** for a power',
    "ndarray": "a NumPy array arrived: type the formula, not numbers",
    "set": "a set arrived: write the formula without curly brackets",
    "dict": "a dictionary arrived: write the formula without curly brackets",
    "list": "a list arrived: write one formula, without square brackets; the lines of a derivation are separated by "
    "commas",
    "tuple": "several formulas in round brackets arrived: the lines of a derivation are separated by commas, without "
    "brackets around them",
    "Lambda": "a function arrived: type the formula itself, for example tanh(z2_in)",
}


def _formula(thing, known, clock):
    """The formula that `thing` is; a text is never evaluated."""
    if isinstance(thing, Expr) and not getattr(thing, "is_Matrix", False) and not isinstance(thing, Lambda):
        _refuse_foreign_parts(thing, known, clock)
        return thing
    if type(thing).__module__ == "numpy" and getattr(thing, "shape", None) == ():
        thing = thing.item()
    if isinstance(thing, Real | Decimal) and not isinstance(thing, bool):
        return _number(thing)
    if isinstance(thing, Number) and not isinstance(thing, bool):
        raise NotAFormula("A formula was expected, but a complex number arrived: everything in this lab is real.")
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


def _number(thing):
    if isinstance(thing, Decimal) and thing.is_finite():
        if abs(thing.adjusted()) > _LARGEST_POWER_OF_TEN:
            raise TooHeavy
        return Rational(Fraction(thing))
    try:
        number = sympify(thing, strict=True)
    except (ValueError, TypeError, OverflowError):
        kind = type(thing).__name__
        raise NotAFormula(f"A formula was expected, but an object of the type {kind} arrived.") from None
    if not number.is_finite:
        _no_number()
    return Rational(rational(number)) if number.is_Float else number


def _no_number():
    raise NotAFormula("The answer is not a finite number: somewhere it divides by zero or overflows.")


def _refuse_foreign_parts(expression, known, clock):
    everything = parts(expression, clock)
    if everything & {nan, oo, -oo, zoo}:
        _no_number()
    strange = sorted(p.name for p in everything if getattr(p, "is_Symbol", False) and p.name not in known)
    if strange:
        _unknown_symbol(" ".join(strange[0].split())[:_LONGEST_NAME] or "a name of no letters", known)
    kinds = {type(part).__name__ for part in everything}
    # in the conditions of a Piecewise & and | have their place
    if "Xor" in kinds or kinds & {"Or", "And", "Not"} and "Piecewise" not in kinds:
        raise NotAFormula("^ means \"either or\" in Python: write ** for a power.")


def _unknown_symbol(name, known):
    if re.fullmatch(r"[dD∂]_?\w+?(_?[dD∂]_?)\w+", name):
        raise NotAFormula(f"{name} only names a derivative: put in what it is.", mistake="restated")
    if name == "x" and "f_in" in known:
        what = "put in the argument that this network has, for example f_in or z2_in"
        raise NotAFormula(f"Only 2.3 and 2.4 know x: {what}.")
    near = difflib.get_close_matches(name, known, n=2, cutoff=0.5)
    if known == ["x"] and name in symbols.__all__:
        raise NotAFormula(f"This question is about a function of x: write x in place of {name}.")
    advice = f"did you mean {' or '.join(sorted(near))}?" if near else f"it knows {', '.join(known)}."
    raise NotAFormula(f"This question does not know {name}: {advice}")


# --- the call's syntax tree

def _resolve(tree, frame):
    try:
        resolved = _Resolver(frame).visit(tree)
        # A whole line in a variable: what was typed when it was made is not known here.
        return None if isinstance(tree, ast.Name) and not isinstance(resolved, ast.Name) else resolved
    except (_Unclear, RecursionError):
        return None


class _Unclear(Exception):
    """The tree holds something that has no meaning as a formula by itself."""


class _Resolver(ast.NodeTransformer):
    """Puts values for the student's own names, and refuses everything that is not plainly a formula."""

    plain = (ast.UnaryOp, ast.USub, ast.UAdd, ast.BinOp, ast.Add, ast.Sub, ast.Mult, ast.Div, ast.Pow,
             ast.List, ast.Tuple, ast.Load)

    def __init__(self, frame):
        self.names = {**frame.f_builtins, **frame.f_globals, **frame.f_locals}

    def visit_Name(self, node):
        value = self.names.get(node.id)
        if isinstance(value, Symbol) and value.name == node.id:
            return node
        if isinstance(value, Expr) and typeset.size(value) <= typeset.LONGEST:
            return typeset.tree(value)
        if type(value) is float or type(value) is int and abs(value) < 10**typeset.LONGEST:
            return ast.parse(repr(value), mode="eval").body
        raise _Unclear

    def visit_Constant(self, node):
        if isinstance(node.value, int | float) and not isinstance(node.value, bool):
            return node
        raise _Unclear

    def visit_Call(self, node):
        match node.func:
            case ast.Attribute(value=inner, attr="diff") if len(node.args) == 1:
                return ast.Call(ast.Name("Derivative"), [self.visit(inner), self.visit(node.args[0])], [])
            case ast.Name(id=name) if not node.keywords:
                module = getattr(self.names.get(name), "__module__", None) or ""
                if module.split(".")[0] in ("sympy", "lab3_helpers"):
                    arguments = [self.visit(argument) for argument in node.args]
                    return ast.Call(ast.Name("Derivative" if name == "diff" else name), arguments, [])
        raise _Unclear

    def generic_visit(self, node):
        if isinstance(node, self.plain):
            return super().generic_visit(node)
        raise _Unclear
