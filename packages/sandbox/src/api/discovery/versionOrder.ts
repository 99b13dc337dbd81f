const shape = /^v(\d+)(?:(alpha|beta)(\d+))?$/;

function rank(version: string): number[] {
  const match = shape.exec(version);
  if (!match) return [0, 0, 0];
  const [, major, stage, minor] = match;
  const level = { alpha: 1, beta: 2 }[stage] ?? 3;
  return [level, Number(major), Number(minor ?? 0)];
}

/** Sorts API versions, the preferred one first: v2, v1, v1beta2, v1beta1, v1alpha1, others. */
export function byVersionPriority(a: string, b: string): number {
  const left = rank(a);
  const right = rank(b);
  for (let i = 0; i < left.length; i += 1) {
    if (left[i] !== right[i]) return right[i] - left[i];
  }
  return a < b ? -1 : Number(a > b);
}
