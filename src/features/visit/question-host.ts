import type { VisitModel } from './visit.svelte.ts';

/** What a question needs of the form in which it stands: a visit, or the trial of a list. */
export type QuestionHost = Pick<
  VisitModel,
  | 'store'
  | 'checklist'
  | 'door'
  | 'draft'
  | 'evaluation'
  | 'effects'
  | 'pictures'
  | 'answerTo'
  | 'problemOf'
  | 'answer'
  | 'instantOf'
  | 'setChanges'
>;
