/** Brings the reader to the row of a visit, or to the title where there is none. */
export function focusRow(room: HTMLElement | undefined, visit: string | undefined): void {
  const row = room?.querySelector<HTMLElement>(`[data-visit="visit:${visit ?? ''}"]`);
  (row ?? room?.querySelector<HTMLElement>('h1'))?.focus();
}

/** From one matter of the record to the next, and from the last to the first. */
export function focusNextMatter(room: HTMLElement | undefined): void {
  const matters = [...(room?.querySelectorAll<HTMLElement>('[data-matter]') ?? [])];
  const at = matters.findIndex((matter) => matter === document.activeElement);
  matters[(at + 1) % matters.length]?.focus();
}
