import { useEffect } from 'react';
import { configApiRef, useApi } from '@backstage/frontend-plugin-api';

/** Names the browser's tab: `cart-cache · Jimu`. */
export function useDocumentTitle(title: string) {
  const appTitle = useApi(configApiRef).getOptionalString('app.title');
  useEffect(() => {
    document.title = appTitle ? `${title} · ${appTitle}` : title;
  }, [title, appTitle]);
}
