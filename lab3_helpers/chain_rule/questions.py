"""The sixteen questions of exercise 2, as the door asks them; what each asks for stands in `symbols`."""

from dataclasses import dataclass, field, replace
from functools import cache
from inspect import signature

from sympy import Symbol

from lab3_helpers.chain_rule import symbols, tutor
from lab3_helpers.chain_rule.judging import judge, judge_gradient
from lab3_helpers.chain_rule.reading import lines_of, typed_call
from lab3_helpers.chain_rule.remarks import remark
from lab3_helpers.chain_rule.typeset import listed
from lab3_helpers.chain_rule.typos import misread
from lab3_helpers.verdict import Note


@dataclass(frozen=True)
class Derivatives:
    """A question that formulas answer: one derivative, or the components of a gradient.

    Attributes
    ----------
    parts : tuple of lab3_helpers.chain_rule.symbols.Question
    answered : dict of str to Verdict
        What was said last of every question, by its number: a hint quotes what was solved.
    """

    parts: tuple
    answered: dict = field(default_factory=dict, compare=False, repr=False)

    @property
    def hints(self):
        """How many hints there are."""
        return max(tutor.hints(part, self.answered) for part in self.parts)

    def judge(self, things, frame):
        """The verdict on the lines of an answer, `things`, in the call that `frame` is in."""
        lines = lines_of(things, frame)
        if len(self.parts) > 1:
            verdict = judge_gradient(self.parts, lines)
        else:
            verdict = judge(*self.parts, lines)
            more = remark(*self.parts, verdict, lines, self.answered.get(verdict.question))
            verdict = replace(verdict, message=f"{verdict.message} {more}".rstrip())
        if verdict:
            return verdict
        names = {**frame.f_builtins, **frame.f_globals, **frame.f_locals}
        slip = misread(typed_call(frame), names, self.parts[0].graph)
        if slip is None:
            return verdict
        return replace(verdict, correct=None, message=slip.sentence, mistake=slip.name, wrong_line=None, lines=())

    def hint(self, step=1):
        """The first hint, or with ``step=2`` the second, and so on up to `hints`; a `Note`."""
        if isinstance(step, bool) or not isinstance(step, int) or not 1 <= step <= self.hints:
            return Note(f"There are {self.hints} hints here: {listed(map(str, range(1, self.hints + 1)))}.")
        return self._joined([tutor.hint(part, step, self.answered) for part in self.parts])

    def solution(self):
        """The worked solution, a `Note`."""
        return self._joined([tutor.solution(part) for part in self.parts])

    def _joined(self, notes):
        return Note(notes[0].title, tuple(row for note in notes for row in note.rows))


@cache
def gradient_of(id, formula):
    """The question for the gradient of f.

    Parameters
    ----------
    id : str
        Its number.
    formula : callable
        f as a function of one number for each variable; its parameters are the variables' names.

    Returns
    -------
    Derivatives
    """
    variables = [Symbol(name) for name in signature(formula).parameters]
    graph = symbols.Graph({Symbol("f"): formula(*variables)})
    return Derivatives(tuple(symbols.Question(id, graph, Symbol("f"), variable) for variable in variables))


# What a student can do after this notebook, with the questions that show it.
GOALS = {
    "take a network apart into small functions and differentiate each on paper":
        ("2.1", "2.2", "2.3", "2.4", "2.5", "2.6", "2.9", "2.10", "2.11", "2.12", "2.13"),
    "put the parts together along every path from a parameter to the loss": ("2.8", "2.14", "2.15", "2.16"),
    "see why sixteen derivatives need only a handful of factors": ("2.7",),
}

QUESTIONS = {id: Derivatives((question,)) for id, question in symbols.QUESTIONS.items()}
