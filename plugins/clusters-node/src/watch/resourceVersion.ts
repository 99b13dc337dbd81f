/**
 * Which of two resource versions is newer: negative, zero or positive; undefined when they are not the numbers that
 * Kubernetes uses (an aggregated API may use anything).
 */
export function compareResourceVersions(
  a: string | undefined,
  b: string | undefined,
): number | undefined {
  if (!a || !b || !/^\d+$/.test(a) || !/^\d+$/.test(b)) {
    return undefined;
  }
  const [left, right] = [a.replace(/^0+/, ''), b.replace(/^0+/, '')];
  if (left.length !== right.length) {
    return left.length - right.length;
  }
  if (left === right) {
    return 0;
  }
  return left < right ? -1 : 1;
}

/** The newer one; `next` when that cannot be told. */
export function newerResourceVersion(last: string, next: string): string {
  const order = compareResourceVersions(next, last);
  return order === undefined || order > 0 ? next : last;
}
