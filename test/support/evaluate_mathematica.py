"""Evaluates definitions of the Wolfram Language at rational points, by SymPy's parser of that language.

python3 evaluate_mathematica.py FILE [NAME] < POINTS: one point a line, coordinates separated by spaces; one value of `loss`, or
of the function NAME, a line. Definitions are parsed when they are first called.
"""

import re
import sys

from sympy import Symbol, sympify
from sympy.parsing.mathematica import parse_mathematica


class Definitions(dict):
    """name -> (parameters, body) of every `name[a_, b_] := body`."""

    def __init__(self, text):
        code = re.sub(r"\(\*.*?\*\)", "", text, flags=re.S)
        self.sources = {}
        for statement in re.split(r"\n\n+", code.strip()):
            self.sources[statement.strip().split("[")[0]] = statement

    def __contains__(self, name):
        return name in self.sources

    def __missing__(self, name):
        left, right = parse_mathematica(" ".join(self.sources[name].split())).args
        self[name] = ([str(pattern.args[0]) for pattern in left.args], right)
        return self[name]


def call(functions, name, arguments):
    parameters, body = functions[name]
    return evaluate(functions, body, dict(zip(map(Symbol, parameters), arguments)))


def evaluate(functions, node, values):
    """Node by node, in rationals: substitution would simplify the whole expression for each symbol."""
    if node.is_Symbol:
        return values[node]
    if not node.args:
        return node
    name = node.func.__name__
    if name == "Which":
        for condition, value in zip(node.args[::2], node.args[1::2]):
            if evaluate(functions, condition, values) == True:  # a SymPy truth value
                return evaluate(functions, value, values)
        raise ValueError("no case of Which holds")
    arguments = [evaluate(functions, argument, values) for argument in node.args]
    return call(functions, name, arguments) if name in functions else node.func(*arguments)


functions = Definitions(open(sys.argv[1]).read())
name = sys.argv[2] if len(sys.argv) > 2 else "loss"
for line in sys.stdin:
    print(call(functions, name, [sympify(number) for number in line.split()]))
