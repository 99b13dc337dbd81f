const factors: Record<string, number> = {
  '': 1,
  n: 1e-9,
  u: 1e-6,
  m: 1e-3,
  k: 1e3,
  M: 1e6,
  G: 1e9,
  T: 1e12,
  P: 1e15,
  E: 1e18,
  Ki: 2 ** 10,
  Mi: 2 ** 20,
  Gi: 2 ** 30,
  Ti: 2 ** 40,
  Pi: 2 ** 50,
  Ei: 2 ** 60,
};

/**
 * Number of a Kubernetes quantity (`1.5Gi`, `500m`, `1e3`).
 * @throws Error when it is none.
 */
export function quantityOf(quantity: string | number): number {
  if (typeof quantity === 'number') return quantity;
  const exponent = /^([+-]?[0-9.]+[eE][+-]?[0-9]+)$/.exec(quantity);
  if (exponent) return Number(exponent[1]);
  const match = /^([+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+))([A-Za-z]*)$/.exec(
    quantity,
  );
  const factor = match ? factors[match[2]] : undefined;
  if (!match || factor === undefined) {
    throw new Error(`not a quantity: ${quantity}`);
  }
  return Number(match[1]) * factor;
}
