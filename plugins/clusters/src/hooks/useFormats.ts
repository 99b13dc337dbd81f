import { useMemo, useSyncExternalStore } from 'react';
import { appLanguageApiRef, useApi } from '@backstage/frontend-plugin-api';

const LOCALES: Record<string, string> = { zh: 'zh-CN', en: 'en-GB' };
const UNITS: [Intl.RelativeTimeFormatUnit, number][] = [
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
  ['second', 1_000],
];

export interface Formats {
  number(value: number): string;
  dateTime(time: string): string;
  /** `3 minutes ago`, `3分钟前` */
  relative(time: string, now: number): string;
}

/** Numbers and times as one language writes them. */
export function formatsFor(language: string): Formats {
  const locale = LOCALES[language] ?? language;
  const numbers = new Intl.NumberFormat(locale);
  const dateTimes = new Intl.DateTimeFormat(locale, {
    dateStyle: 'medium',
    timeStyle: 'medium',
  });
  const relatives = new Intl.RelativeTimeFormat(locale, { numeric: 'auto' });
  return {
    number: value => numbers.format(value),
    dateTime: time => dateTimes.format(new Date(time)),
    relative(time, now) {
      // Clocks of browser and portal differ; nothing was seen in the future.
      const ago = Math.max(0, now - Date.parse(time));
      const [unit, size] =
        UNITS.find(([, ms]) => ago >= ms) ?? UNITS[UNITS.length - 1];
      return relatives.format(-Math.floor(ago / size), unit);
    },
  };
}

/** Numbers and times in the viewer's language. */
export function useFormats(): Formats {
  const languageApi = useApi(appLanguageApiRef);
  const language = useSyncExternalStore(
    onChange => {
      const subscription = languageApi.language$().subscribe(onChange);
      return () => subscription.unsubscribe();
    },
    () => languageApi.getLanguage().language,
  );
  return useMemo(() => formatsFor(language), [language]);
}
