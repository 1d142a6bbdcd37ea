import type { RecordState } from '../../store/record-state.ts';
import type { GlyphName } from '../../ui/glyph/glyphs.ts';
import { recordLooks } from '../../ui/glyph/record-glyphs.ts';
import type { Words } from '../../words/lexicon.svelte.ts';

export interface RecordLook {
  readonly glyph: GlyphName;
  readonly word: string;
  readonly look: 'plain' | 'accent' | 'ok' | 'warn' | 'bad';
  readonly chip: boolean;
}

/** Where a record is, as glyph and word (ui.md §3, the tick). */
export const recordLook = (state: RecordState, { status }: Words): RecordLook => ({
  ...recordLooks[state],
  word: status.record[state],
});
