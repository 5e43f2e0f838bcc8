"""What notebook 3 says with numbers, and whether it is true; see ``tests/test_prose.py``."""

import re
from functools import cache
from itertools import product
from math import comb

import numpy as np

from lab3_helpers import network
from lab3_helpers.chain_rule.symbols import QUESTIONS as DERIVATIVES
from lab3_helpers.network import PARAMETER_NAMES, X, Y, plateau_losses, random_parameters, sheet_run, train
from lab3_helpers.network.pictures import GRID, HIDDEN
from lab3_helpers.network.maths import forward, plateau_of
from lab3_helpers.network.questions import QUESTIONS
from lab3_helpers.network.restarts_panel import GIVEN, MOST
from lab3_helpers.network.settings import success_rate
from lab3_helpers.network.training_panel import RATES
from drawn import are_five, three_digits_are_enough
from prose import printed

EXAMPLE, STARTS = sheet_run()
LEVELS = plateau_losses()
close = np.isclose


def only(**values):
    return np.array([values.get(name, 0.0) for name in PARAMETER_NAMES])


def cross_entropy(group):
    """The loss over all five points when `group` of them, the positive one inside, get the output 1 / group."""
    return (-np.log(1 / group) - (group - 1) * np.log(1 - 1 / group) if group > 1 else 0) / 5


def separates_the_middle(normal):
    """Whether a line across this direction has the middle point alone on one side."""
    heights = X @ normal
    return heights[0] > heights[1:].max() or heights[0] < heights[1:].min()


def left_together(bias, weights, points):
    """How many of the others a line leaves on the positive point's side."""
    heights = bias + points @ weights
    return int(np.sum(heights[Y == 0] * heights[Y == 1] >= 0))


def suggested():
    """The parameters that the notebook suggests for the panel of the units."""
    return only(b1=1, b2=-1, w11=2, w12=2, w21=2, w22=2, c=-3, u1=3, u2=-3)


def in_hidden_space(params):
    return np.stack(forward(params, X)[:2], axis=-1)


def after(seed, steps=100):
    return train(random_parameters(1, seed=seed)[0], 1, steps, None).params


def in_corners(seed):
    """The corner of the hidden space near which each point ends; None if one of them is not near a corner."""
    points = in_hidden_space(after(seed))
    return np.sign(points).tolist() if np.abs(np.sign(points) - points).max() < 0.2 else None


@cache
def ends():
    """After 100 and 1,000 steps of many trainings: whether the line separates, and whether it is a success or a plateau."""
    found = []
    for steps in (100, 1000):
        run = train(random_parameters(1000), 1, steps, None)
        told = network.predict(run.params)
        plateau = np.array([plateau_of(*one) is not None for one in zip(told, run.loss)])
        found.append((((told > 0.5) == Y).all(axis=-1), run.loss < 0.1, plateau))
    return np.concatenate(found, axis=-1)


def guarded(c, guard=1e-15):
    """The slope by c as the sheet computes it, and the loss."""
    right = np.where(Y == 1, network.predict(only(c=c)), 1 - network.predict(only(c=c)))
    slope = np.where(Y == 1, -1, 1) / (right + guard) * right * (1 - right)
    return slope.mean(), np.mean(-np.log(right + guard))


@cache
def error(eps):
    """The largest of the nine errors of the central difference at the sheet's parameters."""
    return np.abs(network.numerical_gradient(EXAMPLE, eps) - network.gradient(EXAMPLE)).max()


def one_sided_error(eps):
    steps = eps * np.eye(9)
    return np.abs((network.loss(EXAMPLE + steps) - network.loss(EXAMPLE)) / eps - network.gradient(EXAMPLE)).max()


def digits_of_the_difference(eps):
    """How many of the sixteen digits the difference of the two losses keeps."""
    difference = network.loss(EXAMPLE + eps) - network.loss(EXAMPLE - eps)
    return 16 + np.log10(abs(difference) / network.loss(EXAMPLE))


def order(one, other):
    """How many powers of ten lie between two numbers."""
    return round(np.log10(one / other))


@cache
def losses(rate, sd=1, steps=100, tol=1e-4, n=500, seed=3):
    return train(random_parameters(n, sd=sd, seed=seed), rate, steps, tol).loss


def share(*setting):
    return np.mean(losses(*setting) < 0.1)


@cache
def sheets(rate=1, steps=100):
    return train(STARTS, rate, steps)


def successes(rate=1, steps=100):
    return int((sheets(rate, steps).loss < 0.1).sum())


def best():
    return sheets().params[sheets().loss.argmin()]


def angle_between_hidden_lines(params):
    one, other = (params[place[1:]] / np.linalg.norm(params[place[1:]]) for place in HIDDEN)
    return np.degrees(np.arccos(min(1, abs(one @ other))))


def same_answer_for_all():
    ones = (network.predict(random_parameters(5000)) > 0.5).sum(axis=-1)
    return np.mean((ones == 0) | (ones == 5))


def rescued(seed):
    """The rates of the training panel's slider with which a seed succeeds in 100 steps."""
    start = random_parameters(1, seed=seed)[0]
    return [rate for rate in RATES if train(start, rate, 100, tol=None).loss < 0.1]


def settings(rate, sd, steps, stop):
    """A share that the notebook prints, in percent."""
    line = rf"(\d+)%  (?:the sheet's: )?rate {rate}, sd {sd}, {steps} steps, {stop}"
    return int(re.search(line, printed(3, "settings")).group(1))


def how_many(rate):
    return re.search(rf"rate {rate}\s+(\w+)\s+(\w+)", printed(3, "too-large")).groups()


def reached(level):
    """What the notebook prints of a plateau: the shares near it after 100 and after 10,000 steps, in percent."""
    return [float(part) for part in re.search(rf"{level}\s+(\S+)%\s+(\S+)%", printed(3, "plateaus-reached")).groups()]


def seven_factors_are_enough():
    """Each of the nine components is a mean of f_out - y times some of the other six factors."""
    b1, b2, w11, w12, w21, w22, c, u1, u2 = EXAMPLE
    x1, x2 = X.T
    z1, z2 = np.tanh(b1 + w11 * x1 + w21 * x2), np.tanh(b2 + w12 * x1 + w22 * x2)
    error, back = network.predict(EXAMPLE) - Y, (u1 * (1 - z1**2), u2 * (1 - z2**2))
    parts = [back[0], back[1], back[0] * x1, back[1] * x1, back[0] * x2, back[1] * x2, 1, z1, z2]
    return np.allclose([np.mean(error * part) for part in parts], network.gradient(EXAMPLE))


def lines_of_code():
    """The statements in the bodies of the functions of 3.1 to 3.3."""
    return sum(bool(line.strip()) for id in ("3.1", "3.2", "3.3") for line in QUESTIONS[id].answer.split("\n")[1:])


def steps_asked_in_notebook_2():
    """How many of the steps of 3.3 are derivatives that notebook 2 asks for, and how many there are."""
    steps = set(re.findall(r"\bd\w+_d\w+(?=.* = )", QUESTIONS["3.3"].answer))
    asked = {question.text.replace("_", "").replace("/", "_") for question in DERIVATIVES.values()}
    return len(steps & asked), len(steps)


CLAIMS = {
    "five fresh questions": lambda: are_five(3),
    "three digits after the point are enough": lambda: three_digits_are_enough(3),
    "Five points": lambda: X.shape == (5, 2),
    "Only the point in the middle is positive": lambda: (
        (Y == [1, 0, 0, 0, 0]).all() and (X[0] == X[1:].mean(axis=0)).all()
    ),
    "No. The middle point is the mean of the other four, so it lies on the same side as at least one of "
    "them": lambda: (
        not any(map(separates_the_middle, np.random.default_rng(0).normal(size=(500, 2))))
    ),
    "two neurons are just enough, because a strip between two lines can hold the middle point alone": lambda: (
        sheets().loss.min() < 0.1 and sum(abs(X @ (1, 1)) < 0.5) == 1
    ),
    "Its nine parameters are one vector, always in this order": lambda: len(PARAMETER_NAMES) == EXAMPLE.size == 9,
    "the four weights `w11`, `w12`, `w21`, `w22` all 2": lambda: (
        left_together(suggested()[6], suggested()[7:], in_hidden_space(suggested())) == 0
        and ((network.predict(suggested()) > 0.5) == Y).all()
    ),
    "The line of a single neuron leaves two of the others at best: the middle is halfway between two opposite points, "
    "twice, and one point of each pair stays on its side": lambda: (
        min(left_together(bias, normal, X) for bias, *normal in np.random.default_rng(0).normal(size=(500, 3))) == 2
        and (X[1] + X[3] == 2 * X[0]).all() and (X[2] + X[4] == 2 * X[0]).all()
    ),
    "Two lines leave none": lambda: (
        [left_together(*parts, X) for parts in ((1, (2, 2)), (-1, (2, 2)))] == [2, 2]
        and not ((X @ (2, 2) + 1 >= 0) & (X @ (2, 2) - 1 <= 0))[Y == 0].any()
    ),
    "The positive point on one side of the line, the four others on the other.": lambda: sum(Y == 0) == 4,
    "With seed 2 the others end in two corners of the hidden space, two in each, and the positive point in a "
    "third": lambda: (
        (places := in_corners(2))[0] not in places[1:] and all(places[1:].count(place) == 2 for place in places[1:])
    ),
    "With seed 0 all five end in the same place, and no line can part them there": lambda: (
        np.ptp(in_hidden_space(after(0)), axis=0).max() < 0.01
    ),
    "After a success the line always separates the points in the hidden space; on a plateau it never does": lambda: (
        ends()[0][ends()[1]].all() and not ends()[0][ends()[2]].any() and ends()[1:].any(axis=-1).all()
    ),
    "All nine parameters are 0": lambda: len(PARAMETER_NAMES) == 9,
    "$0.5$ for every point: $f_{\\mathrm{in}} = 0$ and $\\sigma(0) = 1/2$": lambda: (
        network.predict(np.zeros(9)) == 0.5
    ).all(),
    "every line below works on all points at once": lambda: network.predict(EXAMPLE, np.zeros((7, 2))).shape == (7,),
    "the five predictions": lambda: network.predict(EXAMPLE).shape == (5,),
    "$\\log 2 \\approx 0.693$: every point contributes $-\\log 0.5$, whatever its label": lambda: (
        close(network.loss(np.zeros(9)), np.log(2))
        and f"{np.log(2):.3f}" == "0.693"
        and network.loss(np.zeros(9), X, np.ones(5)) == network.loss(np.zeros(9), X, np.zeros(5))
    ),
    "An output close to 1 is rounded to 1, and $\\log(1 - 1)$ is minus infinity": lambda: (
        network.predict(only(c=40.0))[0] == 1
    ),
    "With the output bias $c = 100$ all outputs are rounded to 1, and the formula asks for $\\log 0$": lambda: (
        (network.predict(only(c=100.0)) == 1).all() and "inf without" in printed(3, "guard")
    ),
    "It avoids the infinite loss": lambda: np.isfinite(guarded(100)[1]),
    "With the guard the slope is practically zero on both sides, $0$ and about $-10^{-29}$": lambda: (
        guarded(100)[0] == 0 and guarded(-100)[0] < 0 and order(-guarded(-100)[0], 1) == -29
    ),
    "added to a bias of that size it changes nothing, so these networks can never recover": lambda: all(
        c - 1e6 * guarded(c)[0] == c for c in (100, -100)
    ),
    "In notebook 2 you found sixteen derivatives": lambda: len(DERIVATIVES) == 16,
    "your sixteen derivatives": lambda: len(DERIVATIVES) == 16,
    "How many *different* factors do the nine components": lambda: len(PARAMETER_NAMES) == 9,
    "Seven. Every component starts with $f_{\\mathrm{out}} - y$. After that come only the two "
    "$z_{j,\\mathrm{out}}$ or the two $u_j "
    "(1 - z_{j,\\mathrm{out}}^2)$": lambda: seven_factors_are_enough() and 1 + 2 + 2 + 2 == 7,
    "Most steps are answers of notebook 2, for all points at once": lambda: (
        steps_asked_in_notebook_2()[0] > steps_asked_in_notebook_2()[1] / 2
    ),
    "its error falls with $\\varepsilon$, that of the central formula with $\\varepsilon^2$": lambda: (
        order(one_sided_error(1e-2), one_sided_error(1e-3)) == 1 and order(error(1e-2), error(1e-3)) == 2
    ),
    "asks that all nine components agree within $10^{-5}$": lambda: network.gradient(EXAMPLE).size == 9,
    "The formula becomes exact as $\\varepsilon \\to 0$": lambda: (
        error(1e-1) > error(1e-2) > error(1e-3) > error(1e-4)
    ),
    "Is a smaller $\\varepsilon$ always better on a computer": lambda: error(1e-9) > error(1e-5),
    "The two losses agree in more and more digits, and their difference keeps only the digits that are left": lambda: (
        digits_of_the_difference(1e-3) > digits_of_the_difference(1e-6) > digits_of_the_difference(1e-9)
    ),
    "Below about $10^{-5}$ this rounding error grows faster than the formula improves": lambda: (
        error(1e-5) < min(error(1e-4), error(1e-7), error(1e-8))
    ),
    "the error falls with $\\varepsilon^2$. To the left rounding rules: the error grows like "
    "$10^{-16}/\\varepsilon$": lambda: (
        order(error(1e-2), error(1e-3)) == 2 and all(0.1 < error(eps) * eps / 1e-16 < 10 for eps in (1e-9, 1e-8, 1e-7))
    ),
    "The best place is near $10^{-5}$; at $10^{-9}$ about four digits are lost": lambda: (
        order(error(1e-9), error(1e-5)) == 4
    ),
    "its $\\varepsilon = 10^{-9}$ sits on the rounding side. With its limit of $10^{-5}$ the check still "
    "passes": lambda: (
        error(1e-8) < error(1e-9) < 1e-5
    ),
    "A stricter one, with a limit of $10^{-8}$, would fail there": lambda: error(1e-9) > 1e-8,
    "a wrong derivative keeps its error at every $\\varepsilon$": lambda: all(
        close(np.abs(network.numerical_gradient(EXAMPLE, eps) - 2 * network.gradient(EXAMPLE)).max(), 0.2549, rtol=0.1)
        for eps in (1e-2, 1e-5, 1e-8)
    ),
    "The ten starts are the sheet's own": lambda: STARTS.shape == (10, 9),
    "All ten runs train the same network on the same five points": lambda: len(sheets().loss) == 10,
    "all five can be right while it is still above 0.1": lambda: any(
        ((network.predict(one) > 0.5) == Y).all() and network.loss(one) > 0.1
        for one in train(random_parameters(50, seed=1), 1, 100, None).params
    ),
    "Not every seed can be saved": lambda: rescued(10) == [] and 5 in rescued(0),
    "about one start in six succeeds": lambda: round(1 / success_rate()) == 6,
    "does best when it answers $1/k$ for all of them": lambda: all(
        np.argmin([-np.log(p) - (k - 1) * np.log(1 - p) for p in np.arange(1, 1000) / 1000]) + 1 == round(1000 / k)
        for k in (2, 4, 5)
    ),
    "$\\frac{k}{5} H(1/k)$, where $H(p) = -p \\log p - (1 - p) \\log(1 - p)$ is the entropy. All other points "
    "cost nothing": lambda: (
        all(close(level, cross_entropy(k)) for k, level in LEVELS.items())
    ),
    "The level $0.4499$ is a stop on the way: runs pass it, and none ends there": lambda: (
        f"{LEVELS[4]:.4f}" == "0.4499" and reached("0.4499")[0] > 1 and reached("0.4499")[1] == 0
    ),
    "and after 10,000, long enough to see where they end": lambda: (
        sum(reached(level)[1] for level in ("0.0000", "0.2773", "0.3819", "0.4499", "0.5004")) > 99.5
    ),
    "The sheet's run had 4 successes in 10": lambda: successes() == 4,
    "Was that typical": lambda: "4 or more out of ten:  8%" in printed(3, "luck"),
    "A larger rate helps alone, and so do more steps. Smaller starts alone ruin it: they soon reach the plateau "
    "0.5004, and the "
    "stopping rule ends them there": lambda: (
        share(3) > 2 * share(1)
        and share(1, 1, 1000) > 2 * share(1)
        and share(1, 0.3) == 0
        and np.mean(close(losses(1, 0.3), LEVELS[5], atol=0.01)) > 0.9
    ),
    "With a large rate, many steps and no stopping rule they are the best of all": lambda: (
        settings("7.5", "0.1", "1,000", "no")
        == max(int(number) for number in re.findall(r"(\d+)%", printed(3, "settings")))
    ),
    "Too large a rate ruins every start, and with the stopping rule it does so sooner": lambda: (
        how_many(20) == ("few", "few") and how_many(7) == ("few", "most")
    ),
    "where does almost every start succeed now": lambda: settings("7.5", "0.1", "1,000", "no") >= 99,
    "The sheet's setting succeeds about one time in six": lambda: (
        round(100 / float(re.search(r"succeed: +(\S+)%", printed(3, "luck")).group(1))) == 6
    ),
    "Small starts with a large rate and 1,000 steps succeed almost always, but only without the stopping rule: "
    "with it, about one in a "
    "hundred does": lambda: (
        settings("7.5", "0.1", "1,000", "no stopping rule") == 99
        and settings("7.5", "0.1", "1,000", "threshold 1e-4") == 1
    ),
    "the larger its threshold, the more plateaus it takes for the end": lambda: (
        settings(1, 1, "1,000", "threshold 1e-4")
        > settings(1, 1, "1,000", "threshold 1e-3")
        > settings(1, 1, "1,000", "threshold 1e-2")
    ),
    "with the rule few starts succeed at rate 7, without it most still do at rate 10. At rate 20 few do either "
    "way": lambda: (
        how_many(7)[0] == "few" and how_many(10)[1] == "most" and how_many(20) == ("few", "few")
    ),
    "large steps often raise it": lambda: (
        np.mean(np.diff(train(random_parameters(200), 7, 100, None, True).losses, axis=0) > 0) > 0.1
    ),
    "More steps and a larger rate help the sheet's own ten starts as well, up to a point": lambda: (
        successes() < successes(1, 300) < successes(3, 300) > successes(5, 300)
    ),
    "Ten are few, though": lambda: successes(1, 300) == 9 and share(1, 1, 300) < 0.7,
    "One point in five is positive, so start the output bias where the network already says so, at "
    "$\\log(0.2/0.8)$": lambda: (
        close(Y.mean(), 0.2) and close(network.predict(only(c=np.log(0.2 / 0.8))), 0.2).all()
    ),
    "has 100 starts: the sheet's ten, then 90 new ones": lambda: (MOST, GIVEN) == (100, 10),
    "square $[-2, 2]^2$ on a grid with step $1/25$: blue where the network says 0, red where it says 1": lambda: (
        GRID[0] == -2 and GRID[-1] == 2 and close(np.diff(GRID), 1 / 25).all()
    ),
    "a strip around the middle point, between two almost parallel lines": lambda: (
        angle_between_hidden_lines(best()) < 5
    ),
    "more often than not all five points get the same answer": lambda: same_answer_for_all() > 0.5,
    "The training data are five points, yet the network answers everywhere": lambda: np.isfinite(
        network.predict(best(), np.array(list(product((-9, 9), repeat=2))))
    ).all(),
    "Forward pass, loss and back-propagation are 25 lines of code": lambda: lines_of_code() == 25,
    "balances truncation against rounding, near $10^{-5}$": lambda: error(1e-5) < min(error(1e-3), error(1e-7)),
    "Failures end on a few plateaus that can be computed beforehand": lambda: (
        sum(reached(f"{level:.4f}")[1] > 0 for level in LEVELS.values()) <= 3
    ),
    "A run ends at loss 0.3819": lambda: f"{LEVELS[3]:.4f}" == "0.3819",
    "It separates two of the negative points and cannot tell the positive one from the other two: $\\frac{3}{5} "
    "H(1/3) = 0.3819$": lambda: (
        f"{cross_entropy(3):.4f}" == "0.3819"
    ),
    "At $\\varepsilon = 10^{-9}$ your gradient is off by $10^{-7}$": lambda: order(error(1e-9), 1) == -7,
    "Repeat with $\\varepsilon = 10^{-5}$, where the check sees errors of about $10^{-11}$": lambda: (
        order(error(1e-5), 1) == -11
    ),
    '"probably above 70 %": with a rate of 74 % ten successes in ten still happen one time in twenty': lambda: (
        round(1 / (0.74**10 * comb(10, 10))) == 20
    ),
}

EXEMPT = {
    "a task or a question": (
        "Can one straight line put the middle point on one side and the four others on the other",
        "What does the network say about each",
        "a network that says $0.5$ everywhere",
        "What is its mean loss over the five points",
        "change only the learning rate",
        "Ten of ten runs succeed with your setting. What can you say about the success rate",
        "allow 1,000 steps",
        "Train 1,000 random starts and look at them twice: after 100 steps",
        "Watch the output biases $100$ and $-100$",
        "from the same ten starts",
        "watch the two lines",
        "the right side of 0.5",
        "how few of the four others can its solid line leave on the star's side",
        "Place it so that all five points are right",
        "Where must the five points be there after a success",
    ),
    "the settings of a task": (
        "Press *0 steps*",
        "succeeds with rate 1 in 100 steps",
        "Find a rate that saves it within 100 steps",
        "How many of the 90 will succeed with rate 1 and 100 steps",
        "set $n = 100$",
        "set rate 1 and seed 2, press *0 steps*",
        "do the same with seed 0",
        "The 20,000 starts from above, ten by ten",
        "Only the best of the ten restarts",
        "at least one of ten restarts does",
    ),
    "a heading": ("Ten restarts, one best",),
    "a definition": (
        "over the points",
        "$-y \\log f_{\\mathrm{out}} - (1 - y) \\log(1 - f_{\\mathrm{out}})$",
        "10^{-15}",
        "\\log(1 + e^t)",
        "change one parameter a little both ways",
        "the step of length 1 along",
        "2 \\varepsilon}",
        "divides by $2\\varepsilon$",
        "both ways and",
        "A `*` marks a loss below 0.1",
        "The sheet takes $\\varepsilon = 10^{-9}$",
        "learning rate 1, at most 100 steps",
        "in both places",
        "its two inputs, with a weight each",
        "its bias and its two weights",
        "Where the sum is 0",
        "what it has learnt about the middle point",
        "for all starts at once",
        "within $10^{-5}$",
    ),
    "how the notebook works, which the tests run": ("Run All Cells",),
    "the printed sheet": ("a column of ones that nothing uses",),
    "an everyday word": ("A random one draws anything", "Try a thousand starts", "thousands of parameters"),
}
