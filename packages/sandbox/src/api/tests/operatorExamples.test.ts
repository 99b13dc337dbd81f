import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseAllDocuments } from 'yaml';
import { installDefinitionsFrom } from '../crds/installDefinitions';
import { unrunnableRules } from '../schema/celRules';
import { ApiHarness } from './ApiHarness';

const folder = process.env.OPERATOR_CRDS;
const describeWithDefinitions = folder ? describe : describe.skip;

interface Example {
  file: string;
  object: any;
}

/** The manifests in folders named `examples`, as far as they are single objects with a name. */
function examplesBelow(root: string): Example[] {
  return readdirSync(root, { recursive: true, encoding: 'utf8' })
    .filter(file => /(^|\/)examples\/[^/]+\.ya?ml$/.test(file))
    .sort()
    .flatMap(file =>
      parseAllDocuments(readFileSync(join(root, file), 'utf8'))
        .map(document => ({ file, object: document.toJS() as any }))
        .filter(({ object }) => object?.kind && object.metadata?.name),
    );
}

// The definitions of operators are large, and not everybody has them at hand.
describeWithDefinitions("the operators' own examples (OPERATOR_CRDS)", () => {
  const api = new ApiHarness();

  beforeAll(async () => {
    await api.start();
    installDefinitionsFrom(folder!, api.api, api.store, message =>
      api.messages.push(message),
    );
  }, 60_000);
  afterAll(() => api.dispose());

  it('have definitions that are all served', () => {
    expect(api.messages).toEqual([]);
    const definitions = api.api.list({
      apiVersion: 'apiextensions.k8s.io/v1',
      kind: 'CustomResourceDefinition',
    });
    expect(definitions.length).toBeGreaterThan(10);
  });

  it('are not read again when nothing has changed', () => {
    expect(
      installDefinitionsFrom(folder!, api.api, api.store, message =>
        api.messages.push(message),
      ),
    ).toBe(0);
  });

  it('are accepted with strict validation, applied twice without a change', async () => {
    const refused: string[] = [];
    const changed: string[] = [];
    for (const { file, object } of examplesBelow(folder!)) {
      const namespace = object.metadata.namespace ?? 'default';
      const ref = { apiVersion: 'v1', kind: 'Namespace', name: namespace };
      if (!api.api.get(ref)) {
        api.api.create({
          apiVersion: 'v1',
          kind: 'Namespace',
          metadata: { name: namespace },
        });
      }
      const discovery = await api.call(
        object.apiVersion.includes('/')
          ? `/apis/${object.apiVersion}`
          : `/api/${object.apiVersion}`,
      );
      const resource = discovery.body.resources?.find(
        (r: any) => r.kind === object.kind && !r.name.includes('/'),
      );
      if (!resource) {
        refused.push(
          `${file}: ${object.apiVersion} ${object.kind} is not served`,
        );
        continue;
      }
      const root = object.apiVersion.includes('/')
        ? `/apis/${object.apiVersion}`
        : `/api/${object.apiVersion}`;
      const place = resource.namespaced ? `/namespaces/${namespace}` : '';
      const path = `${root}${place}/${resource.name}/${object.metadata.name}?fieldManager=test&fieldValidation=Strict&force=true`;
      const first = await api.patch(path, object, 'apply');
      if (first.code >= 300) {
        refused.push(`${file}: ${first.body.message}`);
        continue;
      }
      const before = api.store.currentVersion();
      const second = await api.patch(path, object, 'apply');
      if (second.code !== 200 || api.store.currentVersion() !== before) {
        changed.push(`${file}: ${object.kind} ${object.metadata.name}`);
      }
      // Some examples share a name, and an apply does not take away what defaults have added.
      await api.patch(path, { metadata: { finalizers: null } });
      await api.delete(path.split('?')[0]);
    }
    expect(refused).toEqual([]);
    expect(changed).toEqual([]);
    expect(unrunnableRules()).toBeLessThan(10);
  }, 60_000);
});
