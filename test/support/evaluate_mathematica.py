"""Evaluates definitions of the Wolfram Language at rational points, by SymPy's parser of that language.

python3 evaluate_mathematica.py FILE < POINTS: one point a line, coordinates separated by spaces; one value of `loss` a line.
"""

import re
import sys

from sympy import Symbol, sympify
from sympy.parsing.mathematica import parse_mathematica


def definitions(text):
    """name -> (parameters, body) of every `name[a_, b_] := body`."""
    found = {}
    code = re.sub(r"\(\*.*?\*\)", "", text, flags=re.S)
    for statement in re.split(r"\n\n+", code.strip()):
        left, right = parse_mathematica(" ".join(statement.split())).args
        found[left.func.__name__] = ([str(pattern.args[0]) for pattern in left.args], right)
    return found


def call(functions, name, arguments):
    parameters, body = functions[name]
    return evaluate(functions, body, dict(zip(map(Symbol, parameters), arguments)))


def evaluate(functions, body, values):
    name = body.func.__name__
    if name == "Which":
        for condition, value in zip(body.args[::2], body.args[1::2]):
            if condition.subs(values) == True:  # a SymPy truth value
                return evaluate(functions, value, values)
        raise ValueError("no case of Which holds")
    if name in functions:
        return call(functions, name, [argument.subs(values) for argument in body.args])
    return body.subs(values, simultaneous=True)


functions = definitions(open(sys.argv[1]).read())
for line in sys.stdin:
    print(call(functions, "loss", [sympify(number) for number in line.split()]))
