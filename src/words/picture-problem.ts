import type { Words } from './lexicon.svelte.ts';

/** Why a picture, a voice or a signature was not kept; undefined: nothing is wrong. */
export function sayPictureProblem({ media: { problems } }: Words, code: keyof Words['fault'] | undefined) {
  if (code === undefined) return undefined;
  return code in problems ? problems[code as keyof typeof problems] : problems.other;
}
