import type { Localised } from '../documents/head.ts';
import { authoringFaults, type AuthoringFault } from './authoring.ts';
import { unclassified, type Checklist, type Choice, type Question, type QuestionType } from './checklist.ts';
import { withCommonHeader } from './common-header.ts';

const none: Localised = { zh: '', en: '' };

/** A name of the form `<stem><number>` that nobody bears. */
function free(stem: string, taken: ReadonlySet<string>): string {
  let number = 1;
  while (taken.has(`${stem}${String(number)}`)) number += 1;
  return `${stem}${String(number)}`;
}

/** Ids that a question of this list bears or has borne: an old answer must never be read as one to another question. */
const idsOf = (versions: readonly Checklist[]): Set<string> =>
  new Set(versions.flatMap((list) => withCommonHeader(list).questions.map(({ id }) => id)));

const withQuestions = (list: Checklist, questions: readonly Question[]): Checklist => ({
  ...list,
  questions: [...questions],
});

/** A list without any past. @param ids of lists that exist */
export function newChecklist(ids: Iterable<string>): Checklist {
  const id = free('list', new Set(ids));
  const question: Question = {
    ...{ id: `${id}_q1`, type: 'single', section: 'say', label: none, required: false },
    choices: [
      { value: 'c1', label: none },
      { value: 'c2', label: none },
    ],
  };
  return {
    ...{ id, version: 1, title: none, mode: 'worker', tier: 'T2', targetMinutes: 3 },
    questions: [question],
  };
}

/** Puts an empty question behind another, in its section. @param earlier versions of this list that were published */
export function addQuestion(list: Checklist, afterId: string | undefined, earlier: readonly Checklist[]): Checklist {
  const place = list.questions.findIndex(({ id }) => id === afterId);
  const [stem = list.id] = (list.questions[0]?.id ?? list.id).split('_');
  const added: Question = {
    ...{ id: free(`${stem}_q`, idsOf([list, ...earlier])), type: 'text', label: none, required: false },
    section: list.questions[place]?.section ?? 'say',
    // what came from outside stays closed until somebody opens it
    ...(list.tier === 'T3' && { sensitive: [unclassified] }),
  };
  const at = place < 0 ? list.questions.length : place + 1;
  return withQuestions(list, [...list.questions.slice(0, at), added, ...list.questions.slice(at)]);
}

/** What the software itself reads of a list cannot be taken out of it. */
export const mayRemove = (list: Checklist, question: Question): boolean =>
  question.role === undefined && list.questions.length > 1;

export const removeQuestion = (list: Checklist, id: string): Checklist =>
  withQuestions(
    list,
    list.questions.filter((question) => question.id !== id || !mayRemove(list, question)),
  );

/** Moves a question one place up (-1) or down (1). */
export function moveQuestion(list: Checklist, id: string, by: -1 | 1): Checklist {
  const questions = [...list.questions];
  const place = questions.findIndex((question) => question.id === id);
  const [question, other] = [questions[place], questions[place + by]];
  if (!question || !other) return list;
  questions[place] = other;
  questions[place + by] = question;
  return withQuestions(list, questions);
}

/** Changes what is said of a question; undefined takes it away. */
export type QuestionChange = { readonly [K in keyof Question]?: Question[K] | undefined };

export function changeQuestion(list: Checklist, id: string, change: QuestionChange): Checklist {
  const changed = (question: Question): Question =>
    Object.fromEntries(
      Object.entries({ ...question, ...change }).filter(([, value]) => value !== undefined),
    ) as Question;
  return withQuestions(
    list,
    list.questions.map((question) => (question.id === id ? changed(question) : question)),
  );
}

/** The same question asked in another way; what belongs to its former way alone goes. */
export function askAs(list: Checklist, id: string, type: QuestionType): Checklist {
  const question = list.questions.find((one) => one.id === id);
  if (!question || question.type === type) return list;
  const chosen = type === 'single' || type === 'multi';
  const first: Choice[] = [
    { value: 'c1', label: none },
    { value: 'c2', label: none },
  ];
  return changeQuestion(list, id, {
    type,
    choices: chosen ? (question.choices ?? first) : undefined,
    exclusive: type === 'multi' ? question.exclusive : undefined,
    whole: undefined,
    signed: undefined,
    constraint: undefined,
    ...(type === 'statement' && { required: false }),
  });
}

/** Whether the way a question is asked is settled: answers to it exist, or the software reads them. */
export const isSettled = (question: Question, earlier: readonly Checklist[]): boolean =>
  question.role !== undefined ||
  (question.effects ?? []).length > 0 ||
  earlier.some(({ questions }) => questions.some(({ id }) => id === question.id));

/** One more choice; its value never stood for another answer to this question. */
export function addChoice(list: Checklist, id: string, earlier: readonly Checklist[]): Checklist {
  const all = [list, ...earlier].flatMap(({ questions }) => questions.filter((question) => question.id === id));
  const taken = new Set(all.flatMap(({ choices = [] }) => choices.map(({ value }) => value)));
  const choices = list.questions.find((question) => question.id === id)?.choices ?? [];
  return changeQuestion(list, id, { choices: [...choices, { value: free('c', taken), label: none }] });
}

export function removeChoice(list: Checklist, id: string, value: string): Checklist {
  const question = list.questions.find((one) => one.id === id);
  const exclusive = question?.exclusive?.filter((one) => one !== value);
  return changeQuestion(list, id, {
    choices: question?.choices?.filter((one) => one.value !== value),
    exclusive: exclusive && exclusive.length > 0 ? exclusive : undefined,
  });
}

/** What stands in the way of publishing a list, its common questions included; the text of it is at most 60 KB. */
export function publishingFaults(list: Checklist): readonly AuthoringFault[] {
  const faults = authoringFaults(withCommonHeader(list));
  return bytesOf(JSON.stringify(list)) > mostBytes ? [{ code: 'too-large' }, ...faults] : faults;
}

/** Length in UTF-8. */
function bytesOf(text: string): number {
  let bytes = 0;
  for (const character of text) {
    const point = character.codePointAt(0) ?? 0;
    bytes += point < 0x80 ? 1 : point < 0x800 ? 2 : point < 0x10000 ? 3 : 4;
  }
  return bytes;
}

/** A document of 64 KB holds the list and its head. */
const mostBytes = 60 * 1024;

const tiers = ['T1', 'T2', 'T3', 'T4'];
const isClosed = ({ sensitive = [] }: Question): boolean => sensitive.length > 0;

/** What a version opens that the one before it kept closed: its tier, and questions that no longer count as sensitive. */
export interface Lowered {
  readonly tier?: Checklist['tier'];
  readonly questions: readonly Question[];
}

/** @param before the version in force, or the list as it came in */
export function loweredSince(before: Checklist, after: Checklist): Lowered {
  const closed = new Set(before.questions.filter(isClosed).map(({ id }) => id));
  return {
    ...(tiers.indexOf(after.tier) < tiers.indexOf(before.tier) && { tier: after.tier }),
    questions: after.questions.filter((question) => closed.has(question.id) && !isClosed(question)),
  };
}
