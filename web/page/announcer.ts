/** Milliseconds between two announcements: a screen reader has to finish its sentence. */
const PAUSE = 3000;

/**
 * What puts a text into a live region, at most every three seconds and only where it has changed.
 *
 * @param region with `aria-live`
 */
export function createAnnouncer(region: HTMLElement): (text: string) => void {
  let wanted = region.textContent ?? '';
  let timer: ReturnType<typeof setTimeout> | undefined;
  let last = -Infinity;
  const say = () => {
    timer = undefined;
    if (region.textContent === wanted) return;
    region.textContent = wanted;
    last = performance.now();
  };
  return (text) => {
    wanted = text;
    timer ??= setTimeout(say, Math.max(0, last + PAUSE - performance.now()));
  };
}
