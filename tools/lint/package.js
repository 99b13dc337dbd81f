/**
 * Lint rules of one package: Backstage's own, plus the house rules on who may import what and how long a file may be
 * (docs/contributing/architecture.md). They follow from the package's folder, so that a package cannot opt out.
 */
const path = require('node:path');
const createConfig = require('@backstage/cli/config/eslint-factory');

const root = path.resolve(__dirname, '../..');
const HIGHEST_LINE_COUNT = 400;

/** A domain knows the ones before it, never the ones after or beside it. */
const LAYERS = [
  ['clusters'],
  ['tenants'],
  ['service-broker', 'apps', 'releases'],
];
const DOMAINS = LAYERS.flat();

/** Libraries that have one home. */
const HOMES = {
  '@kubernetes/client-node': 'plugins/clusters-node',
  knex: 'database/',
  express: 'router/',
  'express-promise-router': 'router/',
};

/** Library bans, but for the ones at home here. */
function bans(atHome) {
  const names = Object.keys(HOMES).filter(name => !atHome.includes(name));
  return {
    paths: names.map(name => ({
      name,
      message: `Only ${HOMES[name]} may import ${name}.`,
    })),
    patterns: names.map(name => ({
      group: [`${name}/*`],
      message: `Only ${HOMES[name]} may import ${name}.`,
    })),
  };
}

/** Bans on other domains, for a plugin of a domain. */
function foreignDomains(folder) {
  const [top, name] = path.relative(root, folder).split(path.sep);
  const domain = DOMAINS.find(
    d =>
      name === d ||
      ['-common', '-node', '-backend'].some(role => name === d + role),
  );
  if (top !== 'plugins' || !domain) return [];
  const level = LAYERS.findIndex(layer => layer.includes(domain));
  const known = [...LAYERS.slice(0, level).flat(), domain];
  return DOMAINS.filter(d => !known.includes(d)).map(d => ({
    group: [`@jimu/plugin-${d}`, `@jimu/plugin-${d}-*`],
    message: `${domain} must not know ${d}: clusters <- tenants <- ${LAYERS[2].join(
      ', ',
    )}.`,
  }));
}

module.exports = folder => {
  const here = folder.endsWith(path.join('plugins', 'clusters-node'))
    ? ['@kubernetes/client-node']
    : [];
  const domains = foreignDomains(folder);
  const restrict = (atHome, more = []) => {
    const { paths, patterns } = bans([...here, ...atHome]);
    return {
      'no-restricted-imports': [
        'error',
        { paths, patterns: [...domains, ...patterns, ...more] },
      ],
    };
  };
  const config = createConfig(folder, {
    rules: { 'max-lines': ['error', { max: HIGHEST_LINE_COUNT }] },
  });
  config.overrides = [
    ...(config.overrides ?? []),
    { files: ['**/*.ts', '**/*.tsx'], rules: restrict([]) },
    {
      // Wiring hands the database client on, and tests build their own.
      files: [
        'src/database/**',
        'src/plugin.ts',
        '**/*.test.ts',
        'src/tests/**',
      ],
      rules: restrict(['knex']),
    },
    {
      files: ['src/router/**'],
      rules: restrict(['express', 'express-promise-router']),
    },
    {
      files: ['src/model/**'],
      excludedFiles: ['**/*.test.ts'],
      rules: restrict(
        [],
        [
          {
            group: [
              '**/service/**',
              '**/router/**',
              '**/database/**',
              '**/reconcile/**',
            ],
            message: 'model/ is pure: it imports types and other models.',
          },
        ],
      ),
    },
    {
      files: [
        '**/translation*/**',
        '**/translation*.ts',
        '**/zh.ts',
        '**/__fixtures__/**',
        '**/*.test.ts',
        '**/*.test.tsx',
      ],
      rules: { 'max-lines': 'off' },
    },
  ];
  return config;
};
