let screenWidth = 1440;
const listeners = new Set<() => void>();

/** Makes the test's screen so many pixels wide, and says so to whoever listens. */
export function setScreenWidth(width: number): void {
  screenWidth = width;
  listeners.forEach(listener => listener());
}

/**
 * Gives the test's browser a screen with a light system theme; jsdom has none. Understands what breakpoints ask:
 * `min-width` and `max-width` in pixels.
 */
export function installScreen(): void {
  window.matchMedia = query =>
    ({
      media: query,
      get matches() {
        return matches(query);
      },
      addEventListener: (_type: string, listener: () => void) =>
        listeners.add(listener),
      removeEventListener: (_type: string, listener: () => void) =>
        listeners.delete(listener),
      addListener: (listener: () => void) => listeners.add(listener),
      removeListener: (listener: () => void) => listeners.delete(listener),
    } as unknown as MediaQueryList);
}

function matches(query: string): boolean {
  const conditions = [...query.matchAll(/\((min|max)-width:\s*([\d.]+)px\)/g)];
  return (
    conditions.length > 0 &&
    conditions.every(([, edge, pixels]) =>
      edge === 'min'
        ? screenWidth >= Number(pixels)
        : screenWidth <= Number(pixels),
    )
  );
}
