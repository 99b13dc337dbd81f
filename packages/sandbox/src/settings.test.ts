import { readSettings } from './settings';

const full = {
  JIMU_SANDBOX_DATA: '/data',
  JIMU_SANDBOX_PORT: '7002',
  JIMU_SANDBOX_ADMIN_PORT: '7003',
  JIMU_USER_CENTER_PORT: '7001',
  JIMU_PORTAL_URL: 'http://localhost:7000/',
  JIMU_USER_CENTER_SECRET: 'secret',
  JIMU_ORG: '/org',
  JIMU_SANDBOX_OPERATORS: 'none',
  JIMU_PARENT_PID: '42',
  OPERATOR_CRDS: '/crds',
};

describe('the settings of the process', () => {
  it('are read from the environment', () => {
    expect(readSettings(full)).toEqual({
      onlyUserCenter: false,
      parentPid: 42,
      sandbox: {
        dataDir: '/data',
        ports: { kubernetes: 7002, admin: 7003, userCenter: 7001 },
        operators: 'none',
        crdFolder: '/crds',
        userCenter: {
          clientSecret: 'secret',
          redirectUris: ['http://localhost:7000/api/auth/oidc/handler/frame'],
          postLogoutRedirectUris: ['http://localhost:7000/'],
          orgFolder: '/org',
        },
      },
    });
  });

  it('need little', () => {
    const { sandbox, parentPid } = readSettings({ JIMU_SANDBOX_DATA: '/data' });
    expect(sandbox).toMatchObject({ dataDir: '/data', operators: 'all' });
    expect([sandbox.userCenter, sandbox.crdFolder, parentPid]).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
  });

  it.each([
    [{ JIMU_SANDBOX_DATA: '' }, 'JIMU_SANDBOX_DATA'],
    [{ JIMU_SANDBOX_PORT: '70000' }, 'JIMU_SANDBOX_PORT'],
    [{ JIMU_SANDBOX_PORT: 'x' }, 'JIMU_SANDBOX_PORT'],
    [{ JIMU_SANDBOX_OPERATORS: 'some' }, 'JIMU_SANDBOX_OPERATORS'],
    [{ JIMU_PORTAL_URL: 'nowhere' }, 'JIMU_PORTAL_URL'],
    [{ JIMU_PORTAL_URL: '' }, 'JIMU_PORTAL_URL'],
    [{ JIMU_USER_CENTER_SECRET: '' }, 'JIMU_USER_CENTER_SECRET'],
    [
      {
        JIMU_PORTAL_URL: '',
        JIMU_USER_CENTER_SECRET: '',
        JIMU_SANDBOX_ONLY_USER_CENTER: '1',
      },
      'JIMU_SANDBOX_ONLY_USER_CENTER',
    ],
  ])('that are wrong are named: %j', (change, name) => {
    expect(() => readSettings({ ...full, ...change })).toThrow(name);
  });
});
