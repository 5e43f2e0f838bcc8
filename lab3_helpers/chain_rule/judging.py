"""Judges an answer or a derivation: every line must equal what was asked for, and the last one must answer it.

Whether two formulas are equal is decided in `equality`; what the mistake is called, in `mistakes`.
"""

import ast
from dataclasses import replace
from itertools import takewhile

from sympy import Add, Integer, Mul

from lab3_helpers.chain_rule import mistakes, symbols, typeset
from lab3_helpers.chain_rule.equality import same
from lab3_helpers.chain_rule.proofs import Proof, named
from lab3_helpers.chain_rule.points import Clock, Outside, TooHeavy, parts
from lab3_helpers.chain_rule.reading import Line, NotAFormula
from lab3_helpers.verdict import Mistake, Verdict

SECONDS = 5
_UNEVALUATED = {"Derivative": "a derivative", "Integral": "an integral", "Subs": "a derivative", "Limit": "a limit"}


def judge(asked, lines, clock=None):
    """The verdict on an answer (one line) or a derivation (several).

    Parameters
    ----------
    asked : Question
    lines : sequence of Line
    clock : Clock, optional
        Where this is only a part of what is judged.

    Returns
    -------
    Verdict
    """
    case = _Case(asked, lines, clock or Clock(SECONDS))
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
    while len(lines) > 1 and lines[-1].arrived is ...:
        lines = lines[:-1]
    definition, clock = (), Clock(SECONDS)
    if len(lines) > 1 and lines[0].components() is None:  # f itself may stand before its gradient
        first = judge(asked[0], [lines[0], Line(...)], clock)
        definition = first.lines[:first.begins]
    begins = len(definition)
    verdicts = [_judge_components(asked, line, clock) for line in lines[begins:]]
    if len(lines) == 1:
        return verdicts[0]
    # The first line that is not right decides; all are shown where all could be read.
    shown = ()
    if all(verdict.lines for verdict in verdicts):
        shown = definition + tuple(line for verdict in verdicts for line in verdict.lines)
    for n, verdict in enumerate(verdicts, start=begins):
        if not verdict:
            wrong_line = n if verdict.correct is False else None
            message = f"Line {n + 1}: {verdict.message}"
            return replace(verdict, message=message, wrong_line=wrong_line, lines=shown, begins=begins)
    return replace(verdicts[-1], lines=shown, begins=begins)


def _judge_components(asked, line, clock):
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
        what = "the gradient holds one derivative for each variable"
        return says(None, f"A list in square brackets was expected, {expected}: {what}.")
    if len(components) != len(asked):
        came = f"one for each variable of f, but {len(components)} came"
        return says(False, f"The gradient has {len(asked)} components, {came}.")
    verdicts = [judge(part, [component], clock) for part, component in zip(asked, components)]
    for place, component, verdict in zip(("first", "second"), components, verdicts):
        if verdict.correct is None:
            said = " is still blank." if component.arrived is ... else f": {verdict.message}"
            return says(None, f"The {place} component{said}")
    formulas = [verdict.lines[0] if verdict.lines else typeset.Formula("?", "?") for verdict in verdicts]
    shown = (typeset.Formula(f"[{', '.join(formula.text for formula in formulas)}]",
                             r"\left(" + r", \; ".join(formula.latex for formula in formulas) + r"\right)"),)
    wrong = [n for n, verdict in enumerate(verdicts) if not verdict]
    if not wrong:
        return says(True, f"This is the gradient of {asked[0].target}.", shown=shown)
    if all(judge(part, [component], clock) for part, component in zip(asked, reversed(components))):
        order = f"Both derivatives are there, but in the wrong order: {expected} was expected."
        return says(False, order, "index_swap", shown)
    if len(wrong) == len(asked):
        if {verdict.mistake for verdict in verdicts} == {"sign"}:
            downhill = "Both signs are wrong: this points downhill, and the gradient points uphill."
            return says(False, downhill, "sign", shown)
        return says(False, f"Neither component is right. {verdicts[0].message}", verdicts[0].mistake, shown)
    right, other = verdicts[1 - wrong[0]], verdicts[wrong[0]]
    return says(False, f"{right.asked.text} is right, the other is not. {other.message}", other.mistake, shown)


class _Case:
    def __init__(self, asked, lines, clock):
        self.asked, self.came, self.clock = asked, lines, clock
        self.lines, self.shown, self.definitions, self.general = (), (), 0, True

    def says(self, correct, message, mistake=None, wrong_line=None):
        return Verdict(self.asked.id, correct, message, mistake, wrong_line, self.asked, self.shown, self.definitions)

    def place(self, n):
        return f"Line {n + 1}" if len(self.came) > 1 else "The answer"

    def verdict(self):
        if all(line.arrived is ... for line in self.came):
            what = self.asked.text if self.asked.claim is None else f"a derivation of {self.asked.text}, line by line,"
            return self.says(None, f"Still blank: type {what} in place of the three dots.")
        stop = self._read()
        wrong = self._first_wrong()
        if wrong is not None:
            return wrong
        if stop:
            return self.says(*stop)
        verdict, blanks = self._judge_whole(), self.came[len(self.lines):]
        if not blanks or verdict and all(line.arrived is ... for line in blanks):
            return verdict
        right = range(len(self.lines))
        so_far = f"{named(right).capitalize()} {'are' if len(right) > 1 else 'is'} right so far. " if right else ""
        return self.says(None, f"{so_far}Line {len(right) + 1} is still blank: type it, or delete the three dots.")

    def _read(self):
        """Reads the lines before the first blank; what to say where one cannot be read."""
        known = self.asked.graph.names_in_answers()
        for n, line in enumerate(self.came):
            if line.arrived is ...:
                return None
            try:
                self.lines += (line.read(known, self.clock),)
            except NotAFormula as problem:
                wrong = problem.mistake is not None
                where = f"Line {n + 1}: " if len(self.came) > 1 else ""
                return (False if wrong else None), f"{where}{problem}", problem.mistake, n if wrong else None
            self.shown += (self.lines[-1].shown(),)
        return None

    def _first_wrong(self):
        """The verdict on the first line that does not follow, or that cannot be judged; None if all are right."""
        last = len(self.came) - 1
        for n, line in enumerate(self.lines):
            unevaluated = self._unevaluated(n)
            if n == last and unevaluated and not (self.asked.claim is not None and last):
                again = f"it holds {_UNEVALUATED[min(unevaluated)]} that is not worked out."
                return self.says(False, f"{self.place(n)} only asks the question again: {again}", "restated", n)
            try:
                self.general, right = self._equal(line.formula, self.asked.truth)
                if not right and n == self.definitions < last and self._agree(line.formula, self.asked.definition):
                    self.definitions += 1
                elif not right:
                    return self._wrong(n)
            except Outside as what:
                return self.says(None, f"{self.place(n)} holds {what}, which has no place in this lab.")
            except ZeroDivisionError:
                return self.says(None, f"{self.place(n)} divides by zero, whatever the values of the symbols are.")
        return None

    def _unevaluated(self, n):
        return {type(part).__name__ for part in parts(self.lines[n].formula, self.clock)} & set(_UNEVALUATED)

    def _judge_whole(self):
        """The verdict where every line follows; None as long as no line is an answer."""
        last = len(self.lines) - 1
        if last < self.definitions or self._unevaluated(last) and self.asked.claim is None:
            return None
        if self.asked.claim is not None:
            return self.says(*Proof(self.asked, self.lines, self.definitions, self.clock).judge())
        remark = "" if self.general else f" It is right only because {self.asked.labels[0]} is 0 or 1."
        if "Derivative" in self._names(last):
            remark += " SymPy did the last step: do you get the same on paper?"
        every = "Every line follows, and the last one" if last else "This"
        return self.says(True, f"{every} is {self.asked.text}.{remark}")

    def _equal(self, left, right):
        """Whether two formulas are equal for every y, and whether they are equal for the labels 0 and 1."""
        if same(left, right, self.asked.graph, self.clock):
            return True, True
        labels = [s.name for s in self.asked.labels if s in self.asked.graph.symbols]
        try:
            return False, bool(labels) and all(
                same(left, right, self.asked.graph, self.clock, **{labels[0]: Integer(value)}) for value in (0, 1))
        except ZeroDivisionError:
            return False, False

    def _agree(self, left, right):
        """Whether two formulas are equal; False as well where one of them cannot be judged."""
        try:
            return any(self._equal(left, right))
        except (Outside, ZeroDivisionError):
            return False

    def _right(self, formula):
        return self._agree(formula, self.asked.truth)

    # --- what is said of the first wrong line

    def _wrong(self, n):
        formula = self.lines[n].formula
        found = mistakes.find(self.asked, formula, self.clock, self.lines[n].typed)
        if not formula and "Derivative" in self._names(n):
            found = Mistake("zero", "SymPy gives 0 because it does not know how the symbols depend on each other; "
                                    "differentiate on paper.")
        if n > self.definitions:
            message = f"Line {n + 1} does not follow from line {n}"
        elif len(self.came) > 1:
            message = f"Line {n + 1} is not {self.asked.text}"
        else:
            message = f"This is not {self.asked.text}"
        sentence = f"{message}. {_begun(found.sentence) if found else self._advice(formula)}"
        try:
            sentence = n == self.definitions and self._pieces(n) or f"{sentence}{self._afterwards(n)}"
        except TooHeavy:
            pass  # the line is wrong all the same
        return self.says(False, sentence, found.name if found else None, n)

    def _pieces(self, n):
        """What is said where the lines from `n` on are not equal, but the factors or the terms of what is asked."""
        formulas = [line.formula for line in self.lines[n:n + max(map(len, self.asked.paths))]]
        if len(formulas) == 1:
            return None
        factors = self.asked.factors.values()
        count = len(list(takewhile(lambda formula: any(self._agree(formula, factor) for factor in factors), formulas)))
        # a factor and then the same factor again is one that was carried on
        found = [("factors", "multiply them", count)] if count > 1 and not self._agree(*formulas[:2]) else []
        for what, do, operation in ("terms", "add them up", Add), ("factors", "multiply them", Mul):
            found += [(what, do, many) for many in range(2, len(formulas) + 1)
                      if self._right(operation(*formulas[:many])) and not any(map(self._right, formulas[:many]))]
        if not found:
            return None
        what, do, many = found[-1]
        return (f"{named(range(n, n + many)).capitalize()} are {what} of {self.asked.text}, not steps: "
                f"{do} in one line.")

    def _afterwards(self, n):
        """What is said of the lines behind the first wrong one: a mistake that is carried on is not a second one."""
        after = n + 1
        while after < len(self.lines) and self._agree(self.lines[after].formula, self.lines[n].formula):
            after += 1
        carried, said = range(n + 1, after), []
        if carried:
            said.append(f"{named(carried)} follow{'s' * (len(carried) == 1)} from your line {n + 1}")
        if after < len(self.lines):
            right = self._right(self.lines[after].formula)
            said.append(f"line {after + 1} {'is right, but ' * right}does not follow from line {after}")
        elif carried:
            said.append(f"the mistake is in line {n + 1}")
        return f" {'; '.join(said).capitalize()}." if said else ""

    def _advice(self, value):
        # parts, not free_symbols: that visits a part as often as it is shared
        if not any(part.is_Symbol for part in parts(value, self.clock)) and self.asked.truth.free_symbols:
            return "This is a number, and a formula is asked for."
        return f'Try hint("{self.asked.id}").' if self.asked.id[0] == "2" else "Try a hint."

    def _names(self, n):
        return self.lines[n].names(self.clock)


def _begun(sentence):
    """A sentence with a capital letter, unless it begins with a symbol."""
    first = sentence.split()[0]
    return sentence if first in symbols.__all__ else sentence[0].upper() + sentence[1:]
