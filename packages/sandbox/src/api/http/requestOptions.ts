import { ApiStatusError } from '../ApiStatusError';
import type { DeleteOptions } from '../operations/deletion';
import type { WriteOptions } from '../operations/ObjectOperations';
import { isJsonObject } from '../schema/json';
import type { Exchange } from './exchange';

const invalidOption = (kind: string, field: string, message: string) =>
  ApiStatusError.invalid({ group: 'meta.k8s.io', kind }, '', [
    { reason: 'FieldValueInvalid', field, message },
  ]);

/** `dryRun=All`; any other value is refused. */
export function readDryRun(values: unknown[]): boolean {
  if (values.some(value => value !== 'All')) {
    throw invalidOption(
      'WriteOptions',
      'dryRun',
      `Unsupported value: ${JSON.stringify(
        values[0],
      )}: supported values: "All"`,
    );
  }
  return values.length > 0;
}

/** Name of the client program, which owns fields when the request names no manager. */
function managerFromUserAgent(exchange: Exchange): string {
  const agent = String(exchange.request.headers['user-agent'] ?? '');
  return (
    agent
      .split('/')[0]
      .replace(/[^\x20-\x7e]/g, '')
      .slice(0, 128) || 'unknown'
  );
}

/** Options of a create, update or patch. */
export function readWriteOptions(
  exchange: Exchange,
): WriteOptions & { fieldManager: string } {
  const { query } = exchange;
  const fieldValidation = query.get('fieldValidation') || 'Warn';
  if (!['Ignore', 'Warn', 'Strict'].includes(fieldValidation)) {
    throw invalidOption(
      'WriteOptions',
      'fieldValidation',
      `Unsupported value: ${JSON.stringify(
        fieldValidation,
      )}: supported values: "Ignore", "Strict", "Warn"`,
    );
  }
  const fieldManager =
    query.get('fieldManager') || managerFromUserAgent(exchange);
  if (fieldManager.length > 128) {
    throw invalidOption(
      'WriteOptions',
      'fieldManager',
      'Too long: may not be more than 128 bytes',
    );
  }
  return {
    dryRun: readDryRun(query.getAll('dryRun').filter(Boolean)),
    fieldManager,
    fieldValidation: fieldValidation as WriteOptions['fieldValidation'],
    warnings: exchange.warnings,
  };
}

const policies = ['Foreground', 'Background', 'Orphan'];

/** Options of a delete, from the query and the body. */
export function readDeleteOptions(
  query: URLSearchParams,
  body: unknown,
): DeleteOptions {
  const given = isJsonObject(body) ? body : {};
  const policy =
    given.propagationPolicy ??
    query.get('propagationPolicy') ??
    (given.orphanDependents === true || query.get('orphanDependents') === 'true'
      ? 'Orphan'
      : undefined);
  if (policy !== undefined && !policies.includes(policy as string)) {
    throw invalidOption(
      'DeleteOptions',
      'propagationPolicy',
      `Unsupported value: ${JSON.stringify(
        policy,
      )}: supported values: "Background", "Foreground", "Orphan"`,
    );
  }
  const grace = given.gracePeriodSeconds ?? query.get('gracePeriodSeconds');
  const seconds =
    grace === undefined || grace === null ? undefined : Number(grace);
  if (seconds !== undefined && !(Number.isInteger(seconds) && seconds >= 0)) {
    throw invalidOption(
      'DeleteOptions',
      'gracePeriodSeconds',
      `Invalid value: ${JSON.stringify(
        grace,
      )}: must be a whole number, 0 or more`,
    );
  }
  const preconditions = isJsonObject(given.preconditions)
    ? given.preconditions
    : {};
  const dryRun = Array.isArray(given.dryRun)
    ? given.dryRun
    : query.getAll('dryRun').filter(Boolean);
  return {
    propagationPolicy: policy as DeleteOptions['propagationPolicy'],
    gracePeriodSeconds: seconds,
    preconditions: {
      uid: preconditions.uid ? String(preconditions.uid) : undefined,
      resourceVersion: preconditions.resourceVersion
        ? String(preconditions.resourceVersion)
        : undefined,
    },
    dryRun: readDryRun(dryRun),
  };
}
