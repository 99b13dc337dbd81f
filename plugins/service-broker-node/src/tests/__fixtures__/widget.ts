import { parse, stringify } from 'yaml';
import { loadOffering } from '../../loadOffering';
import type { OfferingFile } from '../../schema/OfferingSpec';
import type { Offering } from '../../types';

/** The smallest offering that uses every part of the format. */
const WIDGET = `
apiVersion: jimu.dev/v1alpha1
kind: Offering
metadata: { name: widget }
spec:
  display:
    title: Widget
    description: { en: A widget, zh: 小部件 }
    category: sample
    aliases: [widget, 小部件]
    expectedMinutes: 1
  osb: { serviceId: 11111111-1111-4111-8111-111111111111 }
  requires:
    - { apiVersion: example.org/v1, kind: Widget, operator: widget-operator }
  naming: { maxLength: 30, pattern: '^[a-z]([-a-z0-9]*[a-z0-9])?$' }
  parameters:
    type: object
    additionalProperties: false
    properties:
      size: { type: integer, minimum: 1, maximum: 5, default: 1, x-title: { en: Size, zh: 大小 }, x-mutable: true }
      storage:
        type: string
        format: k8s-quantity
        default: 1Gi
        x-minimum: 1Gi
        x-maximum: 10Gi
        x-unit: bytes
        x-title: { en: Disk, zh: 磁盘 }
      color: { type: string, x-title: { en: Colour, zh: 颜色 } }
      fast: { type: boolean, default: false, x-title: { en: Fast, zh: 快速 } }
  consumes:
    cpu: 'params.size * quantity("100m")'
    memory: 'params.size * quantity("64Mi")'
    storage: quantity(params.storage)
    volumes: '1'
  price: { currency: CNY }
  plans:
    - id: 22222222-2222-4222-8222-222222222222
      name: small
      title: { en: Small, zh: 小 }
      description: { en: One, zh: 一个 }
      bullets: [{ en: One, zh: 一个 }]
      highAvailability: false
      fixed: { size: 1 }
      price: { base: 10, perStorageGi: 1 }
    - id: 33333333-3333-4333-8333-333333333333
      name: large
      title: { en: Large, zh: 大 }
      description: { en: Many, zh: 多个 }
      bullets: [{ en: Many, zh: 多个 }]
      highAvailability: true
      defaults: { size: 3, storage: 2Gi }
      limits: { size: { minimum: 3 } }
      price: { base: 10, amount: 'consumption.cpu * 100.0' }
  versions:
    default: '2'
    available:
      - { name: '1', values: { image: 'widget:1' } }
      - { name: '2', values: { image: 'widget:2' }, from: ['1'] }
  locals:
    many: params.size > 1
    kinds: 'params.fast ? ["fast"] : ["slow"]'
  resources:
    - id: auth
      generate: { password: { length: 20 } }
      template:
        apiVersion: v1
        kind: Secret
        metadata: { name: '\${instance.name}-auth' }
        stringData: { username: admin }
    - id: widget
      primary: true
      template:
        apiVersion: example.org/v1
        kind: Widget
        metadata: { name: '\${instance.name}', labels: { kept: 'yes' } }
        spec:
          size: \${params.size}
          color: \${params.?color}
          kinds: \${locals.kinds}
          image: \${version.values.image}
          note: size \${params.size} of \${plan}, \$\${literally}
          users: "\${bindings.map(b, {'name': b.username})}"
    - id: extra
      includeWhen: locals.many
      template:
        apiVersion: v1
        kind: ConfigMap
        metadata: { name: '\${instance.name}-extra' }
  observe:
    - { id: set, apiVersion: apps/v1, kind: StatefulSet, name: '\${instance.name}' }
  status:
    timeouts: { provision: 5m, deprovision: 5m }
    failed:
      - when: res.?widget.?status.?phase.orValue('') == 'Failed'
        reason: Failed
        message: '\${res.widget.status.reason}'
        for: 2m
    ready: res.?widget.?status.?phase.orValue('') == 'Ready' && res.?set.?status.?readyReplicas.orValue(0) == params.size
    progress: '\${string(res.?set.?status.?readyReplicas.orValue(0))} of \${params.size}'
    warnings: res.?widget.?status.?warnings.orValue([])
  outputs:
    host: \${instance.name}.\${instance.namespace}.svc
    code: \${res.widget.status.code}
  endpoints:
    - { name: main, host: '\${outputs.host}', port: 80 }
    - { name: late, host: '\${outputs.code}', port: '\${params.size}' }
  external: { service: '\${instance.name}-ext', port: 80 }
  binding:
    strategy: customResource
    parameters:
      type: object
      additionalProperties: false
      required: [space]
      properties:
        space: { type: string, pattern: '^[a-z]+$', examples: [shop], x-title: { en: Space, zh: 空间 } }
    resources:
      - id: user
        template:
          apiVersion: example.org/v1
          kind: Widget
          metadata: { name: '\${binding.name}' }
          spec: { space: '\${binding.params.space}' }
    status:
      ready: bindingRes.?user.?status.?done.orValue(false)
    credentials:
      type: widget
      provider: example
      fields:
        host: \${outputs.host}
        port: '80'
        username: \${binding.username}
        password: { secretKeyRef: { name: '\${instance.name}-auth', key: password } }
        line: user={\${binding.username}} password=\${secret('password')}
      uri: widget://\${binding.username}:\${secret('password')}@\${host}:\${port}/\${binding.params.space}
    revoke:
      template:
        apiVersion: batch/v1
        kind: Job
        metadata: { name: '\${binding.name}-drop' }
        spec: { account: '\${binding.username}' }
  deletion:
    order:
      - bindings
      - extra
      - { resource: widget, orphanWhen: instance.deletionPolicy == 'retain' }
      - auth
    leftovers:
      - apiVersion: v1
        kind: PersistentVolumeClaim
        labels: { app: '\${instance.name}' }
        when: instance.deletionPolicy == 'delete'
      - { apiVersion: v1, kind: Secret, names: ['\${instance.name}-tls'] }
`;

/** The widget's file as it stands, as text. */
export const widgetText = WIDGET;

/** The widget's file, changed. */
export function changedWidget(
  change: (file: OfferingFile & { spec: any }) => void,
): string {
  const file = parse(WIDGET);
  change(file);
  return stringify(file, { lineWidth: 0, aliasDuplicateObjects: false });
}

/** What is wrong with a changed widget: `field: code`. */
export function problemsOf(
  change: (file: OfferingFile & { spec: any }) => void,
): string[] {
  return loadOffering(changedWidget(change), 'offering.yaml').problems.map(
    ({ field, code }) => `${field}: ${code}`,
  );
}

/** The widget, loaded. */
export function widget(
  change: (file: OfferingFile & { spec: any }) => void = () => {},
): Offering {
  const { offering, problems } = loadOffering(
    changedWidget(change),
    'offering.yaml',
  );
  if (!offering) throw new Error(JSON.stringify(problems));
  return offering;
}
