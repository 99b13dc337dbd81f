import '@testing-library/jest-dom';

/** jsdom has no screen; this one is wide. */
window.matchMedia = query =>
  ({
    media: query,
    matches: Number(/min-width: (\d+)px/.exec(query)?.[1]) <= 1440,
    addEventListener: () => {},
    removeEventListener: () => {},
    addListener: () => {},
    removeListener: () => {},
  } as unknown as MediaQueryList);
