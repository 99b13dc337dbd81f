import { useState } from 'react';

/** The first of a long list, until all of it is asked for. */
export function useFirst<T>(items: T[], count: number) {
  const [all, setAll] = useState(false);
  const shown = all ? items : items.slice(0, count);
  return {
    shown,
    isCut: shown.length < items.length,
    showAll: () => setAll(true),
  };
}
