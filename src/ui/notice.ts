import type { GlyphName } from './glyph/glyphs.ts';

/** What a room tells at the foot of the screen for eight seconds: what happened, how to take it back, what to add. */
export interface Notice {
  readonly text: string;
  readonly glyph?: GlyphName;
  /** takes the action back; the toast then goes. False: it came too late */
  readonly undo?: () => Promise<boolean>;
  /** read before the chips, such as 什么时候再来 */
  readonly chipsWord?: string;
  readonly chips?: readonly { readonly value: string; readonly label: string }[];
  readonly onchip?: (value: string) => void;
}
