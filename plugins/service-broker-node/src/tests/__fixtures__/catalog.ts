import { readFileSync } from 'node:fs';
import path from 'node:path';
import { resolvePackagePath } from '@backstage/backend-plugin-api';
import { loadOffering } from '../../loadOffering';
import type { Offering } from '../../types';

/** Folder of the offerings that come with the product. */
export const catalogFolder = path.join(
  resolvePackagePath('@jimu/plugin-service-broker-node'),
  '../../catalog/offerings',
);

/** An offering that comes with the product. */
export function catalogOffering(name: string): Offering {
  const file = path.join(catalogFolder, name, 'offering.yaml');
  const { offering, problems } = loadOffering(readFileSync(file, 'utf8'), file);
  if (!offering) throw new Error(JSON.stringify(problems, undefined, 2));
  return offering;
}
