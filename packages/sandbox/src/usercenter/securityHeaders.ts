import type { Middleware } from './webContext';

/**
 * Headers of every answer. `formTargets`: origins that a form may end at by redirection, that is the portal's, as browsers
 * apply `form-action` to the redirects that follow a form.
 */
export function securityHeaders(formTargets: string[]): Middleware {
  const policy = [
    `default-src 'none'`,
    `style-src 'self'`,
    `script-src 'self'`,
    `img-src 'self'`,
    `form-action ${["'self'", ...formTargets].join(' ')}`,
    `frame-ancestors 'none'`,
    `base-uri 'none'`,
  ].join('; ');
  return async (ctx, next) => {
    ctx.set({
      'Content-Security-Policy': policy,
      'X-Content-Type-Options': 'nosniff',
      'X-Frame-Options': 'DENY',
      // Not no-referrer: with it browsers hide the Origin of our own forms.
      'Referrer-Policy': 'same-origin',
    });
    await next();
  };
}

/** Refuses requests under another host name, which links in answers would otherwise repeat. */
export function onlyHost(issuer: string): Middleware {
  const { host } = new URL(issuer);
  return async (ctx, next) => {
    if (ctx.host !== host) {
      ctx.status = 421;
      ctx.body = `This is ${issuer}`;
      return;
    }
    await next();
  };
}
