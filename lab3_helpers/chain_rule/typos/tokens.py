"""A cell token by token, also where Python cannot read it: with foreign characters, open quotes, lost brackets."""

import keyword
import re
import unicodedata
from typing import NamedTuple

CLOSES = {"(": ")", "[": "]", "{": "}"}
_OPENS = {closer: opener for opener, closer in CLOSES.items()}
_LONGEST = 40

_TOKEN = re.compile(
    r"""(?P<blank>[ \t\f\r]+|\\\n|\#[^\n]*)
    |(?P<newline>\n)
    |(?P<string>[bfruBFRU]{0,2}(?:'{3}[\s\S]*?'{3}|"{3}[\s\S]*?"{3}|'[^'\n]*'|"[^"\n]*"))
    |(?P<number>(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?)
    |(?P<name>(?:(?![⁰¹²³⁴-⁹])\w)+)
    |(?P<operator>\.\.\.|\*\*|//|:=|[=!<>]=|[-+*/%@&|^~<>=.,:;()\[\]{}])
    |(?P<other>[⁰¹²³⁴-⁹]+|[\s\S])""",
    re.VERBOSE,
)
_LOOKS_LIKE = {"*": "·⋅∙•×✕∗", "-": "−–—‐‑", "/": "÷∕⁄", '"': "“”„‟«»", "'": "‘’‚´", "...": "…",
               " ": "\u200b\ufeff", "sqrt": "√"}
_FOREIGN = {foreign: usual for usual, all_foreign in _LOOKS_LIKE.items() for foreign in all_foreign}


class Token(NamedTuple):
    """A piece of source: its kind (string, number, name, operator or other), its text and where it stands."""

    kind: str
    text: str
    start: int
    line: int


def usual(foreign):
    """What the keyboard has for a character that Python does not know, or None; a raised number is a power."""
    if foreign[0] in "⁰¹²³" or "⁴" <= foreign[0] <= "⁹":
        return "**" + unicodedata.normalize("NFKC", foreign)
    plain = _FOREIGN.get(foreign, unicodedata.normalize("NFKC", foreign))
    return plain if plain != foreign and plain.isascii() else None


def statements(source, starters):
    """The statements of a cell.

    Parameters
    ----------
    source : str
    starters : collection of str
        A line that begins with one of these names and a bracket is a statement of its own, even where the one before
        never ends.

    Returns
    -------
    list of list of Token
    """
    found, tokens, depth, line = [], [], 0, 1
    for piece in _TOKEN.finditer(source):
        kind, text = piece.lastgroup, piece.group()
        starts = text in starters and source[piece.end() : piece.end() + 1] == "("
        if (kind == "newline" and depth <= 0 or text == ";" and depth <= 0
                or starts and piece.start() and source[piece.start() - 1] == "\n"):
            found.append(tokens)
            tokens, depth = [], 0
        if not tokens and found and text in _OPENS:
            tokens = found.pop()  # one closing bracket too many, on a line of its own
        if kind not in ("blank", "newline") and (text != ";" or depth > 0):
            tokens.append(Token(kind, text, piece.start(), line))
            depth += (text in CLOSES) - (text in _OPENS)
        line += text.count("\n")
    return [tokens for tokens in (*found, tokens) if tokens]


class Statement:
    """The tokens of one statement, and how its brackets belong together.

    Attributes
    ----------
    source : str
        The whole cell.
    tokens : list of Token
    outer : list of int
        For every token the bracket that it stands in, by its number; -1 for none.
    partner : dict of int to int
        Both brackets of a pair, each with the other.
    lost : dict of int to tuple
        Closing brackets that are wrong: with the bracket that stands open there (None for none), and whether this one
        merely lacks its partner.
    unclosed : list of int
        Brackets that nothing closes.
    """

    def __init__(self, source, tokens):
        self.source, self.tokens = source, tokens
        self.outer, self.partner, self.lost, self.unclosed = [], {}, {}, []
        for n, token in enumerate(tokens):
            if token.text in _OPENS:
                self._close(n)
            self.outer.append(self.unclosed[-1] if self.unclosed else -1)
            if token.text in CLOSES:
                self.unclosed.append(n)

    def _close(self, n):
        wanted = [self.text(k) for k in self.unclosed[-2:]]
        opener = _OPENS[self.text(n)]
        if opener not in wanted:
            self.lost[n] = (wanted[-1] if wanted else None), False
            if wanted:
                self._pair(n)
            return
        if wanted[-1] != opener:
            self.lost[n] = wanted[-1], True
            self.unclosed.pop()
        self._pair(n)

    def _pair(self, n):
        opener = self.unclosed.pop()
        self.partner.update({n: opener, opener: n})

    def __len__(self):
        return len(self.tokens)

    def text(self, n):
        """The text of token `n`, "" beyond both ends."""
        return self.tokens[n].text if 0 <= n < len(self.tokens) else ""

    def kind(self, n):
        """The kind of token `n`, "" beyond both ends; keywords have a kind of their own."""
        kind = self.tokens[n].kind if 0 <= n < len(self.tokens) else ""
        return "keyword" if kind == "name" and keyword.iskeyword(self.text(n)) else kind

    def apart(self, n):
        """Whether something stands between token `n` and the next one."""
        return n + 1 < len(self) and self.tokens[n].start + len(self.text(n)) < self.tokens[n + 1].start

    def ends(self, n):
        """Whether a value can end with token `n`."""
        return self.kind(n) in ("name", "number", "string") or self.text(n) in (*_OPENS, "...")

    def begins(self, n):
        """Whether a value can begin with token `n`."""
        return self.kind(n) in ("name", "number", "string") or self.text(n) in (*CLOSES, "...")

    def before(self, n):
        """The number of the first token of the factor that ends with token `n`."""
        first = self.partner.get(n, n)
        return first - 1 if first < n and self.kind(first - 1) == "name" else first

    def behind(self, n):
        """The number of the last token of the factor that begins with token `n`, its sign included."""
        while self.text(n) in ("+", "-"):
            n += 1
        bracket = n + 1 if self.kind(n) == "name" and self.text(n + 1) == "(" else n
        return self.partner.get(bracket, n)

    def typed(self, first, last):
        """What was typed from one token to another, in one line, long things in short."""
        end = self.tokens[min(last, len(self) - 1)]
        text = " ".join(self.source[self.tokens[first].start : end.start + len(end.text)].split())
        return text if len(text) <= _LONGEST else f"{text[: _LONGEST // 2]} ... {text[-_LONGEST // 4 :]}"
