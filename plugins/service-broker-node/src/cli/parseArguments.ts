import { parseArgs } from 'node:util';
import { InputError } from '@backstage/errors';

/** What the command is asked to do. */
export interface CheckOptions {
  folders: string[];
  crds?: string;
  kubeconfig?: string;
  context?: string;
  namespace: string;
}

const USAGE =
  'usage: yarn offerings:check [--crds FOLDER] [--kubeconfig FILE [--context NAME] [--namespace NAME]] [FOLDER...]';

/**
 * Reads the command line; `OPERATOR_CRDS` stands in for `--crds`.
 *
 * @throws InputError with one line that says what is wrong and how it is used
 */
export function parseArguments(
  args: string[],
  environment: Record<string, string | undefined>,
  defaultFolder: string,
): CheckOptions {
  const option = { type: 'string' } as const;
  try {
    const { values, positionals } = parseArgs({
      args,
      allowPositionals: true,
      options: {
        crds: option,
        kubeconfig: option,
        context: option,
        namespace: option,
      },
    });
    const { kubeconfig, context, namespace } = values;
    for (const [name, value] of Object.entries({ context, namespace })) {
      if (value !== undefined && kubeconfig === undefined) {
        throw new TypeError(`--${name} needs --kubeconfig`);
      }
    }
    const crds = values.crds ?? (environment.OPERATOR_CRDS || undefined);
    return {
      folders: positionals.length > 0 ? positionals : [defaultFolder],
      namespace: namespace ?? 'default',
      ...(crds === undefined ? {} : { crds }),
      ...(kubeconfig === undefined ? {} : { kubeconfig }),
      ...(context === undefined ? {} : { context }),
    };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new InputError(`${reason.split(/\.\s|\n/)[0]}; ${USAGE}`);
  }
}
