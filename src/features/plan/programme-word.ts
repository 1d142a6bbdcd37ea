import type { planWords } from '../../words/plan.ts';

/** What a programme is called: a known one in the language of the screen, a community's own as it was written. */
export const programmeWord = (programme: string | undefined, t: (typeof planWords)['zh']): string =>
  programme === undefined || programme === '' ? t.noProgramme : (t.programmes[programme] ?? programme);
