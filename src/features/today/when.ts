import { daysBetween, type Day } from '../../domain/day.ts';
import type { DueReason } from '../../domain/due-reason.ts';
import type { GlyphName } from '../../ui/glyph/glyphs.ts';
import type { Words } from '../../words/lexicon.svelte.ts';

export interface When {
  readonly glyph: GlyphName;
  readonly word: string;
  readonly look: 'plain' | 'warn' | 'bad';
  readonly chip: boolean;
}

/** The diamond of a reason: the fuller, the more urgent; an hourglass while a clock runs. */
export function whenOf(reason: DueReason, today: Day, nowMs: number, { status }: Words): When {
  if (reason.dueAt !== undefined) {
    const left = Date.parse(reason.dueAt) - nowMs;
    const whole = Date.parse(reason.dueAt) - Date.parse(reason.raisedAt ?? reason.dueAt);
    const minutes = Math.max(0, Math.floor(left / 60_000));
    const word =
      left > 0
        ? status.due.clock(Math.floor(minutes / 60), minutes % 60)
        : status.due.clockOver(Math.max(1, Math.floor(-left / 3_600_000)));
    return { glyph: 'hourglass', word, look: left < whole * 0.1 ? 'bad' : 'warn', chip: true };
  }
  if (reason.state === 'overdue') {
    return {
      glyph: 'diamond-full',
      word: status.due.overdue(daysBetween(reason.dueOn, today)),
      look: 'bad',
      chip: true,
    };
  }
  if (reason.state === 'today') return { glyph: 'diamond-half', word: status.due.today, look: 'warn', chip: false };
  return {
    glyph: 'diamond',
    word: reason.state === 'week' ? status.due.week : status.due.later,
    look: 'plain',
    chip: false,
  };
}
