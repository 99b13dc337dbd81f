/**
 * Kubernetes quantities (`500m`, `1.5Gi`, `1e3`), held exactly as a whole number of nano-units.
 *
 * Written here because the libraries at hand misread `1.5Gi`, `500m` or `1e3`.
 */
const NANO = 1_000_000_000n;
const SHAPE =
  /^([+-]?)(\d{1,18})(?:\.(\d{0,18}))?(?:([eE][+-]?\d{1,2})|(n|u|m|k|M|G|T|P|E|Ki|Mi|Gi|Ti|Pi|Ei))?$/;

const DECIMAL: Record<string, number> = {
  n: -9,
  u: -6,
  m: -3,
  k: 3,
  M: 6,
  G: 9,
  T: 12,
  P: 15,
  E: 18,
};
const BINARY = ['Ki', 'Mi', 'Gi', 'Ti', 'Pi', 'Ei'];

/** Nano-units of a quantity, or undefined when the text is none. What is finer than a nano is rounded up, as Kubernetes does. */
export function parseQuantity(text: string): bigint | undefined {
  const match = SHAPE.exec(text);
  if (!match) return undefined;
  const [, sign, whole, fraction = '', exponent, suffix] = match;
  let numerator = BigInt(whole + fraction) * NANO;
  let power = -fraction.length;
  if (exponent) power += Number(exponent.slice(1));
  if (suffix && suffix in DECIMAL) power += DECIMAL[suffix];
  if (suffix && BINARY.includes(suffix)) {
    numerator *= 1024n ** BigInt(BINARY.indexOf(suffix) + 1);
  }
  if (power >= 0) {
    numerator *= 10n ** BigInt(power);
  } else {
    const divisor = 10n ** BigInt(-power);
    numerator = (numerator + divisor - 1n) / divisor;
  }
  return sign === '-' ? -numerator : numerator;
}

/** True for a text that Kubernetes would take as a quantity. */
export function isQuantity(text: string): boolean {
  return parseQuantity(text) !== undefined;
}

/** Base units (cores, bytes) of a quantity. Throws `RangeError` when the text is none. */
export function quantityToNumber(text: string): number {
  const nano = parseQuantity(text);
  if (nano === undefined) {
    throw new RangeError(`"${text}" is not a quantity such as 500m, 2 or 10Gi`);
  }
  const whole = nano / NANO;
  return Number(whole) + Number(nano % NANO) / Number(NANO);
}

/** Negative, zero or positive as `a` is less than, equal to or more than `b`. Throws `RangeError` when one is no quantity. */
export function compareQuantities(a: string, b: string): number {
  const [left, right] = [a, b].map(text => {
    const nano = parseQuantity(text);
    if (nano === undefined) {
      throw new RangeError(
        `"${text}" is not a quantity such as 500m, 2 or 10Gi`,
      );
    }
    return nano;
  });
  if (left === right) return 0;
  return left < right ? -1 : 1;
}
