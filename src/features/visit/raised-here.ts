import type { Question } from '../../domain/checklist/checklist.ts';
import type { VisitEffects } from '../../domain/checklist/visit-effects.ts';
import { matterSlot } from '../../store/visit-draft.ts';

/** Matters that the answer to a question raises, each with the slot in which its pictures lie. */
export const raisedHere = (
  { matters }: VisitEffects,
  question: Question,
): readonly { readonly slot: string; readonly text: string }[] =>
  matters
    .filter(({ key }) => key.split(':')[0] === question.id)
    .map(({ key, text }) => ({ slot: matterSlot(key), text }));
