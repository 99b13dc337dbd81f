import { Connection, envName, fieldFor, Role } from '../Connection';

export const SNIPPET_LANGUAGES = [
  'cli',
  'spring',
  'go',
  'node',
  'python',
] as const;
export type SnippetLanguage = (typeof SNIPPET_LANGUAGES)[number];

export type Snippets = Record<
  SnippetLanguage,
  (connection: Connection) => string
>;

/** Name of the variable for a role; also where the offering does not give the field. */
export function envOf(connection: Connection, role: Role): string {
  return fieldFor(connection, role)?.env ?? envName(connection.type, role);
}

/** Value for a role, empty where the offering does not give the field. */
export function valueOf(connection: Connection, role: Role): string {
  return fieldFor(connection, role)?.value ?? '';
}
