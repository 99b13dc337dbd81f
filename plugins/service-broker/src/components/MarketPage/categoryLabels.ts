import { messages } from '../../translation';
import zh from '../../zh';

/** Names of a category in both languages, for the search. */
export function categoryLabels(category: string): string[] {
  const key = `category.${category}`;
  return Object.hasOwn(messages, key)
    ? [messages[key as keyof typeof messages], zh[key as keyof typeof messages]]
    : [category];
}
