import type { Problem } from '@jimu/plugin-service-broker-common';
import { ProblemCollector } from './model/ProblemCollector';
import { compileOffering } from './offering/compileOffering';
import { checkReferences } from './offering/checkReferences';
import { rehearse } from './offering/rehearse';
import { parseYaml } from './parseYaml';
import { validateOfferingFile } from './schema/validateOfferingFile';
import type { Offering } from './types';

/** What came of a file: an offering, or the reasons why it is none. */
export interface LoadedOffering {
  file: string;
  /** `metadata.name`, where the file has one, even when the rest is broken. */
  name?: string;
  offering?: Offering;
  /** `field` is a path such as `spec.plans[1].defaults.storage`; `params.line` is its line in the file. */
  problems: Problem[];
}

function nameIn(value: unknown): string | undefined {
  const metadata = (value as { metadata?: { name?: unknown } } | undefined)
    ?.metadata;
  return typeof metadata?.name === 'string' ? metadata.name : undefined;
}

function build(
  value: unknown,
  file: string,
  collector: ProblemCollector,
): Offering | undefined {
  if (!validateOfferingFile(value, collector)) return undefined;
  checkReferences(collector, value.spec);
  if (!collector.empty) return undefined;
  const offering = compileOffering(file, value, collector);
  if (offering) rehearse(value.spec, offering, collector);
  return offering;
}

/**
 * Reads, checks, compiles and rehearses an offering. Never throws: whatever is wrong with the text comes back as problems.
 *
 * @param file - shown in messages
 */
export function loadOffering(text: string, file: string): LoadedOffering {
  const collector = new ProblemCollector();
  const parsed = parseYaml(text, collector);
  const offering = parsed && build(parsed.value, file, collector);
  const problems = collector.problems.map(problem => {
    const line = problem.params?.line ?? parsed?.lineOf(problem.field ?? '');
    return {
      ...problem,
      params: {
        ...problem.params,
        file,
        ...(line === undefined ? {} : { line }),
      },
    };
  });
  const name = nameIn(parsed?.value);
  return {
    file,
    ...(name === undefined ? {} : { name }),
    ...(offering && problems.length === 0 ? { offering } : {}),
    problems,
  };
}
