import type { ReturnModel } from './return.svelte.ts';
import type { reviewWords } from '../../words/review.ts';

/** The reason as it is stored and as the worker reads it: chosen phrases first, then own words. */
export function reasonOf(
  { chips, text }: Pick<ReturnModel, 'chips' | 'text'>,
  words: (typeof reviewWords)['zh'],
): string {
  const phrases = chips.flatMap((place) => words.reasonChips[place] ?? []);
  return words.endReason(words.joinReason([...phrases, text.trim()].filter((part) => part !== '')));
}
