import { errorPage } from './pages/messagePages';
import {
  FormTooLargeError,
  languageOf,
  Middleware,
  sendPage,
} from './webContext';

/** Answers in words when a form was too large to be read. */
export function formSizeLimit(portal?: string): Middleware {
  return async (ctx, next) => {
    try {
      await next();
    } catch (error) {
      if (!(error instanceof FormTooLargeError)) throw error;
      const language = languageOf(ctx);
      const page = errorPage({ language }, { reason: 'tooLarge', portal });
      sendPage(ctx, page, 413);
    }
  };
}
