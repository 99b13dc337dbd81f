/** A number of pods, or a share of them such as `25%`. */
export type CountOrShare = number | string;

/** The number that an amount means among `total`. */
export function resolveCount(
  amount: CountOrShare | undefined,
  total: number,
  fallback: CountOrShare,
  round: 'up' | 'down',
): number {
  const value = amount ?? fallback;
  if (typeof value === 'number') return value;
  const share = (parseInt(value, 10) / 100) * total;
  return round === 'up' ? Math.ceil(share) : Math.floor(share);
}
