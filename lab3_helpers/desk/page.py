"""The page that shows a class: one HTML file that loads nothing. Whatever a student has written is escaped."""

from html import escape
from pathlib import Path

from lab3_helpers.desk.table import NOT_RUN, STATES, duration

# By state: the class, the icon and the words of the legend.
_LOOKS = {"right": ("right", "✓", "right"), "not yet": ("wrong", "✗", "not yet right"),
          "open": ("open", "○", "open: blank, or nothing that could be judged"),
          NOT_RUN: ("none", "–", "not run: not returned, or the cell did not come to its end")}
_LONGEST = 1200  # characters of an example

_PAGE = """\
<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Who solved what</title>
<style>
{style}</style>
</head>
<body>
<main>
<h1>Who solved what</h1>
<p>{summary}</p>
<p>{legend}</p>
{sections}
</main>
</body>
</html>
"""


def page(table, how, submissions, seconds):
    """The report as a page.

    Parameters
    ----------
    table : Table
    how : str
        Where the verdicts come from.
    submissions : list of Submission
    seconds : float
        How long the whole report took.

    Returns
    -------
    str
        HTML.
    """
    legend = (f'<span class="{look}">{icon}</span> {words}' for look, icon, words in _LOOKS.values())
    sections = [_students(table), _stuck(table), _lines(table)]
    style = Path(__file__).with_name("page.css").read_text("utf-8")
    return _PAGE.format(style=style, summary=_summary(table, how, submissions, seconds), legend=" &ensp; ".join(legend),
                        sections="\n".join(sections))


def _summary(table, how, submissions, seconds):
    said = f"{len(submissions)} notebooks of {len(table.students)} students. {how} It took {duration(seconds)}"
    times = sorted(one.seconds for one in submissions)
    if times and times[-1]:
        typical, slowest = duration(times[len(times) // 2]), duration(times[-1])
        said += f", {typical} for a typical notebook and {slowest} for the slowest, several at once"
    return escape(said + ".")


def _students(table):
    rows = []
    for student in table.students:
        states = table.states(student)
        cells = "".join(map(_state, states))
        rows.append(f'<tr><th scope="row">{escape(student)}</th>{cells}<td>{states.count("right")}</td></tr>')
    shares = "".join(f"<td>{_share_right(counts)}</td>" for counts in table.counts().values())
    return _table("students", "Students and questions; last, how many are right",
                  ("student", *table.questions, "right"), rows, f'<tr><th scope="row">right</th>{shares}<td></td></tr>')


def _stuck(table):
    rows = []
    for question, counts in sorted(table.counts().items(), key=lambda item: item[1]["right"]):
        numbers = "".join(f"<td>{counts[state]}</td>" for state in STATES)
        share = _share_right(counts)
        bar = f'<span class="bar" style="width: {share}"></span>'
        mistakes = "".join(_mistake(*mistake) for mistake in table.mistakes(question))
        rows.append(f'<tr><th scope="row">{escape(question)}</th><td class="share">{share}{bar}</td>{numbers}'
                    f'<td class="mistakes">{mistakes}</td></tr>')
    return "<h2>Where the class is stuck</h2>\n" + _table(
        "stuck", "The questions, the hardest first", ("question", "solved", *STATES, "most common mistakes"), rows)


def _mistake(name, count, example):
    named = "" if name == example.message else f"<strong>{escape(name.replace('_', ' '))}</strong>. "
    answer = example.answer if len(example.answer) <= _LONGEST else f"{example.answer[:_LONGEST]} ..."
    return (f"<details><summary>{count} &times; {named}{escape(example.message)}</summary>"
            f"<pre><code>{escape(answer)}</code></pre></details>")


def _lines(table):
    if not table.lines:
        return "<h2>To look at</h2>\n<p>Nothing: every notebook ran to its end, and only answers were changed.</p>"
    rows = [f'<tr><th scope="row">{escape(student)}</th><td class="path">{escape(path.as_posix())}</td>'
            f"<td>{escape(line)}</td></tr>" for student, path, line in table.lines]
    return "<h2>To look at</h2>\n" + _table(
        "lines", "Files that do not count, failures, and changed cells", ("student", "file", "what"), rows)


def _table(kind, caption, columns, rows, foot=""):
    head = "".join(f'<th scope="col">{escape(name)}</th>' for name in columns)
    return (f'<div class="wide" tabindex="0" role="region" aria-label="{caption}">'
            f'<table class="{kind}">\n<caption>{caption}</caption>\n'
            f"<thead><tr>{head}</tr></thead>\n<tbody>\n" + "\n".join(rows) +
            f"\n</tbody>\n<tfoot>{foot}</tfoot>\n</table></div>")


def _state(state):
    look, icon, _ = _LOOKS[state]
    return f'<td class="{look}"><span aria-hidden="true">{icon}</span><span class="heard">{state}</span></td>'


def _share_right(counts):
    return f"{100 * counts['right'] / counts.total():.0f}%"
