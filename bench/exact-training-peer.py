"""The 40 x 40 phase grid of n = 2, m = 1 without bias, ten restarts each, by Newton's method on the exact loss in NumPy.

    python3 bench/exact-training-peer.py < STARTS.json

STARTS.json holds {"density": [...], "importance": [...], "starts": [[w1, w2], ...]}, one entry a pair. All pairs are walked at
once, in arrays. Prints {"seconds": [...], "loss": [...]}: the time the processor spent, of five repetitions, and the last losses.

The loss and its first two derivatives are written out for the three ways in which the line z = 0 cuts the square; a step is Newton's
where the Hessian is positive definite, else against the gradient on the absolute values of the eigenvalues; it is halved until the
loss falls.
"""

import json
import sys
import time

import numpy as np

TOLERANCE = 1e-13
MAX_STEPS = 100


def output(w, v, p, r, derivatives):
    """Height of the output of weight w beside v, and (d/dw, d/dv, d2/dw2, d2/dwdv, d2/dv2)."""
    a = w * w
    c = w * v
    both = p * p
    opposite = c < 0
    safe = np.where(opposite, c, -1.0)
    own = np.where(opposite, a, 1.0)
    k = np.minimum(-safe / own, 1.0)
    q = np.minimum(own / -safe, 1.0)
    long = -safe < own
    xx = np.where(opposite, np.where(long, p / 3 - both * k**3 / 12, (p - both) / 3 + both * q / 4), p / 3)
    xy = np.where(opposite, np.where(long, both * (1 / 4 - k * k / 8), both * q * q / 8), both / 4)
    yy = np.where(opposite, np.where(long, both * (1 / 3 - k / 4), both * q**3 / 12), p / 3)
    e = a - 1
    mean = xx * e + xy * c
    cross = xy * e + yy * c
    height = r * (p / 3 - xx + e * mean + c * cross)
    if not derivatives:
        return height, None
    line = np.where(opposite, np.where(long, both * k / (4 * own), both / (4 * -safe)), 0.0)
    hxx = xx - line * np.where(long, k * k, 1.0)
    hxy = xy - line * np.where(long, k, q)
    hyy = yy - line * np.where(long, 1.0, q * q)
    return height, (
        2 * r * (2 * w * mean + v * cross),
        2 * r * w * cross,
        2 * r * (4 * a * hxx + 4 * c * hxy + v * v * hyy + 2 * mean),
        2 * r * (w * (2 * w * hxy + v * hyy) + cross),
        2 * r * a * hyy,
    )


def loss(w1, w2, p, r, derivatives=True):
    first, one = output(w1, w2, p, 1.0, derivatives)
    last, two = output(w2, w1, p, r, derivatives)
    if not derivatives:
        return first + last, None
    return first + last, (
        one[0] + two[1],
        one[1] + two[0],
        one[2] + two[4],
        one[3] + two[3],
        one[4] + two[2],
    )


def newton(w1, w2, p, r):
    w1, w2 = w1.copy(), w2.copy()
    result = np.empty_like(w1)
    places = np.arange(w1.size)
    height, derivatives = loss(w1, w2, p, r)
    for _ in range(MAX_STEPS):
        g1, g2, h11, h12, h22 = derivatives
        middle = (h11 + h22) / 2
        half = np.hypot((h11 - h22) / 2, h12)
        shift = np.maximum(0.0, half - middle + 0.05 * (np.abs(middle) + half)) * (middle - half <= 0)
        h11s, h22s = h11 + shift, h22 + shift
        det = h11s * h22s - h12 * h12
        s1 = -(h22s * g1 - h12 * g2) / det
        s2 = -(h11s * g2 - h12 * g1) / det
        fall = -(g1 * s1 + g2 * s2)
        length = np.minimum(1.0, 0.5 / np.maximum(np.hypot(s1, s2), 1e-300))
        done = (fall / 2 <= TOLERANCE * height) & (shift == 0)
        if done.all():
            break
        if done.mean() > 0.2:
            result[places[done]] = height[done]
            keep = ~done
            w1, w2, p, r, places = w1[keep], w2[keep], p[keep], r[keep], places[keep]
            s1, s2, fall, length, height = s1[keep], s2[keep], fall[keep], length[keep], height[keep]
        for _ in range(30):
            value, _none = loss(w1 + length * s1, w2 + length * s2, p, r, derivatives=False)
            bad = value > height - 1e-4 * length * fall + 1e-15 * height
            if not bad.any():
                break
            length = np.where(bad, length / 2, length)
        w1, w2 = w1 + length * s1, w2 + length * s2
        height, derivatives = loss(w1, w2, p, r)
    result[places] = height
    return result


def main():
    data = json.load(sys.stdin)
    p = np.array(data["density"])
    r = np.array(data["importance"])
    starts = np.array(data["starts"])
    seconds = []
    for _ in range(5):
        began = time.process_time()
        final = newton(starts[:, 0], starts[:, 1], p, r)
        seconds.append(time.process_time() - began)
    json.dump({"seconds": seconds, "loss": final.tolist()}, sys.stdout)


main()
