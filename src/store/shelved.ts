import type { DocumentOf } from '../domain/document.ts';

/** Types that are laid out in memory; the others are large or closed and are fetched one by one. */
export const shelvedTypes: readonly (keyof DocumentOf)[] = [
  'dwelling',
  'household',
  'resident',
  'orgUnit',
  'post',
  'policy',
  'checklist',
  'visit',
  'note',
  'matter',
  'review',
  'refusal',
  'postponement',
  'assignment',
  'withdrawal',
  'residency',
  'consent',
  'proposal',
  'confirmation',
];

const shelved = new Set<string>(shelvedTypes);
export const isShelved = (type: string): boolean => shelved.has(type);
