import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { sandboxApiOn } from '../createSandboxApi';
import { ObjectOperations } from '../operations/ObjectOperations';
import { ResourceRegistry } from '../registry/ResourceRegistry';
import { ObjectStore } from '../../store';
import { displayPath, FieldSet } from './FieldSet';

describe('field sets', () => {
  it('are the same after a trip over the wire', () => {
    const element = fc.oneof(
      fc.stringMatching(/^[a-zA-Z./_-]{1,8}$/).map(name => `f:${name}`),
      fc.string().map(name => `k:${JSON.stringify({ name })}`),
      fc.integer().map(value => `v:${JSON.stringify(value)}`),
    );
    fc.assert(
      fc.property(
        fc.array(fc.array(element, { minLength: 1, maxLength: 5 }), {
          maxLength: 10,
        }),
        paths => {
          const set = FieldSet.of(paths);
          expect(FieldSet.fromFieldsV1(set.toFieldsV1()).equals(set)).toBe(
            true,
          );
        },
      ),
    );
  });

  it('name their paths as conflicts do', () => {
    expect(
      displayPath([
        'f:spec',
        'f:ports',
        'k:{"containerPort":80,"protocol":"TCP"}',
        'f:name',
      ]),
    ).toBe('.spec.ports[containerPort=80,protocol="TCP"].name');
    expect(displayPath(['f:metadata', 'f:finalizers', 'v:"a/b"'])).toBe(
      '.metadata.finalizers[="a/b"]',
    );
  });
});

/** Code of the refusal; 0: none. */
function codeOf(attempt: () => unknown): number {
  try {
    attempt();
    return 0;
  } catch (error) {
    return (error as { code: number }).code;
  }
}

/** What server-side apply is meant to do to a map, said as shortly as possible. */
class Model {
  private readonly values = new Map<string, string>();
  private readonly owners = new Map<string, Set<string>>();

  apply(
    manager: string,
    wanted: Record<string, string>,
    force: boolean,
  ): boolean {
    const disputed = Object.entries(wanted).some(
      ([key, value]) =>
        this.values.has(key) &&
        this.values.get(key) !== value &&
        [...this.owners.get(key)!].some(owner => owner !== manager),
    );
    if (disputed && !force) return false;
    for (const [key, value] of Object.entries(wanted)) {
      if (this.values.get(key) !== value) this.owners.set(key, new Set());
      this.values.set(key, value);
      this.owners.get(key)!.add(manager);
    }
    for (const [key, owners] of this.owners) {
      if (
        !Object.hasOwn(wanted, key) &&
        owners.delete(manager) &&
        !owners.size
      ) {
        this.owners.delete(key);
        this.values.delete(key);
      }
    }
    return true;
  }

  data(): Record<string, string> {
    return Object.fromEntries(this.values);
  }
}

describe('server-side apply', () => {
  it('does what it is meant to, whoever applies what in which order', () => {
    const folder = mkdtempSync(join(tmpdir(), 'apply-'));
    const store = new ObjectStore(folder);
    const registry = new ResourceRegistry();
    const operations = new ObjectOperations(store, registry, []);
    sandboxApiOn(operations);
    const type = registry.find('', 'v1', 'configmaps')!;
    let run = 0;
    fc.assert(
      fc.property(
        fc.array(
          fc.record({
            fieldManager: fc.constantFrom('a', 'b', 'c'),
            force: fc.boolean(),
            data: fc.dictionary(
              fc.constantFrom('k', 'l', 'm', 'n'),
              fc.constantFrom('1', '2'),
              { minKeys: 1 },
            ),
          }),
          { minLength: 1, maxLength: 12 },
        ),
        steps => {
          run += 1;
          const name = `map-${run}`;
          const model = new Model();
          for (const { fieldManager, force, data } of steps) {
            const config = {
              apiVersion: 'v1',
              kind: 'ConfigMap',
              metadata: { name },
              data,
            };
            const attempt = () =>
              operations.apply(type, 'default', name, config, {
                fieldManager,
                force,
              });
            expect(codeOf(attempt)).toBe(
              model.apply(fieldManager, data, force) ? 0 : 409,
            );
            expect(operations.read(type, 'default', name).object.data).toEqual(
              model.data(),
            );
          }
        },
      ),
      { numRuns: 200 },
    );
    store.close();
    rmSync(folder, { recursive: true });
  });
});
