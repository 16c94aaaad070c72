const TALLEST = 6000;

/**
 * The height that a mail needs at a width, in pixels. The frame that shows it can tell nobody: it has an origin of its
 * own and no script. So the same page is laid out once in a frame that is invisible, runs no script either and is gone
 * before anybody could click in it.
 */
export function measureHeight(page: string, width: number, signal: AbortSignal): Promise<number> {
  return new Promise((resolve) => {
    const frame = document.createElement('iframe');
    frame.setAttribute('sandbox', 'allow-same-origin');
    frame.setAttribute('aria-hidden', 'true');
    frame.className = 'mail-measure';
    frame.tabIndex = -1;
    frame.style.width = `${width}px`;
    frame.srcdoc = page;
    frame.addEventListener('load', () => {
      const height = frame.contentDocument?.documentElement.scrollHeight ?? 0;
      frame.remove();
      resolve(Math.min(height, TALLEST));
    });
    signal.addEventListener('abort', () => frame.remove());
    document.body.append(frame);
  });
}
