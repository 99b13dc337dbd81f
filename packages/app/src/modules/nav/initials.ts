/** At most two characters for a name: the last two of a Chinese one, the first letters of others. */
export function initials(name: string): string {
  if (/\p{Script=Han}/u.test(name)) {
    return [...name.replace(/\P{Script=Han}/gu, '')].slice(-2).join('');
  }
  const words = name.split(/[\s._-]+/).filter(Boolean);
  return [words[0], words.length > 1 ? words[words.length - 1] : '']
    .map(word => [...(word ?? '')][0] ?? '')
    .join('')
    .toUpperCase();
}
