import { readFileSync } from 'node:fs';
import path from 'node:path';
import { parse } from 'yaml';
import { EndpointId, serviceBrokerEndpoints } from '../router/endpoints';

const document = parse(
  readFileSync(path.join(__dirname, 'openapi.yaml'), 'utf8'),
);

it('describes every endpoint with its permission, and no other', () => {
  const described = Object.entries<any>(document.paths).flatMap(([at, item]) =>
    ['get', 'post', 'delete']
      .filter(method => item[method])
      .map(method => {
        const { operationId, description } = item[method];
        const permission = /Permission:\s+([a-z.-]+[a-z])/.exec(description);
        return `${operationId} ${method} ${at} ${permission?.[1]}`;
      }),
  );
  const served = (Object.keys(serviceBrokerEndpoints) as EndpointId[]).map(
    id => {
      const { method, path: route, permission } = serviceBrokerEndpoints[id];
      const at = route.replace(/:(\w+)/g, '{$1}');
      return `${id} ${method} ${at} ${permission.name}`;
    },
  );
  expect(described.sort()).toEqual(served.sort());
});

it('refers only to what it defines', () => {
  const refs: string[] = [];
  JSON.stringify(document, (key, value) => {
    if (key === '$ref') refs.push(value);
    return value;
  });
  expect(refs.length).toBeGreaterThan(0);
  for (const ref of refs) {
    const target = ref
      .slice(2)
      .split('/')
      .reduce((node: any, step) => node?.[step], document);
    expect(`${ref} ${typeof target}`).toBe(`${ref} object`);
  }
});
