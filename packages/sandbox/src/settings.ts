import { resolve } from 'node:path';
import type { SandboxOptions } from './types';

/** What the environment asks the sandbox process to be. */
export interface Settings {
  sandbox: SandboxOptions;
  /** Only people and sign-in: the portal works on a cluster of its own. */
  onlyUserCenter: boolean;
  /** Process whose end is also the sandbox's. */
  parentPid?: number;
}

type Environment = Record<string, string | undefined>;

const callback = '/api/auth/oidc/handler/frame';
/** From the root of the checkout, where the launcher starts the process. */
const orgFolder = 'catalog/org';

function wholeNumber(
  environment: Environment,
  name: string,
  most: number,
): number | undefined {
  const text = environment[name];
  if (!text) return undefined;
  const value = Number(text);
  if (!Number.isInteger(value) || value < 0 || value > most) {
    throw new Error(
      `${name} must be a whole number from 0 to ${most}, not ${text}`,
    );
  }
  return value;
}

function userCenterOf(environment: Environment): SandboxOptions['userCenter'] {
  const portal = environment.JIMU_PORTAL_URL;
  const clientSecret = environment.JIMU_USER_CENTER_SECRET;
  if (!portal && !clientSecret) return undefined;
  if (!portal)
    throw new Error('JIMU_PORTAL_URL must be set with JIMU_USER_CENTER_SECRET');
  if (!clientSecret) {
    throw new Error('JIMU_USER_CENTER_SECRET must be set with JIMU_PORTAL_URL');
  }
  if (!URL.canParse(portal)) {
    throw new Error(`JIMU_PORTAL_URL must be a URL, not ${portal}`);
  }
  const base = portal.replace(/\/+$/, '');
  return {
    clientSecret,
    redirectUris: [`${base}${callback}`],
    postLogoutRedirectUris: [`${base}/`],
    orgFolder: resolve(environment.JIMU_ORG ?? orgFolder),
  };
}

/**
 * Reads the settings of the sandbox process. JIMU_SANDBOX_DATA is required; ports that are absent are any free ones; without
 * JIMU_PORTAL_URL there is no user center. Throws an Error that names the variable.
 */
export function readSettings(environment: Environment): Settings {
  const {
    JIMU_SANDBOX_DATA,
    JIMU_SANDBOX_OPERATORS = 'all',
    OPERATOR_CRDS,
  } = environment;
  if (!JIMU_SANDBOX_DATA)
    throw new Error('JIMU_SANDBOX_DATA must name a folder');
  if (JIMU_SANDBOX_OPERATORS !== 'all' && JIMU_SANDBOX_OPERATORS !== 'none') {
    throw new Error(
      `JIMU_SANDBOX_OPERATORS must be all or none, not ${JIMU_SANDBOX_OPERATORS}`,
    );
  }
  const userCenter = userCenterOf(environment);
  const onlyUserCenter = environment.JIMU_SANDBOX_ONLY_USER_CENTER === '1';
  if (onlyUserCenter && !userCenter) {
    throw new Error(
      'JIMU_PORTAL_URL and JIMU_USER_CENTER_SECRET must be set with JIMU_SANDBOX_ONLY_USER_CENTER=1',
    );
  }
  return {
    onlyUserCenter,
    parentPid: wholeNumber(environment, 'JIMU_PARENT_PID', 2 ** 31 - 1),
    sandbox: {
      dataDir: resolve(JIMU_SANDBOX_DATA),
      ports: {
        kubernetes: wholeNumber(environment, 'JIMU_SANDBOX_PORT', 65_535),
        admin: wholeNumber(environment, 'JIMU_SANDBOX_ADMIN_PORT', 65_535),
        userCenter: wholeNumber(environment, 'JIMU_USER_CENTER_PORT', 65_535),
      },
      operators: JIMU_SANDBOX_OPERATORS,
      crdFolder: OPERATOR_CRDS ? resolve(OPERATOR_CRDS) : undefined,
      userCenter,
    },
  };
}
