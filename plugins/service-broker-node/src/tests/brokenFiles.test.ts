import { mkdtemp, mkdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { loadOffering } from '../loadOffering';
import { loadOfferings } from '../loadOfferings';
import { changedWidget, problemsOf, widgetText } from './__fixtures__/widget';

const load = (text: string) => loadOffering(text, 'offering.yaml');

describe('a broken file', () => {
  it('is told apart from a sound one', () => {
    expect(load(widgetText)).toMatchObject({ name: 'widget', problems: [] });
  });

  it.each([
    ['nothing', ''],
    ['a text', 'hello'],
    ['a list', '- a\n- b'],
    ['a tab', 'a:\n\t- b'],
    ['an open quote', 'a: "b'],
    ['two documents', `${widgetText}\n---\n${widgetText}`],
    [
      'a key twice',
      widgetText.replace('kind: Offering', 'kind: Offering\nkind: Offering'),
    ],
    ['an alias of nothing', `${widgetText}\nmore: *nowhere`],
    [
      'an alias bomb',
      `a: &a [x, x, x, x, x, x, x, x]\n${'bcdefghi'
        .split('')
        .map((name, i) => {
          const last = 'abcdefghi'[i];
          return `${name}: &${name} [${Array(8).fill(`*${last}`).join(', ')}]`;
        })
        .join('\n')}`,
    ],
    ['a prototype', `${widgetText}\n__proto__: { polluted: true }`],
    ['300 KiB', `${widgetText}\n# ${'x'.repeat(300 * 1024)}`],
  ])('with %s gives a reason', (_, text) => {
    const { offering, problems } = load(text);
    expect(offering).toBeUndefined();
    expect(problems.length).toBeGreaterThan(0);
    expect(problems[0]).toMatchObject({
      message: expect.any(String),
      params: { file: 'offering.yaml' },
    });
    expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
  });

  it('says the line', () => {
    const text = widgetText.replace(
      'highAvailability: false',
      'highAvailability: maybe',
    );
    const line = text.split('\n').findIndex(each => each.includes('maybe')) + 1;
    expect(load(text).problems).toEqual([
      {
        code: 'type',
        field: 'spec.plans[0].highAvailability',
        message: 'must be boolean',
        params: { file: 'offering.yaml', line },
      },
    ]);
  });

  it.each<[string, (file: any) => void, string[]]>([
    [
      'no zh',
      f => delete f.spec.plans[0].title.zh,
      ['spec.plans[0].title.zh: required'],
    ],
    [
      'an empty zh',
      f => {
        f.spec.display.description.zh = '';
      },
      ['spec.display.description.zh: minLength'],
    ],
    [
      'a misspelt field',
      f => {
        f.spec.plans[1].bulets = [];
      },
      ['spec.plans[1].bulets: unknown-field'],
    ],
    [
      'another kind',
      f => {
        f.kind = 'ServiceOffering';
      },
      ['kind: enum'],
    ],
    [
      'a plan twice',
      f => {
        f.spec.plans[1].name = 'small';
      },
      ['spec.plans[1].name: duplicate'],
    ],
    [
      'a plan id twice',
      f => {
        f.spec.plans[1].id = f.spec.plans[0].id;
      },
      ['spec.plans[1].id: duplicate'],
    ],
    [
      'an unknown plan',
      f => {
        f.spec.plans[0].upgradesTo = ['huge'];
      },
      ['spec.plans[0].upgradesTo[0]: unknown-reference'],
    ],
    [
      'an unknown version',
      f => {
        f.spec.versions.default = '9';
      },
      ['spec.versions.default: unknown-reference'],
    ],
    [
      'a default out of bounds',
      f => {
        f.spec.plans[1].defaults.storage = '20Gi';
      },
      ['spec.plans[1].defaults.storage: maximum'],
    ],
    [
      'a default of the wrong type',
      f => {
        f.spec.plans[1].defaults.size = 'three';
      },
      ['spec.plans[1].defaults.size: type'],
    ],
    [
      'a default beyond the limit',
      f => {
        f.spec.plans[1].defaults.size = 2;
      },
      ['spec.plans[1].defaults.size: minimum'],
    ],
    [
      'a fixed value that is not allowed',
      f => {
        f.spec.plans[0].fixed.size = 9;
      },
      ['spec.plans[0].fixed.size: maximum'],
    ],
    [
      'an unknown parameter',
      f => {
        f.spec.plans[0].fixed.sise = 1;
      },
      ['spec.plans[0].fixed.sise: unknown-reference'],
    ],
    [
      'a limit that widens',
      f => {
        f.spec.plans[1].limits.size.maximum = 9;
      },
      ['spec.plans[1].limits.size: wider'],
    ],
    [
      'a bound in the wrong place',
      f => {
        f.spec.parameters.properties.color.minimum = 1;
      },
      ['spec.parameters.properties.color.minimum: misplaced'],
    ],
    [
      'a bad pattern',
      f => {
        f.spec.parameters.properties.color.pattern = '(';
      },
      ['spec.parameters.properties.color.pattern: format'],
    ],
    [
      'a bad quantity',
      f => {
        f.spec.parameters.properties.storage['x-maximum'] = 'lots';
      },
      ['spec.parameters.properties.storage.x-maximum: format'],
    ],
    [
      'a required parameter without example',
      f => {
        delete f.spec.binding.parameters.properties.space.examples;
      },
      ['spec.binding.parameters.properties.space.examples: required'],
    ],
    [
      'no primary',
      f => {
        delete f.spec.resources[1].primary;
      },
      ['spec.resources: primary'],
    ],
    [
      'an id twice',
      f => {
        f.spec.observe[0].id = 'auth';
      },
      ['spec.observe[0].id: duplicate'],
    ],
    [
      'a namespace',
      f => {
        f.spec.resources[1].template.metadata.namespace = 'kube-system';
      },
      ['spec.resources[1].template.metadata.namespace: misplaced'],
    ],
    [
      'a kind that is not required',
      f => {
        f.spec.resources[1].template.kind = 'Gadget';
      },
      ['spec.resources[1]: unknown-reference'],
    ],
    [
      'generated keys of something else',
      f => {
        f.spec.resources[2].generate = { a: { length: 20 } };
      },
      ['spec.resources[2].generate: misplaced'],
    ],
    [
      'a short password',
      f => {
        f.spec.resources[0].generate.password.length = 4;
      },
      ['spec.resources[0].generate.password.length: minimum'],
    ],
    [
      'a resource that is never deleted',
      f => {
        f.spec.deletion.order.splice(1, 1);
      },
      ['spec.deletion.order: required'],
    ],
    [
      'an unknown step',
      f => {
        f.spec.deletion.order.push('gadget');
      },
      ['spec.deletion.order[4]: unknown-reference'],
    ],
    [
      'leftovers without labels or names',
      f => {
        delete f.spec.deletion.leftovers[1].names;
      },
      ['spec.deletion.leftovers[1]: choice'],
    ],
    [
      'a bad duration',
      f => {
        f.spec.status.failed[0].for = '5 minutes';
      },
      ['spec.status.failed[0].for: pattern'],
    ],
    [
      'a binding without an end',
      f => {
        delete f.spec.binding.status;
      },
      ['spec.binding.status: required'],
    ],
    [
      'a uri without port',
      f => {
        delete f.spec.binding.credentials.fields.port;
      },
      ['spec.binding.credentials.fields.port: required'],
    ],
  ])('with %s names the field', (_, change, problems) => {
    expect(problemsOf(change)).toEqual(problems);
  });

  it.each<[string, (file: any) => void, string[]]>([
    [
      'syntax',
      f => {
        f.spec.status.ready = 'res.widget ===';
      },
      ['spec.status.ready: expression-syntax'],
    ],
    [
      'an open brace',
      f => {
        f.spec.outputs.host = '${instance.name';
      },
      ['spec.outputs.host: expression-syntax'],
    ],
    [
      'a type that does not fit',
      f => {
        f.spec.status.ready = 'params.size';
      },
      ['spec.status.ready: expression-type'],
    ],
    [
      'types that do not add',
      f => {
        f.spec.locals.many = 'params.size + "x"';
      },
      ['spec.locals.many: expression-type'],
    ],
    [
      'an unknown parameter',
      f => {
        f.spec.consumes.cpu = 'params.cpus * 2';
      },
      ['spec.consumes.cpu: expression-type'],
    ],
    [
      'an unknown object',
      f => {
        f.spec.status.ready = 'res.gadget.ready == true';
      },
      ['spec.status.ready: expression-type'],
    ],
    [
      'an unknown local',
      f => {
        f.spec.resources[2].includeWhen = 'locals.lots';
      },
      ['spec.resources[2].includeWhen: expression-type'],
    ],
    [
      'an unknown output',
      f => {
        f.spec.endpoints[0].host = '${outputs.hose}';
      },
      ['spec.endpoints[0].host: expression-type'],
    ],
    [
      'an unknown function',
      f => {
        f.spec.consumes.cpu = 'env("HOME")';
      },
      ['spec.consumes.cpu: expression-type'],
    ],
    [
      'what is out of scope',
      f => {
        f.spec.resources[1].template.spec.x = '${res.widget}';
      },
      ['spec.resources[1].template.spec.x: expression-type'],
    ],
    [
      'a whole where a field is meant',
      f => {
        f.spec.resources[1].template.spec.x = '${params}';
      },
      ['spec.resources[1].template.spec.x: expression-type'],
    ],
    [
      'an expression in a key',
      f => {
        f.spec.resources[1].template.spec = { '${plan}': 1 };
      },
      ['spec.resources[1].template.spec["${plan}"]: expression-forbidden'],
    ],
    [
      'a pattern that is not literal',
      f => {
        f.spec.status.ready = '"a".matches(plan)';
      },
      ['spec.status.ready: expression-forbidden'],
    ],
    [
      'loops in loops in loops',
      f => {
        f.spec.status.ready =
          '[1].all(a, [1].all(b, [1].all(c, a == b && b == c)))';
      },
      ['spec.status.ready: expression-forbidden'],
    ],
    [
      'a secret in the wrong place',
      f => {
        f.spec.outputs.host = "${secret('password')}";
      },
      ['spec.outputs.host: expression-forbidden'],
    ],
    [
      'a secret that is none',
      f => {
        f.spec.binding.credentials.fields.line = "${secret('username')}";
      },
      ['spec.binding.credentials.fields.line: expression-forbidden'],
    ],
    [
      'a secret by variable',
      f => {
        f.spec.binding.credentials.fields.line = '${secret(binding.name)}';
      },
      ['spec.binding.credentials.fields.line: expression-forbidden'],
    ],
  ])('whose expression has %s names the field', (_, change, problems) => {
    expect(problemsOf(change)).toEqual(problems);
  });

  it.each<[string, (file: any) => void, string]>([
    [
      'a name that is the same for all instances',
      f => {
        f.spec.resources[2].template.metadata.name = 'shared';
      },
      'spec.resources[2].template.metadata.name',
    ],
    [
      'a name that is too long',
      f => {
        f.spec.resources[2].template.metadata.name =
          '${instance.name + instance.name + instance.name}';
      },
      'spec.resources[2].template.metadata.name',
    ],
    [
      'a label value that is none',
      f => {
        f.spec.resources[1].template.metadata.labels.kept = 'not a value';
      },
      'spec.resources[1].template.metadata.labels',
    ],
    [
      'a name that is the same for all bindings',
      f => {
        f.spec.binding.parameters.properties.space.examples = ['shop', 'cart'];
        f.spec.binding.resources[0].template.metadata.name =
          '${instance.name}-user';
      },
      'spec.binding.resources[0].template.metadata.name',
    ],
    [
      'leftovers of other instances',
      f => {
        f.spec.deletion.leftovers[0].labels = { app: 'redis' };
      },
      'spec.deletion',
    ],
    [
      'a status rule that needs a status',
      f => {
        f.spec.status.ready = "res.widget.status.phase == 'Ready'";
      },
      'spec.status',
    ],
    [
      'an instance that is ready before it is made',
      f => {
        f.spec.status.ready = 'true';
      },
      'spec.status',
    ],
    [
      'a primary that is left out',
      f => {
        f.spec.resources[1].includeWhen = 'locals.many';
      },
      'spec.resources',
    ],
    [
      'a version without a value',
      f => {
        delete f.spec.versions.available[0].values;
      },
      'spec.resources[1].template.spec.image',
    ],
    [
      'a price below nothing',
      f => {
        f.spec.plans[1].price.amount = '0.0 - 1.0';
      },
      'spec.plans[1].price.amount',
    ],
    [
      'a revocation that needs the instance to answer',
      f => {
        f.spec.binding.revoke.template.spec.account = '${outputs.code}';
      },
      'spec.binding.revoke.template.spec.account',
    ],
  ])('with %s is found in the rehearsal', (_, change, field) => {
    const { problems } = load(changedWidget(change));
    expect(problems.map(problem => problem.field)).toContain(field);
    expect(problems.every(({ code }) => code === 'rendering')).toBe(true);
  });
});

describe('a folder of offerings', () => {
  let folder: string;
  const write = async (name: string, text: string) => {
    await mkdir(path.join(folder, name));
    await writeFile(path.join(folder, name, 'offering.yaml'), text);
  };
  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'offerings-'));
  });
  afterEach(() => rm(folder, { recursive: true }));

  it('loads what is sound and says what is not', async () => {
    await write('b-broken', 'kind: Offering\nmetadata: { name: lost }');
    await write('a-sound', widgetText);
    await mkdir(path.join(folder, 'c-folder', 'offering.yaml'), {
      recursive: true,
    });
    await writeFile(path.join(folder, 'README.md'), 'not an offering');
    const loaded = await loadOfferings(folder);
    expect(
      loaded.map(({ name, offering }) => [name, Boolean(offering)]),
    ).toEqual([
      ['widget', true],
      ['lost', false],
    ]);
  });

  it('keeps the first of two with the same name or ids', async () => {
    await write('a', widgetText);
    await write('b', widgetText);
    const [first, second] = await loadOfferings(folder);
    expect(first.problems).toEqual([]);
    expect(second.offering).toBeUndefined();
    expect(second.problems.map(({ field }) => field)).toEqual([
      'metadata.name',
      'spec.osb.serviceId',
      'spec.plans[0].id',
      'spec.plans[1].id',
    ]);
  });

  it('rejects when the folder itself cannot be read', async () => {
    await expect(loadOfferings(path.join(folder, 'no'))).rejects.toThrow(
      'ENOENT',
    );
  });
});
