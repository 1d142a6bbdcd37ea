/**
 * Kinds of care tag that a person may propose without a list (domain.md §1 A8, §7.8). T4 kinds are proposed by their own
 * lists alone, which lie where they may be read.
 */
export const tagKinds = [
  'hardship',
  'childlessElder',
  'livesAlone',
  'emptyNest',
  'lostOnlyChild',
  'livesWithDisabledChild',
  'hospitalised',
  'unemployed',
  'zeroEmployment',
  'disabled',
  'needsCare',
  'childInDifficulty',
  'floating',
] as const;
