import type { GlyphName } from './glyph/glyphs.ts';

/** One place of the app. */
export interface ShellItem {
  readonly href: string;
  readonly glyph: GlyphName;
  readonly word: string;
  readonly current?: boolean;
  readonly count?: number;
  /** What the number counts, read aloud. */
  readonly countWord?: string;
}
