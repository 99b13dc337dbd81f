import { decodeObject } from './decodeObject';

/** Writes fields as protocol buffers do: `[number, value]`, where a value is a number, text or a message. */
type Value = number | string | Buffer | Field[];
type Field = [number, Value];

function varint(value: number): Buffer {
  const bytes: number[] = [];
  let rest = BigInt.asUintN(64, BigInt(value));
  do {
    const more = rest > 0x7fn ? 0x80 : 0;
    bytes.push(Number(rest & 0x7fn) | more);
    rest >>= 7n;
  } while (rest > 0n);
  return Buffer.from(bytes);
}

function encode(fields: Field[]): Buffer {
  return Buffer.concat(
    fields.flatMap(([number, value]) => {
      if (typeof value === 'number') {
        return [varint(number << 3), varint(value)];
      }
      const bytes = Array.isArray(value)
        ? encode(value)
        : Buffer.from(value as string);
      return [varint((number << 3) | 2), varint(bytes.length), bytes];
    }),
  );
}

const object = (apiVersion: string, kind: string, raw: Field[]) =>
  Buffer.concat([
    Buffer.from('k8s\0', 'latin1'),
    encode([
      [
        1,
        [
          [1, apiVersion],
          [2, kind],
        ],
      ],
      [2, encode(raw)],
      [3, ''],
    ]),
  ]);

describe("objects in Kubernetes' binary encoding", () => {
  it('are read with lists, maps, pointers and quantities', () => {
    const deployment = object('apps/v1', 'Deployment', [
      [
        1,
        [
          [1, 'web'],
          [3, ''],
          [7, 0],
          [8, []],
          [
            11,
            [
              [1, 'app'],
              [2, 'web'],
            ],
          ],
          [
            11,
            [
              [1, 'empty'],
              [2, ''],
            ],
          ],
        ],
      ],
      [
        2,
        [
          [1, 0],
          [7, 0],
          [
            3,
            [
              [
                2,
                [
                  [
                    2,
                    [
                      [1, 'main'],
                      [2, '小明:1'],
                      [4, 'a'],
                      [4, ''],
                      [
                        8,
                        [
                          [
                            2,
                            [
                              [1, 'cpu'],
                              [2, [[1, '100m']]],
                            ],
                          ],
                        ],
                      ],
                    ],
                  ],
                ],
              ],
            ],
          ],
          [
            4,
            [
              [
                2,
                [
                  [
                    1,
                    [
                      [1, 1],
                      [3, '25%'],
                    ],
                  ],
                  [2, [[2, 3]]],
                ],
              ],
            ],
          ],
        ],
      ],
      [3, [[1, 7]]],
    ]);
    expect(decodeObject(deployment)).toEqual({
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: { name: 'web', labels: { app: 'web', empty: '' } },
      spec: {
        replicas: 0,
        template: {
          spec: {
            containers: [
              {
                name: 'main',
                image: '小明:1',
                args: ['a', ''],
                resources: { requests: { cpu: '100m' } },
              },
            ],
          },
        },
        strategy: { rollingUpdate: { maxUnavailable: '25%', maxSurge: 3 } },
      },
    });
  });

  it('are read by version where versions differ', () => {
    const spec: Field = [
      2,
      [
        [3, 5],
        [4, 80],
      ],
    ];
    expect(
      decodeObject(object('autoscaling/v1', 'HorizontalPodAutoscaler', [spec]))
        .spec,
    ).toEqual({ maxReplicas: 5, targetCPUUtilizationPercentage: 80 });
  });

  it('keep negative numbers, times and bytes', () => {
    const { metadata, data } = decodeObject(
      object('v1', 'Secret', [
        [
          1,
          [
            [10, -1],
            [8, [[1, 1_700_000_000]]],
          ],
        ],
        [
          2,
          [
            [1, 'k'],
            [2, Buffer.from([0, 255])],
          ],
        ],
      ]),
    ) as any;
    expect(metadata).toEqual({
      deletionGracePeriodSeconds: -1,
      creationTimestamp: '2023-11-14T22:13:20Z',
    });
    expect(data).toEqual({ k: 'AP8=' });
  });

  it('are refused rather than read in part', () => {
    const unknownField = object('v1', 'ConfigMap', [[99, 'x']]);
    expect(() => decodeObject(unknownField)).toThrow('ConfigMap, field 99');
    expect(() => decodeObject(object('v1', 'Mystery', []))).toThrow(
      expect.objectContaining({ code: 415 }),
    );
    const whole = object('v1', 'ConfigMap', [[1, [[1, 'a'.repeat(50)]]]]);
    expect(() => decodeObject(whole.subarray(0, 40))).toThrow(
      expect.objectContaining({ code: 400 }),
    );
    expect(() => decodeObject(Buffer.from('{}'))).toThrow('expected prefix');
  });
});
