const suffixes: Record<string, bigint | [bigint, bigint]> = {
  '': 1n,
  n: [1n, 1_000_000_000n],
  u: [1n, 1_000_000n],
  m: [1n, 1000n],
  k: 1000n,
  M: 1000n ** 2n,
  G: 1000n ** 3n,
  T: 1000n ** 4n,
  P: 1000n ** 5n,
  E: 1000n ** 6n,
  Ki: 1024n,
  Mi: 1024n ** 2n,
  Gi: 1024n ** 3n,
  Ti: 1024n ** 4n,
  Pi: 1024n ** 5n,
  Ei: 1024n ** 6n,
};

const shape = /^([+-]?)(\d+(?:\.\d*)?|\.\d+)(?:[eE]([+-]?\d+)|([a-zA-Z]*))$/;
const nano = 1_000_000_000n;

/** A quantity such as `1.5Gi`, `100m` or `1e3` in billionths, rounded up; `undefined` when it is none. */
export function quantityInNano(text: string): bigint | undefined {
  const match = shape.exec(text.trim());
  if (!match) return undefined;
  const [, sign, digits, exponent, suffix = ''] = match;
  const [whole, fraction = ''] = digits.split('.');
  let numerator = BigInt(`${whole}${fraction}` || '0') * nano;
  let denominator = 10n ** BigInt(fraction.length);
  if (exponent !== undefined) {
    const power = Number(exponent);
    if (Math.abs(power) > 100) return undefined;
    if (power >= 0) numerator *= 10n ** BigInt(power);
    else denominator *= 10n ** BigInt(-power);
  } else {
    if (!Object.hasOwn(suffixes, suffix)) return undefined;
    const factor = suffixes[suffix];
    const [up, down] = typeof factor === 'bigint' ? [factor, 1n] : factor;
    numerator *= up;
    denominator *= down;
  }
  const rounded = (numerator + denominator - 1n) / denominator;
  return sign === '-' ? -rounded : rounded;
}
