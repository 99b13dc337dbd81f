/** What a Kubernetes quantity counts; decides how it is entered and shown. */
export type QuantityUnit = 'cores' | 'bytes' | 'plain';

const DECIMAL: Record<string, number> = {
  n: 1e-9,
  u: 1e-6,
  m: 1e-3,
  '': 1,
  k: 1e3,
  M: 1e6,
  G: 1e9,
  T: 1e12,
  P: 1e15,
  E: 1e18,
};
const BINARY: Record<string, number> = {
  Ki: 1024,
  Mi: 1024 ** 2,
  Gi: 1024 ** 3,
  Ti: 1024 ** 4,
  Pi: 1024 ** 5,
  Ei: 1024 ** 6,
};
const SHAPE =
  /^([+-]?\d{1,18}(?:\.\d{0,18})?)(?:[eE]([+-]?\d{1,2})|(n|u|m|k|M|G|T|P|E|Ki|Mi|Gi|Ti|Pi|Ei))?$/;

/** Base units (cores, bytes) of a quantity such as `500m`, `2`, `10Gi`; undefined when the text is none. */
export function parseQuantity(text: string): number | undefined {
  const match = SHAPE.exec(text.trim());
  if (!match) return undefined;
  const [, digits, exponent, suffix = ''] = match;
  const factor = BINARY[suffix] ?? DECIMAL[suffix];
  // Division keeps `500m` at exactly 0.5, where a product with 1e-3 would not.
  const value =
    factor < 1 ? Number(digits) / (1 / factor) : Number(digits) * factor;
  return exponent ? value * 10 ** Number(exponent) : value;
}

/** The entry units of a size, smallest first. */
export const BYTE_UNITS = ['Mi', 'Gi', 'Ti'] as const;
export type ByteUnit = (typeof BYTE_UNITS)[number];

/** Bytes in one entry unit. */
export function bytesOf(unit: ByteUnit): number {
  return BINARY[unit];
}

/** The largest entry unit in which an amount is a number that reads well: `1.5Gi`, not `1536Mi`. */
export function unitFor(bytes: number): ByteUnit {
  for (const unit of ['Ti', 'Gi'] as const) {
    const count = bytes / BINARY[unit];
    if (count >= 1 && Number.isInteger(count * 4)) return unit;
  }
  return bytes >= BINARY.Gi * 100 ? 'Gi' : 'Mi';
}

function trimmed(value: number): string {
  return String(Number(value.toFixed(3)));
}

/**
 * A quantity as Kubernetes writes it: `10Gi`, `500m`, `2`. Sizes are rounded to whole Mi and cores to thousandths, finer than
 * anybody orders.
 */
export function formatQuantity(value: number, unit: QuantityUnit): string {
  if (unit === 'bytes') {
    const mebi = Math.round(value / BINARY.Mi);
    const entry = unitFor(mebi * BINARY.Mi);
    const count = (mebi * BINARY.Mi) / BINARY[entry];
    return Number.isInteger(count * 4)
      ? `${trimmed(count)}${entry}`
      : `${mebi}Mi`;
  }
  if (unit === 'cores' && !Number.isInteger(value)) {
    return `${Math.round(value * 1000)}m`;
  }
  return trimmed(value);
}

const CORE_STEPS = [
  0.1, 0.25, 0.5, 1, 1.5, 2, 3, 4, 6, 8, 12, 16, 24, 32, 48, 64, 96, 128,
];
const GI_STEPS = [
  0.125, 0.25, 0.5, 1, 2, 4, 8, 10, 16, 20, 32, 50, 64, 100, 128, 200, 256, 500,
  512, 1024, 2048, 4096, 8192,
];

/**
 * The stops of a slider, in base units: round numbers between the bounds, the bounds themselves, and the given values, so that
 * a default always sits on a stop. Fewer than two stops mean that a slider makes no sense.
 */
export function sliderStops(
  unit: QuantityUnit,
  minimum: number,
  maximum: number,
  include: number[] = [],
): number[] {
  const steps =
    unit === 'bytes' ? GI_STEPS.map(step => step * BINARY.Gi) : CORE_STEPS;
  const inside = [...steps, ...include].filter(
    step => step > minimum && step < maximum,
  );
  return [...new Set([minimum, ...inside, maximum])].sort((a, b) => a - b);
}

/** Index of the stop nearest to a value. */
export function nearestStop(stops: number[], value: number): number {
  let best = 0;
  stops.forEach((stop, index) => {
    if (Math.abs(stop - value) < Math.abs(stops[best] - value)) best = index;
  });
  return best;
}
