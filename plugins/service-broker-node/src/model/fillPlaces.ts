/** Fills the `{places}` of a template; a doubled brace stands for one. Throws `RangeError` for a place without a value. */
export function fillPlaces(
  template: string,
  valueOf: (place: string) => string | undefined,
): string {
  return template.replace(
    /\{\{|\}\}|\{([^{}]*)\}/g,
    (match, place: string | undefined) => {
      if (place === undefined) return match[0];
      const value = valueOf(place);
      if (value === undefined) throw new RangeError(`no value for {${place}}`);
      return value;
    },
  );
}

/**
 * A connection string: `{host}` and `{port}` as given, secrets percent-encoded so that a password with `@` or `/` stays one.
 *
 * @param secrets - values by field name, read from the cluster at that moment
 */
export function fillUri(
  template: string,
  address: { host: string; port: number },
  secrets: Record<string, string>,
): string {
  return fillPlaces(template, place => {
    if (place === 'host') {
      return address.host.includes(':') ? `[${address.host}]` : address.host;
    }
    if (place === 'port') return String(address.port);
    return Object.hasOwn(secrets, place)
      ? encodeURIComponent(secrets[place])
      : undefined;
  });
}

/** A credential text with places, such as a client configuration line. */
export function fillCredentialText(
  template: string,
  secrets: Record<string, string>,
): string {
  return fillPlaces(template, place =>
    Object.hasOwn(secrets, place) ? secrets[place] : undefined,
  );
}
