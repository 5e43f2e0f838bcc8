"""The lines as the student typed them.

SymPy works on a formula before any function sees it: ``(1 + e - 1)/(1 + e)**2`` arrives as ``e/(1 + e)**2``. What was typed is
still in the notebook, and the call's syntax tree can be had from there. It is read, never evaluated: the verdict rests on the
value that arrived, the tree only on what is shown and on what counts as a line of its own.
"""

import ast

from sympy import Expr, Symbol

from lab3_helpers import typeset

try:
    from executing import Source
except ImportError:  # IPython brings it; without IPython the formulas are shown as SymPy holds them
    Source = None


def typed_lines(frame, count, before):
    """Syntax trees of the lines in the call that `frame` is in.

    Parameters
    ----------
    frame : types.FrameType
        The caller's.
    count : int
        How many lines arrived.
    before : int
        How many arguments stand before the lines.

    Returns
    -------
    list of (ast.expr or None)
        None where the source says nothing that can be shown (no source, a formula in a variable, a function of the
        student's own).
    """
    nothing = [None] * count
    if Source is None or not count:
        return nothing
    try:
        node = Source.executing(frame).node
    except Exception:  # a foreign library reading foreign files: whatever fails there must not cost the student the verdict
        return nothing
    if not isinstance(node, ast.Call) or any(isinstance(argument, ast.Starred) for argument in node.args) or node.keywords:
        return nothing
    if len(node.args) != before + count:
        return nothing  # the checker was called by something else, such as map
    return [_resolve(tree, frame) for tree in node.args[before:]]


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
    """Puts values for the student's own names, and refuses everything that is not plainly a formula.

    The tree belongs to the cache of `executing`: new nodes are built, none is changed.
    """

    def __init__(self, frame):
        self.names = {**frame.f_builtins, **frame.f_globals, **frame.f_locals}

    def visit_Name(self, node):
        value = self.names.get(node.id)
        if isinstance(value, Symbol) and value.name == node.id:
            return ast.Name(node.id)
        if isinstance(value, Expr) and typeset.size(value) <= typeset.LONGEST:
            return typeset.tree(value)
        if type(value) is float or type(value) is int and abs(value) < 10**typeset.LONGEST:
            return ast.parse(repr(value), mode="eval").body
        raise _Unclear

    def visit_Constant(self, node):
        if isinstance(node.value, int | float) and not isinstance(node.value, bool):
            return node
        raise _Unclear

    def visit_UnaryOp(self, node):
        if not isinstance(node.op, ast.USub | ast.UAdd):
            raise _Unclear
        return ast.UnaryOp(node.op, self.visit(node.operand))

    def visit_BinOp(self, node):
        if not isinstance(node.op, ast.Add | ast.Sub | ast.Mult | ast.Div | ast.Pow):
            raise _Unclear
        return ast.BinOp(self.visit(node.left), node.op, self.visit(node.right))

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

    def visit_List(self, node):
        return ast.List([self.visit(item) for item in node.elts])

    visit_Tuple = visit_List

    def generic_visit(self, node):
        raise _Unclear
