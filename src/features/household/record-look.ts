import type { RecordState } from '../../store/record-state.ts';
import type { GlyphName } from '../../ui/glyph/glyphs.ts';
import type { Words } from '../../words/lexicon.svelte.ts';

export interface RecordLook {
  readonly glyph: GlyphName;
  readonly word: string;
  readonly look: 'plain' | 'accent' | 'ok' | 'warn' | 'bad';
  readonly chip: boolean;
}

const looks: Readonly<Record<RecordState, Omit<RecordLook, 'word'>>> = {
  saved: { glyph: 'tablet', look: 'plain', chip: false },
  received: { glyph: 'tick-hollow', look: 'plain', chip: false },
  delivered: { glyph: 'tick', look: 'accent', chip: false },
  'handed-over': { glyph: 'tick-arrow', look: 'plain', chip: false },
  reviewed: { glyph: 'ticks', look: 'ok', chip: false },
  returned: { glyph: 'arrow-back', look: 'warn', chip: true },
  'not-accepted': { glyph: 'octagon', look: 'bad', chip: true },
  overtaken: { glyph: 'overtaken', look: 'plain', chip: false },
};

/** Where a record is, as glyph and word (ui.md §3, the tick). */
export const recordLook = (state: RecordState, { status }: Words): RecordLook => ({
  ...looks[state],
  word: status.record[state],
});
