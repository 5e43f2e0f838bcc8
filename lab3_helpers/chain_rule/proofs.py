"""Does a derivation show what is to be shown?

All its lines are equal, so what counts is how they are written and in which order: first what differentiating the
definition gives, at last the claim, and something between them. Read backwards it shows the same.
"""

import ast
from functools import cached_property

from sympy import Symbol, diff, exp, fraction

from lab3_helpers.chain_rule import typeset
from lab3_helpers.chain_rule.equality import same
from lab3_helpers.chain_rule.points import Outside, parts

# in these a definition can be written, or in the other activation
_BY_DEFINITION = {"exp", "sinh", "cosh", "sigma", "tanh"}
_VALUE = Symbol("value")

# how a line is written
_ASKED, _DIFFERENTIATED, _CLAIM, _REWRITTEN = "asked", "differentiated", "claim", "rewritten"


def named(lines):
    """The words for some lines, given by their indices, for example "lines 2 to 4"."""
    *others, last = (n + 1 for n in lines)
    if not others:
        return f"line {last}"
    if 2 < len(lines) == last - others[0] + 1:
        return f"lines {others[0]} to {last}"
    return f"lines {', '.join(map(str, others))} and {last}"


class Proof:
    """The lines of a derivation for a question that says "show that".

    Parameters
    ----------
    asked : Question
        One with a claim.
    lines : sequence of Line
        Lines that have been read and are right.
    definitions : int
        How many of them, at the beginning, only repeat the definition.
    clock : Clock
    """

    def __init__(self, asked, lines, definitions, clock):
        self.asked, self.lines, self.definitions, self.clock = asked, lines, definitions, clock
        self.function = asked.definition
        self.kinds = [self._kind(line) for line in lines]

    def judge(self):
        """Whether the claim is shown, the sentence, the name of the mistake and its line."""
        order, claim, name = range(self.definitions, len(self.lines)), typeset.text(self.asked.claim), self._name
        if self._shows(order):
            return True, "Every line follows, and the last one is what was to be shown.", None, None
        if not self.definitions and self._shows(order[::-1]) and not self._is_put_in(self._start(order[::-1])):
            return True, "Every line follows: read from the last line to the first, this is the proof.", None, None
        return False, *self._gap(order, claim, name)

    def _gap(self, order, claim, name):
        begin, start = f"begin with {self.asked.text} or with the definition of {name}", self._start(order)
        if len(self.lines) == 1:
            if self.kinds[0] is _DIFFERENTIATED:
                return f"This is {self.asked.text}, but the proof stops here: reach {claim} step by step.", None, 0
            return f"One line proves nothing: {begin}, and reach {claim} step by step.", "restated", 0
        moved = self._misplaced(order)
        if moved:
            return moved
        if _DIFFERENTIATED not in self.kinds[start:]:
            return (f"The differentiation is missing: write down what differentiating the definition of {name} gives, "
                    f"and reach {claim} from there.", "restated", start)
        if self.kinds[start] is not _DIFFERENTIATED:
            return f"Line {start + 1} already uses what is to be shown: {begin}.", "restated", start
        if self.kinds[-1] is not _CLAIM:
            return f"Every line follows, but the last one is missing: it must be {claim}.", None, order[-1]
        return (f"The step to line {order[-1] + 1} is too large: write at least one line between the beginning and "
                f"{claim}, with the definition of {name} put in.", None, order[-1])

    def _start(self, order):
        """The first line in this order that is more than the derivative that is asked for."""
        return next((n for n in order if self.kinds[n] is not _ASKED), order[0])

    def _shows(self, order):
        """Whether the lines are a proof in this order."""
        if self.kinds[self._start(order)] is not _DIFFERENTIATED or self.kinds[order[-1]] is not _CLAIM:
            return False
        between = order[1 - bool(self.definitions):-1]
        return self._different >= 3 and any(self.kinds[n] in (_DIFFERENTIATED, _REWRITTEN) for n in between)

    @cached_property
    def _different(self):
        # where the source is not known every line counts: SymPy has made different lines the same
        typed = [line.typed for line in self.lines]
        return len(typed) if None in typed else len({ast.unparse(tree) for tree in typed})

    def _misplaced(self, order):
        """What is said where there is a proof without one line, or with it at an end or before the last line."""
        for n in order:
            others = [other for other in order if other != n]
            right = named([*range(self.definitions), *others]).capitalize()
            mistake = "restated" if n == order[0] else None
            if others and self._shows(others):
                return f"{right} are the proof; leave line {n + 1} out.", mistake, n
            ends = (len(others), "at the end"), (len(others) - 1, "before the last line"), (0, "at the top")
            for place, words in ends:
                if self._shows([*others[:place], n, *others[place:]]):
                    return f"{right} are right; line {n + 1} belongs {words}.", mistake, n
        return None

    # --- how a line is written

    @property
    def _name(self):
        return type(self.function).__name__

    def _kind(self, line):
        if "Derivative" in line.names(self.clock):
            return _ASKED
        if self._is_claim(line.formula):
            return _CLAIM
        formula = line.formula
        return _DIFFERENTIATED if self._by_definition(formula) and not self._only_rewrites(formula) else _REWRITTEN

    def _by_definition(self, formula):
        # not as typed: in claim + 0*exp(x) nothing is left of the exponential
        return bool({type(part).__name__ for part in parts(formula, self.clock)} & _BY_DEFINITION - {self._name})

    def _is_claim(self, formula):
        """Whether a line, which equals the claim, is like it written in nothing but this function of x."""
        found = parts(formula, self.clock)
        return self.function in found and not self._by_definition(formula) and all(
            part == self.function or self.asked.source not in part.args for part in found)

    def _is_put_in(self, n):
        """Whether a line is the claim with the definition put in, and nothing more."""
        formula = self.lines[n].formula
        return typeset.size(formula) <= typeset.LONGEST and not self._by_definition(formula.xreplace(self._put_out))

    def _only_rewrites(self, formula):
        """Whether a line is right for every function, as the claim is: then no definition was differentiated."""
        if typeset.size(formula) > typeset.LONGEST:
            return False
        formula, claim = (side.xreplace(self._rewriting) for side in (formula, self.asked.claim))
        try:
            return same(formula, claim, self.asked.graph, self.clock)
        except (Outside, ZeroDivisionError):
            return False

    @cached_property
    def _put_out(self):
        """Puts the function's value where its definition stands, N/D: every D is N over this value."""
        above, below = fraction(self.function.rewrite(exp))
        return {self.function: _VALUE, below: above / _VALUE}

    @cached_property
    def _rewriting(self):
        """What to put where, so that only those lines still equal the claim in which nothing is differentiated."""
        above, below = fraction(self.function.rewrite(exp))
        by, claim = self.asked.source, self.asked.claim.xreplace(self._put_out)
        quotient_rule = diff(above, by) / below - above * diff(below, by) / below**2
        # for tanh the quotient rule itself gives N/D alone, so there the definition may be put in at once
        at_once = same(quotient_rule.xreplace(self._put_out), claim, self.asked.graph, self.clock)
        return {self.function: _VALUE} if at_once else self._put_out
