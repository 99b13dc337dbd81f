import { messages as en } from './translation';
import zh from './zh';

const placeholders = (text: string) =>
  [...text.matchAll(/\{\{\s*(\w+)\s*\}\}/g)].map(match => match[1]).sort();

describe('translations', () => {
  it('have the same keys in both languages', () => {
    expect(Object.keys(zh).sort()).toEqual(Object.keys(en).sort());
  });

  it.each(Object.entries(en))('%s says the same in both', (key, text) => {
    const chinese = (zh as Record<string, string>)[key];
    expect(chinese.trim()).not.toBe('');
    expect(placeholders(chinese)).toEqual(placeholders(text));
  });

  it('are Chinese, but for names', () => {
    const names =
      /^(CPU|URI|\.env|%|Secret|Java \(Spring\)|Go|Node\.js|Python)$/;
    const left = Object.entries(zh).filter(([, text]) => {
      const words = text.replace(/\{\{\w+\}\}|[，：。\s]/g, '');
      return words && !/[\u4e00-\u9fff]/.test(words) && !names.test(text);
    });
    expect(left).toEqual([]);
  });
});
