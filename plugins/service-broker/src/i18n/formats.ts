import type { LocalizedText, Price } from '@jimu/plugin-service-broker-common';
import { bytesOf, BYTE_UNITS } from '../model/quantity';

/** How numbers, money, sizes and times are written in one language. */
export interface Formats {
  /** BCP 47, for `Intl`. */
  locale: string;
  text(localized: LocalizedText): string;
  number(value: number): string;
  money(price: Price): string;
  /** `1.5 GiB` */
  bytes(value: number): string;
  dateTime(time: string): string;
  /** `3 minutes ago`, `3分钟前` */
  relative(time: string, now: number): string;
  /** `1:05`, `1:02:03` */
  elapsed(milliseconds: number): string;
  list(items: string[]): string;
}

const LOCALES: Record<string, string> = { zh: 'zh-CN', en: 'en-GB' };

const STEPS: [Intl.RelativeTimeFormatUnit, number][] = [
  ['year', 365 * 86_400],
  ['month', 30 * 86_400],
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
  ['second', 1],
];

function elapsed(milliseconds: number): string {
  const seconds = Math.max(0, Math.floor(milliseconds / 1000));
  const parts = [
    Math.floor(seconds / 3600),
    Math.floor(seconds / 60) % 60,
    seconds % 60,
  ];
  const shown = parts[0] > 0 ? parts : parts.slice(1);
  return shown
    .map((part, index) => (index === 0 ? part : String(part).padStart(2, '0')))
    .join(':');
}

/** The formats of a language; English where the language is not one of ours. */
export function formatsFor(language: string): Formats {
  const chinese = language.startsWith('zh');
  const locale = LOCALES[chinese ? 'zh' : 'en'];
  const number = new Intl.NumberFormat(locale, { maximumFractionDigits: 3 });
  const size = new Intl.NumberFormat(locale, { maximumFractionDigits: 2 });
  const dateTime = new Intl.DateTimeFormat(locale, {
    dateStyle: 'medium',
    timeStyle: 'medium',
  });
  const relative = new Intl.RelativeTimeFormat(locale, { numeric: 'auto' });
  const list = new Intl.ListFormat(locale, { type: 'conjunction' });
  return {
    locale,
    text: localized => (chinese ? localized.zh : localized.en),
    number: value => number.format(value),
    money: ({ amount, currency }) =>
      new Intl.NumberFormat(locale, {
        style: 'currency',
        currency,
        currencyDisplay: 'narrowSymbol',
        minimumFractionDigits: Number.isInteger(amount) ? 0 : 2,
        maximumFractionDigits: 2,
      }).format(amount),
    bytes: value => {
      const unit =
        [...BYTE_UNITS].reverse().find(u => value >= bytesOf(u)) ?? 'Mi';
      return `${size.format(value / bytesOf(unit))} ${unit}B`;
    },
    dateTime: time => dateTime.format(new Date(time)),
    relative: (time, now) => {
      const seconds = (Date.parse(time) - now) / 1000;
      const [unit, step] =
        STEPS.find(([, length]) => Math.abs(seconds) >= length) ??
        STEPS[STEPS.length - 1];
      return relative.format(Math.round(seconds / step), unit);
    },
    elapsed,
    list: items => list.format(items),
  };
}
