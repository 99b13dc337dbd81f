import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { loadOffering, type LoadedOffering } from './loadOffering';
import { ProblemCollector } from './model/ProblemCollector';

const MAX_DEPTH = 3;

async function yamlFiles(folder: string, depth = 0): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true });
  const found = await Promise.all(
    entries
      .sort((a, b) => (a.name < b.name ? -1 : 1))
      .map(async entry => {
        const file = path.join(folder, entry.name);
        if (entry.isDirectory()) {
          return depth < MAX_DEPTH ? yamlFiles(file, depth + 1) : [];
        }
        return /^offering\.ya?ml$/.test(entry.name) ? [file] : [];
      }),
  );
  return found.flat();
}

async function load(file: string): Promise<LoadedOffering> {
  try {
    return loadOffering(await readFile(file, 'utf8'), file);
  } catch (error) {
    const collector = new ProblemCollector();
    collector.add(
      '',
      'unreadable',
      `cannot be read: ${error instanceof Error ? error.message : error}`,
      { file },
    );
    return { file, problems: collector.problems };
  }
}

/** What must be unique across files: the second bearer is broken, the first stays. */
function identities({ offering }: LoadedOffering): [string, string][] {
  if (!offering) return [];
  const { spec, name } = offering;
  return [
    ['metadata.name', name],
    ['spec.osb.serviceId', spec.osb.serviceId],
    ...spec.plans.map(
      ({ id }, i) => [`spec.plans[${i}].id`, id] as [string, string],
    ),
  ];
}

/**
 * Loads every `offering.yaml` below a folder, in the order of their paths. A broken file hurts no other. Rejects only when
 * the folder itself cannot be read.
 */
export async function loadOfferings(folder: string): Promise<LoadedOffering[]> {
  const loaded = await Promise.all((await yamlFiles(folder)).map(load));
  const bearers = new Map<string, string>();
  return loaded.map(result => {
    const collector = new ProblemCollector();
    for (const [field, value] of identities(result)) {
      const bearer = bearers.get(value);
      if (bearer) {
        collector.add(field, 'duplicate', `is already used by ${bearer}`, {
          file: result.file,
        });
      }
    }
    if (!collector.empty) {
      const { file, name } = result;
      return { file, name, problems: collector.problems };
    }
    for (const [, value] of identities(result)) bearers.set(value, result.file);
    return result;
  });
}
