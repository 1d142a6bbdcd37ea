import type { GlyphName } from './glyphs.ts';

/** The circle of each end of a knock; the empty ring where nobody went yet. */
export const outcomeGlyphs = {
  met: 'circle-tick',
  phone: 'circle-phone',
  not_home: 'circle-half',
  refused: 'circle-bar',
  vacant: 'circle-dashed',
  moved: 'circle-arrow',
  no_access: 'circle-slash',
  todo: 'circle',
} as const satisfies Record<string, GlyphName>;
