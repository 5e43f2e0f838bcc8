r"""Formulas as plain text and as LaTeX, with names and an order of our own.

SymPy's printers change from release to release, and with them every stored output; SymPy also reorders and shortens
what a student wrote. Here a formula is a Python syntax tree: the student's own source where it can be read,
otherwise built from the expression. Trees are only read, never evaluated.
"""

import ast
import re
from functools import reduce

from sympy import Add, S

from lab3_helpers.verdict import Formula

_KNOWN_TO_LATEX = ("tanh", "sinh", "cosh", "exp", "log", "sin", "cos", "tan", "coth")
LONGEST = 300
_MANY = 10_000

# how tightly a node binds: a child that binds less than its place needs gets brackets
_SUM, _PRODUCT, _SIGN, _POWER, _ATOM = range(5)


def formula(thing):
    """The `Formula` of an expression or a syntax tree; of one that is too long to read, only its size."""
    if not isinstance(thing, ast.AST) and size(thing) > LONGEST:
        count = size(thing)
        words = f"a formula of {'more than ' * (count == _MANY)}{count:,} parts"
        return Formula(words, rf"\text{{{words}}}".replace(",", "{,}"))
    return Formula(text(thing), latex(thing))


def text(thing):
    """One line of plain text, as a student would type it."""
    return ast.unparse(tree(thing))


def latex(thing):
    """LaTeX of an expression or a syntax tree, without dollar signs."""
    return _latex(tree(thing))[0]


def size(expression):
    """The number of nodes a printed expression would have; shared parts are visited once, but counted every time.

    A number counts for every 32 bits, because Python writes none of more than 4300 digits. Of an expression with very
    many different parts not all are counted.
    """
    sizes, todo = {}, [expression]
    while todo:
        part = todo[-1]
        missing = [argument for argument in part.args if argument not in sizes]
        if len(sizes) + len(missing) > _MANY:
            return _MANY
        if missing:
            todo += missing
        else:
            bits = part.p.bit_length() + part.q.bit_length() if part.is_Rational else 0
            sizes[todo.pop()] = 1 + bits // 32 + sum(sizes[argument] for argument in part.args)
    return sizes[expression]


def listed(words, before_last="and"):
    """Words joined by commas, the last one by "and" or another word."""
    *others, last = words
    return f"{', '.join(others)} {before_last} {last}" if others else last


# --- from an expression to a tree

def tree(thing):
    """The syntax tree of a SymPy expression; a syntax tree is returned as it is."""
    if isinstance(thing, ast.AST):
        return thing
    if thing.is_Integer or thing.is_Float:
        value = int(thing) if thing.is_Integer else float(thing)
        return _signed(value < 0, ast.Constant(abs(value)))
    if thing.is_Symbol:
        return _as_typed(thing.name)
    if thing.is_Add:
        return sum_of((negative, term) for negative, _, term in terms(thing))
    if thing.is_Mul or thing.is_Pow or thing.is_Rational:
        return _product(thing)
    name = type(thing).__name__
    if thing.is_Derivative:
        return ast.Call(ast.Name(name), [tree(thing.expr), *(tree(v) for v in thing.variables)], [])
    if not thing.args:
        return ast.Name(str(thing))
    return ast.Call(ast.Name(name), [tree(a) for a in thing.args if hasattr(a, "is_Add")], [])


def _as_typed(name):
    # sigma(x) is the name of a node, and shown as a function
    return ast.parse(name, mode="eval").body if re.fullmatch(r"\w+\([a-z]\w*\)", name) else ast.Name(name)


def product(factors):
    """The tree of a product, in the order given."""
    parts = [part for factor in factors for part in _flat(tree(factor))] or [ast.Constant(1)]
    return reduce(lambda left, right: ast.BinOp(left, ast.Mult(), right), parts)


def _flat(factor):
    if isinstance(factor, ast.BinOp) and isinstance(factor.op, ast.Mult):
        return [*_flat(factor.left), *_flat(factor.right)]
    return [factor]


def sum_of(terms):
    """The tree of a sum of trees, in the order given, each with whether it is subtracted."""
    (negative, first), *others = terms
    result = _signed(negative, first)
    for negative, term in others:
        result = ast.BinOp(result, ast.Sub() if negative else ast.Add(), term)
    return result


def _signed(negative, inner):
    if not negative:
        return inner
    if isinstance(inner, ast.BinOp) and isinstance(inner.op, ast.Mult | ast.Div):
        # -y*log(f), not -(y*log(f))
        return ast.BinOp(_signed(True, inner.left), inner.op, inner.right)
    return ast.UnaryOp(ast.USub(), inner)


def _split_sign(term):
    coefficient, rest = term.as_coeff_Mul()
    return (True, -coefficient * rest) if coefficient.is_number and coefficient.is_negative else (False, term)


def terms(expression):
    """The terms of an expression in the order in which they are written.

    Returns
    -------
    list of (bool, Expr, ast.expr)
        Whether the term is subtracted; the term without that sign, and its tree.
    """
    found = [(negative, part, tree(part)) for negative, part in map(_split_sign, Add.make_args(expression))]
    return sorted(found, key=lambda term: (term[0], _term_key(term[2])))


def _term_key(term):
    # numbers, then by the names in a term, then the shorter one
    plain = ast.unparse(term)
    return not isinstance(term, ast.Constant), re.findall(r"[a-zA-Z]\w*", plain), len(plain), plain


def _product(product_or_power):
    negative, positive = _split_sign(product_or_power)
    above, below = [], []
    for factor in positive.args if positive.is_Mul else (positive,):
        if factor.is_Rational and not factor.is_Integer:
            above += [ast.Constant(int(factor.p))] * (factor.p != 1)
            below.append(ast.Constant(int(factor.q)))
        elif factor.is_Pow and factor.exp.is_Rational and factor.exp < 0:
            below.append(_power(factor.base, -factor.exp))
        elif factor.is_Pow:
            above.append(_power(factor.base, factor.exp))
        else:
            above.append(tree(factor))
    whole = product(sorted(above, key=_factor_key))
    if below:
        whole = ast.BinOp(whole, ast.Div(), product(sorted(below, key=_factor_key)))
    return _signed(negative, whole)


def _factor_key(factor):
    numbers_symbols_functions = ast.Constant, ast.Name, ast.Call  # in this order, then the rest
    return [not isinstance(factor, kind) for kind in numbers_symbols_functions], ast.unparse(factor)


def _power(base, exponent):
    if exponent == 1:
        return tree(base)
    if exponent == S.Half:
        return ast.Call(ast.Name("sqrt"), [tree(base)], [])
    return ast.BinOp(tree(base), ast.Pow(), tree(exponent))


# --- from a tree to LaTeX

def _name(name):
    # z2_out -> z_{2,out}, w12 -> w_{12}, anything else upright
    match = re.fullmatch(r"([a-zA-Z]|sigma)(\d*)(?:_(in|out))?", name)
    if not match:
        return r"\mathrm{" + name.replace("_", r"\_") + "}"
    letter, digits, place = match.groups()
    below = ",".join(part for part in (digits, rf"\mathrm{{{place}}}" if place else "") if part)
    return (r"\sigma" if letter == "sigma" else letter) + (f"_{{{below}}}" if below else "")


def _function(name):
    if name in _KNOWN_TO_LATEX:
        return "\\" + name
    return r"\sigma" if name == "sigma" else rf"\operatorname{{{name}}}".replace("_", r"\_")


def _bracket(child, needed, after_sign=False):
    inner, binds = _latex(child)
    return inner if binds >= needed and not (after_sign and inner.startswith("-")) else rf"\left({inner}\right)"


def _has_fraction(node):
    return isinstance(node, ast.BinOp) and (isinstance(node.op, ast.Div)
                                            or isinstance(node.op, ast.Mult) and _has_fraction(node.left))


def _latex(node):
    """LaTeX of a tree, and how tightly it binds."""
    match node:
        case ast.Constant(value=value):
            return re.sub(r"e([+-]?)0*(\d+)$", r" \\cdot 10^{\1\2}", str(value)).replace("{+", "{"), _ATOM
        case ast.Name(id=name):
            return _name(name), _ATOM
        case ast.UnaryOp(op=ast.USub(), operand=operand):
            return "-" + _bracket(operand, _SIGN), _PRODUCT
        case ast.UnaryOp(op=ast.UAdd(), operand=operand):
            return _latex(operand)
        case ast.BinOp(op=ast.Add() | ast.Sub() as operator, left=left, right=right):
            sign = "+" if isinstance(operator, ast.Add) else "-"
            return f"{_bracket(left, _SUM)} {sign} {_bracket(right, _PRODUCT, after_sign=True)}", _SUM
        case ast.BinOp(op=ast.Mult(), left=left, right=right):
            before, behind = _bracket(left, _PRODUCT), _bracket(right, _SIGN)
            dot = re.match(r"\d|\\frac", behind) or _has_fraction(left) or _has_fraction(right)
            return rf"{before} \cdot {behind}" if dot else rf"{before} \, {behind}", _PRODUCT
        case ast.BinOp(op=ast.Div(), left=ast.BinOp(op=ast.Mult(), left=first, right=last), right=below) if (
            _has_fraction(first)
        ):
            # a/b*c/d is typed as ((a/b)*c)/d, and read as a/b times c/d
            return _latex(ast.BinOp(first, ast.Mult(), ast.BinOp(last, ast.Div(), below)))
        case ast.BinOp(op=ast.Div(), left=left, right=right):
            return rf"\frac{{{latex(left)}}}{{{latex(right)}}}", _SIGN
        case ast.BinOp(
            op=ast.Pow(), left=ast.Call(func=ast.Name(id=name), args=[argument]), right=ast.Constant() as power
        ) if name not in ("exp", "sqrt", "Derivative"):
            return rf"{_function(name)}^{{{latex(power)}}}\left({latex(argument)}\right)", _POWER
        case ast.BinOp(op=ast.Pow(), left=left, right=right):
            return rf"{_bracket(left, _ATOM)}^{{{latex(right)}}}", _POWER
        case ast.Call(func=ast.Name(id="exp"), args=[argument]):
            return rf"\mathrm{{e}}^{{{latex(argument)}}}", _POWER
        case ast.Call(func=ast.Name(id="sqrt"), args=[argument]):
            return rf"\sqrt{{{latex(argument)}}}", _ATOM
        case ast.Call(func=ast.Name(id="Rational"), args=[above, below]):
            return rf"\frac{{{latex(above)}}}{{{latex(below)}}}", _SIGN
        case ast.Call(func=ast.Name(id="Derivative"), args=[inner, variable]):
            return rf"\frac{{\mathrm{{d}}}}{{\mathrm{{d}} {latex(variable)}}} {_bracket(inner, _SIGN)}", _PRODUCT
        case ast.Call(func=ast.Name(id=name), args=arguments):
            return rf"{_function(name)}\left({', '.join(latex(a) for a in arguments)}\right)", _ATOM
        case ast.List(elts=items) | ast.Tuple(elts=items):
            return r"\left(" + r", \; ".join(latex(item) for item in items) + r"\right)", _ATOM
    return r"\texttt{" + re.sub(r"([_&%$#{}])", r"\\\1", ast.unparse(node)) + "}", _ATOM
