import type { TenantView } from '@jimu/plugin-tenants-common';

/** As much of the portal's back end as the app itself asks for. */
export class PortalBackend {
  userCenterIsDown = false;
  signedInAs: { username: string; displayName: string } | undefined;
  tenants: TenantView[] = [];
  /** Method and path of what was asked. */
  readonly requests: string[] = [];

  async answer(
    input: RequestInfo | URL,
    init?: RequestInit,
  ): Promise<Response> {
    const request = input instanceof Request ? input : undefined;
    const url = new URL(request?.url ?? String(input));
    const method = init?.method ?? request?.method ?? 'GET';
    this.requests.push(`${method} ${url.pathname}`);
    return this.route(url.pathname);
  }

  private route(path: string): Response {
    switch (path) {
      case '/api/auth/oidc/refresh':
        return this.refresh();
      case '/api/auth/oidc/start':
        return this.start();
      case '/api/auth/oidc/logout':
        return new Response('logout successful');
      case '/api/tenants/tenants':
        return Response.json({ items: this.tenants });
      default:
        return Response.json({ items: [] });
    }
  }

  private start(): Response {
    return this.userCenterIsDown
      ? Response.json(
          {
            error: {
              name: 'Error',
              message: 'connect ECONNREFUSED 127.0.0.1:7008',
            },
          },
          { status: 500 },
        )
      : new Response(null, { status: 302 });
  }

  private refresh(): Response {
    if (!this.signedInAs) {
      return Response.json(
        { error: { name: 'AuthenticationError', message: 'Missing session' } },
        { status: 401, statusText: 'Unauthorized' },
      );
    }
    const { username, displayName } = this.signedInAs;
    const userEntityRef = `user:default/${username}`;
    return Response.json({
      profile: { displayName },
      providerInfo: {
        accessToken: 'access-token',
        idToken: 'id-token',
        scope: 'openid profile email',
        expiresInSeconds: 3600,
      },
      backstageIdentity: {
        token: 'backstage-token',
        expiresInSeconds: 3600,
        identity: {
          type: 'user',
          userEntityRef,
          ownershipEntityRefs: [userEntityRef],
        },
      },
    });
  }
}
