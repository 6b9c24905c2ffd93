/** The sum of the four lanes, in double precision. */
@inline
export function laneSum(lanes: v128): f64 {
  return (
    <f64>f32x4.extract_lane(lanes, 0) +
    <f64>f32x4.extract_lane(lanes, 1) +
    (<f64>f32x4.extract_lane(lanes, 2) + <f64>f32x4.extract_lane(lanes, 3))
  );
}

/** Adds the four lanes to entry `index` of an array of doubles. */
@inline
export function addLanes(target: usize, index: i32, lanes: v128): void {
  const at = target + (<usize>index << 3);
  store<f64>(at, load<f64>(at) + laneSum(lanes));
}

/** Ones in the first `count` of four lanes. */
@inline
export function firstLanes(count: i32): v128 {
  return i32x4.lt_s(i32x4(0, 1, 2, 3), i32x4.splat(count));
}
