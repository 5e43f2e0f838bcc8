"""What a name that the notebook does not know may stand for, in the words of exercise 2."""

import difflib
import math
import re
import unicodedata

from sympy import Symbol

from lab3_helpers.chain_rule import symbols
from lab3_helpers.chain_rule.typeset import listed

FUNCTIONS = tuple(name for name in symbols.__all__ if not isinstance(getattr(symbols, name), Symbol))
# What a function of this lab is called elsewhere.
ELSEWHERE = {"ln": "log", "log10": "log", "log2": "log", "sigmoid": "sigma", "sig": "sigma", "logistic": "sigma",
             "expit": "sigma", "tan": "tanh", "th": "tanh"}
_CYRILLIC = str.maketrans("асеорухі", "aceopyxi")
_DIFFERENTIATE = ("diff", "derivative", "derive", "grad", "gradient", "d")
_POWERS = ("pow", "power", "square", "sqr")
_OF_A_DERIVATIVE = ("l", "loss", "f", "z", "z1", "z2")


def key(name):
    """A name without what is easily mistaken in it: capitals, underscores, Greek letters, small digits."""
    spelt = (unicodedata.name(letter, "").split()[-1] if "Α" <= letter <= "ω" else letter for letter in name)
    return re.sub(r"[\W_]", "", unicodedata.normalize("NFKC", "".join(spelt)).lower())


def same(name, words):
    """The one of `words` that is written like `name` but for what is easily mistaken, or None."""
    return {key(word): word for word in words}.get(key(name))


def function(name):
    """The function of this lab that has the name in another place, or None."""
    short = ELSEWHERE.get(key(name), key(name))
    return short if short in FUNCTIONS else None


def is_derivative(name):
    """Whether it names a derivative, or half of one: dL, dL_dc, df_in."""
    things = _one_of([*map(key, symbols.__all__), *_OF_A_DERIVATIVE])
    return re.fullmatch(f"(?:d|delta)(?:{things})(?:(?:d|delta)(?:{things}))?", key(name)) is not None


def power_of_function(name):
    """The function and the exponent in tanh2, or None."""
    found = re.fullmatch(r"([a-z]+)_?(\d)", name)
    return found.groups() if found and found[1] in FUNCTIONS else None


def meant(name, called, words):
    """What an unknown name may stand for.

    Parameters
    ----------
    name : str
    called : bool
        Whether a bracket follows.
    words : sequence of str
        The words of exercise 2 that the notebook has.

    Returns
    -------
    str or None
        A sentence, or None if it may be anything.
    """
    latin = name.translate(_CYRILLIC)
    if latin != name and latin in words:
        return f"A letter in {name} only looks like the one on the keyboard: type {latin} again."
    if same(name, words):
        return f"{name} is unknown: did you mean {same(name, words)}?"
    if key(name) in ELSEWHERE:
        why = ": the logarithm of this lab is the natural one" if key(name) in ("log10", "log2") else ""
        return f"Write {function(name)} in place of {name}{why}."
    if called and key(name) in _DIFFERENTIATE:
        return f"{name} is not imported here: differentiate on paper, and type the result."
    if called and key(name) in _POWERS:
        return f"Write ** for a power, not {name}."
    first, *rest = _parts(name, words) or [None]
    if rest:
        return (f"{first} needs round brackets around its argument: {first}({'*'.join(rest)})." if first in FUNCTIONS
                else f"A * is missing between {first} and {rest[0]}.")
    of_its_kind = [word for word in words if (word in FUNCTIONS) == called]
    near = _near(key(name), of_its_kind) or _near(key(name), words if len(name) > 2 else ())
    return f"{name} is unknown: did you mean {listed(near, 'or')}?" if near else None


def _one_of(words):
    return "|".join(sorted(map(re.escape, words), key=len, reverse=True))


def _parts(name, words):
    """The words that a name is made of, at least two, or None."""
    meaning = {**ELSEWHERE, **{word: word for word in words}}
    if not re.fullmatch(f"(?:{_one_of(meaning)}){{2,}}", name):
        return None
    return [meaning[part] for part in re.findall(_one_of(meaning), name)]


def _near(short, words):
    """The few words that differ from it by a letter or two, or by letters that were left out."""
    if hasattr(math, short):  # sin is no slip for sinh
        return []
    keys = {key(word): word for word in words}
    ways = ([k for k in keys if sorted(k) == sorted(short)],
            [k for k in keys if _is_abbreviation(short, k)],
            difflib.get_close_matches(short, keys, n=2, cutoff=0.75) if len(short) > 3 else [])
    return next(([keys[k] for k in found] for found in ways if 1 <= len(found) <= 4), [])


def _is_abbreviation(short, long):
    letters = iter(long)
    return short[:1] == long[:1] and all(letter in letters for letter in short)
