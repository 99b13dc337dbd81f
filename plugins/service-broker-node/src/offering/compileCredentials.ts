import {
  within,
  type Site,
  type Variables,
} from '../expressions/compileExpression';
import { compileTextTemplate } from '../expressions/compileTemplate';
import { ExpressionError } from '../expressions/ExpressionError';
import { PLACE, type Scopes } from '../expressions/scopes';
import type {
  BindingSpec,
  ExternalSpec,
  SecretFieldSpec,
} from '../schema/OfferingSpec';
import type { CredentialPlan, CredentialSource } from '../types';

type SecretRefs = Record<string, { name: string; key: string }>;
type TextTemplate = (variables: Variables) => string;

export type CompiledCredentials = (
  variables: Variables,
) => Omit<CredentialPlan, 'external'>;

/** Literal braces are doubled, so that single ones are places only. */
const escapeBraces = (text: string) => text.replace(/[{}]/g, '$&$&');

/**
 * Turns what `secret()`, `host` and `port` left in a text into `{places}`.
 *
 * @returns the template, and the secret fields it needs
 */
function toPlaces(
  path: string,
  text: string,
  known: SecretRefs,
): { template: string; secretRefs: SecretRefs } {
  const secretRefs: SecretRefs = {};
  const template = text
    .split(PLACE.mark)
    .map((part, i) => {
      if (i % 2 === 0) return escapeBraces(part);
      if (!part.startsWith(PLACE.secretPrefix)) return `{${part}}`;
      const field = part.slice(PLACE.secretPrefix.length);
      if (!Object.hasOwn(known, field)) {
        throw new ExpressionError(
          path,
          `secret('${field}') names no field with a secretKeyRef`,
        );
      }
      secretRefs[field] = known[field];
      return `{${field}}`;
    })
    .join('');
  return { template, secretRefs };
}

function textSource(
  path: string,
  key: string,
  text: string,
  known: SecretRefs,
): CredentialSource {
  if (!text.includes(PLACE.mark)) return { key, secret: false, value: text };
  return { key, secret: true, ...toPlaces(path, text, known) };
}

const isSecretField = (
  field: string | SecretFieldSpec,
): field is SecretFieldSpec => typeof field === 'object';

function compileFields(
  site: Site,
  fields: BindingSpec['credentials']['fields'],
) {
  const compiled: {
    key: string;
    path: string;
    secretKey?: string;
    text: TextTemplate;
  }[] = [];
  for (const [key, field] of Object.entries(fields)) {
    const at = isSecretField(field)
      ? within(site, key, 'secretKeyRef', 'name')
      : within(site, key);
    const text = compileTextTemplate(
      at,
      isSecretField(field) ? field.secretKeyRef.name : field,
    );
    if (!text) return undefined;
    compiled.push({
      key,
      path: at.path,
      text,
      ...(isSecretField(field) && { secretKey: field.secretKeyRef.key }),
    });
  }
  return compiled;
}

/** Compiles `spec.binding.credentials`. */
export function compileCredentials(
  scopes: Scopes,
  site: Omit<Site, 'environment'>,
  spec: BindingSpec['credentials'],
): CompiledCredentials | undefined {
  const here: Site = {
    ...site,
    environment: scopes.credentials,
    secretFields: Object.entries(spec.fields)
      .filter(([, field]) => isSecretField(field))
      .map(([key]) => key),
  };
  const fields = compileFields(within(here, 'fields'), spec.fields);
  const uriSite = within({ ...here, environment: scopes.uri }, 'uri');
  const uri = compileTextTemplate(uriSite, spec.uri ?? '');
  if (!fields || !uri) return undefined;
  return variables => {
    const known: SecretRefs = {};
    for (const { key, secretKey, text } of fields) {
      if (secretKey) known[key] = { name: text(variables), key: secretKey };
    }
    const sources = fields.map(({ key, path, secretKey, text }) =>
      secretKey
        ? { key, secret: true as const, secretRef: known[key] }
        : textSource(path, key, text(variables), known),
    );
    const { type, provider } = spec;
    if (spec.uri === undefined) return { type, provider, fields: sources };
    return {
      type,
      provider,
      fields: sources,
      uri: {
        ...toPlaces(uriSite.path, uri(variables), known),
        host: plainField(uriSite.path, sources, 'host'),
        port: portOf(uriSite.path, plainField(uriSite.path, sources, 'port')),
      },
    };
  };
}

function plainField(
  path: string,
  sources: CredentialSource[],
  key: string,
): string {
  const source = sources.find(entry => entry.key === key);
  if (!source || source.secret) {
    throw new ExpressionError(path, `needs a field "${key}" without secrets`);
  }
  return source.value;
}

function portOf(path: string, text: string): number {
  const port = Number(text);
  if (!Number.isInteger(port) || port < 1 || port > 65_535) {
    throw new ExpressionError(path, 'needs a field "port" that is a port');
  }
  return port;
}

/** Compiles `spec.external`. */
export function compileExternal(site: Site, spec: ExternalSpec) {
  const service = compileTextTemplate(within(site, 'service'), spec.service);
  return (
    service &&
    ((variables: Variables) => ({
      service: service(variables),
      port: spec.port,
    }))
  );
}
