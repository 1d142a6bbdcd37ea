import type { Store } from '../../store/store.ts';
import type { Words } from '../../words/lexicon.svelte.ts';
import { reviewWords } from '../../words/review.ts';
import type { Opened } from './opened.ts';

/** What a family wishes after a knock by one tap: it stands in facts of its own, as no list was filled. */
export function wishesOf(
  { shelf }: Pick<Store, 'shelf'>,
  { id, folded, reading }: Opened,
  { language, status }: Words,
): { readonly term: string; readonly text: string }[] {
  if (reading) return [];
  const t = reviewWords[language];
  const { dwellingId } = folded.visit;
  const slot = shelf.by('postponement', 'dwellingId', dwellingId).find((one) => one.visitId === id)?.slot;
  const choice = shelf.by('refusal', 'dwellingId', dwellingId).find((one) => one.visitId === id)?.choice;
  return [
    ...(slot ? [{ term: t.slot, text: status.slot[slot] }] : []),
    ...(choice ? [{ term: t.refusal, text: t.refusals[choice] }] : []),
  ];
}
