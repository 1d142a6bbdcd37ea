import type { Words } from './lexicon.svelte.ts';

/** How many of a record's pictures the relay has. */
export function sayArrived(
  words: Words,
  { all, arrived, refused }: { readonly all: number; readonly arrived: number; readonly refused: number },
): string {
  const t = words.media;
  const line = arrived === all ? t.allArrived(all) : t.arrived(arrived, all);
  const comma = words.language === 'zh' ? '，' : ', ';
  return refused > 0 ? `${line}${comma}${t.someRefused(refused)}` : line;
}
