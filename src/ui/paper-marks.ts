import type { Attachment } from 'svelte/attachments';

/** A string of CSS. Control characters cannot stand in one. */
const quoted = (text: string): string => `"${text.replace(/\p{Cc}/gu, ' ').replace(/["\\]/g, '\\$&')}"`;

/**
 * What stands in the margins of every printed page while a paper lies here: `@page` reads custom properties of the root, and
 * of nothing else.
 */
export const paperMarks =
  (head: string, mark: string): Attachment =>
  (paper) => {
    const { style } = paper.ownerDocument.documentElement;
    style.setProperty('--paper-head', quoted(head));
    style.setProperty('--paper-mark', quoted(mark));
    return () => {
      style.removeProperty('--paper-head');
      style.removeProperty('--paper-mark');
    };
  };
