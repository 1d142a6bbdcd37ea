import { tick } from 'svelte';

/** Gives the focus to the row of a door, once the list stands as it should. */
export function focusRow(list: HTMLElement | undefined, key: string | undefined): void {
  if (key === undefined) return;
  void tick().then(() => list?.querySelector<HTMLElement>(`[data-door="${CSS.escape(key)}"]`)?.focus());
}
