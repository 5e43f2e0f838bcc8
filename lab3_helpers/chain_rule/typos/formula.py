"""Slips in a formula: names, powers, products, functions, decimals.

Each rule looks at token `n` of a `Failed` statement and returns a sentence or None.
"""

from types import ModuleType

from sympy import Expr

from lab3_helpers.chain_rule import symbols
from lab3_helpers.chain_rule.typos import spelling
from lab3_helpers.chain_rule.typos.failed import DOOR, overwritten
from lab3_helpers.chain_rule.typos.spelling import FUNCTIONS
from lab3_helpers.chain_rule.typos.tokens import usual

_USUAL_FUNCTIONS = "sigma, tanh, exp, log, sqrt, sinh, cosh and sech"
_NEVER_FIRST = {"*", "/", "//", "**", "^", "%"}
_OPERATORS = _NEVER_FIRST | {"+", "-"}
_SEPARATORS = {"(", ","}


def decimal_comma(line, n):
    """The sentence on a number that was typed with a comma, if the comma can mean nothing else."""
    left, comma, right = line.text(n), line.text(n + 1), line.text(n + 2)
    if comma != "," or not (left.isdecimal() and right.isdecimal()) or line.apart(n) or line.apart(n + 1):
        return None
    bracket, before = line.outer[n], line.text(n - 1)
    if line.text(bracket) != "(" or before == "**":
        return None  # the components of a gradient, or a power at the end of a line
    function = line.text(bracket - 1) if line.kind(bracket - 1) == "name" else ""
    if function in DOOR:
        a_line = before == "," or before == "(" and line.text(bracket - 2) == "." or line.text(n + 3) in {",", ")"}
        whole = line.text(n - 1 - (before == "-")) in _SEPARATORS and line.text(n + 3) in {",", ")"}
        sure = left == "0" or a_line and not whole
    else:
        whole = line.text(bracket - 1) in _SEPARATORS and line.text(line.partner.get(bracket, -1) + 1) in {",", ")"}
        sure = not function and not whole or function in FUNCTIONS and function not in {"Rational", "log"}
    return f"Write {left}.{right} in place of {left},{right}: Python's decimal sign is a point." if sure else None


def _equals(line, n):
    sign, before = line.text(n), line.text(n - 1)
    if sign not in {"=", "=="}:
        return None
    if sign == "==" and n == line.assigned and not line.is_known(before):
        return f"Write = to give {before} a value: == compares."
    if before in _SEPARATORS:
        return f"Delete the {sign}: a line of a derivation begins without it."
    if line.outer[n] == -1:
        slash = line.text(1) == "/" and n == line.assigned
        return "A name cannot hold a /: write dL_dc, with an underscore." if slash else None
    by_name = line.kind(n - 1) == "name" and line.text(n - 2) in _SEPARATORS
    return None if by_name or sign == "==" else "Separate the lines of a derivation by commas, not by =."


# --- names

def _unknown(line, n):
    name, behind = line.text(n), line.text(n + 1)
    if line.kind(n) != "name" or line.text(n - 1) == "." or n < line.assigned and line.outer[n] == -1:
        return None
    joined = _joined(line, n)
    if joined or line.is_known(name) or behind == "." or behind == "=" and line.text(n - 1) in _SEPARATORS:
        return joined
    if name in symbols.__all__:
        return (f"{name} is not there any more: run the notebook's first code cell, the one with the imports, again."
                if "f_out" in line.names else None)
    if name in ("e", "E") and behind in {"^", "**", "("}:
        return _exponential(line, n, n)
    own = spelling.same(name, [known for known, value in line.names.items() if isinstance(value, Expr)])
    if own:
        return f"{name} is unknown: did you mean {own}?"
    if spelling.is_derivative(name):
        return derivative(line, n)
    if name == "L":
        return "L has no symbol here: put in what it is made of."
    power = spelling.power_of_function(name)
    if behind == "(" and power:
        return _power_of_function(line, *power, n + 1, name)
    return spelling.meant(name, behind == "(", line.words) or _strange(line, n)


def _joined(line, n):
    """The sentence on a word that was typed in pieces: f out, z1.out, w[1,2], x_{1}."""
    behind = n + 1
    if line.text(behind) == "[" and not isinstance(line.names.get(line.text(n), symbols.x), Expr):
        return None
    if line.text(behind) in {"[", "{"} and behind in line.partner:
        last = line.partner[behind]
    elif line.text(behind) == "." and line.text(n + 2).isidentifier():
        last = n + 2
    elif line.kind(behind) in ("name", "number") or line.text(behind) == "in":
        last = behind
    else:
        return None
    typed = line.typed(n, last)
    word = spelling.same(typed, line.words)
    return f"{typed} is unknown: did you mean {word}?" if word else None


def _strange(line, n):
    name, called = line.text(n), line.text(n + 1) == "("
    if getattr(line.error, "name", None) != name or line.assigned > 0 or "f_out" not in line.names:
        return None
    letters = ", ".join(word for word in line.words if word not in FUNCTIONS)
    return f"{name} is unknown: the {f'functions are {_USUAL_FUNCTIONS}' if called else f'symbols are {letters}'}."


def derivative(line, n):
    """The sentence on dL/dc, where token `n` is its dL or its ∂."""
    beside = (line.text(k) for k in range(n, len(line)) if line.outer[k] == line.outer[n])
    sign = next((text for text in beside if text in {"=", "==", ":=", ","}), ",")
    if sign != ",":
        return f"Type only what stands behind {sign}."
    half = n + (line.text(n) == "∂")
    last = line.behind(half + 2 + (line.text(half + 2) == "∂")) if line.text(half + 1) == "/" else half
    own = ", or give it a value first" if "_" in line.text(n) and last == n else ""
    return f"{line.typed(n, last)} only names a derivative: put in what it is{own}."


def _elsewhere(line, n):
    """math.tanh, np.exp: functions that only know numbers, or of a library that is not there."""
    if line.kind(n) != "name" or line.text(n - 1) == "." or line.text(n + 1) != ".":
        return None
    last = n
    while line.text(last + 1) == "." and line.kind(last + 2) == "name":
        last += 2
    first, name, typed = line.text(n), line.text(last), line.typed(n, last)
    if last == n:
        return f"{'Write * in place of' if line.text(n + 2) == '(' else 'Delete'} the point behind {first}."
    if {*typed.split(".")} <= {*line.words}:
        return f"Write * for a product: {typed.replace('.', '*')}."
    owner = line.names.get(first)
    symbolic = str(getattr(owner, "__name__", "")).startswith("sympy") and hasattr(owner, name)
    if symbolic or line.is_known(first) and not isinstance(owner, ModuleType):
        return None
    if name == "e" and line.text(last + 1) in {"^", "**"}:
        return _exponential(line, n, last)
    here = spelling.function(name)
    if here:
        return f"Write {here} in place of {typed}{f': {typed} only knows numbers' if hasattr(owner, name) else ''}."
    return spelling.meant(name, True, ())


def _changed(line, n):
    name = line.text(n)
    if isinstance(line.error, SyntaxError) or name not in line.words or line.text(n - 1) == "." or n < line.assigned:
        return None
    return overwritten(name, line.names[name])


# --- functions, powers and quotients

def _without_argument(line, n):
    """tanh z, exp-z, sigma*(z), sigma[z], tanh^2(z)."""
    name, sign = line.text(n), line.text(n + 1)
    is_function = name in FUNCTIONS and callable(line.names.get(name)) and line.text(n - 1) != "."
    if not is_function or sign in {"(", "."}:
        return None
    if line.kind(n + 1) == "other":
        raised = (usual(sign) or "").removeprefix("**")
        return _power_of_function(line, name, raised, n + 2, f"{name}{sign}") if raised.isdecimal() else None
    if sign in {"^", "**"} and name == "exp":
        return _exponential(line, n, n)
    if sign in {"^", "**"} and line.kind(n + 2) == "number" and line.begins(n + 3):
        return _power_of_function(line, name, line.text(n + 2), n + 3, line.typed(n, n + 2))
    if sign in {"[", "{"}:
        return f"Write round brackets behind {name}: {name}(...)."
    if sign == "*" and line.text(n + 2) == "(" and name not in line.typed(n + 2, line.behind(n + 2)):
        return f"Delete the * behind {name}: {_applied(line, name, n + 2)}."
    if line.begins(n + 1) or sign in _OPERATORS or line.text(n - 1) in _OPERATORS:
        follows = line.begins(n + 1) or sign == "-" and line.begins(n + 2)
        like = _applied(line, name, n + 1) if follows else f"{name}(...)"
        return f"{name} needs round brackets around its argument: {like}."
    return None


def _applied(line, function, first):
    """A function with the factor that begins at a token as its argument."""
    last = line.behind(first)
    inner = line.typed(first, last) if first < len(line) else "..."
    return f"{function}{inner}" if line.partner.get(first) == last else f"{function}({inner})"


def _exponential(line, first, n):
    """The sentence on e**x, where token `n` is the e."""
    exponent = n + 1 if line.text(n + 1) == "(" else n + 2
    typed = line.typed(first, line.behind(exponent))
    return f"Write {_applied(line, 'exp', exponent)} in place of {typed}."


def _power_of_function(line, function, exponent, first, typed):
    argument = _applied(line, function, first) if line.begins(first) else f"{function}(...)"
    return f"Write {argument}**{exponent} in place of {typed}: the power stands behind the brackets."


def power(line, n):
    """The sentence on a ^."""
    if line.text(n) != "^" or not line.ends(n - 1) or not (line.begins(n + 1) or line.text(n + 1) in {"+", "-"}):
        return None
    return f"Write ** for a power: {line.typed(line.before(n - 1), n - 1)}**{line.typed(n + 1, line.behind(n + 1))}."


def floor_division(line, n):
    """The sentence on a //."""
    return "Write / for a division: // rounds down." if line.text(n) == "//" else None


def number_of_a_question(line, n):
    """The sentence on 2.14*x1, where the answer to 2.14 is meant."""
    number = line.text(n)
    meant = line.kind(n) == "number" and number in symbols.QUESTIONS and "*" in (line.text(n - 1), line.text(n + 1))
    return f"{number} is a number here: put in your answer to question {number}." if meant else None


# --- between the names

def _wrong_kind(line, n):
    """[..], {..}, "..." or three dots as a factor or a term."""
    text, last = line.text(n), line.partner.get(n, n)
    if line.text(n - 1) not in _OPERATORS and line.text(last + 1) not in _OPERATORS:
        return None
    if text in {"...", "None"}:
        return f"Delete {'the three dots' if text == '...' else text}, or type what belongs there."
    if line.kind(n) == "string":
        return f"Write the formula without quotes: {text[1:-1]}."
    if text not in {"[", "{"} or line.ends(n - 1) or any(line.text(k) == "," for k in range(n, last)):
        return None
    return f"Write round brackets: ({line.typed(n, last)[1:-1].strip()})."


def _operator(line, n):
    sign, before, behind = line.text(n), line.text(n - 1), line.text(n + 1)
    if sign == "lambda" and (behind in _OPERATORS or behind in {")", ","}):
        return "lambda is a word of Python itself: no formula can have it as a name."
    if sign == ":" and line.text(line.outer[n]) == "(" and line.ends(n - 1) and line.begins(n + 1) and not line.binds:
        return "Write / for a division, not a colon."
    if sign == ";" and line.outer[n] >= 0 and line.ends(n - 1):
        return "Separate the lines of a derivation by commas, not by semicolons."
    if sign == "," and (behind == "," or before == "("):
        return "One comma too many."
    if sign not in _OPERATORS:
        return None
    if sign in _NEVER_FIRST and before in _SEPARATORS and not isinstance(line.names.get(behind), list | tuple):
        return f"Something is missing before {sign}."
    if not behind or behind in {")", "]", ","}:
        return f"Something is missing behind {sign}."
    if sign == behind == "*":
        return "Write ** for a power, without a blank in it."
    return f"One operator too many: {line.typed(n, n + 1)}." if behind in _NEVER_FIRST else None


def _missing(line, n):
    """A * between two factors, or a comma at the end of a line."""
    behind = n + 1
    if not line.ends(n) or not line.begins(behind) or _may_be_called(line, n) or line.text(line.before(n)) in DOOR:
        return None
    if line.text(behind) in {"x", "X"} and line.apart(n) and line.apart(behind) and line.begins(behind + 1):
        return f"Write * for a product, not {line.text(behind)}."
    names = [line.text(k) for k in (n, behind) if line.kind(k) == "name"]
    if "string" in (line.kind(n), line.kind(behind)) or not all(map(line.is_known, names)):
        return None
    if line.text(behind) == "[" and behind not in line.partner:
        return None
    if "..." in (line.text(n), line.text(behind)):
        return "Delete the three dots: the formula takes their place."
    base = n - 2 if line.text(n - 1) == "**" else n
    left, right = line.typed(line.before(base), n).rstrip("."), line.typed(behind, line.behind(behind))
    if line.tokens[n].line < line.tokens[behind].line:
        inside = line.text(line.outer[behind] - 1) in DOOR
        return f"A comma is missing at the end of the line, behind {left}." if inside else None
    if line.kind(behind) == "name" and line.text(behind) not in FUNCTIONS:
        right = line.text(behind)
    unclear = line.text(line.outer[behind]) == "[" and line.apart(n) or line.kind(behind) == "number"
    return f"A * {'or a comma ' if unclear else ''}is missing between {left} and {right}."


def _may_be_called(line, n):
    """Whether a bracket behind token `n` may be right."""
    name, bracket = line.text(n), line.text(n + 1)
    if bracket not in {"(", "["}:
        return False
    if line.kind(n) == "name":
        value = line.names.get(name)
        subscripted = bracket == "[" and not isinstance(value, Expr)
        return name not in line.names or callable(value) or name in FUNCTIONS or line.text(n - 1) == "." or subscripted
    return name == "]"


RULES = (decimal_comma, _equals, _unknown, _elsewhere, _without_argument, power, _wrong_kind, _operator, _missing,
         _changed)
UNNOTICED = (decimal_comma, power, floor_division, number_of_a_question)
