import { useNow } from '../../hooks/useNow';
import { useFormats } from '../../hooks/useTexts';

/** A time relative to now, with the exact one on hover. */
export function TimeAgo({ time }: { time: string }) {
  const formats = useFormats();
  const now = useNow(30_000);
  return (
    <time dateTime={time} title={formats.dateTime(time)}>
      {formats.relative(time, now)}
    </time>
  );
}
