const MAX_STEPS = 60;

interface Sample {
  readonly place: number;
  readonly value: number;
}

/**
 * Where a function of opposite signs at the ends of a range changes sign: to `resolution`, or as close as 60 steps bring it.
 * Where it jumps from one sign to the other, the place of the jump.
 *
 * @complexity two values a step; the steps double the number of digits where the function is smooth, and halve the range at worst.
 * @see C. Ridders, "A new algorithm for computing a single root of a real continuous function", IEEE Trans. Circuits Syst. 26
 *   (1979) 979–980.
 */
export function signChange(
  valueAt: (place: number) => number,
  [from, to]: readonly [number, number],
  resolution: number,
): number {
  const sample = (place: number): Sample => ({ place, value: valueAt(place) });
  let low = sample(from);
  let high = sample(to);
  for (let step = 0; step < MAX_STEPS && high.place - low.place > resolution; step++) {
    const middle = sample((low.place + high.place) / 2);
    const samples = [low, middle, sample(riddersPlace(low, middle, high)), high].sort(
      (left, right) => left.place - right.place,
    );
    const crossing = samples.findIndex(({ value }, k) => k > 0 && value * low.value <= 0);
    low = samples[crossing - 1] ?? low;
    high = samples[crossing] ?? high;
  }
  return Math.abs(low.value) < Math.abs(high.value) ? low.place : high.place;
}

/** The root of the exponential times line through three samples; the middle one where there is none. */
function riddersPlace(low: Sample, middle: Sample, high: Sample): number {
  const root = Math.sqrt(middle.value ** 2 - low.value * high.value);
  if (!(root > 0)) return middle.place;
  return middle.place + ((middle.place - low.place) * Math.sign(low.value) * middle.value) / root;
}
