const suffixes: Record<string, number> = {
  n: -9,
  u: -6,
  m: -3,
  '': 0,
  k: 3,
  M: 6,
  G: 9,
  T: 12,
  P: 15,
  E: 18,
};
const binary: Record<string, bigint> = {
  Ki: 1n << 10n,
  Mi: 1n << 20n,
  Gi: 1n << 30n,
  Ti: 1n << 40n,
  Pi: 1n << 50n,
  Ei: 1n << 60n,
};
const NANO = 9;
const UNIT = 10n ** BigInt(NANO);

type Format = 'decimal' | 'binary';

/** An amount of a resource, exact to a billionth. */
export interface Quantity {
  /** In billionths. */
  readonly nano: bigint;
  /** How it is written: `1500m`, `2k` or `1536Mi`. */
  readonly format: Format;
}

export const ZERO: Quantity = { nano: 0n, format: 'decimal' };

const grammar =
  /^([+-]?)(\d*)(?:\.(\d*))?(?:([eE][+-]?\d+)|(Ki|Mi|Gi|Ti|Pi|Ei|[numkMGTPE])?)$/;

/** `undefined` when the text (or number) is not a Kubernetes quantity. */
export function parseQuantity(value: unknown): Quantity | undefined {
  if (typeof value !== 'string' && typeof value !== 'number') return undefined;
  const match = grammar.exec(String(value));
  if (!match) return undefined;
  const [, sign, whole = '', fraction = '', exponent, suffix = ''] = match;
  if (!whole && !fraction) return undefined;
  const digits = BigInt(`${whole}${fraction}`);
  const isBinary = suffix in binary;
  const suffixPower = isBinary ? 0 : suffixes[suffix];
  const power = exponent ? Number(exponent.slice(1)) : suffixPower;
  if (Math.abs(power) > 30) return undefined;
  const shift = power - fraction.length + NANO;
  const scaled = digits * (isBinary ? binary[suffix] : 1n);
  const divisor = 10n ** BigInt(Math.max(-shift, 0));
  // What is smaller than a billionth is rounded up, as Kubernetes does.
  const nano =
    shift >= 0
      ? scaled * 10n ** BigInt(shift)
      : (scaled + divisor - 1n) / divisor;
  return {
    nano: sign === '-' ? -nano : nano,
    format: isBinary ? 'binary' : 'decimal',
  };
}

/** For values that were validated before; not a quantity counts as nothing. */
export const quantityOf = (value: unknown): Quantity =>
  parseQuantity(value) ?? ZERO;

export const countOf = (count: number): Quantity => ({
  nano: BigInt(count) * UNIT,
  format: 'decimal',
});

export const addQuantities = (a: Quantity, b: Quantity): Quantity => ({
  nano: a.nano + b.nano,
  format: a.nano === 0n ? b.format : a.format,
});

export const subtractQuantities = (a: Quantity, b: Quantity): Quantity => ({
  nano: a.nano - b.nano,
  format: a.nano === 0n ? b.format : a.format,
});

export const isMore = (a: Quantity, b: Quantity): boolean => a.nano > b.nano;

export const largerOf = (a: Quantity, b: Quantity): Quantity =>
  isMore(b, a) ? b : a;

/** The shortest exact text, as Kubernetes writes it: `1500m`, `2`, `1536Mi`. */
export function formatQuantity({ nano, format }: Quantity): string {
  if (nano === 0n) return '0';
  const sign = nano < 0n ? '-' : '';
  const size = nano < 0n ? -nano : nano;
  if (format === 'binary' && size % UNIT === 0n) {
    const units = size / UNIT;
    for (const suffix of ['Ei', 'Pi', 'Ti', 'Gi', 'Mi', 'Ki']) {
      if (units % binary[suffix] === 0n) {
        return `${sign}${units / binary[suffix]}${suffix}`;
      }
    }
    return `${sign}${units}`;
  }
  for (const suffix of ['E', 'P', 'T', 'G', 'M', 'k', '', 'm', 'u', 'n']) {
    const unit = 10n ** BigInt(suffixes[suffix] + NANO);
    if (size % unit === 0n) return `${sign}${size / unit}${suffix}`;
  }
  return `${sign}${size}n`;
}
