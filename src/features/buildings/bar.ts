import type { MatrixCounts } from '../../domain/matrix.ts';
import type { BarPart } from '../../ui/bar-part.ts';
import type { Words } from '../../words/lexicon.svelte.ts';

/** This round as a bar: met or reached, other ends, to go again, not yet. */
export function barOf({ of, again, todo }: MatrixCounts, { status }: Words): BarPart[] {
  return [
    { look: 'solid', amount: of.met + of.phone, word: `${status.outcome.met}, ${status.outcome.phone}` },
    { look: 'grey', amount: of.refused + of.vacant + of.moved, word: status.outcome.vacant },
    { look: 'hatched', amount: again, word: status.outcome.not_home },
    { look: 'outlined', amount: todo, word: status.outcome.todo },
  ];
}
