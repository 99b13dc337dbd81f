import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ApiStatusError } from '../api/ApiStatusError';
import type { Access, Identity } from '../api/contracts';
import { createSandboxApi } from '../api/createSandboxApi';
import { ResourceRegistry } from '../api/registry/ResourceRegistry';
import { ObjectStore } from '../store';
import type { SandboxApi, SandboxObject } from '../types';
import { createAccess } from './createAccess';
import { bootstrapRoles } from './rbac/bootstrapRoles';
import { ServiceAccountTokens } from './ServiceAccountTokens';

const RBAC = 'rbac.authorization.k8s.io';

describe('access', () => {
  let folder: string;
  let store: ObjectStore;
  let api: SandboxApi;
  let access: Required<Access>;
  let tokens: ServiceAccountTokens;
  let now: number;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'sandbox-access-'));
    store = new ObjectStore(folder);
    api = createSandboxApi(store, new ResourceRegistry(), []);
    bootstrapRoles().forEach(role => api.create(role));
    now = Date.now();
    tokens = new ServiceAccountTokens('k'.repeat(32), () => now);
    access = createAccess(api, {
      adminToken: 'the-admin-token',
      serviceAccounts: tokens,
    });
  });
  afterEach(() => {
    store.close();
    rmSync(folder, { recursive: true });
  });

  const bind = (
    role: string,
    subject: { kind: string; name: string; namespace?: string },
    namespace?: string,
    roleKind = 'ClusterRole',
  ) =>
    api.create({
      apiVersion: `${RBAC}/v1`,
      kind: namespace ? 'RoleBinding' : 'ClusterRoleBinding',
      metadata: { name: `${role}-${subject.name}`, namespace },
      roleRef: { apiGroup: RBAC, kind: roleKind, name: role },
      subjects: [
        subject.kind === 'ServiceAccount'
          ? subject
          : { ...subject, apiGroup: RBAC },
      ],
    });
  const user = (name: string, ...groups: string[]): Identity => ({
    user: name,
    groups: [...groups, 'system:authenticated'],
  });
  const may = (
    identity: Identity,
    verb: string,
    plural: string,
    namespace?: string,
    more: Record<string, string> = {},
  ) =>
    access.authorize(identity, {
      verb,
      resource: { group: '', version: 'v1', plural, namespace, ...more },
    }).allowed;
  const refusal = (call: () => unknown): ApiStatusError => {
    try {
      call();
    } catch (error) {
      return error as ApiStatusError;
    }
    throw new Error('was allowed');
  };
  const admin = (headers: Record<string, string | string[]> = {}) =>
    access.authenticate({
      authorization: 'Bearer the-admin-token',
      ...headers,
    });

  describe('who someone is', () => {
    it('knows the admin, nobody, and no one else', () => {
      expect(admin()).toEqual({
        user: 'kubernetes-admin',
        groups: ['system:masters', 'system:authenticated'],
      });
      expect(access.authenticate({})).toEqual({
        user: 'system:anonymous',
        groups: ['system:unauthenticated'],
      });
      const codeOf = (authorization: string) =>
        refusal(() => access.authenticate({ authorization })).code;
      expect(
        [
          'Bearer wrong',
          'Bearer ',
          'Basic YTpi',
          'Bearer a.b.c',
          'Bearer eyJhbGciOiJub25lIn0.e30.',
        ].map(codeOf),
      ).toEqual([401, 401, 401, 401, 401]);
    });

    it('knows a ServiceAccount by its token until that or the account is gone', () => {
      const account = {
        apiVersion: 'v1',
        kind: 'ServiceAccount',
        metadata: { name: 'ci', namespace: 'default' },
      };
      api.create(account);
      const request = (spec: Record<string, unknown> = {}) =>
        access.review({
          object: {
            apiVersion: 'authentication.k8s.io/v1',
            kind: 'TokenRequest',
            metadata: {} as any,
            spec,
          },
          identity: admin(),
          namespace: 'default',
          name: 'ci',
        })!;
      const { token, expirationTimestamp } = request().status;
      expect(Date.parse(expirationTimestamp)).toBeGreaterThan(now);
      const identify = () =>
        access.authenticate({ authorization: `Bearer ${token}` });
      expect(identify()).toMatchObject({
        user: 'system:serviceaccount:default:ci',
        groups: [
          'system:serviceaccounts',
          'system:serviceaccounts:default',
          'system:authenticated',
        ],
      });
      expect(refusal(() => request({ expirationSeconds: 60 })).message).toBe(
        'TokenRequest.authentication.k8s.io "" is invalid: spec.expirationSeconds: Invalid value: 60: may not specify a duration less than 10 minutes',
      );
      const foreign = request({ audiences: ['vault'] }).status.token;
      expect(
        refusal(() =>
          access.authenticate({ authorization: `Bearer ${foreign}` }),
        ).code,
      ).toBe(401);
      const review = (audiences?: string[]) =>
        access.review({
          object: {
            apiVersion: 'authentication.k8s.io/v1',
            kind: 'TokenReview',
            metadata: {} as any,
            spec: { token: foreign, audiences },
          },
          identity: admin(),
        })!.status;
      expect(review(['vault'])).toMatchObject({
        authenticated: true,
        user: { username: 'system:serviceaccount:default:ci' },
      });
      expect(review().authenticated).toBeUndefined();

      const [head, body, signature] = token.split('.');
      const claims = JSON.parse(Buffer.from(body, 'base64url').toString());
      claims.sub = 'system:serviceaccount:kube-system:default';
      const forged = Buffer.from(JSON.stringify(claims)).toString('base64url');
      expect(
        refusal(() =>
          access.authenticate({
            authorization: `Bearer ${head}.${forged}.${signature}`,
          }),
        ).code,
      ).toBe(401);

      now += 3601 * 1000;
      expect(refusal(identify).code).toBe(401);
      now -= 3601 * 1000;
      identify();
      api.delete({
        apiVersion: 'v1',
        kind: 'ServiceAccount',
        name: 'ci',
        namespace: 'default',
      });
      api.create(account);
      expect(refusal(identify).code).toBe(401);
    });

    it('lets those act as others who may, group by group', () => {
      expect(
        admin({
          'impersonate-user': 'bob',
          'impersonate-group': ['devs', 'ops'],
          'impersonate-uid': '42',
          'impersonate-extra-example.com%2fteam': ['blue'],
        }),
      ).toEqual({
        user: 'bob',
        uid: '42',
        groups: ['devs', 'ops', 'system:authenticated'],
        extra: { 'example.com/team': ['blue'] },
      });
      expect(
        admin({ 'impersonate-user': 'system:serviceaccount:n:a' }).groups,
      ).toEqual([
        'system:serviceaccounts',
        'system:serviceaccounts:n',
        'system:authenticated',
      ]);
      expect(
        refusal(() => admin({ 'impersonate-group': 'system:masters' })).code,
      ).toBe(400);

      api.create({
        apiVersion: 'v1',
        kind: 'ServiceAccount',
        metadata: { name: 'portal', namespace: 'default' },
      });
      api.create({
        apiVersion: `${RBAC}/v1`,
        kind: 'ClusterRole',
        metadata: { name: 'acts' },
        rules: [
          { verbs: ['impersonate'], apiGroups: [''], resources: ['users'] },
          {
            verbs: ['impersonate'],
            apiGroups: [''],
            resources: ['groups'],
            resourceNames: ['devs'],
          },
        ],
      });
      bind('acts', {
        kind: 'ServiceAccount',
        name: 'portal',
        namespace: 'default',
      });
      const { token } = tokens.issue({
        namespace: 'default',
        serviceaccount: {
          name: 'portal',
          uid: api.get({
            apiVersion: 'v1',
            kind: 'ServiceAccount',
            name: 'portal',
            namespace: 'default',
          })!.metadata.uid!,
        },
      });
      const portal = (headers: Record<string, string | string[]>) =>
        access.authenticate({ authorization: `Bearer ${token}`, ...headers });
      expect(
        portal({ 'impersonate-user': 'bob', 'impersonate-group': 'devs' }),
      ).toEqual(user('bob', 'devs'));
      const refused = refusal(() =>
        portal({
          'impersonate-user': 'bob',
          'impersonate-group': ['devs', 'system:masters'],
        }),
      );
      expect(refused.code).toBe(403);
      expect(refused.message).toBe(
        'groups "system:masters" is forbidden: User "system:serviceaccount:default:portal" cannot impersonate resource "groups" in API group "" at the cluster scope',
      );
      expect(
        refusal(() =>
          portal({ 'impersonate-user': 'bob', 'impersonate-uid': '1' }),
        ).code,
      ).toBe(403);
    });
  });

  describe('what someone may do', () => {
    it.each([
      // role, verb, plural, group, subresource, allowed
      ['view', 'list', 'pods', '', '', true],
      ['view', 'get', 'pods', '', 'log', true],
      ['view', 'get', 'configmaps', '', '', true],
      ['view', 'get', 'secrets', '', '', false],
      ['view', 'list', 'secrets', '', '', false],
      ['view', 'create', 'pods', '', '', false],
      ['view', 'create', 'pods', '', 'exec', false],
      ['view', 'get', 'rolebindings', RBAC, '', false],
      ['edit', 'get', 'secrets', '', '', true],
      ['edit', 'create', 'deployments', 'apps', '', true],
      ['edit', 'patch', 'deployments', 'apps', 'scale', true],
      ['edit', 'create', 'pods', '', 'exec', true],
      ['edit', 'update', 'resourcequotas', '', '', false],
      ['edit', 'create', 'rolebindings', RBAC, '', false],
      ['edit', 'delete', 'namespaces', '', '', false],
      ['admin', 'create', 'rolebindings', RBAC, '', true],
      ['admin', 'update', 'resourcequotas', '', '', false],
      ['admin', 'create', 'limitranges', '', '', false],
      ['admin', 'escalate', 'roles', RBAC, '', false],
      ['cluster-admin', 'delete', 'anything', 'example.com', '', true],
    ])(
      '%s: %s %s.%s/%s is %p',
      (role, verb, plural, group, subresource, allowed) => {
        bind(role, { kind: 'Group', name: 'team' }, 'default');
        const more: Record<string, string> = { group };
        if (subresource) more.subresource = subresource;
        const member = user('ann', 'team');
        expect(may(member, verb, plural, 'default', more)).toBe(allowed);
        expect(may(member, verb, plural, 'kube-system', more)).toBe(false);
        expect(may(member, verb, plural, undefined, more)).toBe(false);
        expect(may(user('bob'), verb, plural, 'default', more)).toBe(false);
      },
    );

    it('lets everyone who is signed in ask about themselves and discover, and nobody else', () => {
      const path = (identity: Identity, url: string) =>
        access.authorize(identity, { verb: 'get', path: url }).allowed;
      expect(path(user('ann'), '/apis/apps/v1')).toBe(true);
      expect(path(user('ann'), '/metrics')).toBe(false);
      const nobody = access.authenticate({});
      expect(path(nobody, '/version')).toBe(true);
      expect(path(nobody, '/apis')).toBe(false);
      const ask = {
        verb: 'create',
        resource: {
          group: 'authorization.k8s.io',
          version: 'v1',
          plural: 'selfsubjectaccessreviews',
        },
      };
      expect(access.authorize(user('ann'), ask).allowed).toBe(true);
      expect(access.authorize(nobody, ask).allowed).toBe(false);
    });

    it('says why, and which role is missing', () => {
      bind('view', { kind: 'User', name: 'ann' }, 'default');
      const attributes = {
        verb: 'get',
        resource: {
          group: '',
          version: 'v1',
          plural: 'pods',
          namespace: 'default',
        },
      };
      expect(access.authorize(user('ann'), attributes)).toEqual({
        allowed: true,
        reason:
          'RBAC: allowed by RoleBinding "view-ann/default" of ClusterRole "view" to User "ann"',
      });
      bind('ghost', { kind: 'User', name: 'bob' }, 'default', 'Role');
      const refused = access.authorize(user('bob'), attributes);
      expect(refused).toEqual({
        allowed: false,
        reason: 'RBAC: role.rbac.authorization.k8s.io "ghost" not found',
      });
      expect(
        access.forbidden(user('bob'), attributes, refused.reason).message,
      ).toBe(
        'pods is forbidden: User "bob" cannot get resource "pods" in API group "" in the namespace "default": RBAC: role.rbac.authorization.k8s.io "ghost" not found',
      );
      expect(
        access.forbidden(user('bob'), { verb: 'get', path: '/metrics' }, '')
          .message,
      ).toBe('forbidden: User "bob" cannot get path "/metrics"');
    });

    it('answers the same in reviews', () => {
      bind('view', { kind: 'User', name: 'ann' }, 'default');
      const review = (
        kind: string,
        spec: Record<string, unknown>,
        identity = user('ann'),
        namespace?: string,
      ): SandboxObject =>
        access.review({
          object: {
            apiVersion: 'authorization.k8s.io/v1',
            kind,
            metadata: {} as any,
            spec,
          },
          identity,
          namespace,
        })!;
      const pods = {
        resourceAttributes: {
          verb: 'list',
          resource: 'pods',
          namespace: 'default',
        },
      };
      expect(review('SelfSubjectAccessReview', pods).status.allowed).toBe(true);
      expect(
        review('SelfSubjectAccessReview', pods, user('bob')).status,
      ).toEqual({ allowed: false });
      expect(
        review('SubjectAccessReview', { ...pods, user: 'ann' }, admin()).status
          .allowed,
      ).toBe(true);
      expect(
        refusal(() =>
          review(
            'LocalSubjectAccessReview',
            { ...pods, user: 'ann' },
            admin(),
            'other',
          ),
        ).code,
      ).toBe(422);
      expect(
        refusal(() => review('SelfSubjectAccessReview', {})).message,
      ).toContain(
        'exactly one of nonResourceAttributes or resourceAttributes must be specified',
      );
      const { resourceRules, incomplete } = review('SelfSubjectRulesReview', {
        namespace: 'default',
      }).status;
      expect(incomplete).toBe(false);
      expect(resourceRules).toContainEqual({
        verbs: ['get', 'list', 'watch'],
        apiGroups: [''],
        resources: ['namespaces'],
      });
      expect(
        access.review({
          object: {
            apiVersion: 'authentication.k8s.io/v1',
            kind: 'SelfSubjectReview',
            metadata: {} as any,
          },
          identity: user('ann', 'team'),
        })!.status.userInfo,
      ).toEqual({ username: 'ann', groups: ['team', 'system:authenticated'] });
    });
  });

  describe('handing out rights', () => {
    const role = (rules: unknown[]): SandboxObject => ({
      apiVersion: `${RBAC}/v1`,
      kind: 'Role',
      metadata: { name: 'r', namespace: 'default' },
      rules,
    });
    const binding = (roleName: string): SandboxObject => ({
      apiVersion: `${RBAC}/v1`,
      kind: 'RoleBinding',
      metadata: { name: 'b', namespace: 'default' },
      roleRef: { apiGroup: RBAC, kind: 'ClusterRole', name: roleName },
      subjects: [{ apiGroup: RBAC, kind: 'User', name: 'friend' }],
    });
    const write = (
      identity: Identity,
      object: SandboxObject,
      oldObject?: SandboxObject,
    ) =>
      access.refuseEscalation(identity, {
        group: RBAC,
        plural: object.kind === 'Role' ? 'roles' : 'rolebindings',
        object,
        oldObject,
      });
    const ann = user('ann');
    beforeEach(() => {
      bind('admin', { kind: 'User', name: 'ann' }, 'default');
    });

    it('is allowed up to the own rights', () => {
      const rules = [{ verbs: ['get'], apiGroups: [''], resources: ['pods'] }];
      expect(() => {
        write(ann, binding('view'));
        write(ann, binding('admin'));
        write(ann, role(rules));
        write(admin(), binding('cluster-admin'));
      }).not.toThrow();
    });

    it('is refused beyond them', () => {
      const refused = refusal(() => write(ann, binding('cluster-admin')));
      expect(refused.code).toBe(403);
      expect(refused.message).toBe(
        'rolebindings.rbac.authorization.k8s.io "b" is forbidden: user "ann" (groups=["system:authenticated"]) is attempting to grant RBAC permissions not currently held:\n{APIGroups:["*"], Resources:["*"], Verbs:["*"]}\n{NonResourceURLs:["*"], Verbs:["*"]}',
      );
      expect(
        refusal(() =>
          write(
            ann,
            role([
              {
                verbs: ['get', 'update'],
                apiGroups: [''],
                resources: ['resourcequotas'],
              },
            ]),
          ),
        ).message,
      ).toContain(
        '{APIGroups:[""], Resources:["resourcequotas"], Verbs:["update"]}',
      );
      expect(refusal(() => write(ann, binding('ghost'))).code).toBe(404);
    });

    it('does not concern writes that leave the rights as they are', () => {
      const strong = binding('cluster-admin');
      const labels = { a: 'b' };
      const labelled = { ...strong, metadata: { ...strong.metadata, labels } };
      expect(() => write(ann, labelled, strong)).not.toThrow();
    });

    it('is allowed to those who may bind the role', () => {
      api.create({
        apiVersion: `${RBAC}/v1`,
        kind: 'Role',
        metadata: { name: 'binder', namespace: 'default' },
        rules: [
          {
            verbs: ['bind'],
            apiGroups: [RBAC],
            resources: ['clusterroles'],
            resourceNames: ['cluster-admin'],
          },
        ],
      });
      expect(() => write(ann, binding('cluster-admin'))).toThrow();
      bind('binder', { kind: 'User', name: 'ann' }, 'default', 'Role');
      expect(() => write(ann, binding('cluster-admin'))).not.toThrow();
    });
  });
});
