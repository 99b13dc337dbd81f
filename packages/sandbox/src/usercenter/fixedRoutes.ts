import { assets } from './pages/assets';
import { errorPage, homePage } from './pages/messagePages';
import { languageOf, Middleware, sendPage } from './webContext';

/** `/`, the files that pages load, and what is nowhere. */
export function fixedRoutes(portal?: string): Middleware {
  return async (ctx, next) => {
    const asset = Object.hasOwn(assets, ctx.path) && assets[ctx.path];
    if (!['GET', 'HEAD'].includes(ctx.method)) {
      await next();
    } else if (asset) {
      ctx.type = asset.type;
      ctx.set('Cache-Control', 'max-age=300');
      ctx.body = asset.body;
    } else if (ctx.path === '/') {
      const language = languageOf(ctx);
      sendPage(ctx, homePage({ language, path: '/' }, portal), 200);
    } else {
      await next();
      if (ctx.status === 404 && !ctx.body && ctx.accepts('html')) {
        const language = languageOf(ctx);
        const page = errorPage({ language }, { reason: 'notFound', portal });
        sendPage(ctx, page, 404);
      }
    }
  };
}
