r"""LaTeX and plain text of formulas, with names and an order of our own.

SymPy's printers change from release to release, and with them every stored output; they also reorder what a student wrote.
Here a formula is a Python syntax tree: the student's own source where it can be read, otherwise the tree of `str(expression)`.
Trees are only read, never evaluated.
"""

import ast
import re

_GREEK = {"sigma": r"\sigma"}
_NAMED = ("tanh", "sinh", "cosh", "exp", "log", "sin", "cos", "tan", "coth")

# how tightly a node binds: a child that binds less than its place needs is put in brackets
_SUM, _PRODUCT, _SIGN, _POWER, _ATOM = range(5)


def latex(formula):
    """LaTeX of an expression or a syntax tree, without dollar signs.

    Parameters
    ----------
    formula : sympy.Basic or ast.expr
    """
    return _latex(tree(formula))[0]


def text(formula):
    """One line of plain text, as a student would type it."""
    return ast.unparse(tree(formula))


def tree(formula):
    """The syntax tree of an expression; a syntax tree is returned as it is."""
    if isinstance(formula, ast.AST):
        return formula
    return ast.parse(str(formula), mode="eval").body


def _name(name):
    # z2_out -> z_{2,out}, w12 -> w_{12}, anything else upright
    match = re.fullmatch(r"([a-zA-Z]|sigma)(\d*)(?:_(in|out))?", name)
    if not match:
        return rf"\mathrm{{{name}}}".replace("_", r"\_")
    letter, digits, place = match.groups()
    below = ",".join(part for part in (digits, rf"\mathrm{{{place}}}" if place else "") if part)
    return _GREEK.get(letter, letter) + (f"_{{{below}}}" if below else "")


def _bracket(child, needed):
    inner, binds = _latex(child)
    return inner if binds >= needed else rf"\left({inner}\right)"


def _latex(node):
    """LaTeX of a tree, and how tightly it binds."""
    match node:
        case ast.Constant(value=value):
            return (rf"\text{{{value}}}" if isinstance(value, str) else str(value).replace("e", r"\mathrm{e}")), _ATOM
        case ast.Name(id=name):
            return _name(name), _ATOM
        case ast.UnaryOp(op=ast.USub(), operand=operand):
            return "-" + _bracket(operand, _PRODUCT), _SUM
        case ast.UnaryOp(op=ast.UAdd(), operand=operand):
            return _latex(operand)
        case ast.BinOp(op=ast.Add(), left=left, right=right):
            return f"{_bracket(left, _SUM)} + {_bracket(right, _PRODUCT)}", _SUM
        case ast.BinOp(op=ast.Sub(), left=left, right=right):
            return f"{_bracket(left, _SUM)} - {_bracket(right, _PRODUCT)}", _SUM
        case ast.BinOp(op=ast.Mult(), left=left, right=right):
            between = r" \cdot " if isinstance(right, ast.Constant) or _is_fraction(right) else r" \, "
            return f"{_bracket(left, _PRODUCT)}{between}{_bracket(right, _SIGN)}", _PRODUCT
        case ast.BinOp(op=ast.Div(), left=left, right=right):
            return rf"\frac{{{latex(left)}}}{{{latex(right)}}}", _SIGN
        case ast.BinOp(op=ast.Pow(), left=left, right=right):
            match left:
                case ast.Call(func=ast.Name(id=name), args=[argument]) if name in ("tanh", "sinh", "cosh", "sech") \
                        and isinstance(right, ast.Constant):
                    return rf"{_function(name)}^{{{latex(right)}}}\left({latex(argument)}\right)", _POWER
            return rf"{_bracket(left, _ATOM)}^{{{latex(right)}}}", _POWER
        case ast.Call(func=ast.Name(id="exp"), args=[argument]):
            return rf"\mathrm{{e}}^{{{latex(argument)}}}", _POWER
        case ast.Call(func=ast.Name(id="sqrt"), args=[argument]):
            return rf"\sqrt{{{latex(argument)}}}", _ATOM
        case ast.Call(func=ast.Name(id="Rational"), args=[above, below]):
            return rf"\frac{{{latex(above)}}}{{{latex(below)}}}", _SIGN
        case ast.Call(func=ast.Name(id="Derivative"), args=[inner, variable]):
            return rf"\frac{{\mathrm{{d}}}}{{\mathrm{{d}} {latex(variable)}}} {_bracket(inner, _POWER)}", _PRODUCT
        case ast.Call(func=ast.Name(id=name), args=arguments):
            return rf"{_function(name)}\left({', '.join(latex(a) for a in arguments)}\right)", _ATOM
        case ast.List(elts=items) | ast.Tuple(elts=items):
            return rf"\left({', '.join(latex(item) for item in items)}\right)", _ATOM
    return rf"\texttt{{{ast.unparse(node)}}}".replace("_", r"\_"), _ATOM


def _is_fraction(node):
    return isinstance(node, ast.BinOp) and isinstance(node.op, ast.Div)


def _function(name):
    if name in _NAMED:
        return "\\" + name
    return _GREEK.get(name, rf"\operatorname{{{name}}}")
