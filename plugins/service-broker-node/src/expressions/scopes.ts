import { Environment } from '@marcbachmann/cel-js';
import { quantityToNumber } from '../model/quantities';
import type { OfferingSpec, ParametersSpec } from '../schema/OfferingSpec';

/** What the expressions of an offering may see, from the plans outward; each holds what the one before it holds. */
export interface Scopes {
  /** params, plan */
  plan: Environment;
  /** + consumption */
  price: Environment;
  /** plan + instance, version */
  instance: Environment;
  /** + locals, bindings */
  render: Environment;
  /** + res */
  status: Environment;
  /** + outputs */
  outputs: Environment;
  /** render + binding */
  bindingRender: Environment;
  /** outputs + binding, bindingRes */
  bindingStatus: Environment;
  /** + secret() */
  credentials: Environment;
  /** + host, port */
  uri: Environment;
}

type Schema = Record<string, string | Record<string, string>>;

const CEL_TYPES = { string: 'string', integer: 'int', boolean: 'bool' };

function parameterTypes(spec: ParametersSpec | undefined) {
  return Object.fromEntries(
    Object.entries(spec?.properties ?? {}).map(([name, { type }]) => [
      name,
      CEL_TYPES[type],
    ]),
  );
}

function withVariable(
  environment: Environment,
  name: string,
  schema: Schema,
): Environment {
  // An object type without fields would let any field pass the check.
  if (Object.keys(schema).length === 0) return environment.clone();
  return environment.clone().registerVariable({ name, schema });
}

const texts = (names: string[]) =>
  Object.fromEntries(names.map(name => [name, 'string']));
const objects = (ids: string[]) =>
  Object.fromEntries(ids.map(id => [id, 'dyn']));

const base = new Environment({
  enableOptionalTypes: true,
  homogeneousAggregateLiterals: false,
  limits: { maxAstNodes: 2_000, maxDepth: 60, maxListElements: 200 },
})
  .registerFunction('quantity(string): double', quantityToNumber)
  .registerOperator('double * int', (a: number, b: bigint) => a * Number(b))
  .registerOperator('int * double', (a: bigint, b: number) => Number(a) * b)
  .registerOperator('double + int', (a: number, b: bigint) => a + Number(b))
  .registerOperator('int + double', (a: bigint, b: number) => Number(a) + b);

const MARK = '\u0000';
const SECRET_PREFIX = 'secret:';

/** What `secret('field')`, `host` and `port` leave in a text between two marks, to be found again after evaluation. */
export const PLACE = {
  mark: MARK,
  secretPrefix: SECRET_PREFIX,
  secret: (field: string) => `${MARK}${SECRET_PREFIX}${field}${MARK}`,
  host: `${MARK}host${MARK}`,
  port: `${MARK}port${MARK}`,
};

/** The scope that holds the locals found so far; their types are those that the checker inferred. */
export function localsScope(
  instance: Environment,
  locals: Record<string, string>,
): Environment {
  return withVariable(instance, 'locals', locals);
}

/** Scopes that need nothing but the names and types that the file declares. */
export function planScopes(
  spec: OfferingSpec,
): Pick<Scopes, 'plan' | 'price' | 'instance'> {
  const plan = withVariable(
    base,
    'params',
    parameterTypes(spec.parameters),
  ).registerVariable('plan', 'string');
  return {
    plan,
    price: withVariable(plan, 'consumption', {
      cpu: 'double',
      memory: 'double',
      storage: 'double',
      volumes: 'double',
    }),
    instance: plan
      .clone()
      .registerVariable({
        name: 'instance',
        schema: texts([
          'id',
          'name',
          'displayName',
          'namespace',
          'tenant',
          'environment',
          'deletionPolicy',
          'exposure',
        ]),
      })
      .registerVariable({
        name: 'version',
        schema: { name: 'string', values: 'map<string, dyn>' },
      }),
  };
}

/** The remaining scopes. */
export function liveScopes(
  spec: OfferingSpec,
  withLocals: Environment,
): Omit<Scopes, 'plan' | 'price' | 'instance'> {
  const bindingParameters = parameterTypes(spec.binding?.parameters);
  const binding: Schema = {
    ...texts(['id', 'name', 'secretName', 'username']),
    ...(Object.keys(bindingParameters).length > 0
      ? { params: bindingParameters }
      : {}),
  };
  const render = withLocals.clone().registerVariable('bindings', 'list<dyn>');
  const status = withVariable(
    render,
    'res',
    objects([...spec.resources, ...(spec.observe ?? [])].map(({ id }) => id)),
  );
  const outputs = withVariable(
    status,
    'outputs',
    texts(Object.keys(spec.outputs ?? {})),
  );
  const bindingStatus = withVariable(
    withVariable(outputs, 'binding', binding),
    'bindingRes',
    objects(
      [
        ...(spec.binding?.resources ?? []),
        ...(spec.binding?.observe ?? []),
      ].map(({ id }) => id),
    ),
  );
  const credentials = bindingStatus
    .clone()
    .registerFunction('secret(string): string', PLACE.secret);
  return {
    render,
    status,
    outputs,
    bindingRender: withVariable(render, 'binding', binding),
    bindingStatus,
    credentials,
    uri: credentials
      .clone()
      .registerConstant('host', 'string', PLACE.host)
      .registerConstant('port', 'string', PLACE.port),
  };
}
