import { actionGlyphs } from './action-glyphs.ts';
import { placeGlyphs } from './place-glyphs.ts';
import type { Drawing } from './shape.ts';
import { statusGlyphs } from './status-glyphs.ts';

const all = { ...statusGlyphs, ...placeGlyphs, ...actionGlyphs };

export type GlyphName = keyof typeof all;

/** Every drawing of the app on a 24 × 24 grid. */
export const glyphs: Readonly<Record<GlyphName, Drawing>> = all;
