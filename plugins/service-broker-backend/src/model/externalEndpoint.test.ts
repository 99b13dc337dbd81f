import { externalEndpoint } from './externalEndpoint';

const service = (spec: object, status: object = {}) => ({
  apiVersion: 'v1',
  kind: 'Service',
  metadata: { name: 's' },
  spec,
  status,
});
const node = (ready: string, addresses: [string, string][]) => ({
  apiVersion: 'v1',
  kind: 'Node',
  metadata: { name: 'n' },
  status: {
    conditions: [{ type: 'Ready', status: ready }],
    addresses: addresses.map(([type, address]) => ({ type, address })),
  },
});
const ports = [{ port: 6379, nodePort: 30_001 }];

describe('externalEndpoint', () => {
  it('is the load balancer where there is one', () => {
    const at = (ingress: object[]) =>
      externalEndpoint(
        service({ type: 'LoadBalancer', ports }, { loadBalancer: { ingress } }),
        6379,
        [node('True', [['InternalIP', '10.0.0.1']])],
      );
    expect(at([{ ip: '1.2.3.4' }])).toEqual({ host: '1.2.3.4', port: 6379 });
    expect(at([{ hostname: 'lb.example', ip: '1.2.3.4' }])).toEqual({
      host: 'lb.example',
      port: 6379,
    });
    expect(at([])).toEqual({ host: '10.0.0.1', port: 30_001 });
  });

  it('is a node that is ready, by its outer address', () => {
    const nodes = [
      node('False', [['ExternalIP', '9.9.9.9']]),
      node('True', [
        ['InternalIP', '10.0.0.2'],
        ['ExternalIP', '8.8.8.8'],
      ]),
    ];
    expect(
      externalEndpoint(service({ type: 'NodePort', ports }), 6379, nodes),
    ).toEqual({ host: '8.8.8.8', port: 30_001 });
  });

  it('is nothing without a port of that number, a node port, or a node', () => {
    const nodes = [node('True', [['InternalIP', '10.0.0.1']])];
    const spec = { type: 'ClusterIP', ports: [{ port: 6379 }] };
    expect(externalEndpoint(service(spec), 6379, nodes)).toBeUndefined();
    expect(
      externalEndpoint(service({ type: 'NodePort', ports }), 1, nodes),
    ).toBeUndefined();
    expect(
      externalEndpoint(service({ type: 'NodePort', ports }), 6379, []),
    ).toBeUndefined();
    expect(externalEndpoint(service({}), 6379, nodes)).toBeUndefined();
  });
});
