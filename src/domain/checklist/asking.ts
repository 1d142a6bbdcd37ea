import type { Outcome } from '../documents/visit.ts';
import { answerOf } from './answers.ts';
import { questionOfRole, type Checklist, type Question, type QuestionRole } from './checklist.ts';
import { holds, isEmpty, referencesOf, type AnswerValue, type Answers } from './condition.ts';

export interface VisitContext {
  /** what was answered last time, by question */
  readonly previous?: Answers;
  /** keys of the blocks that the worker has confirmed */
  readonly confirmed?: readonly string[];
}

export interface Asked {
  readonly visible: readonly Question[];
  /** the answers of what is visible, in the order of the list; empty ones left out */
  readonly answers: Answers;
}

/** `changed` question: its answer that spares the household the basic questions. */
export const nothingChanged = 'none';

/** The answer that a condition names: today's, or with `last.` that of the last visit. */
export const readAnswer = (id: string, answers: Answers, { previous = {} }: VisitContext): AnswerValue | undefined =>
  id.startsWith('last.') ? answerOf(previous, id.slice(5)) : answerOf(answers, id);

const inTouch: readonly (Outcome | undefined)[] = ['met', 'phone'];
const withoutConsent: readonly (QuestionRole | undefined)[] = [
  'outcome',
  'badge',
  'consent',
  'retry',
  'refuse',
  'errand',
  'matter',
  'safety',
  'note',
];

/**
 * What is asked, in one reading from top to bottom, so that an answer counts only where its question is asked:
 * 1. a hidden answer is as good as none;
 * 2. unless somebody was met or reached, only what the outcome itself (or a follow-up of it) calls for is asked;
 * 3. a basic question is not asked when nothing changed;
 * 4. what is sensitive is asked only after `yes`; after `no` only outcome, errand, matter, safety, note and duty remain.
 */
export function ask(checklist: Checklist, given: Answers, context: VisitContext): Asked {
  const outcome = questionOfRole(checklist, 'outcome');
  const consent = questionOfRole(checklist, 'consent');
  const changed = questionOfRole(checklist, 'changed');
  const errands = new Set(checklist.questions.filter(({ role }) => role === 'errand').map(({ id }) => id));
  const visible: Question[] = [];
  const answers: Record<string, AnswerValue> = {};

  const read = (id: string): AnswerValue | undefined => readAnswer(id, answers, context);
  const answerTo = (question: Question | undefined) => (question === undefined ? undefined : read(question.id));

  const calledFor = (question: Question): boolean => {
    if (outcome === undefined || question === outcome || question.role === 'errand' || question.always) return true;
    if (inTouch.includes(read(outcome.id) as Outcome | undefined)) return true;
    return referencesOf(question.showIf ?? { op: 'and', of: [] }).some(
      ({ id }) => id === outcome.id || (!errands.has(id) && read(id) !== undefined),
    );
  };
  const agreedTo = (question: Question): boolean => {
    if (consent === undefined || question.duty) return true;
    if ((question.sensitive ?? []).length > 0) return answerTo(consent) === 'yes';
    return answerTo(consent) !== 'no' || withoutConsent.includes(question.role);
  };

  for (const question of checklist.questions) {
    if (!calledFor(question)) continue;
    if (question.showIf !== undefined && !holds(question.showIf, read)) continue;
    if (question.basic && answerTo(changed) === nothingChanged) continue;
    if (!agreedTo(question)) continue;
    visible.push(question);
    const value = answerOf(given, question.id);
    if (value !== undefined && !isEmpty(value) && question.type !== 'statement') answers[question.id] = value;
  }
  return { visible, answers };
}
