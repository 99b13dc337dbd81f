/**
 * Lint rules of one package: Backstage's own, plus the house rules on who may import what (docs/contributing/architecture.md)
 * and how long a file may be. They follow from the package's folder, so that a package cannot opt out.
 */
const path = require('node:path');
const createConfig = require('@backstage/cli/config/eslint-factory');

const root = path.resolve(__dirname, '../..');

const only = (names, where) => ({
  paths: names.map(name => ({
    name,
    message: `Only ${where} may import ${name}.`,
  })),
  patterns: names.map(name => ({
    group: [`${name}/*`],
    message: `Only ${where} may import ${name}.`,
  })),
});

/** clusters <- tenants <- service-broker, apps, releases: a domain knows the ones before it, never the ones after. */
const layers = [
  ['clusters'],
  ['tenants'],
  ['service-broker', 'apps', 'releases'],
];

function foreignDomains(folder) {
  const name = path.relative(path.join(root, 'plugins'), folder);
  const domain = layers
    .flat()
    .find(
      d =>
        name === d ||
        (/^-(common|node|backend)$/.test(name.slice(d.length)) &&
          name.startsWith(d)),
    );
  if (name.startsWith('..') || !domain) return [];
  const level = layers.findIndex(layer => layer.includes(domain));
  const allowed = [...layers.slice(0, level).flat(), domain];
  return layers
    .flat()
    .filter(d => !allowed.includes(d))
    .map(d => ({
      group: [`@jimu/plugin-${d}`, `@jimu/plugin-${d}-*`],
      message: `${domain} must not know ${d}: clusters <- tenants <- the rest.`,
    }));
}

const maxLines = max => [
  'error',
  { max, skipBlankLines: false, skipComments: false },
];

module.exports = folder => {
  const isSandbox = folder.endsWith(path.join('packages', 'sandbox'));
  const isClustersNode = folder.endsWith('clusters-node');
  const isPlugin = folder.startsWith(path.join(root, 'plugins'));
  const kubernetes = isClustersNode
    ? { paths: [], patterns: [] }
    : only(['@kubernetes/client-node'], 'plugins/clusters-node');
  const restrict = (paths, patterns) => [
    'error',
    {
      paths,
      patterns: [
        ...(isPlugin
          ? [
              {
                group: ['@jimu/sandbox/*', ...(isPlugin ? [] : [])],
                message: 'Plugins do not know the sandbox.',
              },
            ]
          : []),
        ...foreignDomains(folder),
        ...patterns,
      ],
    },
  ];
  const knex = only(['knex'], 'database/');
  const express = only(['express', 'express-promise-router'], 'router/');
  const base = createConfig(folder, {
    rules: {
      'max-lines': maxLines(400),
      'no-restricted-imports': restrict(
        [...kubernetes.paths, ...knex.paths, ...express.paths],
        [...kubernetes.patterns],
      ),
    },
    tsRules: {
      'no-restricted-imports': restrict(
        [...kubernetes.paths, ...knex.paths, ...express.paths],
        [...kubernetes.patterns],
      ),
    },
  });
  base.overrides = [
    ...(base.overrides ?? []),
    {
      files: [
        'src/database/**',
        'src/plugin.ts',
        'src/tests/**',
        '**/*.test.ts',
      ],
      rules: {
        'no-restricted-imports': restrict(
          [...kubernetes.paths, ...express.paths],
          kubernetes.patterns,
        ),
      },
    },
    {
      files: ['src/router/**'],
      rules: {
        'no-restricted-imports': restrict(
          [...kubernetes.paths, ...knex.paths],
          kubernetes.patterns,
        ),
      },
    },
    {
      files: ['src/model/**'],
      excludedFiles: ['**/*.test.ts'],
      rules: {
        'no-restricted-imports': restrict(
          [...kubernetes.paths, ...knex.paths, ...express.paths],
          [
            ...kubernetes.patterns,
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
    },
    {
      files: [
        '**/translations/**',
        '**/translation*.ts',
        '**/zh.ts',
        '**/__fixtures__/**',
        '**/*.test.ts',
        '**/*.test.tsx',
      ],
      rules: { 'max-lines': 'off' },
    },
    ...(isSandbox
      ? [{ files: ['**/*.ts'], rules: { 'no-bitwise': 'off' } }]
      : []),
  ];
  return base;
};
