"""What a lecturer holds back: the file ``lab3.toml`` beside a notebook, read whenever help is asked for.

    hints = "always"
    solutions = "2026-11-30"

Each is "always", "never", or the day from which it is shown. Without the file, or without the line, it is shown. This
is a courtesy, not a lock: whoever has the helpers can compute the solutions.
"""

from datetime import datetime
from pathlib import Path

FILE = "lab3.toml"
KINDS = ("hints", "solutions")


def held_back(kind):
    """Why hints or solutions are not shown.

    Parameters
    ----------
    kind : str
        ``"hints"`` or ``"solutions"``.

    Returns
    -------
    str or None
        One sentence, or None where they are shown.
    """
    try:
        text = Path(FILE).read_text("utf-8-sig")
    except FileNotFoundError:
        return None
    except (OSError, UnicodeDecodeError):
        return f"The {kind} are not shown, because {FILE} beside this notebook cannot be read: ask your lecturer."
    try:
        when = _whens(text)[kind]
    except ValueError as problem:
        return f"The {kind} are not shown: {problem}"
    if when == "always":
        return None
    if when == "never":
        return f"Your lecturer releases the {kind}."
    return f"Your lecturer releases the {kind} on {written(when)}." if datetime.now(when.tzinfo) < when else None


def written(when):
    """A day, with its time if it is not midnight, as the file takes it.

    Parameters
    ----------
    when : datetime

    Returns
    -------
    str
    """
    return when.isoformat(" ", "seconds").removesuffix(" 00:00:00")


def _whens(text):
    """What a file says of the hints and of the solutions: "always", "never", or from when on, a `datetime`."""
    import tomllib  # here, because a Python that is too old for it imports this module, and says so

    try:
        said = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ValueError(f'{FILE} is expected to hold lines like  solutions = "never",  but: {error}.') from None
    for name in said:
        if name not in KINDS:
            raise ValueError(f"{FILE} knows {' and '.join(KINDS)}, but {name} came.")
    return {kind: _when(kind, said.get(kind, "always")) for kind in KINDS}


def _when(kind, value):
    if value in ("always", "never"):
        return value
    try:
        return datetime.fromisoformat(str(value))
    except ValueError:
        came = f'"{value}"' if isinstance(value, str) else value
        ways = '"always", "never", or a day like "2026-11-30"'
        raise ValueError(f"{kind} in {FILE} is {ways}, but {came} came.") from None
