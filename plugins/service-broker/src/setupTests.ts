import '@testing-library/jest-dom';
import { configure } from '@testing-library/react';

// Pages are rendered whole; on a busy machine that takes its time, which says nothing about them.
jest.setTimeout(60_000);
configure({ asyncUtilTimeout: 15_000 });

// jsdom has no layout and so no media queries; tests see a wide screen.
window.matchMedia ??= (media: string) =>
  ({
    media,
    matches: false,
    addEventListener: () => {},
    removeEventListener: () => {},
    addListener: () => {},
    removeListener: () => {},
  } as unknown as MediaQueryList);
