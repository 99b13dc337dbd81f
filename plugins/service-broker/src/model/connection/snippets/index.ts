import type { Connection } from '../Connection';
import type { SnippetLanguage, Snippets } from './types';
import { kafkaSnippets } from './kafka';
import { mysqlSnippets } from './mysql';
import { postgresqlSnippets } from './postgresql';
import { redisSnippets } from './redis';

export { SNIPPET_LANGUAGES } from './types';
export type { SnippetLanguage } from './types';

const SNIPPETS: Record<string, Snippets> = {
  kafka: kafkaSnippets,
  mysql: mysqlSnippets,
  postgresql: postgresqlSnippets,
  redis: redisSnippets,
};

/**
 * Code that connects, for one language; undefined where there is none for the credentials' type. Programs read the variables
 * of the `.env` file and hold no secret; only the command line carries values, because it is meant to be run at once.
 */
export function snippet(
  connection: Connection,
  language: SnippetLanguage,
): string | undefined {
  return SNIPPETS[connection.type]?.[language](connection);
}
