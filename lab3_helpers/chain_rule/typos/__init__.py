"""What was probably meant where Python itself stops, before any check has seen an answer.

`explain` is for Python's exceptions; `misread` finds what goes unnoticed by Python, once a verdict is not right.
The statement that failed is read token by token, as a reader does. Each rule knows one kind of slip and speaks only
where this slip stops Python, whatever else stands in the line. Nothing is evaluated.
"""

import ast

from lab3_helpers.chain_rule.typos import call, formula
from lab3_helpers.chain_rule.typos.failed import DOOR, Failed, overwritten
from lab3_helpers.chain_rule.typos.tokens import Statement, statements
from lab3_helpers.verdict import Mistake


def explain(source, error, names):
    """One sentence on a slip that stopped Python, or None where nothing certain can be said.

    Parameters
    ----------
    source : str
        The cell.
    error : BaseException
        What it raised, with its traceback.
    names : dict of str to object
        The notebook's names.

    Returns
    -------
    str or None
        None as well for whatever is no business of exercise 2: a statement that neither asks the course for something
        nor assigns a formula in its symbols, and what a student's own function raises when a check has called it.
    """
    line = _line(source, error, names)
    if line is None:
        return None
    cell = list(statements(source, DOOR))
    at = max((n for n, tokens in enumerate(cell) if tokens[0].line <= line), default=-1)
    # Python may notice only in the next statement that a bracket is never closed.
    unread = isinstance(error, SyntaxError)
    for n in range(at, max(at - 2, -1) if unread else at - 1, -1):
        earlier = {token.text for tokens in cell[:n] for token in tokens if unread and token.kind == "name"}
        sentence = _first(Failed(source, cell[n], error, names, earlier))
        if sentence:
            return sentence
    return None


def misread(call, names, graph):
    """A slip that Python does not notice, in a call whose answer arrived and is not right.

    Parameters
    ----------
    call : str
        The call as it was typed; "" if that is not known.
    names : dict of str to object
        The names where it stands.
    graph : Graph
        The computation that the question is about.

    Returns
    -------
    Mistake or None
        A word that was given another value, a decimal comma, ^ for a power, // for a quotient, or a question's number
        for its answer.
    """
    line = Statement(call, next(iter(statements(call, ())), []))
    for n in range(len(line)):
        name, slip = line.text(n), next(filter(None, (rule(line, n) for rule in formula.UNNOTICED)), None)
        if slip:
            return Mistake(None, slip)
        if line.kind(n) == "name" and line.text(n - 1) != "." and name in names:
            slip = overwritten(name, names[name], graph)
            if slip:
                return Mistake("overwritten", slip)
    return None


def _line(source, error, names):
    """The line at which one of the cell's own statements stopped; None if it was not one of these."""
    if isinstance(error, SyntaxError):
        try:
            ast.parse(source)
        except (SyntaxError, ValueError, RecursionError, MemoryError):
            return error.lineno
        return None  # it stands in another file
    line, step = None, error.__traceback__ if isinstance(error, NameError | TypeError | AttributeError) else None
    while step is not None:
        where = step.tb_frame.f_globals
        if line is None and where is names:
            line = step.tb_lineno
        elif str(where.get("__name__")).startswith("lab3_helpers."):
            return None  # the answer has arrived
        step = step.tb_next
    return line


def _first(line):
    """The sentence on the first slip in reading order."""
    asked = [n for n in range(len(line)) if line.is_door(n)]
    if not asked and not line.assigns:
        return None
    if isinstance(line.error, IndentationError):
        return "Delete the blanks at the beginning of the line." if "unexpected" in line.error.msg else None
    rules = (*call.RULES, *formula.RULES) if not asked or any(map(line.asks_for_formulas, asked)) else call.RULES
    return next(filter(None, (rule(line, n) for n in range(len(line)) for rule in rules)), None)
