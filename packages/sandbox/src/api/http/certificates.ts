import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { generate } from 'selfsigned';
import type { ServerCertificate } from './KubernetesServer';
import { writePrivateFile } from './privateFile';

/** The server's certificate with the CA that signed it. */
export interface ServerIdentity extends ServerCertificate {
  ca: string;
}

const tenYears = 10 * 365 * 24 * 3600 * 1000;

async function create(): Promise<ServerIdentity> {
  const notAfterDate = new Date(Date.now() + tenYears);
  const shared = {
    keyType: 'ec',
    curve: 'P-256',
    algorithm: 'sha256',
    notAfterDate,
  } as const;
  const ca = await generate([{ name: 'commonName', value: 'sandbox-ca' }], {
    ...shared,
    extensions: [
      { name: 'basicConstraints', cA: true, critical: true },
      {
        name: 'keyUsage',
        keyCertSign: true,
        digitalSignature: true,
        critical: true,
      },
    ],
  });
  const server = await generate([{ name: 'commonName', value: 'sandbox' }], {
    ...shared,
    ca: { key: ca.private, cert: ca.cert },
    extensions: [
      { name: 'basicConstraints', cA: false },
      { name: 'keyUsage', digitalSignature: true },
      { name: 'extKeyUsage', serverAuth: true },
      {
        name: 'subjectAltName',
        altNames: [
          { type: 2, value: 'localhost' },
          { type: 7, ip: '127.0.0.1' },
          { type: 7, ip: '::1' },
        ],
      },
    ],
  });
  return { ca: ca.cert, key: server.private, certificate: server.cert };
}

/** The certificate kept in the folder; made at the first start, so that kubeconfigs stay valid. */
export async function serverIdentity(folder: string): Promise<ServerIdentity> {
  const file = join(folder, 'server-identity.json');
  if (existsSync(file)) return JSON.parse(readFileSync(file, 'utf8'));
  const identity = await create();
  writePrivateFile(file, JSON.stringify(identity));
  return identity;
}
