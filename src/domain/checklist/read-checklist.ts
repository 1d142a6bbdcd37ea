import * as v from 'valibot';
import { authoringFaults, authoringFaultText } from './authoring.ts';
import { checklistSchema, type Checklist } from './checklist.ts';
import { parseCondition } from './condition-text.ts';

/** As people write a checklist: conditions are text, and a question may carry a `note` for the next author. */
const written = v.looseObject({
  questions: v.array(
    v.looseObject({
      showIf: v.optional(v.string()),
      effects: v.optional(v.array(v.looseObject({ when: v.optional(v.string()) }))),
    }),
  ),
});

/** Turns a written checklist into the one that is stored, conditions as trees. Throws when it is not sound. */
export function readChecklist(source: unknown): Checklist {
  const list = v.parse(written, source);
  const questions = list.questions.map(({ note: _note, showIf, effects, ...question }) => ({
    ...question,
    ...(showIf === undefined ? {} : { showIf: parseCondition(showIf) }),
    ...(effects === undefined
      ? {}
      : {
          effects: effects.map(({ when, ...rule }) => ({
            ...rule,
            ...(when === undefined ? {} : { when: parseCondition(when) }),
          })),
        }),
  }));
  const checklist = v.parse(checklistSchema, { ...list, questions });
  const faults = authoringFaults(checklist);
  if (faults.length > 0) throw new Error(`checklist ${checklist.id}: ${faults.map(authoringFaultText).join('; ')}`);
  return checklist;
}
