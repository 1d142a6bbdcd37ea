import { prefersReducedMotion } from 'svelte/motion';
import type { TransitionConfig } from 'svelte/transition';

/** A row goes away: it fades and its place closes, so that one sees which one it was. */
export function leave(element: HTMLElement): TransitionConfig {
  const style = getComputedStyle(element);
  const height = element.offsetHeight;
  const margin = parseFloat(style.marginTop);
  return {
    duration: prefersReducedMotion.current ? 0 : 200,
    css: (t) =>
      `overflow:hidden;opacity:${String(t)};height:${String(height * t)}px;min-height:0;margin-top:${String(margin * t)}px`,
  };
}
