import type { Outcome } from '../../domain/documents/visit.ts';
import type { GlyphName } from '../../ui/glyph/glyphs.ts';

/** The circle of each outcome; the empty ring where nobody went yet. */
export const glyphOfOutcome: Readonly<Record<Outcome | 'todo', GlyphName>> = {
  met: 'circle-tick',
  phone: 'circle-phone',
  not_home: 'circle-half',
  refused: 'circle-bar',
  vacant: 'circle-dashed',
  moved: 'circle-arrow',
  no_access: 'circle-slash',
  todo: 'circle',
};
