const FIRST_MS = 500;
const LONGEST_MS = 30_000;

/**
 * How long to wait after so many failures in a row: doubling up to half a minute, half as long to one and a half times
 * as long, so that watches that broke together do not come back together.
 *
 * @param failures - at least 1
 * @param random - in [0, 1)
 */
export function backoffMs(failures: number, random: number): number {
  const base = Math.min(LONGEST_MS, FIRST_MS * 2 ** Math.min(failures - 1, 20));
  return Math.round(base * (0.5 + random));
}
