import type { Localised } from '../documents/head.ts';

/** What a column of a sheet may hold; as its header says it. */
export interface Column {
  readonly name: Localised;
  /** what stands beneath the header of a template */
  readonly hint: Localised;
  /** other headers that mean the same */
  readonly also?: readonly string[];
}

export const column = (
  zh: string,
  en: string,
  hintZh: string,
  hintEn: string,
  also: readonly string[] = [],
): Column => ({
  name: { zh, en },
  hint: { zh: hintZh, en: hintEn },
  also,
});
