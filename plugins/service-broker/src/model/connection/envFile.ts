import { allFields, Connection } from './Connection';
import { envValue } from './quoting';

/** The connection as a `.env` file. */
export function envFile(connection: Connection): string {
  return allFields(connection)
    .map(field => `${field.env}=${envValue(field.value)}\n`)
    .join('');
}
