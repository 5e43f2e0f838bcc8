"""Judges an answer or a derivation: every line must equal what was asked for, and the last one must answer it.

Whether two formulas are equal is decided in `equality`; what the mistake is called, in `mistakes`.
"""

import ast
from dataclasses import replace

from sympy import Integer

from lab3_helpers.chain_rule import mistakes, symbols, typeset
from lab3_helpers.chain_rule.equality import Clock, Outside, TooHeavy, same
from lab3_helpers.chain_rule.reading import Line, NotAFormula, parts
from lab3_helpers.verdict import Mistake, Verdict

SECONDS = 5
_UNEVALUATED = {"Derivative": "a derivative", "Integral": "an integral", "Subs": "a derivative", "Limit": "a limit"}
_BY_DEFINITION = {"exp", "sinh", "cosh"}


def judge(asked, lines):
    """The verdict on an answer (one line) or a derivation (several).

    Parameters
    ----------
    asked : Question
    lines : sequence of Line

    Returns
    -------
    Verdict
    """
    case = _Case(asked, lines)
    try:
        return case.verdict()
    except TooHeavy:
        return case.says(None, "This is too large to be judged: write it with fewer terms and smaller numbers.")
    except RecursionError:
        return case.says(None, "This is nested too deeply to be judged: write it with fewer brackets.")


def judge_gradient(asked, lines):
    """The verdict on a gradient.

    Parameters
    ----------
    asked : sequence of Question
        What each component should be.
    lines : sequence of Line
        A list, or several, each a line of a derivation; or the components without brackets around them.

    Returns
    -------
    Verdict
    """
    if len(lines) > 1 and not any(line.components() for line in lines):
        typed = [line.typed for line in lines]
        lines = [Line([line.arrived for line in lines], None if None in typed else ast.List(typed))]
    verdicts = [_judge_components(asked, line) for line in lines]
    if len(lines) == 1:
        return verdicts[0]
    # The first line that is not right decides; all are shown where all could be read.
    shown = (
        tuple(line for verdict in verdicts for line in verdict.lines)
        if all(verdict.lines for verdict in verdicts)
        else ()
    )
    for n, verdict in enumerate(verdicts):
        if not verdict:
            wrong_line = n if verdict.correct is False else None
            return replace(verdict, message=f"Line {n + 1}: {verdict.message}", wrong_line=wrong_line, lines=shown)
    return replace(verdicts[-1], lines=shown)


def _judge_components(asked, line):
    """The verdict on one list of derivatives."""
    expected = f"[{', '.join(part.text for part in asked)}]"

    def says(correct, message, mistake=None, shown=()):
        gradient = typeset.Formula(f"grad {asked[0].target}", rf"\nabla {typeset.latex(asked[0].target)}")
        return Verdict(asked[0].id, correct, message, mistake, None if correct is not False else 0, gradient, shown)

    if line.arrived is ...:
        return says(None, f"Still blank: type the list {expected} in place of the three dots.")
    components = line.components()
    if isinstance(line.arrived, list) and len(components or ()) == 1 and components[0].components():
        components = components[0].components()
    if not components:
        return says(
            None,
            f"A list in square brackets was expected, {expected}: the gradient holds one derivative for each variable.",
        )
    if len(components) != len(asked):
        return says(
            False, f"The gradient has {len(asked)} components, one for each variable of f, but {len(components)} came."
        )
    verdicts = [judge(part, [component]) for part, component in zip(asked, components)]
    for place, component, verdict in zip(("first", "second"), components, verdicts):
        if verdict.correct is None:
            blank = component.arrived is ...
            return says(
                None, f"The {place} component is still blank." if blank else f"The {place} component: {verdict.message}"
            )
    formulas = [verdict.lines[0] if verdict.lines else typeset.Formula("?", "?") for verdict in verdicts]
    shown = (typeset.Formula(f"[{', '.join(formula.text for formula in formulas)}]",
                             r"\left(" + r", \; ".join(formula.latex for formula in formulas) + r"\right)"),)
    wrong = [n for n, verdict in enumerate(verdicts) if not verdict]
    if not wrong:
        return says(True, f"This is the gradient of {asked[0].target}.", shown=shown)
    if all(judge(part, [component]) for part, component in zip(asked, reversed(components))):
        return says(
            False, f"Both derivatives are there, but in the wrong order: {expected} was expected.", "index_swap", shown
        )
    if len(wrong) == len(asked):
        if {verdict.mistake for verdict in verdicts} == {"sign"}:
            return says(
                False,
                "Both signs are wrong: this points downhill, and the gradient points uphill.",
                "sign",
                shown,
            )
        return says(False, f"Neither component is right. {verdicts[0].message}", verdicts[0].mistake, shown)
    right, other = verdicts[1 - wrong[0]], verdicts[wrong[0]]
    return says(False, f"{right.asked.text} is right, the other is not. {other.message}", other.mistake, shown)


class _Case:
    def __init__(self, asked, lines):
        self.asked, self.lines = asked, lines
        self.shown, self.definitions = (), 0
        self.clock = Clock(SECONDS)

    def says(self, correct, message, mistake=None, wrong_line=None):
        asked = typeset.Formula(self.asked.text, self.asked.latex)
        return Verdict(self.asked.id, correct, message, mistake, wrong_line, asked, self.shown, self.definitions)

    def place(self, n):
        return f"Line {n + 1}" if len(self.lines) > 1 else "The answer"

    def verdict(self):
        blanks = [n for n, line in enumerate(self.lines) if line.arrived is ...]
        if len(blanks) == len(self.lines):
            what = (
                f"a derivation of {self.asked.text}, line by line," if self.asked.claim is not None else self.asked.text
            )
            return self.says(None, f"Still blank: type {what} in place of the three dots.")
        if blanks:
            return self.says(
                None, f"Line {blanks[0] + 1} is still blank: type it, or delete the three dots and their comma."
            )
        known = [s.name for s in self.asked.graph.symbols if s.name in symbols.__all__]
        read = []
        try:
            for line in self.lines:
                read.append(line.read(known, self.clock))
        except NotAFormula as problem:
            where = f"Line {len(read) + 1}: " if len(self.lines) > 1 else ""
            wrong = problem.mistake is not None
            return self.says(
                False if wrong else None, f"{where}{problem}", problem.mistake, len(read) if wrong else None
            )
        self.lines, self.shown = read, tuple(line.shown() for line in read)
        return self._judge_lines()

    def _judge_lines(self):
        last = len(self.lines) - 1
        for n, formula in enumerate(line.formula for line in self.lines):
            unevaluated = {type(part).__name__ for part in parts(formula, self.clock)} & set(_UNEVALUATED)
            if n == last and unevaluated:
                what = _UNEVALUATED[min(unevaluated)]
                return self.says(
                    False,
                    f"{self.place(n)} only asks the question again: it holds {what} that is not worked out.",
                    "restated",
                    n,
                )
            try:
                if n == self.definitions < last and self._is_definition(formula):
                    self.definitions += 1
                    continue
                general, special = self._equals_truth(formula)
                if not special:
                    return self._wrong(n, formula)
                labels = not general
            except Outside as what:
                return self.says(None, f"{self.place(n)} holds {what}, which has no place in this lab.")
            except ZeroDivisionError:
                return self.says(None, f"{self.place(n)} divides by zero, whatever the values of the symbols are.")
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
                same(value, self.asked.truth, self.asked.graph, self.clock, {labels[0]: Integer(label)})
                for label in (0, 1)
            )
        except ZeroDivisionError:
            return False, False

    def _is_definition(self, value):
        return self.asked.claim is not None and same(
            value, self.asked.graph.definitions[self.asked.target], self.asked.graph, self.clock
        )

    def _wrong(self, n, value):
        found = mistakes.find(self.asked, value, self.clock, self.lines[n].typed)
        if not value and "Derivative" in self._names(n):
            found = Mistake("zero", "SymPy gives 0 because it does not know how the symbols depend on each other; "
                                        "differentiate on paper.")
        if n > 0:
            message = f"Line {n + 1} does not follow from line {n}"
        elif len(self.lines) > 1:
            message = f"Line 1 is not {self.asked.text}"
        else:
            message = f"This is not {self.asked.text}"
        sentence = f"{message}: {found.sentence}" if found else f"{message}. {self._advice(value)}"
        return self.says(False, sentence, found.name if found else None, n)

    def _advice(self, value):
        # parts, not free_symbols: that visits a part as often as it is shared
        if not any(part.is_Symbol for part in parts(value, self.clock)) and self.asked.truth.free_symbols:
            return "This is a number, and a formula is asked for."
        return f'Try hint("{self.asked.id}").' if self.asked.id[0] == "2" else "Try a hint."

    def _names(self, n):
        return self.lines[n].names(self.clock)

    # "show that": all lines are equal here, but do they show anything?

    def _judge_proof(self):
        last, claim = len(self.lines) - 1, typeset.text(self.asked.claim)
        function = type(next(iter(self.asked.graph.definitions.values()))).__name__
        if last == 0:
            return self.says(
                False,
                f"One line proves nothing: begin with {self.asked.text} or with the definition of {function}, "
                f"and reach {claim} step by step.",
                "restated",
                0,
            )
        if not self._reaches_the_claim(function):
            return self.says(False, f"Every line follows, but the last one is missing: it must be {claim}.", None, last)
        if not (self.definitions or "Derivative" in self._names(0) or self._names(0) & _BY_DEFINITION):
            return self.says(
                False,
                f"Line 1 already uses what is to be shown: begin with {self.asked.text} or with the definition "
                f"of {function}.",
                "restated",
                0,
            )
        steps = [n for n in range(1, last) if self._names(n) & _BY_DEFINITION and "Derivative" not in self._names(n)]
        # Where the source is not known every line counts: SymPy has made different lines the same.
        typed = [line.typed for line in self.lines]
        different = last + 1 if None in typed else len({ast.unparse(tree) for tree in typed})
        if not steps or different < 3:
            return self.says(
                False,
                f"The step to line {last + 1} is too large: write at least one line between the beginning and "
                f"{claim}, with the definition of {function} put in.",
                None,
                last,
            )
        return self.says(True, "Every line follows, and the last one is what was to be shown.")

    def _reaches_the_claim(self, function):
        """Whether the last line, which equals the claim, is like it written in nothing but this function of x."""
        names, of_x = self._names(-1), self.asked.graph.definitions[self.asked.target]
        return function in names and not names & (_BY_DEFINITION | {"Derivative"}) and all(
            part == of_x or self.asked.source not in part.args for part in parts(self.lines[-1].formula, self.clock))
