import { Middleware, readForm } from './webContext';

const END_SESSION = '/session/end';

/**
 * Takes sign-out requests sent as a form, as the standard asks for, so that an ID token need not stand in an address. The
 * provider itself takes them only with cookies of other sites, which need https; portal and user center are one site here.
 */
export const signOutByPost: Middleware = async (ctx, next) => {
  if (ctx.method === 'POST' && ctx.path === END_SESSION) {
    ctx.querystring = (await readForm(ctx.req)).toString();
    ctx.method = 'GET';
  }
  await next();
};
