/** The first of the browser's languages that there is, compared without region: `zh-CN` finds `zh`. */
export function browserLanguage(
  wished: readonly string[],
  available: readonly string[],
): string | undefined {
  return wished
    .map(tag => tag.toLowerCase().split('-')[0])
    .find(language => available.includes(language));
}
