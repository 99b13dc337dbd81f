import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { stringify } from 'yaml';
import { changedWidget, widgetText } from '../tests/__fixtures__/widget';
import { runCheck } from './runCheck';

const text = { type: 'string' };
const WIDGET_SPEC = {
  type: 'object',
  properties: {
    size: { type: 'integer', minimum: 1 },
    color: text,
    kinds: { type: 'array', items: { ...text, enum: ['fast', 'slow'] } },
    image: text,
    note: text,
    space: text,
    port: { 'x-kubernetes-int-or-string': true },
    free: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true },
    users: {
      type: 'array',
      items: {
        type: 'object',
        required: ['name'],
        properties: { name: text },
      },
    },
  },
};

const CRD = {
  apiVersion: 'apiextensions.k8s.io/v1',
  kind: 'CustomResourceDefinition',
  metadata: { name: 'widgets.example.org' },
  spec: {
    group: 'example.org',
    names: { kind: 'Widget', plural: 'widgets' },
    scope: 'Namespaced',
    versions: [
      {
        name: 'v1',
        served: true,
        storage: true,
        schema: {
          openAPIV3Schema: {
            type: 'object',
            properties: { spec: WIDGET_SPEC, metadata: { type: 'object' } },
          },
        },
      },
    ],
  },
};

describe('offerings:check', () => {
  let folder: string;
  const lines: string[] = [];
  const errors: string[] = [];

  async function check(
    args: string[],
    environment: Record<string, string> = {},
  ): Promise<number> {
    lines.length = 0;
    errors.length = 0;
    return runCheck(args, environment, path.join(folder, 'offerings'), {
      line: line => lines.push(line.replace(/^.*offerings\//, '')),
      error: line => errors.push(line),
    });
  }

  async function offer(offering: string, name = 'widget') {
    await mkdir(path.join(folder, 'offerings', name), { recursive: true });
    const file = path.join(folder, 'offerings', name, 'offering.yaml');
    await writeFile(file, offering);
  }

  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'check-'));
    await mkdir(path.join(folder, 'crds', 'nested'), { recursive: true });
    await writeFile(
      path.join(folder, 'crds', 'nested', 'widget.yaml'),
      `# a comment\n---\n${stringify(CRD)}`,
    );
    await writeFile(path.join(folder, 'crds', 'other.yaml'), 'not: [a, crd');
  });
  afterEach(() => rm(folder, { recursive: true }));

  it('says ok', async () => {
    await offer(widgetText);
    expect(await check([])).toBe(0);
    expect(lines).toEqual(['widget/offering.yaml: ok']);
    expect(await check(['--crds', path.join(folder, 'crds')])).toBe(0);
    expect(errors).toEqual([]);
  });

  it('says file, line, path and reason, and goes on to the next file', async () => {
    await offer(widgetText.replace('fixed: { size: 1 }', 'fixed: { sise: 1 }'));
    await offer('kind: [', 'broken');
    expect(await check([])).toBe(1);
    expect(lines).toEqual([
      expect.stringMatching(/^broken\/offering\.yaml:1: .*flow/i),
      expect.stringMatching(
        /^widget\/offering\.yaml:\d+: spec\.plans\[0\]\.fixed\.sise: there is no parameter "sise"$/,
      ),
    ]);
  });

  it('refuses what the CRDs do not know, with the plan that shows it', async () => {
    await offer(
      changedWidget(({ spec }) => {
        const template = spec.resources[1].template.spec;
        template.colour = 'red';
        template.size = '${string(params.size)}';
        template.kinds = ['odd'];
        template.port = '${params.size}';
        template.free = { any: { thing: 1 } };
        spec.binding.resources[0].template.spec.spice = 1;
      }),
    );
    const crds = path.join(folder, 'crds');
    expect(await check([], { OPERATOR_CRDS: crds })).toBe(1);
    const of = 'spec.resources[1].template.spec';
    expect(
      lines.map(line => line.replace('widget/offering.yaml: ', '')),
    ).toEqual([
      expect.stringContaining(
        `${of}.colour: is not in the CRD's schema (with plan small`,
      ),
      expect.stringContaining(`${of}.size: must be integer (with plan small`),
      expect.stringContaining(
        `${of}.kinds[0]: must be equal to one of the allowed values: fast, slow`,
      ),
      expect.stringContaining(
        'spec.binding.resources[0].template.spec.spice: is not in',
      ),
    ]);
  });

  it('says which kind the folder does not have', async () => {
    await offer(widgetText);
    await rm(path.join(folder, 'crds', 'nested'), { recursive: true });
    expect(await check(['--crds', path.join(folder, 'crds')])).toBe(1);
    expect(lines).toEqual([
      'widget/offering.yaml: spec.requires[0]: no CRD for Widget (example.org/v1) in the folder',
    ]);
  });

  it.each([
    ['an unknown option', ['--fast'], "Unknown option '--fast'"],
    ['an option without value', ['--crds'], 'argument missing'],
    [
      'a context without kubeconfig',
      ['--context', 'a'],
      '--context needs --kubeconfig',
    ],
    [
      'a folder that is not there',
      ['/no/such/folder'],
      '/no/such/folder cannot be read',
    ],
    [
      'a folder of CRDs that is not there',
      ['--crds', '/no/such'],
      '--crds /no/such cannot be read',
    ],
    [
      'a kubeconfig that is not there',
      ['--kubeconfig', '/no/such/file'],
      '/no/such/file',
    ],
    ['a folder without offerings', [tmpdir()], 'has no offering.yaml below it'],
  ])('answers %s with one clear line', async (_, args, reason) => {
    if (args[0] === tmpdir()) args[0] = path.join(folder, 'crds');
    expect(await check(args)).toBe(2);
    expect(errors).toEqual([expect.stringContaining(reason)]);
    expect(errors[0]).not.toContain('\n');
    expect(lines).toEqual([]);
  });
});
