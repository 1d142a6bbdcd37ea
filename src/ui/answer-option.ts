import type { GlyphName } from './glyph/glyphs.ts';

/** One answer that can be picked. */
export interface AnswerOption {
  readonly value: string;
  readonly label: string;
  /** A second, smaller line. */
  readonly detail?: string;
  readonly glyph?: GlyphName;
}
