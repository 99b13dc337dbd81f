import { mkdirSync } from 'node:fs';
import { createServer, Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import Provider from 'oidc-provider';
import { Accounts } from './Accounts';
import { ArtifactStore } from './ArtifactStore';
import { fixedRoutes } from './fixedRoutes';
import { oidcConfiguration } from './oidcConfiguration';
import { readOrganization, sampleAccounts } from './organization';
import { persistentKeys } from './persistentKeys';
import { providerPages } from './providerPages';
import { onlyHost, securityHeaders } from './securityHeaders';
import { formSizeLimit } from './formSizeLimit';
import { signInRoutes } from './signInRoutes';
import { signOutByPost } from './signOutByPost';
import { SignInThrottle } from './SignInThrottle';

const MINUTE_MS = 60_000;

export interface UserCenterOptions {
  /** Folder for sessions and keys; made when absent, readable by its owner only. */
  dataDir: string;
  /** Port on 127.0.0.1; 0: any free one. Part of the issuer. */
  port: number;
  /** Secret of the client `jimu`. */
  clientSecret: string;
  /** Where a sign-in may return to. */
  redirectUris: string[];
  /** Where a sign-out may return to; the first one is the portal's address on the user center's pages. */
  postLogoutRedirectUris: string[];
  /** Folder with the User and Group entities. */
  orgFolder: string;
  log(message: string): void;
  /** Clock of the sign-in throttle, in milliseconds. */
  now?: () => number;
}

export interface RunningUserCenter {
  /** `http://localhost:<port>` */
  issuer: string;
  stop(): Promise<void>;
}

/** Starts the sandbox's user center: an OpenID Connect provider with a sign-in page and the sample people. */
export async function startUserCenter(
  options: UserCenterOptions,
): Promise<RunningUserCenter> {
  const { orgFolder, dataDir, log } = options;
  const accounts = await Accounts.create(readOrganization(orgFolder));
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  const keys = await persistentKeys(join(dataDir, 'keys.json'));
  const artifacts = new ArtifactStore(join(dataDir, 'user-center.sqlite'));
  const server = createServer();
  try {
    const issuer = `http://localhost:${await listen(server, options.port)}`;
    const [portal] = options.postLogoutRedirectUris;
    const provider = new Provider(
      issuer,
      oidcConfiguration({
        ...options,
        accounts,
        artifacts,
        keys,
        pages: providerPages(accounts, portal),
      }),
    );
    provider.on('server_error', (_ctx, error) =>
      log(`User center error: ${error.stack ?? error}`),
    );
    provider.use(onlyHost(issuer));
    provider.use(securityHeaders(origins(options)));
    provider.use(formSizeLimit(portal));
    provider.use(fixedRoutes(portal));
    provider.use(signOutByPost);
    provider.use(
      signInRoutes({
        provider,
        accounts,
        samples: sampleAccounts(orgFolder),
        accountThrottle: new SignInThrottle(
          { attempts: 5, windowMs: MINUTE_MS },
          options.now,
        ),
        addressThrottle: new SignInThrottle(
          { attempts: 60, windowMs: MINUTE_MS },
          options.now,
        ),
        formKey: keys.formKey,
        portal,
        log,
      }),
    );
    server.on('request', provider.callback());
    artifacts.purge();
    const purging = setInterval(() => artifacts.purge(), 60 * MINUTE_MS);
    purging.unref();
    return {
      issuer,
      stop: async () => {
        clearInterval(purging);
        await close(server);
        artifacts.close();
      },
    };
  } catch (error) {
    server.close();
    artifacts.close();
    throw error;
  }
}

function origins(options: UserCenterOptions): string[] {
  const uris = [...options.redirectUris, ...options.postLogoutRedirectUris];
  return [...new Set(uris.map(uri => new URL(uri).origin))];
}

async function listen(server: Server, port: number): Promise<number> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) =>
      reject(
        error.code === 'EADDRINUSE'
          ? new Error(`Port ${port} of the user center is taken`)
          : error,
      ),
    );
    server.listen(port, '127.0.0.1', resolve);
  });
  return (server.address() as AddressInfo).port;
}

async function close(server: Server): Promise<void> {
  const closed = new Promise<void>(resolve => server.close(() => resolve()));
  server.closeAllConnections();
  await closed;
}
