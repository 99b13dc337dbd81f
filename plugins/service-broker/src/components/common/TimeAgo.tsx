import { useNow } from '../../hooks/useNow';
import { useFormats, useTexts } from '../../hooks/useTexts';

const MINUTE_MS = 60_000;

/** A time relative to now, with the exact one on hover. */
export function TimeAgo({ time }: { time: string }) {
  const t = useTexts();
  const formats = useFormats();
  const now = useNow(30_000);
  return (
    <time dateTime={time} title={formats.dateTime(time)}>
      {now - Date.parse(time) < MINUTE_MS
        ? t('common.justNow')
        : formats.relative(time, now)}
    </time>
  );
}
