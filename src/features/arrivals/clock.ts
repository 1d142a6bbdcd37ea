import type { ArrivalTask } from '../../domain/arrival/arrival-task.ts';
import { daysBetween, type Day } from '../../domain/day.ts';
import type { GlyphName } from '../../ui/glyph/glyphs.ts';
import type { Words } from '../../words/lexicon.svelte.ts';
import { arrivalWords } from '../../words/arrival.ts';

interface Clock {
  readonly glyph: GlyphName;
  readonly word: string;
  readonly look: 'plain' | 'warn' | 'bad';
}

/** What the clock of a must-arrive says: what is left, by how much it is over, or that somebody came. */
export function clockOf(
  { dueAt, dueOn, arrivedAt, late }: ArrivalTask,
  today: Day,
  nowMs: number,
  words: Words,
): Clock {
  const { due } = words.status;
  if (arrivedAt !== undefined) {
    const word = `${arrivalWords[words.language].states.arrived} ${words.days.time(arrivedAt)}`;
    return { glyph: 'tick', word: late ? `${word}，${arrivalWords[words.language].late}` : word, look: 'plain' };
  }
  if (dueAt === undefined) {
    const over = daysBetween(dueOn, today);
    return { glyph: 'hourglass', word: over > 0 ? due.overdue(over) : due.today, look: over > 0 ? 'bad' : 'warn' };
  }
  const left = Date.parse(dueAt) - nowMs;
  const minutes = Math.max(0, Math.floor(left / 60_000));
  if (left > 0) return { glyph: 'hourglass', word: due.clock(Math.floor(minutes / 60), minutes % 60), look: 'warn' };
  return { glyph: 'hourglass', word: due.clockOver(Math.max(1, Math.floor(-left / 3_600_000))), look: 'bad' };
}

/** Why somebody has to be there. */
export function reasonOf({ proposal }: ArrivalTask, { language, today }: Words): string {
  const arrival = arrivalWords[language];
  const known: Readonly<Record<string, string>> = { ...today.arriveReasons, ...arrival.reasons };
  return known[proposal.subject] ?? arrival.other;
}
