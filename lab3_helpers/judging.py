"""Judges an answer or a derivation: every line must equal what was asked for, and the last one must answer it.

Whether two formulas are equal is decided in `equality`; what the mistake is called, in `diagnosis`.
"""

import ast
from dataclasses import replace

from sympy import Integer

from lab3_helpers import diagnosis, symbols, typeset
from lab3_helpers.equality import Clock, Outside, TooHeavy, same
from lab3_helpers.reading import NotAFormula, parts, read
from lab3_helpers.verdict import Verdict

SECONDS = 5
_UNEVALUATED = {"Derivative": "a derivative", "Integral": "an integral", "Subs": "a derivative", "Limit": "a limit"}
_BY_DEFINITION = {"exp", "sinh", "cosh"}


def judge(asked, lines, trees):
    """The verdict on an answer (one line) or a derivation (several).

    Parameters
    ----------
    asked : Question
    lines : sequence of object
        What stands in the call; ``...`` is a blank.
    trees : sequence of (ast.expr or None)
        The lines as they were typed, where the source is known.

    Returns
    -------
    Verdict
    """
    case = _Case(asked, lines, trees)
    try:
        return case.verdict()
    except TooHeavy:
        return case.says(None, "This is too large to be judged: write it with fewer terms and smaller numbers.")
    except RecursionError:
        return case.says(None, "This is nested too deeply to be judged: write it with fewer brackets.")


def judge_gradient(parts, lines, trees):
    """The verdict on a gradient.

    Parameters
    ----------
    parts : sequence of Question
        What each component should be.
    lines : sequence of object
        What stands in the call: a list, or several, each a line of a derivation.
    trees : sequence of (ast.expr or None)

    Returns
    -------
    Verdict
    """
    if len(lines) > 1 and all(line is ... or isinstance(line, list | tuple) or hasattr(line, "tolist") for line in lines):
        return _judge_gradient_lines(parts, lines, trees)
    expected = f"[{', '.join(part.text for part in parts)}]"

    def says(correct, message, mistake=None, shown=()):
        asked = typeset.Formula(f"grad {parts[0].target}", rf"\nabla {typeset.latex(parts[0].target)}")
        return Verdict(parts[0].id, correct, message, mistake, None if correct is not False else 0, asked, shown)

    given = lines[0] if len(lines) == 1 else ()
    if isinstance(given, list) and len(given) == 1 and isinstance(given[0], list | tuple):
        given = given[0]
    if given is ...:
        return says(None, f"Still blank: type the list {expected} in place of the three dots.")
    if getattr(given, "is_Matrix", False) or type(given).__name__ == "ndarray" and given.ndim == 1:
        given = list(given)
    if not isinstance(given, list | tuple) or not given:
        return says(None, f"A list in square brackets was expected, {expected}: the gradient holds one derivative for each variable.")
    if len(given) != len(parts):
        return says(False, f"The gradient has {len(parts)} components, one for each variable of f, but {len(given)} came.")
    tree = trees[0]
    component_trees = tree.elts if isinstance(tree, ast.List | ast.Tuple) else [None] * len(given)
    verdicts = [judge(part, (one,), (its_tree,)) for part, one, its_tree in zip(parts, given, component_trees)]
    for place, one, verdict in zip(("first", "second"), given, verdicts):
        if verdict.correct is None:
            return says(None, f"The {place} component is still blank." if one is ... else f"The {place} component: {verdict.message}")
    components = [verdict.lines[0] if verdict.lines else typeset.Formula("?", "?") for verdict in verdicts]
    shown = (typeset.Formula(f"[{', '.join(c.text for c in components)}]",
                             r"\left(" + r", \; ".join(c.latex for c in components) + r"\right)"),)
    wrong = [n for n, verdict in enumerate(verdicts) if not verdict.correct]
    if not wrong:
        return says(True, f"This is the gradient of {parts[0].target}.", shown=shown)
    if all(judge(part, (one,), (None,)).correct for part, one in zip(parts, reversed(given))):
        return says(False, f"Both derivatives are there, but in the wrong order: {expected} was expected.", "index_swap", shown)
    if len(wrong) == len(parts):
        mistakes = {verdict.mistake for verdict in verdicts}
        if mistakes == {"sign"}:
            return says(False, "Both signs are turned round: this points downhill, and the gradient points uphill.", "sign", shown)
        return says(False, f"Neither component is right. {verdicts[0].message}", verdicts[0].mistake, shown)
    right, other = verdicts[1 - wrong[0]], verdicts[wrong[0]]
    return says(False, f"{right.asked.text} is right, the other is not. {other.message}", other.mistake, shown)


def _judge_gradient_lines(parts, lines, trees):
    """The first line that is not right decides; all are shown where all could be read."""
    verdicts = [judge_gradient(parts, (line,), (tree,)) for line, tree in zip(lines, trees)]
    shown = tuple(line for verdict in verdicts for line in verdict.lines) if all(verdict.lines for verdict in verdicts) else ()
    for n, verdict in enumerate(verdicts):
        if not verdict.correct:
            wrong_line = n if verdict.correct is False else None
            return replace(verdict, message=f"Line {n + 1}: {verdict.message}", wrong_line=wrong_line, lines=shown)
    return replace(verdicts[-1], lines=shown)


class _Case:
    def __init__(self, asked, lines, trees):
        self.asked, self.lines, self.trees = asked, lines, trees
        self.formulas, self.shown, self.definitions = [], (), 0
        self.clock = Clock(SECONDS)

    def says(self, correct, message, mistake=None, wrong_line=None):
        asked = typeset.Formula(self.asked.text, self.asked.latex)
        return Verdict(self.asked.id, correct, message, mistake, wrong_line, asked, self.shown, self.definitions)

    def line(self, n):
        return f"Line {n + 1}" if len(self.lines) > 1 else "The answer"

    def verdict(self):
        blanks = [n for n, line in enumerate(self.lines) if line is ...]
        if len(blanks) == len(self.lines):
            what = f"a derivation of {self.asked.text}, line by line," if self.asked.claim is not None else self.asked.text
            return self.says(None, f"Still blank: type {what} in place of the three dots.")
        if blanks:
            return self.says(None, f"Line {blanks[0] + 1} is still blank.")
        try:
            known = [s.name for s in self.asked.graph.symbols if s.name in symbols.__all__]
            for n, line in enumerate(self.lines):
                self.formulas.append(read(line, known, self.clock))
        except NotAFormula as problem:
            where = f"Line {n + 1}: " if len(self.lines) > 1 else ""
            wrong = problem.mistake is not None
            return self.says(False if wrong else None, f"{where}{problem}", problem.mistake, n if wrong else None)
        self.shown = tuple(typeset.formula(tree or formula) for tree, formula in zip(self.trees, self.formulas))
        return self._judge_lines()

    def _judge_lines(self):
        last = len(self.lines) - 1
        for n, formula in enumerate(self.formulas):
            unevaluated = {type(part).__name__ for part in parts(formula, self.clock)} & set(_UNEVALUATED)
            if n == last and unevaluated:
                what = _UNEVALUATED[min(unevaluated)]
                return self.says(False, f"{self.line(n)} only asks the question again: it holds {what} that is not worked out.",
                                 "restated", n)
            try:
                if n == self.definitions < last and self._is_definition(formula):
                    self.definitions += 1
                    continue
                general, special = self._equals_truth(formula)
                if not special:
                    return self._wrong(n, formula)
                labels = not general
            except Outside as what:
                return self.says(None, f"{self.line(n)} holds {what}, which has no place in this lab.")
            except ZeroDivisionError:
                return self.says(None, f"{self.line(n)} divides by zero, whatever the values of the symbols are.")
        if self.asked.claim is not None:
            return self._judge_proof()
        remark = f" It is right only because {self.asked.labels[0]} is 0 or 1." if labels else ""
        if "Derivative" in self._names(last):
            remark += " SymPy did the last step: do you get the same on paper?"
        every = "Every line follows, and the last one" if last else "This"
        return self.says(True, f"{every} is {self.asked.text}.{remark}")

    def _equals_truth(self, value):
        """Whether the line is right for every y, and whether it is right for the labels 0 and 1."""
        if same(value, self.asked.truth, self.asked.graph, self.clock):
            return True, True
        labels = [s.name for s in self.asked.labels if s in self.asked.graph.symbols]
        try:
            return False, bool(labels) and all(
                same(value, self.asked.truth, self.asked.graph, self.clock, {labels[0]: Integer(label)}) for label in (0, 1))
        except ZeroDivisionError:
            return False, False

    def _is_definition(self, value):
        return self.asked.claim is not None and same(value, self.asked.graph.definitions[self.asked.target], self.asked.graph, self.clock)

    def _wrong(self, n, value):
        found = diagnosis.diagnose(self.asked, value, self.clock)
        if not value and "Derivative" in self._names(n):
            found = diagnosis.Diagnosis("zero", "SymPy gives 0 because it does not know how the symbols depend on each other; "
                                        "differentiate on paper.")
        if n > 0:
            message = f"Line {n + 1} does not follow from line {n}"
        elif len(self.lines) > 1:
            message = f"Line 1 is not {self.asked.text}"
        else:
            message = f"This is not {self.asked.text}"
        sentence = f"{message}: {found.sentence}" if found else f"{message}. {self._advice(value)}"
        return self.says(False, sentence, found.mistake if found else None, n)

    def _advice(self, value):
        # parts, not free_symbols: that visits a part as often as it is shared
        if not any(part.is_Symbol for part in parts(value, self.clock)) and self.asked.truth.free_symbols:
            return "A number came, but a formula is asked for."
        return f'Try hint("{self.asked.id}").' if self.asked.id[0] == "2" else "Try a hint."

    def _names(self, n):
        """The functions of a line: as typed where that is known, for SymPy may have worked some of them out."""
        if self.trees[n] is not None:
            return {node.func.id for node in ast.walk(self.trees[n]) if isinstance(node, ast.Call)}
        return {type(part).__name__ for part in parts(self.formulas[n], self.clock)}

    # "show that": all lines are equal here, but do they show anything?

    def _judge_proof(self):
        last, claim = len(self.lines) - 1, typeset.text(self.asked.claim)
        function = type(next(iter(self.asked.graph.definitions.values()))).__name__
        if last == 0:
            return self.says(False, f"One line proves nothing: begin with {self.asked.text} or with the definition of {function}, "
                             f"and reach {claim} step by step.", "restated", 0)
        if not self._reaches_the_claim(function):
            return self.says(False, f"Every line follows, but the last one is missing: it must be {claim}.", None, last)
        if not (self.definitions or "Derivative" in self._names(0) or self._names(0) & _BY_DEFINITION):
            return self.says(False, f"Line 1 already uses what is to be shown: begin with {self.asked.text} or with the definition "
                             f"of {function}.", "restated", 0)
        steps = [n for n in range(1, last) if self._names(n) & _BY_DEFINITION and "Derivative" not in self._names(n)]
        # Where the source is not known every line counts: SymPy has made different lines the same.
        different = last + 1 if None in self.trees else len({ast.unparse(tree) for tree in self.trees})
        if not steps or different < 3:
            return self.says(False, f"The step to line {last + 1} is too large: write at least one line between the beginning and "
                             f"{claim}, with the definition of {function} put in.", None, last)
        return self.says(True, "Every line follows, and the last one is what was to be shown.")

    def _reaches_the_claim(self, function):
        """Whether the last line, which equals the claim, is like the claim written in nothing but this function of x."""
        names, of_x = self._names(-1), self.asked.graph.definitions[self.asked.target]
        return function in names and not names & (_BY_DEFINITION | {"Derivative"}) and all(
            part == of_x or self.asked.source not in part.args for part in parts(self.formulas[-1], self.clock))
