const SHAPE = /^(\d{1,6})(s|m|h)$/;
const SECONDS = { s: 1, m: 60, h: 3600 };

/** Seconds of a duration such as `30s`, `10m`, `1h`; undefined when the text is none. */
export function parseDuration(text: string): number | undefined {
  const match = SHAPE.exec(text);
  if (!match) return undefined;
  return Number(match[1]) * SECONDS[match[2] as keyof typeof SECONDS];
}
