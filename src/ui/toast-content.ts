import type { GlyphName } from './glyph/glyphs.ts';

interface ToastChip {
  readonly value: string;
  readonly label: string;
  readonly pressed?: boolean;
}

/** What a toast says. Another `id` is another toast, also with the same text. */
export interface ToastContent {
  readonly id: string;
  readonly text: string;
  readonly glyph?: GlyphName;
  /** The one action, such as 撤销. */
  readonly actionWord?: string;
  /** Name of the chips, shown before them. */
  readonly chipsWord?: string;
  readonly chips?: readonly ToastChip[];
}
