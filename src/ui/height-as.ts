import type { Attachment } from 'svelte/attachments';

/**
 * Publishes the height of what is fixed at the foot of the screen as a property of the document,
 * so that a toast can stand above it. Nothing shown counts as 0.
 * @param property a custom property, in px: `--foot-bar`, `--foot-card` or `--foot-actions`
 */
export function heightAs(property: `--${string}`): Attachment<HTMLElement> {
  return (element) => {
    const root = element.ownerDocument.documentElement;
    const watch = new ResizeObserver(() => {
      root.style.setProperty(property, `${element.offsetHeight}px`);
    });
    watch.observe(element);
    return () => {
      watch.disconnect();
      root.style.removeProperty(property);
    };
  };
}
