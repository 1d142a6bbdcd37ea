import type { Checklist, Question } from '../../domain/checklist/checklist.ts';
import type { VisitEffects } from '../../domain/checklist/visit-effects.ts';
import { matterSlot } from '../../store/visit-draft.ts';

/** The question under which a matter is photographed: where its words are written, else where it was ticked. */
function placeOf(list: Checklist, key: string): string {
  const [raisedBy = ''] = key.split(':');
  const raising = list.questions.find(({ id }) => id === raisedBy);
  const said = raising?.effects?.flatMap(({ effect }) => (effect.kind === 'matter' ? (effect.textFrom ?? []) : []))[0];
  return said ?? raisedBy;
}

/** Matters that are photographed at a question, each with the slot in which its pictures lie. */
export const raisedHere = (
  list: Checklist | undefined,
  { matters }: VisitEffects,
  question: Question,
): readonly { readonly slot: string; readonly text: string }[] =>
  matters
    .filter(({ key }) => list !== undefined && placeOf(list, key) === question.id)
    .map(({ key, text }) => ({ slot: matterSlot(key), text }));
