import type { PermissionsService } from '@backstage/backend-plugin-api';
import { AuthorizeResult } from '@backstage/plugin-permission-common';
import {
  BindRequest,
  brokerAdminPermission,
  credentialsReadPermission,
  InstanceQuery,
  InstanceView,
  instanceBindPermission,
  instanceCreatePermission,
  instanceDeletePermission,
  instanceReadPermission,
  OrderCheck,
  OrderRequest,
  Problem,
  ProblemError,
} from '@jimu/plugin-service-broker-common';
import type { TenantsService } from '@jimu/plugin-tenants-node';
import { problems } from '../model/problems';
import type { Broker, Caller } from './Broker';
import type { BrokerStore } from './BrokerStore';
import type { TenantScopes } from './TenantScopes';

export interface AuthorizedBrokerOptions {
  store: Pick<BrokerStore, 'instance'>;
  permissions: PermissionsService;
  scopes: TenantScopes;
  tenants: Pick<TenantsService, 'tenants'>;
}

type Right = typeof instanceReadPermission;

/** Which right each possible action of an instance's page takes. */
const RIGHT_OF_ACTION: Record<string, Right> = {
  delete: instanceDeletePermission,
  retry: instanceCreatePermission,
  bind: instanceBindPermission,
  unbind: instanceBindPermission,
  reveal: credentialsReadPermission,
};

/** Lets through what the caller has the right to. Another tenant's instance looks like one that does not exist. */
export class AuthorizedBroker implements Broker {
  constructor(
    private readonly inner: Broker,
    private readonly options: AuthorizedBrokerOptions,
  ) {}

  async offerings(caller: Caller) {
    await this.mayLook(caller);
    return this.inner.offerings(caller);
  }

  async offering(name: string, caller: Caller) {
    await this.mayLook(caller);
    return this.inner.offering(name, caller);
  }

  async brokenOfferings(caller: Caller) {
    await this.mayAdminister(caller);
    return this.inner.brokenOfferings(caller);
  }

  async orphans(caller: Caller) {
    await this.mayAdminister(caller);
    return this.inner.orphans(caller);
  }

  async checkOrder(order: OrderRequest, caller: Caller): Promise<OrderCheck> {
    const refused = await this.refusedIn(
      order.tenant,
      instanceCreatePermission,
      caller,
    );
    return refused
      ? { ok: false, problems: [refused] }
      : this.inner.checkOrder(order, caller);
  }

  async order(
    order: OrderRequest,
    idempotencyKey: string | undefined,
    caller: Caller,
  ) {
    const refused = await this.refusedIn(
      order.tenant,
      instanceCreatePermission,
      caller,
    );
    if (refused) throw refusalOf(refused);
    return this.inner.order(order, idempotencyKey, caller);
  }

  async instances(query: InstanceQuery, caller: Caller, tenants?: string[]) {
    const [scope] = await this.options.scopes.of(caller, [
      instanceReadPermission,
    ]);
    if (scope.everywhere) return this.inner.instances(query, caller, tenants);
    const known = await this.options.tenants.tenants();
    const visible = known
      .map(({ name }) => name)
      .filter(name => scope.allows(name));
    return this.inner.instances(
      query,
      caller,
      tenants ? visible.filter(name => tenants.includes(name)) : visible,
    );
  }

  async instance(id: string, caller: Caller): Promise<InstanceView> {
    await this.mayOnInstance(id, instanceReadPermission, caller);
    const view = await this.inner.instance(id, caller);
    if (view.allowed.length === 0) return view;
    const rights = await this.options.scopes.of(
      caller,
      view.allowed.map(action => RIGHT_OF_ACTION[action]),
    );
    return {
      ...view,
      allowed: view.allowed.filter((_, i) => rights[i].allows(view.tenant)),
    };
  }

  async deleteInstance(id: string, confirmName: string, caller: Caller) {
    await this.mayOnInstance(id, instanceDeletePermission, caller);
    return this.inner.deleteInstance(id, confirmName, caller);
  }

  async retry(id: string, caller: Caller) {
    await this.mayOnInstance(id, instanceCreatePermission, caller);
    return this.inner.retry(id, caller);
  }

  async bind(instanceId: string, request: BindRequest, caller: Caller) {
    await this.mayOnInstance(instanceId, instanceBindPermission, caller);
    return this.inner.bind(instanceId, request, caller);
  }

  async unbind(instanceId: string, bindingId: string, caller: Caller) {
    await this.mayOnInstance(instanceId, instanceBindPermission, caller);
    return this.inner.unbind(instanceId, bindingId, caller);
  }

  async credentials(instanceId: string, bindingId: string, caller: Caller) {
    await this.mayOnInstance(instanceId, credentialsReadPermission, caller);
    return this.inner.credentials(instanceId, bindingId, caller);
  }

  /** What can be ordered is no secret among people of the platform; somebody without any right on it has no business here. */
  private async mayLook(caller: Caller): Promise<void> {
    const [decision] = await this.options.permissions.authorizeConditional(
      [{ permission: instanceReadPermission }],
      { credentials: caller.credentials },
    );
    if (decision.result === AuthorizeResult.DENY) {
      throw refusalOf(officeMissing(instanceReadPermission.name));
    }
  }

  private async mayAdminister(caller: Caller): Promise<void> {
    const [decision] = await this.options.permissions.authorize(
      [{ permission: brokerAdminPermission }],
      { credentials: caller.credentials },
    );
    if (decision.result !== AuthorizeResult.ALLOW) {
      throw refusalOf(officeMissing(brokerAdminPermission.name));
    }
  }

  private async mayOnInstance(
    id: string,
    right: Right,
    caller: Caller,
  ): Promise<void> {
    const [instance, [read, needed]] = await Promise.all([
      this.options.store.instance(id),
      this.options.scopes.of(caller, [instanceReadPermission, right]),
    ]);
    if (!instance || !read.allows(instance.tenant)) {
      throw new ProblemError('NotFoundError', [problems.instanceUnknown()]);
    }
    if (!needed.allows(instance.tenant)) {
      throw refusalOf(await this.rightMissing(right, instance.tenant));
    }
  }

  /** Why a right does not hold in a tenant; one that the caller cannot see is the same as one that does not exist. */
  private async refusedIn(
    tenant: string,
    right: Right,
    caller: Caller,
  ): Promise<Problem | undefined> {
    const [read, needed] = await this.options.scopes.of(caller, [
      instanceReadPermission,
      right,
    ]);
    const known = await this.options.tenants.tenants();
    if (!known.some(({ name }) => name === tenant) || !read.allows(tenant)) {
      return problems.tenantUnknown(tenant);
    }
    return needed.allows(tenant) ? undefined : this.rightMissing(right, tenant);
  }

  private async rightMissing(right: Right, tenant: string): Promise<Problem> {
    const known = await this.options.tenants.tenants();
    const owners =
      known
        .find(({ name }) => name === tenant)
        ?.roles.filter(({ role }) => role === 'owner')
        .map(({ group }) => group) ?? [];
    return problems.rightMissing({
      right: right.name,
      role: 'developer',
      tenant,
      granters: owners.length
        ? `its owners (${owners.join(', ')})`
        : 'a platform admin',
    });
  }
}

function officeMissing(right: string): Problem {
  return {
    code: 'office-missing',
    message: `You lack the right ${right}, which a platform admin can grant`,
    params: { right },
  };
}

function refusalOf(problem: Problem): ProblemError {
  return new ProblemError(
    problem.code === 'tenant-unknown' ? 'NotFoundError' : 'NotAllowedError',
    [problem],
  );
}
