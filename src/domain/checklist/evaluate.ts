import { outcomes, type Outcome } from '../documents/visit.ts';
import type { Localised } from '../documents/head.ts';
import { answerOf, problemOf, type AnswerProblem } from './answers.ts';
import { ask, nothingChanged, readAnswer, type VisitContext } from './asking.ts';
import { questionOfRole, sections, type Checklist, type Question, type Section } from './checklist.ts';
import { holds, isEmpty, type AnswerValue, type Answers } from './condition.ts';
import { raisedBy } from './raised.ts';

export type ConsentGiven = 'yes' | 'partial' | 'no';

export interface Block {
  readonly key: string;
  readonly words: Localised;
  /** `confirmed`: goes away when the worker confirms it (`context.confirmed` holds the key) */
  readonly until: 'changed' | 'confirmed';
}

export interface Evaluation {
  readonly outcome?: Outcome;
  readonly consent?: ConsentGiven;
  /** what is asked now, in the order of the list */
  readonly visible: readonly Question[];
  readonly sections: readonly {
    readonly id: Section;
    readonly questions: readonly Question[];
    readonly complete: boolean;
  }[];
  /** required, asked and empty, in order */
  readonly missing: readonly string[];
  readonly problems: readonly { readonly id: string; readonly code: AnswerProblem }[];
  /** how many questions are not asked because the household did not agree to be recorded, or only in part */
  readonly hiddenByConsent: number;
  /** basic questions that are not asked because nothing changed */
  readonly skipped: readonly Question[];
  readonly blocks: readonly Block[];
}

const isOutcome = (value: AnswerValue | undefined): value is Outcome => outcomes.some((outcome) => outcome === value);
const isConsent = (value: AnswerValue | undefined): value is ConsentGiven =>
  value === 'yes' || value === 'partial' || value === 'no';

/** Everything a form needs to know after an answer. Judges today's answers; stores and remembers nothing. */
export function evaluate(checklist: Checklist, answers: Answers, context: VisitContext = {}): Evaluation {
  const asked = ask(checklist, answers, context);
  const { visible } = asked;
  const roleAnswer = (role: 'outcome' | 'consent' | 'changed') =>
    answerOf(asked.answers, questionOfRole(checklist, role)?.id ?? '');

  /** what would be asked besides, had this one been answered otherwise */
  const besides = (role: 'consent' | 'changed', otherwise: string): readonly Question[] => {
    const id = questionOfRole(checklist, role)?.id;
    if (id === undefined) return [];
    const instead = ask(checklist, { ...asked.answers, [id]: otherwise }, context);
    return instead.visible.filter((question) => !visible.includes(question));
  };

  const constraintProblem = ({ constraint }: Question): AnswerProblem | undefined =>
    constraint === undefined || holds(constraint.when, (id) => readAnswer(id, asked.answers, context))
      ? undefined
      : 'not-allowed';

  const consent = roleAnswer('consent');
  const outcome = roleAnswer('outcome');
  const missing = visible
    .filter(({ id, type, required }) => required && type !== 'statement' && isEmpty(answerOf(asked.answers, id)))
    .map(({ id }) => id);
  const problems = visible.flatMap((question) => {
    const value = answerOf(asked.answers, question.id);
    const code = value === undefined ? undefined : (problemOf(question, value) ?? constraintProblem(question));
    return code === undefined ? [] : [{ id: question.id, code }];
  });
  const open = new Set([...missing, ...problems.map(({ id }) => id)]);

  return {
    ...(isOutcome(outcome) ? { outcome } : {}),
    ...(isConsent(consent) ? { consent } : {}),
    visible,
    sections: sections.flatMap((id) => {
      const questions = visible.filter(({ section }) => section === id);
      return questions.length === 0 ? [] : [{ id, questions, complete: !questions.some((one) => open.has(one.id)) }];
    }),
    missing,
    problems,
    hiddenByConsent: consent === 'no' || consent === 'partial' ? besides('consent', 'yes').length : 0,
    skipped:
      roleAnswer('changed') === nothingChanged
        ? besides('changed', 'changed').filter((question) => question.basic)
        : [],
    blocks: raisedBy(asked, context).flatMap(({ key, effect }) =>
      effect.kind === 'block' && !(effect.until === 'confirmed' && context.confirmed?.includes(key))
        ? [{ key, words: effect.words, until: effect.until }]
        : [],
    ),
  };
}

/** Whether a visit may be finished: nothing missing, nothing wrong, nothing in the way. */
export const isComplete = ({ missing, problems, blocks }: Evaluation): boolean =>
  missing.length === 0 && problems.length === 0 && blocks.length === 0;

/** The next required question without an answer after this one, then from the top again. */
export function nextMissing(evaluation: Evaluation, afterId?: string): string | undefined {
  const place = evaluation.visible.findIndex(({ id }) => id === afterId);
  const isMissing = ({ id }: Question) => evaluation.missing.includes(id);
  return (evaluation.visible.slice(place + 1).find(isMissing) ?? evaluation.visible.find(isMissing))?.id;
}

/** The answers that a finished visit keeps: of what was asked. A telephone left for a reply never stays with an anonymous list. */
export function storedAnswers(checklist: Checklist, answers: Answers, context: VisitContext = {}): Answers {
  const asked = ask(checklist, answers, context);
  const kept = asked.visible.filter(({ detached }) => !(detached && checklist.anonymous));
  return Object.fromEntries(
    kept.flatMap(({ id }): [string, AnswerValue][] => {
      const value = answerOf(asked.answers, id);
      return value === undefined ? [] : [[id, value]];
    }),
  );
}

export interface Dropped {
  readonly question: Question;
  readonly value: AnswerValue;
  /** somebody wrote this: ask once before it goes */
  readonly written: boolean;
}

/** Answers that a change would drop, because their questions would no longer be asked. */
export function droppedAnswers(
  checklist: Checklist,
  before: Answers,
  after: Answers,
  context: VisitContext = {},
): readonly Dropped[] {
  const then = ask(checklist, before, context);
  const now = ask(checklist, after, context);
  return then.visible.flatMap((question) => {
    const value = answerOf(then.answers, question.id);
    if (value === undefined || answerOf(after, question.id) === undefined || now.visible.includes(question)) return [];
    return [{ question, value, written: question.type === 'text' || question.type === 'tel' }];
  });
}
