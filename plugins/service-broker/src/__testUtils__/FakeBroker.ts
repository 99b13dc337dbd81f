import type {
  BrokenOffering,
  BrokerEvent,
  Credentials,
  InstanceQuery,
  InstanceSummary,
  InstanceView,
  OrderCheck,
  OrderRequest,
  Problem,
} from '@jimu/plugin-service-broker-common';
import type { ServiceBrokerApi } from '../api/ServiceBrokerApi';
import type { TenancyApi } from '../api/TenancyApi';
import type {
  BrokerEventListener,
  BrokerEvents,
  ConnectionState,
} from '../api/events/BrokerEvents';
import {
  environments,
  instanceSummary,
  instanceView,
  offerings,
  redisCredentials,
  redisOffering,
  tenants,
} from './fixtures';

/** An answer of the server that the client throws. */
export function refusal(statusCode: number, problems: Problem[] = []): Error {
  return Object.assign(new Error(`Request failed with ${statusCode}`), {
    name: 'ResponseError',
    statusCode,
    body: { error: { message: 'Refused', problems } },
  });
}

/** Pushes in the hands of a test. */
export class FakeEvents implements BrokerEvents {
  private readonly listeners = new Set<BrokerEventListener>();
  private readonly stateListeners = new Set<() => void>();
  private connection: ConnectionState = 'live';

  readonly state = {
    get: () => this.connection,
    subscribe: (onChange: () => void) => {
      this.stateListeners.add(onChange);
      return () => {
        this.stateListeners.delete(onChange);
      };
    },
  };

  subscribe(listener: BrokerEventListener) {
    this.listeners.add(listener);
    return () => {
      this.listeners.delete(listener);
    };
  }

  push(event: Partial<BrokerEvent>) {
    const full = { id: '1', type: 'instance', ...event } as BrokerEvent;
    this.listeners.forEach(listener => listener.onEvent?.(full));
  }

  become(state: ConnectionState) {
    const resync = this.connection === 'offline' && state === 'live';
    this.connection = state;
    this.stateListeners.forEach(onChange => onChange());
    if (resync) this.listeners.forEach(listener => listener.onResync?.());
  }
}

/** A service broker that answers from memory and remembers what it was asked. */
export class FakeBroker {
  readonly events = new FakeEvents();
  /** The server's answer to platform people; undefined for all others, whom it refuses. */
  brokenOfferings: BrokenOffering[] | undefined;
  instances: InstanceSummary[] = [];
  view: InstanceView = instanceView;
  check: (order: OrderRequest) => OrderCheck = () => ({
    ok: true,
    problems: [],
    price: { amount: 500, currency: 'CNY', per: 'month' },
    consumption: redisOffering.plans[1].consumption,
  });
  credentials: Credentials = redisCredentials;

  readonly api: jest.Mocked<ServiceBrokerApi> = {
    offerings: jest.fn(async () => ({ items: offerings })),
    offering: jest.fn(async (name: string) => {
      if (name !== 'redis') throw refusal(404);
      return redisOffering;
    }),
    brokenOfferings: jest.fn(async () => {
      if (!this.brokenOfferings) throw refusal(403);
      return { items: this.brokenOfferings };
    }),
    checkOrder: jest.fn(async (order: OrderRequest) => this.check(order)),
    order: jest.fn(async (_order: OrderRequest, _key: string) => ({
      instance: instanceSummary,
      operation: instanceView.operation!,
    })),
    instances: jest.fn(async (_query?: InstanceQuery) => ({
      items: this.instances,
      totalItems: this.instances.length,
    })),
    instance: jest.fn(async (id: string) => {
      if (id !== this.view.id) throw refusal(404);
      return this.view;
    }),
    deleteInstance: jest.fn(async (_id: string, _confirmName: string) => ({
      operation: { ...instanceView.operation!, type: 'delete' as const },
    })),
    retry: jest.fn(async (_id: string) => ({
      operation: instanceView.operation!,
    })),
    bind: jest.fn(),
    unbind: jest.fn(async (_instanceId: string, _bindingId: string) => ({
      operation: { ...instanceView.operation!, type: 'unbind' as const },
    })),
    credentials: jest.fn(
      async (_instanceId: string, _bindingId: string) => this.credentials,
    ),
    events: jest.fn(),
  };

  readonly tenancy: jest.Mocked<TenancyApi> = {
    tenants: jest.fn(async () => ({ items: tenants })),
    environments: jest.fn(async () => ({ items: environments })),
  };
}
