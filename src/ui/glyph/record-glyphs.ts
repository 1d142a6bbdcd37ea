import type { GlyphName } from './glyphs.ts';

interface Look {
  readonly glyph: GlyphName;
  readonly look: 'plain' | 'accent' | 'ok' | 'warn' | 'bad';
  readonly chip: boolean;
}

/** The tick of each place where a record can be; tinted only where somebody has to act. */
export const recordLooks = {
  draft: { glyph: 'pencil', look: 'plain', chip: false },
  saved: { glyph: 'tablet', look: 'plain', chip: false },
  received: { glyph: 'tick-hollow', look: 'plain', chip: false },
  delivered: { glyph: 'tick', look: 'accent', chip: false },
  'handed-over': { glyph: 'tick-arrow', look: 'plain', chip: false },
  reviewed: { glyph: 'ticks', look: 'ok', chip: false },
  returned: { glyph: 'arrow-back', look: 'warn', chip: true },
  'not-accepted': { glyph: 'octagon', look: 'bad', chip: true },
  overtaken: { glyph: 'overtaken', look: 'plain', chip: false },
} as const satisfies Record<string, Look>;
