/** Name of each language in itself. */
const NAMES: Record<string, string> = { zh: '中文', en: 'English' };

export function languageName(language: string): string {
  return NAMES[language] ?? language;
}
