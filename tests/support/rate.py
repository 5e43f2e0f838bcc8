"""How often the diagnosis names a mistake, and how often the name fits.

    python tests/support/rate.py        prints the rates
    python tests/support/rate.py -v     and every answer that is not named, or named otherwise
"""

import ast
import random
import sys
from functools import cache

import bank
import numeric

from lab3_helpers.chain_rule import symbols
from lab3_helpers import check

NAMES = {name: getattr(symbols, name) for name in symbols.__all__}
QUESTIONS = tuple(bank.RIGHT)


@cache
def judge(question, answer):
    """The verdict on an answer given as Python source, worked out once."""
    return check(question, eval(answer, dict(NAMES)))


def classical():
    """(question, fitting names, answer) for every wrong answer of the bank."""
    return [(question, [name.replace("_and_", " and ") for name in names.split()], answer)
            for question, wrong in bank.WRONG.items() for names, answer in dict.fromkeys(wrong)]


def fresh(count=600, seed=1):
    """Right answers with one random slip of the pen: (question, fitting names, answer)."""
    draw, found = random.Random(seed), []
    while len(found) < count:
        question = draw.choice(QUESTIONS)
        tree = ast.parse(draw.choice(bank.RIGHT[question][:60]), mode="eval")
        names = _slip(draw, draw.choice([node for node in ast.walk(tree) if isinstance(node, ast.expr)]))
        if names:
            answer = ast.unparse(tree)
            try:
                if not numeric.is_right(question, answer) and not numeric.is_right(question, answer, labels=True):
                    found.append((question, names, answer))
            except (ZeroDivisionError, OverflowError):
                pass
    return found


def _slip(draw, node):
    """Changes the node in place; returns the names that fit, or nothing if it was left alone."""
    match node:
        case ast.BinOp(op=ast.Add() | ast.Sub()) if draw.random() < 0.6:
            node.op = ast.Sub() if isinstance(node.op, ast.Add) else ast.Add()
            return "term_sign", "sign", "wrong_activation"
        case ast.BinOp(op=ast.Add() | ast.Sub()):
            node.op, node.right = ast.Mult(), ast.Constant(1)
            return "drop_term", "missing_link", "one_path", "not_differentiated", "power", "zero"
        case ast.BinOp(op=ast.Mult()):
            node.right = ast.Constant(1)
            return "missing_link", "drop_term", "power", "one_path", "wrong_variable"
        case ast.BinOp(op=ast.Div()):
            node.op = ast.Mult()
            return "reciprocal", "power", "sign", "extra_factor"
        case ast.BinOp(op=ast.Pow(), right=ast.Constant(value=int(power))):
            node.right = ast.Constant(power + draw.choice((-1, 1)))
            return "power", "missing_link", "drop_term", "extra_factor", "zero"
        case ast.UnaryOp(op=ast.USub()):
            node.op = ast.UAdd()
            return "sign", "term_sign", "label_swap", "reciprocal"
        case ast.Name(id=name) if name[-3:] == "out":
            node.id = name[:-3] + "in"
            return ("missing_activation",)
        case ast.Name(id=name) if name in numeric.LEAVES and name[-1] in "12":
            node.id = name[:-1] + str(3 - int(name[-1]))
            return "index_swap", "wrong_variable", "wrong_node", "one_path"
        case ast.Name(id="tanh"):
            node.id = "sigma"
            return ("wrong_activation",)
        case ast.Constant(value=int()):
            node.value += draw.choice((1, 0.001))
            return "tiny", "constant_factor", "power", "drop_term", "extra_factor", "missing_link"
    return ()


def meaningless(count=600, seed=1):
    """Random formulas that have nothing to do with the question: (question, no names, answer)."""
    draw, found = random.Random(seed), []
    while len(found) < count:
        question, answer = draw.choice(QUESTIONS), _formula(draw, draw.choice((2, 3, 3, 4)))
        try:
            if not numeric.is_right(question, answer):
                found.append((question, (), answer))
        except (ZeroDivisionError, OverflowError):
            pass
    return found


def _formula(draw, depth):
    if depth == 0 or draw.random() < 0.1:
        return draw.choice([*numeric.LEAVES, "z1_in", "z1_out", "z2_in", "z2_out", "f_in", "f_out", "2", "3"])
    if draw.random() < 0.25:
        return f"{draw.choice(('tanh', 'sigma', 'exp'))}({_formula(draw, depth - 1)})"
    if draw.random() < 0.15:
        return f"({_formula(draw, depth - 1)})**2"
    return f"({_formula(draw, depth - 1)} {draw.choice('+-**/')} {_formula(draw, depth - 1)})"


def rates(answers):
    """Share named, share fitting, and the answers that are not named, or named otherwise."""
    named = fitting = 0
    others = []
    for question, names, answer in answers:
        verdict = judge(question, answer)
        assert verdict.correct is False, (question, answer, verdict)
        named += verdict.mistake is not None
        fitting += verdict.mistake in names
        if verdict.mistake not in names:
            others.append((question, " ".join(names), verdict.mistake, answer))
    return named / len(answers), fitting / len(answers), others


if __name__ == "__main__":
    for title, answers in (("classical mistakes", classical()), ("fresh slips", fresh()), ("meaningless answers", meaningless())):
        named, fitting, others = rates(answers)
        if "-v" in sys.argv:
            print(*(" | ".join(map(str, other)) for other in others if other[1] or other[2]), sep="\n")
        print(f"{len(answers)} {title}: {named:.1%} named" + (f", {fitting:.1%} fitting" if answers[0][1] else ""))
