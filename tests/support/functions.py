"""Functions as students write them, right and wrong, for every question that asks for one: what STACK calls answer tests.

Each entry is a name of the mistake (None where the code is right, ``"own"`` where an exception of the student's is to pass through) with
either a whole source or changes, old and new in turn, of one of the `BASES`. The second base of a question has other names than the notebook.
"""

from lab3_helpers.descent.questions import QUESTIONS as DESCENT
from lab3_helpers.network.questions import QUESTIONS as NETWORK

SOLUTIONS = {id: asked.answer for id, asked in (DESCENT | NETWORK).items() if hasattr(asked, "tasks")}
OTHERS = {
    "1.4": """\
def value(x):
    a, b = x
    return (a - 6) * (a - 6) + b * b - a * b

def value_gradient(x):
    a, b = x
    return np.array([2 * a - 12 - b, 2 * b - a])""",
    "1.5": """\
def gradient_descent_optimizer(x0, func, grad, max_steps, alpha):
    point, steps, before = np.asarray(x0, float), 0, func(x0)
    while steps < max_steps:
        point = point - alpha * np.asarray(grad(point))
        after = func(point)
        steps += 1
        if before - after < 1e-4:
            return point
        before = after
    return point""",
    "3.1": """\
def predict(params, x):
    b, W, c, u = params[:2], params[2:6].reshape(2, 2), params[6], params[7:]
    hidden = np.tanh(b + x @ W)
    return 1 / (1 + np.exp(-(c + hidden @ u)))""",
    "3.2": """\
def loss(params, x, y):
    total = 0
    for p, label in zip(network.predict(params, x), y):
        total += -np.log(p + 1e-12) if label == 1 else -np.log(1 - p + 1e-12)
    return total / len(y)""",
    "3.3": """\
def gradient(params, x, y):
    b, W, c, u = params[:2], params[2:6].reshape(2, 2), params[6], params[7:]
    hidden = np.tanh(b + x @ W)
    delta = 1 / (1 + np.exp(-(c + hidden @ u))) - y
    back = delta[:, None] * u * (1 - hidden**2)
    return np.concatenate([back.mean(0), (x.T @ back / len(x)).ravel(), [delta.mean()], delta @ hidden / len(x)])""",
    "3.4": """\
def central_difference(func, params, eps):
    return np.array([(func(params + eps * e) - func(params - eps * e)) / (2 * eps) for e in np.eye(len(params))])""",
}

_STOP = "        if v - vnew < 1e-4:\n            break\n"
_ASCII_UPDATE = "x = x - alpha * grad(x)"

# question -> (mistake, changes of the worked solution)
CHANGES = {
    "1.4": [
        ("term_sign", "- x[0] * x[1]", "+ x[0] * x[1]"), ("term_sign", "x[0] - 6", "x[0] + 6"), ("drop_term", " - x[0] * x[1]", ""),
        ("drop_term", " + x[1] ** 2", ""), ("power", "(x[0] - 6) ** 2", "(x[0] - 6)"), ("power", "** 2", "* 2"), ("wrong_term", "x[0] - 6", "x[0] - 5"),
        ("wrong_term", "- x[0] * x[1]", "- 2 * x[0] * x[1]"), ("caret", "** 2", "^ 2"), ("wrong_term", "- 12", "- 6"), ("wrong_term", "- 12", "+ 12"),
        ("wrong_term", "2 * x[0] - x[1]", "2 * x[0] + x[1]"), ("wrong_term", "2 * x[0] - x[1]", "2 * x[0]"), ("wrong_term", "2 * x[1] - x[0]", "2 * x[1]"),
        ("wrong_term", "2 * x[1]", "x[1]"), ("index_swap", "]])", "]])[::-1]"), ("sign", "np.array([", "-np.array(["), ("whole_numbers", "]])", "]]).astype(int)"),
        ("brackets", "[2 * x[0] - x[1] - 12, 2 * x[1] - x[0]]", "2 * x[0] - x[1] - 12, 2 * x[1] - x[0]"), ("shape", "12, 2", "12 + 2"),
        ("text", "return (x[0] - 6) ** 2 + x[1] ** 2 - x[0] * x[1]", "return f'{x[0]}'"), ("no_return", "return np", "np"), ("no_return", "return (", "("),
        ("no_return", "return np.array([2 * x[0] - x[1] - 12, 2 * x[1] - x[0]])", "print(2 * x[0], x[1])"), ("float32", "]])", "]], dtype=np.float32)"),
        ("symbols", "return (x[0] - 6) ** 2 + x[1] ** 2 - x[0] * x[1]", "return (x1 - 6)**2 + x2**2 - x1*x2"), ("arguments", "value(x)", "value(x, y)"),
        ("blank", "return np.array([2 * x[0] - x[1] - 12, 2 * x[1] - x[0]])", "..."), ("endless", "return np", "while x[0] == x[0]: pass\n    return np"),
        ("in_place", "return np", "x[0] = 2 * x[0]\n    return np"), ("rounded", "return (x[0] - 6) ** 2 + x[1] ** 2 - x[0] * x[1]",
                                                                       "return round((x[0] - 6) ** 2 + x[1] ** 2 - x[0] * x[1], 1)"),
        (None, "]])", "]]).tolist()"), (None, "np.array([2 * x[0] - x[1] - 12, 2 * x[1] - x[0]])", "2 * x[0] - x[1] - 12, 2 * x[1] - x[0]"),
    ],
    "1.5": [
        ("uphill", "x - alpha", "x + alpha"), ("old_point", "grad(x)", "grad(x0)"), ("no_early_stop", "            break", "            pass"), ("no_early_stop", _STOP, ""),
        ("early_end", "        v = vnew\n    return x", "        v = vnew\n        return x"), ("comparison", "< 1e-4", "> 1e-4"), ("comparison", "v - vnew", "vnew - v"),
        ("threshold", "1e-4", "1e-3"), ("threshold", "1e-4", "1e-5"), ("threshold", "1e-4", "0"), ("old_value", "        v = vnew\n", ""),
        ("early_end", _STOP, "        v = vnew\n" + _STOP), ("too_few_steps", "range(max_steps)", "range(max_steps - 1)"), ("too_few_steps", "range(max_steps)", "range(1, max_steps)"),
        ("too_many_steps", "range(max_steps)", "range(max_steps + 1)"), ("fixed_steps", "range(max_steps)", "range(10)"), ("fixed_steps", "range(max_steps)", "range(100)"),
        ("fixed_steps", "range(max_steps)", "range(min(max_steps, 300))"), ("alpha", "alpha * ", ""), ("alpha", "alpha * ", "0.1 * "), ("alpha", "alpha * ", "alpha / (step + 1) * "),
        ("global", "grad(x)", "f_gradient(x)"), ("global", "func(x)", "f(x)"), ("normalised", "grad(x)", "grad(x) / np.linalg.norm(grad(x))"),
        ("whole_numbers", "dtype=float", "dtype=int"), ("value_returned", "return x", "return func(x)"), ("value_returned", "return x", "return v"), ("first_value", "v = func(x)\n", "v = 0\n"),
        ("first_value", "v = func(x)\n    for", "v = np.inf\n    for"), ("absolute_value", "v - vnew <", "abs(v - vnew) <"), ("other_rule", "v - vnew <", "np.linalg.norm(alpha * grad(x)) <"),
        ("other_rule", "v - vnew <", "np.linalg.norm(grad(x)) <"), ("not_moved", "return x", "return x0"), ("tuple", "return x", "return x, v"), ("generator", "return x", "yield x"),
        ("complex", "dtype=float", "dtype=complex"), ("no_return", "return x", "print(x)"), ("no_return", "return x", "x"), ("ignores_argument", "grad(x)", "(func(x + 1e-6) - func(x)) / 1e-6"),
        ("in_place", "np.array(x0, dtype=float)", "x0", _ASCII_UPDATE, "x -= alpha * grad(x)"), ("float32", "return x", "return x.astype(np.float32)"),
        ("rounded", "return x", "return x.round(3)"), ("misused", "grad(x)", "np.array([grad(one) for one in x])"), ("misused", "func(x)", "func(x[0])"),
        ("endless", "for step in range(max_steps)", "while True", "            break", "            pass"), ("endless", "    return x", "    while v < 1e9: vnew = v\n    return x"),
        ("endless", "    return x", "    return gradient_descent_optimizer(x, func, grad, max_steps, alpha)"), (None, "return x", "return list(x)"), (None, _ASCII_UPDATE, "x -= alpha * grad(x)"),
        ("own", "    v = func(x)\n", ""), ("own", "vnew = func(x)", "vnew = fun(x)"), (None, "v - vnew < 1e-4", "not v - vnew >= 1e-4"),
        ("wrong_step", _ASCII_UPDATE, "x = x - alpha * grad(x) * np.arange(1, len(x) + 1)"), ("wrong_step", _ASCII_UPDATE, "x = 0.9 * x - alpha * grad(x)"),
        ("early_end", "v - vnew < 1e-4", "step == 3 or v - vnew < 1e-4"), (None, "v - vnew < 1e-4", "vnew > v - 1e-4"), ("alpha", "alpha * ", "2 * alpha * "),
    ],
    "3.1": [
        ("sign", "np.exp(-f_in)", "np.exp(f_in)"), ("missing_activation", "1 / (1 + np.exp(-f_in))", "f_in"), ("missing_activation", "np.tanh", ""),
        ("wrong_activation", "1 / (1 + np.exp(-f_in))", "np.tanh(f_in)"), ("brackets", "1 / (1 + np.exp(-f_in))", "1 / 1 + np.exp(-f_in)"),
        ("index_swap", "u1 * z1_out + u2 * z2_out", "u1 * z2_out + u2 * z1_out"), ("index_swap", "w21 * x2", "w12 * x2", "w12 * x1", "w21 * x1"), ("index_swap", "w12 * x1", "w21 * x1"),
        ("index_swap", "x1, x2 = x.T", "x2, x1 = x.T"), ("drop_term", "c + ", ""), ("drop_term", "b1 + ", ""), ("drop_term", " + u2 * z2_out", ""), ("term_sign", "+ u2", "- u2"),
        ("product_vs_sum", "z1_out + u2", "z1_out * u2"), ("mean_for_each", "return f_out", "return f_out.mean()"), ("shape", "return f_out", "return np.matrix(f_out)"),
        ("shape", "return f_out", "return np.squeeze(f_out)"), ("shape", "return f_out", "return f_out[:5]"), ("clipped", "return f_out", "return np.clip(f_out, .01, .99)"),
        ("float32", "return f_out", "return f_out.astype(np.float32)"), ("no_return", "return f_out", "f_out"), ("generator", "return f_out", "return (p for p in f_out)"),
        ("arguments", "params, x", "x, params"), ("arguments", "params, x", "params"), ("symbols", "np.tanh", "sympy.tanh"), ("math_module", "np.tanh", "math.tanh"),
        ("math_module", "np.exp", "math.exp"), ("rounded", "return f_out", "return f_out.round(6)"), ("rounded", "return f_out", "return (f_out > 0.5) * 1"), ("ignores_argument", "x.T", "X.T"),
        ("first_wrong_step", "w22 * x2", "w22 * x1"), ("first_wrong_step", "w11 * x1", "w11 + x1"), ("first_wrong_step", "c + u1", "c * u1"), ("blank", "c + u1 * z1_out + u2 * z2_out", "..."),
        ("own", "np.tanh", "tanh"), ("own", "x.T", "x.t"), ("endless", "return f_out", "while f_out[0] < 2: f_out = f_out\n    return f_out"), (None, "return f_out", "return list(f_out)"),
        (None, "1 / (1 + np.exp(-f_in))", "np.exp(f_in) / (1 + np.exp(f_in))"), (None, "1 / (1 + np.exp(-f_in))", "(1 + np.tanh(f_in / 2)) / 2"), ("symbols", "x1, x2 = x.T", "pass"),
    ],
    "3.2": [
        ("sum_for_mean", "np.mean", "np.sum"), ("fixed_count", "np.mean(", "1 / 5 * np.sum("), ("mean_missing", "np.mean", ""), ("mean_twice", "np.mean(", "1 / len(y) * np.mean("),
        ("wrong_term", "np.mean", "np.median"), ("extra_factor", "np.mean", "0.5 * np.mean"), ("sign", "np.mean", "-np.mean"), ("term_sign", "- (1 - y)", "+ (1 - y)"), ("term_sign", "-y", "y"),
        ("other_logarithm", "np.log", "np.log2"), ("other_logarithm", "np.log", "np.log10"), ("drop_term", " - (1 - y) * np.log(1 - f_out + 1e-15)", ""),
        ("drop_term", "-y * np.log(f_out + 1e-15)", ""), ("label_swap", "(1 - y) *", "y *"), ("wrong_term", "1 - f_out + 1e-15", "f_out + 1e-15"),
        ("clipped", "1e-15", "1e-2"), ("clipped", "1e-15", "1e-7"), ("clipped", "network.predict(params, x)", "np.clip(network.predict(params, x), .01, .99)"), ("log_of_zero", " + 1e-15", ""),
        ("ignores_argument", "y *", "Y *", "- y", "- Y"), ("ignores_argument", "(params, x)\n", "(example, x)\n"), ("ignores_argument", "(params, x)\n", "(params, X)\n"),
        ("arguments", "loss(params, x, y)", "loss(params, x)"), ("rounded", "return np.mean(", "return round(np.mean(", "1e-15))", "1e-15)), 5)"), ("no_return", "return ", ""),
        ("no_return", "return np.mean(", "print("), ("float32", "return ", "return np.float32(", "1e-15))", "1e-15)))"), ("math_module", "np.log", "math.log"), ("symbols", "np.log", "sympy.log"),
        ("own", "np.log", "log"), ("endless", "return", "while True: y = y\n    return"), ("fixed_count", "np.mean(", "1 / 5 * sum("), ("product_vs_sum", " - (1 - y)", " * (1 - y)"),
        (None, "1e-15", "1e-12"), (None, "1e-15", "1e-10"), (None, "np.mean(", "1 / len(y) * np.sum("), (None, "1e-15", "1e-300", "network.predict(params, x)", "np.clip(network.predict(params, x), 1e-12, 1 - 1e-12)"),
        ("tuple", "return ", "return f_out[0], "), ("other_loss", "-y * np.log(f_out + 1e-15) - (1 - y) * np.log(1 - f_out + 1e-15)", "(y - f_out)**2"),
    ],
    "3.3": [
        ("sum_for_mean", "np.mean", "np.sum"), ("fixed_count", "np.mean(step)", "np.sum(step) / 5"), ("mean_twice", "np.mean(step)", "np.mean(step) / len(y)"), ("mean_missing", "np.mean(step)", "step"),
        ("sign", "-y / f_out + (1 - y) / (1 - f_out)", "y / f_out - (1 - y) / (1 - f_out)"), ("term_sign", "+ (1 - y)", "- (1 - y)"), ("term_sign", "-y / f_out", "y / f_out"),
        ("other_loss", "-y / f_out + (1 - y) / (1 - f_out)", "2 * (f_out - y)"), ("extra_factor", "-y / f_out + (1 - y) / (1 - f_out)", "f_out - y"), ("wrong_activation", "f_out * (1 - f_out)", "1 - f_out**2"),
        ("wrong_activation", "1 - z1_out**2", "z1_out * (1 - z1_out)"), ("power", "1 - z1_out**2", "1 - z1_out*2"), ("power", "1 - z2_out**2", "1 - z2_out"), ("extra_factor", "1 - z1_out**2", "1 - np.tanh(z1_out)**2"),
        ("drop_term", " * dz1out_dz1in", "", " * dz2out_dz2in", ""), ("first_wrong_step", " * dz1out_dz1in", ""), ("first_wrong_step", "dL_dc * u1 *", "dL_dc *"), ("first_wrong_step", "dL_dc * u2", "dL_dc * u1"),
        ("index_swap", "dL_dc * z1_out, dL_dc * z2_out", "dL_dc * z2_out, dL_dc * z1_out"), ("first_wrong_step", "dL_db2 * x1", "dL_db2 * x2"), ("first_wrong_step", "dL_db1 * x2", "dL_db1"),
        ("index_swap", "dL_dw12, dL_dw21, dL_dw22, dL_dc", "dL_dw21, dL_dw12, dL_dw22, dL_dc"), ("order", "steps = (dL_db1, dL_db2", "steps = (dL_db2, dL_db1"), ("first_wrong_step", "dL_dc = dL_dfout * dfout_dfin", "dL_dc = np.mean(dL_dfout * dfout_dfin)"),
        ("drop_term", "dL_dc = dL_dfout * dfout_dfin", "dL_dc = dL_dfout"), ("first_wrong_step", "w21 * x2", "w12 * x2"), ("first_wrong_step", "dL_dc = dL_dfout", "dL_dc = 2 * dL_dfout"),
        ("generator", "[np.mean(step) for step in steps]", "(np.mean(step) for step in steps)"), ("no_return", "return [", "["), ("shape", "np.mean(step) for step in steps", "np.mean(steps)"),
        ("blank", "dL_dfout * dfout_dfin", "..."), ("own", "np.tanh", "tanh"), ("own", "dL_dc * z1_out, dL_dc * z2_out", "dL_dc * z1_out"), ("clipped", "return [np.mean(step) for step in steps]",
         "g = np.mean(steps, axis=1)\n    return g / np.linalg.norm(g)"), ("first_wrong_step", "1 - z1_out**2", "(1 - z1_out**2) * (abs(z1_out) < 0.999)"), ("rounded", "np.mean(step)", "round(np.mean(step), 6)"),
        ("float32", "return [np.mean(step) for step in steps]", "return np.mean(steps, axis=1).astype(np.float32)"), (None, "return [np.mean(step) for step in steps]", "return np.mean(steps, axis=1)"),
        (None, "-y / f_out + (1 - y) / (1 - f_out)", "-y / (f_out + 1e-12) + (1 - y) / (1 - f_out + 1e-12)"), (None, "f_out * (1 - f_out)", "f_out - f_out**2"), ("sizes", "-y / f_out + (1 - y)", "-Y / f_out + (1 - Y)"),
    ],
    "3.4": [
        ("one_sided", "func(params - step)) / (2 * eps)", "func(params)) / eps"), ("one_sided", "(func(params + step) - func(params - step)) / (2 * eps)", "(func(params) - func(params - step)) / eps"),
        ("half_divisor", "(2 * eps)", "eps"), ("division_order", "(2 * eps)", "2 * eps"), ("sign", "func(params + step) - func(params - step)", "func(params - step) - func(params + step)"),
        ("all_at_once", "step[i] = eps", "step[:] = eps"), ("step_size", "= eps", "= 2 * eps", "(2 * eps)", "(4 * eps)"), ("step_size", "= eps", "= 1e-5", "(2 * eps)", "2e-5"), ("step_size", "(2 * eps)", "2e-5"),
        ("step_size", "= eps", "= 1e-7", "(2 * eps)", "2e-7"), ("misused", "params + step", "params[i] + eps"), ("vector_divisor", "(2 * eps)", "(2 * step)"), ("early_end", "    return", "        return"),
        ("no_return", "return slopes", "slopes"), ("no_return", "return slopes", "print(slopes)"), ("misused", "(func(params + step) - func(params - step))", "(func - func)"), ("log_of_zero", "(2 * eps)", "(eps - eps)"),
        ("endless", "return slopes", "while True: pass\n    return slopes"), ("drop_term", " / (2 * eps)", ""), ("term_sign", "- func", "+ func"), ("index_swap", "step[i]", "step[0]"), ("text", "return slopes", "return str(slopes)"),
        ("ignores_argument", "    slopes = []", "    return network.gradient(params)\n    slopes = []"), ("shape", "return slopes", "return sum(slopes)"), ("float32", "return slopes", "return np.float32(slopes)"),
        ("in_place", "step[i] = eps", "params[i] += eps"), ("blank", "(func(params + step) - func(params - step)) / (2 * eps)", "..."), ("endless", "slopes = []", "slopes = []\n    try:\n        while True:\n            try: eps = eps\n            except: pass\n    except: pass"),
        (None, "return slopes", "return np.array(slopes)"), (None, "(2 * eps)", "2 / eps"), (None, "= eps", "= eps / 1"), ("own", "np.zeros(len(params))", "np.zero(len(params))"), (None, "    slopes = []", "    import random; random.random(); slopes = []"),
    ],
}  # fmt: skip

_IN_PLACE = """\
def central_difference(func, params, eps):
    slopes = []
    for i in range(len(params)):
        params[i] += eps
        up = func(params)
        params[i] -= 2 * eps
        down = func(params)
        params[i] += eps
        slopes.append((up - down) / (2 * eps))
    return slopes"""

# question -> (mistake, a whole source)
WHOLE = [
    *((id, None, source) for id, source in SOLUTIONS.items()),
    *((id, None, source) for id, source in OTHERS.items()),
    ("3.4", None, _IN_PLACE),
    ("3.4", "in_place", _IN_PLACE.replace("        params[i] += eps\n        slopes", "        slopes")),
    ("3.3", "numerical", "def gradient(params, x, y):\n    return network.numerical_gradient(params, 1e-5, x, y)"),
    ("3.3", "numerical", "def gradient(params, x, y):\n    return [(network.loss(params + 1e-6 * e, x, y) - network.loss(params - 1e-6 * e, x, y)) / 2e-6 for e in np.eye(9)]"),
    ("3.3", "numerical", "def gradient(params, x, y):\n    return [(network.loss(params + 1e-7 * e, x, y) - network.loss(params, x, y)) / 1e-7 for e in np.eye(9)]"),
    ("1.5", None, """\
def gradient_descent_optimizer(x0, func, grad, max_steps, alpha):
    if max_steps == 0:
        return x0
    x = np.array(x0) - alpha * grad(x0)
    return x if func(x0) - func(x) < 1e-4 else gradient_descent_optimizer(x, func, grad, max_steps - 1, alpha)"""),
    ("1.5", "endless", """\
def gradient_descent_optimizer(x0, func, grad, max_steps, alpha):
    x, i = np.array(x0, dtype=float), 0
    while i < max_steps:
        x = x - alpha * grad(x)
    return x"""),
    ("1.5", None, """\
def gradient_descent_optimizer(x0, func, grad, max_steps, alpha):
    path = [np.array(x0, dtype=float)]
    for i in range(max_steps):
        path.append(path[-1] - alpha * np.array(grad(path[-1])))
        if func(path[-2]) - func(path[-1]) < 1e-4:
            break
    return path[-1]"""),
]  # fmt: skip

# On a base with other names the mistake is found from the numbers alone.
RENAMED = {
    "1.5": [("uphill", "point - alpha", "point + alpha"), ("old_point", "grad(point)", "grad(x0)"), ("too_many_steps", "        steps += 1\n", ""), ("threshold", "1e-4", "1e-3"),
            ("early_end", "            return point\n        before = after", "            return point\n        return point"), ("old_value", "        before = after\n", ""), ("fixed_steps", "steps < max_steps", "steps < 100")],
    "3.1": [("sign", "np.exp(-(", "np.exp(("), ("index_swap", "reshape(2, 2)", "reshape(2, 2).T"), ("missing_activation", "np.tanh", ""), ("index_swap", "hidden @ u", "hidden @ u[::-1]"), ("drop_term", "b + x", "x")],
    "3.2": [("sum_for_mean", "total / len(y)", "total"), ("fixed_count", "len(y)", "5"), ("sign", "-np.log", "np.log"), ("label_swap", "label == 1", "label == 0"), ("clipped", "1e-12", "1e-5"), ("early_end", "    return", "        return")],
    "3.3": [("sign", "- y\n", "- y\n    delta = -delta\n"), ("index_swap", "reshape(2, 2)", "reshape(2, 2).T"), ("power", "hidden**2", "hidden"), ("drop_term", " * (1 - hidden**2)", ""), ("index_swap", "delta @ hidden", "delta @ hidden[:, ::-1]"),
            ("index_swap", "x.T @ back", "back.T @ x"), ("drop_term", "* u *", "*"), ("constant_factor", "- y\n", "- y\n    delta = 3 * delta\n"), ("one_component", "[delta.mean()]", "[delta.sum()]")],
    "3.4": [("half_divisor", "(2 * eps)", "eps"), ("sign", "params + eps * e) - func(params - eps * e)", "params - eps * e) - func(params + eps * e)"), ("one_sided", "func(params - eps * e))", "func(params))"), ("step_size", "eps * e", "1e-6 * e", "2 * eps", "2e-6")],
}  # fmt: skip


def table():
    """Every function as question, name of the mistake and source."""
    entries = list(WHOLE)
    for bases, changes in ((SOLUTIONS, CHANGES), (OTHERS, RENAMED)):
        for question, rows in changes.items():
            for mistake, *edits in rows:
                source = bases[question]
                for old, new in zip(edits[::2], edits[1::2], strict=True):
                    assert old in source, (question, old)
                    source = source.replace(old, new)
                entries.append((question, mistake, source))
    return entries
