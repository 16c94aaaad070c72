import { vi } from 'vitest';

/** Fills in what jsdom leaves out because it lays nothing out: nothing is ever narrow, dark or scrolled into view. */
export function fillBrowserGaps(): void {
  window.matchMedia = (media) =>
    Object.assign(new EventTarget(), {
      media,
      matches: false,
      onchange: null,
      addListener: vi.fn(),
      removeListener: vi.fn(),
    });
  Element.prototype.scrollIntoView = vi.fn();
  window.IntersectionObserver = class {
    readonly root = null;
    readonly rootMargin = '';
    readonly scrollMargin = '';
    readonly thresholds = [];
    observe = vi.fn();
    unobserve = vi.fn();
    disconnect = vi.fn();
    takeRecords = () => [];
  };
  window.ResizeObserver = class {
    observe = vi.fn();
    unobserve = vi.fn();
    disconnect = vi.fn();
  };
  if (!('CSS' in window)) vi.stubGlobal('CSS', { escape: (text: string) => text });
}
