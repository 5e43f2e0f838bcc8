"""Right and wrong answers to every question, as a student would type them.

Each answer is Python source. The wrong ones carry the names of mistakes that fit; where two are listed, both describe it fairly;
"a_and_b" stands for two slips at once.
Nothing here says which answers are right: `numeric` labels them, and a test compares its labels with this bank.
"""

from itertools import product

# --- the factors of the chain, in many spellings

LOSS = ["-y/f_out + (1-y)/(1-f_out)", "(f_out - y)/(f_out*(1 - f_out))", "(1-y)/(1-f_out) - y*f_out**(-1)",
        "-(y/f_out - (1-y)/(1-f_out))", "(y - f_out)/(f_out**2 - f_out)", "-y/sigma(f_in) + (1-y)/sigma(-f_in)",
        "-y*(1+exp(-f_in)) + (1-y)*(1+exp(f_in))", "(1-y)/(1-f_out) + (-y)/f_out", "(y-1)/(f_out-1) - y/f_out",
        "1/(1-f_out) - y/(f_out*(1-f_out))", "-y/f_out - (1-y)/(f_out-1)"]
SIGMOID = ["exp(-f_in)/(1+exp(-f_in))**2", "f_out*(1-f_out)", "f_out - f_out**2", "sigma(f_in)*(1-sigma(f_in))",
           "sigma(f_in)*sigma(-f_in)", "1/(2+exp(f_in)+exp(-f_in))", "exp(f_in)/(1+exp(f_in))**2", "sech(f_in/2)**2/4",
           "0.25*sech(0.5*f_in)**2", "1/(4*cosh(f_in/2)**2)", "(1 - tanh(f_in/2)**2)/4", "exp(-f_in)*f_out**2",
           "1/(1+exp(-f_in)) * (1 - 1/(1+exp(-f_in)))", "(1+exp(-f_in))**(-2)*exp(-f_in)", "f_out/(1+exp(f_in))",
           "-(-exp(-f_in))/(1+exp(-f_in))**2", "1/4 - (f_out - 1/2)**2", "Rational(1,4) - (f_out - 0.5)**2",
           "f_out**2*(1/f_out - 1)", "1/(exp(f_in/2)+exp(-f_in/2))**2", "(1+exp(-f_in)-1)/(1+exp(-f_in))**2"]
BOTH = ["f_out - y", "-(y - f_out)", "sigma(f_in) - y", "1/(1+exp(-f_in)) - y", "(1-y)*f_out - y*(1-f_out)", "1 - y - (1 - f_out)",
        "(-y/f_out + (1-y)/(1-f_out))*f_out*(1-f_out)", "(-y/f_out + (1-y)/(1-f_out))*exp(-f_in)/(1+exp(-f_in))**2",
        "-y*(1-f_out) + (1-y)*f_out", "sigma(c + u1*z1_out + u2*z2_out) - y",
        "1/(1 + exp(-c - u1*tanh(b1 + w11*x1 + w21*x2) - u2*tanh(b2 + w12*x1 + w22*x2))) - y"]


def tanh_forms(i):
    """The derivative of hidden neuron i's activation."""
    z, o, whole = f"z{i}_in", f"z{i}_out", f"b{i} + w1{i}*x1 + w2{i}*x2"
    return [f"1 - tanh({z})**2", f"1 - {o}**2", f"sech({z})**2", f"1/cosh({z})**2", f"(1-{o})*(1+{o})", f"1 - tanh({whole})**2",
            f"4/(exp({z})+exp(-{z}))**2", f"sech({whole})**2", f"(1 - {o})*(1 + tanh({z}))", f"1 - {o}*tanh({z})",
            f"4*sigma(2*{z})*(1-sigma(2*{z}))", f"((exp({z})+exp(-{z}))**2 - (exp({z})-exp(-{z}))**2)/(exp({z})+exp(-{z}))**2",
            f"1 - ((exp({z})-exp(-{z}))/(exp({z})+exp(-{z})))**2", f"4*exp(2*{z})/(exp(2*{z})+1)**2", f"1 - sinh({z})**2/cosh({z})**2",
            f"(cosh({z})**2 - sinh({z})**2)/cosh({z})**2", f"-({o}**2 - 1)", f"1.0 - {o}**2.0", f"2/(1+cosh(2*{z}))",
            f"1 - (2*sigma(2*{z}) - 1)**2", f"1 - (1 - 2/(exp(2*{z})+1))*{o}"]


def z_in(i):
    """The pre-activation of hidden neuron i, written out."""
    return f"b{i} + w1{i}*x1 + w2{i}*x2"


# ways to write the same thing in a roundabout way; {} is the answer
DISGUISES = ["{}", "1*({})", "({}) + x1 - x1", "2*({})/2", "0.5*({})*2.0", "({})*(sech(u1)**2 + tanh(u1)**2)",
             "({})*z1_out/tanh(b1 + w11*x1 + w21*x2)", "({})*(1+exp(-f_in))*f_out", "({}) + z2_in - b2 - w12*x1 - w22*x2",
             "({})*(sigma(x1) + sigma(-x1))", "({}) + tanh(z2_in) - z2_out", "({})*exp(w11)*exp(-w11)", "({})/3 + 2/3*({})",
             "({}) + (x1+x2)**2 - x1**2 - 2*x1*x2 - x2**2", "-(-({}))", "({})*Rational(3,3)", "1/(1/({}))",
             "({})*cosh(c)**2 - ({})*sinh(c)**2", "({}) + 0*L_", "({})*(exp(2*z1_in)-1)/((exp(2*z1_in)+1)*z1_out)", "({})**1.0",
             "sqrt(4)*({})/2"]
DISGUISES.remove("({}) + 0*L_")


def _disguised(*answers):
    return [disguise.replace("{}", answer) for answer in answers for disguise in DISGUISES]


def _spread(*choices, many=40):
    """A spread of the products of all choices, the first ones included."""
    everything = ["*".join(f"({factor})" for factor in factors) for factors in product(*choices)]
    step = max(1, len(everything) // many)
    return everything[::step]


RIGHT = {
    "2.1": LOSS + _disguised(LOSS[0]),
    "2.2": SIGMOID + _disguised("f_out*(1-f_out)"),
    "2.5": _disguised("1"),
    "2.6": _disguised("z1_out", "tanh(z1_in)") + [f"tanh({z_in(1)})", "(exp(z1_in)-exp(-z1_in))/(exp(z1_in)+exp(-z1_in))",
                                                  "2*sigma(2*z1_in) - 1", "1 - 2/(exp(2*z1_in)+1)", "sinh(z1_in)/cosh(z1_in)",
                                                  "(f_in - c - u2*z2_out)/u1"],
    "2.7": BOTH + _spread(LOSS, SIGMOID) + _disguised("f_out - y"),
    "2.8": _spread(BOTH, ["z1_out", "tanh(z1_in)", f"tanh({z_in(1)})"]) + _spread(LOSS, SIGMOID, ["z1_out"], many=20),
    "2.9": _disguised("u2") + ["(f_in - c - u1*z1_out)/z2_out"],
    "2.10": tanh_forms(2) + _disguised("1 - z2_out**2"),
    "2.11": _disguised("1"),
    "2.12": _disguised("x1") + ["(z2_in - b2 - w22*x2)/w12"],
    "2.13": _disguised("w12") + ["(z2_in - b2 - w22*x2)/x1"],
    "2.14": _spread(BOTH, ["u2"], tanh_forms(2)) + _spread(LOSS, SIGMOID, ["u2"], tanh_forms(2), many=20),
    "2.15": _spread(BOTH, ["u2"], tanh_forms(2), ["x1"]) + _spread(LOSS, SIGMOID, ["x1"], tanh_forms(2), ["u2"], many=20),
    "2.16": [f"({both})*(u2*({two})*w12 + u1*({one})*w11)" for both in BOTH for one, two in zip(tanh_forms(1)[::4], tanh_forms(2)[1::4])]
            + [f"({loss})*({s})*u2*({two})*w12 + ({loss})*({s})*u1*({one})*w11"
               for loss, s, one, two in zip(LOSS, SIGMOID, tanh_forms(1), tanh_forms(2)[::-1])],
}

# right only because y is 0 or 1
RIGHT_FOR_LABELS = {
    "2.1": ["-y**2/f_out + (1-y)/(1-f_out)", "-1/(f_out - 1 + y)", "-y/f_out + (1-y)**2/(1-f_out)"],
    "2.7": ["f_out - y**2", "f_out - y**3", "(f_out - y)*(1 - y + y**2)", "f_out + y - 2*y**2"],
    "2.8": ["(f_out - y**2)*z1_out"],
    "2.16": ["(f_out - y**2)*(u2*(1-z2_out**2)*w12 + u1*(1-z1_out**2)*w11)"],
}

# --- wrong answers, with the names that fit

WRONG_LOSS = [
    ("sign", "y/f_out - (1-y)/(1-f_out)"), ("term_sign", "-y/f_out - (1-y)/(1-f_out)"), ("term_sign", "y/f_out + (1-y)/(1-f_out)"),
    ("drop_term", "-y/f_out"), ("drop_term", "(1-y)/(1-f_out)"), ("label_swap", "-(1-y)/f_out + y/(1-f_out)"),
    ("missing_activation", "-y/f_in + (1-y)/(1-f_in)"), ("power", "-y/f_out**2 + (1-y)/(1-f_out)**2"),
    ("power", "-y/f_out**2 + (1-y)/(1-f_out)"), ("reciprocal", "-y*f_out + (1-y)/(1-f_out)"), ("term_sign", "-y/f_out + (1-y)/(1+f_out)"),
    ("drop_term missing_link", "-1/f_out + 1/(1-f_out)"), ("constant_factor", "2*(-y/f_out + (1-y)/(1-f_out))"),
    ("not_differentiated", "-y*log(f_out) + (1-y)/(1-f_out)"), ("tiny", "1.000001*(-y/f_out + (1-y)/(1-f_out))"),
    ("reciprocal", "(f_out*(1-f_out))/(f_out - y)"), ("drop_term", "-y/f_out + 1/(1-f_out)"),
]
WRONG_SIGMOID = [
    ("sign", "-exp(-f_in)/(1+exp(-f_in))**2"), ("power", "exp(-f_in)/(1+exp(-f_in))"), ("term_sign", "f_out*(1+f_out)"),
    ("wrong_activation", "1 - f_out**2"), ("not_differentiated", "f_out"), ("not_differentiated", "1/(1+exp(-f_in))"),
    ("missing_activation", "f_in*(1-f_in)"), ("drop_term power", "f_out**2"), ("sign", "f_out*(f_out-1)"),
    ("term_sign", "exp(-f_in)/(1-exp(-f_in))**2"), ("sign", "exp(f_in)/(1+exp(-f_in))**2"), ("wrong_activation", "1 - tanh(f_in)**2"),
    ("power", "f_out*(1-f_out**2)"), ("power", "f_out*(1-f_out)**2"), ("constant_factor", "2*f_out*(1-f_out)"),
    ("tiny", "f_out*(1.0001-f_out)"), ("reciprocal", "(1+exp(-f_in))**2/exp(-f_in)"), ("wrong_activation", "1 - sigma(f_in)**2"),
    ("drop_term not_differentiated missing_link", "1 - f_out"), ("missing_link drop_term", "1/(1+exp(-f_in))**2"),
    ("sum_vs_product", "f_out + (1 - f_out)"), ("power", "f_out**2*(1-f_out)"),
]
WRONG_BOTH = [
    ("sign", "y - f_out"), ("term_sign", "f_out + y"), ("drop_term", "f_out"), ("label_swap", "f_out - (1-y)"),
    ("missing_activation", "f_in - y"), ("missing_link", "-y/f_out + (1-y)/(1-f_out)"), ("missing_link", "f_out*(1-f_out)"),
    ("constant_factor", "2*(f_out - y)"), ("wrong_activation", "(-y/f_out + (1-y)/(1-f_out))*(1-f_out**2)"),
    ("sum_vs_product", "-y/f_out + (1-y)/(1-f_out) + f_out*(1-f_out)"), ("wrong_activation", "tanh(f_in) - y"),
    ("power other_loss", "(f_out - y)**2"), ("tiny", "f_out - 1.001*y"), ("extra_factor", "(f_out - y)*f_out*(1-f_out)"),
    ("term_sign", "(-y/f_out - (1-y)/(1-f_out))*f_out*(1-f_out)"), ("drop_term", "(-y/f_out)*f_out*(1-f_out)"),
    ("not_differentiated", "(-y/f_out + (1-y)/(1-f_out))*f_out"), ("power", "(-y/f_out + (1-y)/(1-f_out))*exp(-f_in)/(1+exp(-f_in))"),
]


def _wrong_tanh(i):
    z, o = f"z{i}_in", f"z{i}_out"
    other = 3 - i
    return [
        ("power", f"1 - {o}"), ("term_sign", f"1 + {o}**2"), ("sign", f"{o}**2 - 1"), ("drop_term", f"{o}**2"), ("drop_term", f"-{o}**2"),
        ("not_differentiated", o), ("not_differentiated", f"tanh({z})"), ("wrong_activation", f"{o}*(1-{o})"),
        ("wrong_activation", f"sigma({z})*(1-sigma({z}))"), ("wrong_activation", f"1 - sigma({z})**2"),
        ("missing_activation", f"1 - {z}**2"), ("index_swap wrong_node", f"1 - z{other}_out**2"),
        ("index_swap wrong_node", f"1 - tanh(z{other}_in)**2"), ("wrong_node", f"1 - tanh({o})**2"), ("power", f"sech({z})"),
        ("power", f"1 - tanh({z})**3"), ("constant_factor", f"2*(1 - {o}**2)"), ("tiny", f"1.0000001 - {o}**2"),
        ("reciprocal", f"cosh({z})**2"), ("reciprocal", f"1/(1-{o}**2)"), ("constant_factor", f"1 - 2*{o}**2"),
    ]


def _wrong_linear(child, by, factor, rest, whole):
    """Wrong derivatives of ``child = ... + by*factor + rest`` by `by`: the right one is `factor`."""
    return [
        ("sign", f"-{factor}"), ("zero", "0"), ("constant_factor", f"2*{factor}"), ("constant_factor", f"{factor}/2"),
        ("tiny", f"1.0001*{factor}"), ("tiny", f"{factor} + 1e-6"), ("power extra_factor", f"{factor}**2"), ("reciprocal", f"1/{factor}"),
        ("not_differentiated", f"{by}*{factor}"), ("not_differentiated", whole), ("not_differentiated", child),
        ("wrong_variable", by), ("integral", f"{by}**2*{factor}/2 + {by}*({rest})"), ("wrong_variable missing_link", "1"),
        ("constant_factor_and_sign", f"-3*{factor}"), ("tiny", f"0.99999*{factor}"),
    ]


def _wrong_chain(*factors):
    """Wrong products: one factor dropped, doubled, or wrong; `factors` is [(right, [(names, wrong), ...]), ...]."""
    rights = [right for right, _ in factors]

    def whole(some):
        return "*".join(f"({factor})" for factor in some)

    found = [("sign", f"-{whole(rights)}"), ("zero", "0"), ("constant_factor", f"2*{whole(rights)}"),
             ("tiny", f"{whole(rights)}*1.000001"), ("reciprocal", f"1/({whole(rights)})"),
             ("sum_vs_product", " + ".join(f"({right})" for right in rights))]
    for n, (right, wrong) in enumerate(factors):
        others = rights[:n] + rights[n + 1:]
        found += [("missing_link", whole(others)), ("extra_factor power", whole([*rights, right])),
                  ("reciprocal", f"{whole(others)}/({right})"), ("sum_vs_product", f"{whole(others)} + {right}")]
        found += [(names, whole([*others, slip])) for names, slip in wrong]
    return found


SWAP_U, SWAP_W, SWAP_X = [("index_swap", "u1")], [("index_swap", "w11"), ("index_swap", "w21"), ("index_swap", "w22")], [("index_swap", "x2")]
SWAP_O = [("index_swap wrong_variable wrong_node", "z2_out"), ("missing_activation", "z1_in")]
ONE, TWO = "u1*(1-z1_out**2)*w11", "u2*(1-z2_out**2)*w12"


def _each(template, slips):
    return [(names, template.replace("{}", f"({slip})")) for names, slip in slips]


WRONG = {
    "2.1": WRONG_LOSS + [("not_differentiated", "-y*log(f_out) - (1-y)*log(1-f_out)"), ("zero", "0"), ("extra_factor missing_link wrong_node wrong_variable", "f_out - y"),
                         ("sign", "-(f_out - y)/(f_out*(1-f_out))"), ("term_sign", "(f_out + y)/(f_out*(1-f_out))")],
    "2.2": WRONG_SIGMOID + [("zero", "0"), ("integral", "log(1+exp(f_in))"), ("integral", "-log(1-f_out)")],
    "2.5": [("sign", "-1"), ("zero", "0"), ("not_differentiated", "c"), ("not_differentiated", "f_in"), ("not_differentiated", "c + u1*z1_out + u2*z2_out"),
            ("wrong_variable", "z1_out"), ("wrong_variable", "z2_out"), ("wrong_variable", "u1"), ("wrong_variable", "u2"),
            ("integral", "c**2/2 + c*u1*z1_out + c*u2*z2_out"), ("constant_factor", "2"), ("constant_factor", "1/2"), ("tiny", "1.000001"),
            ("tiny", "0.999"), ("extra_factor", "f_out*(1-f_out)"), ("extra_factor wrong_node", "f_out - y"), ("constant_factor_and_sign", "-2"), ("constant_factor", "3"),
            ("tiny", "1 + 1e-9"), ("constant_factor", "10")],
    "2.6": _wrong_linear("f_in", "u1", "z1_out", "c + u2*z2_out", "c + u1*z1_out + u2*z2_out")
           + [("missing_activation", "z1_in"), ("index_swap wrong_variable", "z2_out"), ("missing_activation", z_in(1)),
              ("wrong_activation", "sigma(z1_in)"), ("wrong_activation", f"sigma({z_in(1)})"), ("extra_factor", "u2*z1_out"),
              ("not_differentiated wrong_node", "1 - z1_out**2"), ("index_swap wrong_variable", "tanh(z2_in)")],
    "2.7": WRONG_BOTH + [("zero", "0"), ("wrong_variable", "(f_out - y)*z1_out"), ("extra_factor not_differentiated", "(f_out - y)*c"),
                         ("not_differentiated", "-y*log(f_out) - (1-y)*log(1-f_out)"), ("reciprocal", "1/(f_out - y)")],
    "2.8": _wrong_chain(("f_out - y", WRONG_BOTH[:6]), ("z1_out", SWAP_O)) + [("wrong_variable", "(f_out - y)*u1"), ("wrong_variable missing_link", "f_out - y"),
                                                                        ("not_differentiated extra_factor", "(f_out - y)*z1_out*u1")],
    "2.9": _wrong_linear("f_in", "z2_out", "u2", "c + u1*z1_out", "c + u1*z1_out + u2*z2_out")
           + [("index_swap wrong_variable", "u1"), ("extra_factor", "u2*(1-z2_out**2)"), ("extra_factor", "u1*u2"), ("wrong_variable", "z1_out"),
              ("sum_vs_product extra_term", "u1 + u2")],
    "2.10": _wrong_tanh(2) + [("zero", "0"), ("integral", "log(cosh(z2_in))"), ("extra_factor", "u2*(1 - z2_out**2)"), ("extra_factor", "x1*(1 - z2_out**2)")],
    "2.11": [("sign", "-1"), ("zero", "0"), ("not_differentiated", "b2"), ("not_differentiated", "z2_in"), ("not_differentiated", z_in(2)),
             ("wrong_variable", "x1"), ("wrong_variable", "x2"), ("wrong_variable", "w12"), ("wrong_variable", "w22"),
             ("integral", "b2**2/2 + b2*w12*x1 + b2*w22*x2"), ("constant_factor", "2"), ("constant_factor", "1/2"), ("tiny", "1.000001"),
             ("tiny", "0.999"), ("extra_factor wrong_node", "1 - z2_out**2"), ("constant_factor_and_sign", "-2"), ("constant_factor", "3"), ("tiny", "1 + 1e-9"),
             ("constant_factor", "10"), ("constant_factor_and_sign", "-3")],
    "2.12": _wrong_linear("z2_in", "w12", "x1", "b2 + w22*x2", z_in(2))
            + [("index_swap wrong_variable", "x2"), ("extra_factor", "x1*(1-z2_out**2)"), ("extra_factor", "w11*x1"), ("wrong_variable", "w22")],
    "2.13": _wrong_linear("z2_in", "x1", "w12", "b2 + w22*x2", z_in(2))
            + [("index_swap wrong_variable", "w22"), ("index_swap", "w21"), ("index_swap", "w11"), ("extra_factor", "w12*(1-z2_out**2)"),
               ("sum_vs_product extra_term", "w12 + w22")],
    "2.14": _wrong_chain(("f_out - y", WRONG_BOTH[:6]), ("u2", SWAP_U), ("1 - z2_out**2", _wrong_tanh(2)))
            + [("extra_factor wrong_variable", "(f_out - y)*u2*(1-z2_out**2)*x1"), ("index_swap", "(f_out - y)*u1*(1-z1_out**2)")],
    "2.15": _wrong_chain(("f_out - y", WRONG_BOTH[:6]), ("u2", SWAP_U), ("1 - z2_out**2", _wrong_tanh(2)), ("x1", SWAP_X))
            + [("wrong_variable", "(f_out - y)*u2*(1-z2_out**2)*w12"), ("wrong_variable missing_link", "(f_out - y)*u2*(1-z2_out**2)"),
               ("index_swap", "(f_out - y)*u1*(1-z1_out**2)*x1"), ("missing_link", "(f_out - y)*x1")],
    "2.16": [("one_path", f"(f_out - y)*{ONE}"), ("one_path", f"(f_out - y)*{TWO}"), ("term_sign", f"(f_out - y)*({TWO} - {ONE})"),
             ("term_sign", f"(f_out - y)*({ONE} - {TWO})"), ("product_vs_sum", f"(f_out - y)*({ONE})*({TWO})"), ("sign", f"(y - f_out)*({ONE} + {TWO})"),
             ("missing_link", f"{ONE} + {TWO}"), ("zero", "0"), ("constant_factor", f"2*(f_out - y)*({ONE} + {TWO})"), ("constant_factor", f"(f_out - y)*({ONE} + {TWO})/2"),
             ("tiny", f"(f_out - y)*({ONE} + {TWO})*1.000001"), ("reciprocal", f"1/((f_out - y)*({ONE} + {TWO}))"),
             ("index_swap wrong_variable", "(f_out - y)*(u1*(1-z1_out**2)*w21 + u2*(1-z2_out**2)*w22)"),
             ("index_swap", "(f_out - y)*(u1*(1-z1_out**2)*w12 + u2*(1-z2_out**2)*w11)"),
             ("index_swap", "(f_out - y)*(u2*(1-z1_out**2)*w11 + u1*(1-z2_out**2)*w12)"),
             ("missing_link", "(f_out - y)*(u1*w11 + u2*w12)"), ("missing_link", "(f_out - y)*((1-z1_out**2)*w11 + (1-z2_out**2)*w12)"),
             ("missing_link", "(f_out - y)*(u1*(1-z1_out**2) + u2*(1-z2_out**2))"),
             ("power", "(f_out - y)*(u1*(1-z1_out)*w11 + u2*(1-z2_out)*w12)"), ("wrong_activation", "(f_out - y)*(u1*z1_out*(1-z1_out)*w11 + u2*z2_out*(1-z2_out)*w12)"),
             ("not_differentiated", "(f_out - y)*(u1*z1_out*w11 + u2*z2_out*w12)"),
             ("missing_activation", "(f_out - y)*(u1*(1-z1_in**2)*w11 + u2*(1-z2_in**2)*w12)"),
             ("wrong_variable", "(f_out - y)*(u1*(1-z1_out**2)*x1 + u2*(1-z2_out**2)*x1)")]
            + _each(f"(f_out - y)*({ONE} + u2*{{}}*w12)", _wrong_tanh(2)) + _each(f"(f_out - y)*(u1*{{}}*w11 + {TWO})", _wrong_tanh(1))
            + _each(f"(f_out - y)*(u1*(1-z1_out**2)*{{}} + {TWO})", [("index_swap", "w12"), ("index_swap", "w21")])
            + _each(f"(f_out - y)*({{}}*(1-z1_out**2)*w11 + {TWO})", [("index_swap", "u2")])
            + _each(f"{{}}*({ONE} + {TWO})", WRONG_BOTH[:7]),
}
