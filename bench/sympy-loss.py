"""Times SymPy on the integral that the closed form solves: the expected loss of a model of two features, exactly.

    python3 bench/sympy-loss.py MODELS.json

MODELS.json is a list of {"weights": [[…]], "bias": […], "density": […]} with rationals as strings, all importances 1.
Prints one line of JSON a model: {"loss": "p/q", "seconds": …}, the time the processor spent on it.

Every active set adds its probability times the integral of (x_i - max(0, z))^2 = x_i^2 + max(0, z) (z - 2 x_i) over the
unit interval or square. SymPy is helped as far as its documentation allows: it gets the polynomial z (z - 2 x_i) and the
interval or polygon on which z > 0. Left alone with max(0, z), it takes minutes and returns an unevaluated integral.
"""

import json
import sys
import time

from sympy import Integer, Point, Polygon, Rational, integrate, symbols
from sympy.integrals.intpoly import polytope_integrate

X = symbols("x y")
SQUARE = [(0, 0), (1, 0), (1, 1), (0, 1)]


def where_positive(z, corners):
    """The vertices of the part of a polygon, or of an interval, on which z > 0."""
    values = [z.subs(dict(zip(X, corner))) for corner in corners]
    kept = []
    for k, (corner, value) in enumerate(zip(corners, values)):
        after = (k + 1) % len(corners)
        if value >= 0:
            kept.append(corner)
        if value * values[after] < 0:
            t = value / (value - values[after])
            kept.append(tuple(a + t * (b - a) for a, b in zip(corner, corners[after])))
    return list(dict.fromkeys(kept))


def integral_of_on(expression, z, active):
    """The integral of a polynomial over the part of the unit cube of the active features on which z > 0."""
    if not active:
        return expression if z > 0 else Integer(0)
    if len(active) == 1:
        ends = sorted(end[0] for end in where_positive(z.subs(active[0], X[0]), [(0,), (1,)]))
        return integrate(expression, (active[0], ends[0], ends[-1])) if ends else Integer(0)
    corners = where_positive(z, SQUARE)
    if len(corners) < 3:
        return Integer(0)
    return polytope_integrate(Polygon(*[Point(*corner) for corner in reversed(corners)]), expression)


def output_error(row, bias, own, density):
    """E (x_own - max(0, bias + row . x))^2, exactly."""
    total = Integer(0)
    for active in ([], [0], [1], [0, 1]):
        probability = Integer(1)
        for j, p in enumerate(density):
            probability *= p if j in active else 1 - p
        x = [X[j] if j in active else Integer(0) for j in range(2)]
        z = bias + row[0] * x[0] + row[1] * x[1]
        value = Rational(1, 3) if own in active else Integer(0)
        value += integral_of_on((z * (z - 2 * x[own])).expand(), z, [X[j] for j in active])
        total += probability * value
    return total


def loss(model):
    weights = [[Rational(entry) for entry in row] for row in model["weights"]]
    gram = [[sum(row[i] * row[j] for row in weights) for j in range(2)] for i in range(2)]
    bias = [Rational(entry) for entry in model["bias"]]
    density = [Rational(entry) for entry in model["density"]]
    return sum(output_error(gram[i], bias[i], i, density) for i in range(2))


def main(path):
    with open(path, encoding="utf8") as file:
        models = json.load(file)
    for model in models:
        start = time.process_time()
        value = loss(model)
        print(json.dumps({"loss": str(value), "seconds": time.process_time() - start}), flush=True)


main(sys.argv[1])
