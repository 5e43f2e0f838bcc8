"""The notebooks' prose is read: every number and every quantifier in it is computed, or exempt for a stated reason.

A claim is a phrase of the text with a function that computes whether it is true, in ``tests/support/claims_*.py``.
A new sentence with a number needs an entry there, and an entry whose phrase is gone must go too.
"""

import importlib
import re

import pytest

from prose import NOTEBOOKS, Prose, exempt_everywhere

# "one" is left out, nearly always a pronoun; so is "third", an ordinal.
COUNTS = """two three four five six seven eight nine ten eleven twelve dozen sixteen twenty hundred thousands? half
            twice thirds both few handful once"""
QUANTIFIERS = """always never about almost nearly practically most mostly often rarely rare only every everything
                 everywhere all none nothing exactly anything probably typical"""
TRIGGER = re.compile(rf"\d+|\b(?:{'|'.join((COUNTS + ' ' + QUANTIFIERS).split())})\b", re.I)


@pytest.fixture(scope="module", params=NOTEBOOKS, ids=lambda path: path.stem)
def prose(request):
    return Prose(request.param)


@pytest.fixture(scope="module")
def table(prose):
    return importlib.import_module(f"claims_{prose.number}")


def test_every_number_and_every_quantifier_is_claimed_or_exempt(prose, table):
    covered = exempt_everywhere(prose.text)
    for phrase in (*table.CLAIMS, *(phrase for phrases in table.EXEMPT.values() for phrase in phrases)):
        covered += [(at, at + len(phrase)) for at in prose.places(phrase)]
    unknown = {
        prose.sentence(word.start())
        for word in TRIGGER.finditer(prose.text)
        if not any(first <= word.start() and word.end() <= last for first, last in covered)
    }
    assert not unknown, "No entry in tests/support says whether this is true:\n" + "\n".join(sorted(unknown))


def test_every_entry_still_stands_in_the_text(prose, table):
    gone = [
        phrase for phrases in (table.CLAIMS, *table.EXEMPT.values()) for phrase in phrases if not prose.places(phrase)
    ]
    assert not gone


def test_every_claim_is_true(prose, table):
    false = [phrase for phrase, is_true in table.CLAIMS.items() if not is_true()]
    assert not false
