"""How the panels' sentences write numbers."""


def number(value, decimals=6):
    """A number as the sentences write it: without trailing zeros, large or tiny ones in powers of ten."""
    value = float(value)
    if value and not 10.0**-decimals <= abs(value) < 1e5:
        return f"{value:.2e}"
    return f"{round(value, decimals) + 0.0:.{decimals}f}".rstrip("0").rstrip(".")


def percent(share):
    """A share of one in percent: "17 %", "3.2 %", "less than 0.1 %"."""
    return "less than 0.1 %" if 0 < share < 0.001 else f"{number(100 * share, 1)} %"


def counted(count, thing):
    """A count with its noun: "1 step", "2 steps"."""
    return f"{count} {thing}{'s' * (count != 1)}"


def listed(names):
    """Several things as a sentence names them: "1, 2 and 3"."""
    *first, last = map(str, names)
    return f"{', '.join(first)} and {last}" if first else last
