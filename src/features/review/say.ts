import { addressLabel, shortAddress } from '../../domain/address.ts';
import type { AnswerValue, Question } from '../../domain/checklist/checklist.ts';
import { answerLabel } from '../../domain/checklist/reading.ts';
import { daysBetween, dayOf, type Day } from '../../domain/day.ts';
import type { Door } from '../../domain/door.ts';
import { familyLabel } from '../../domain/names.ts';
import type { Words } from '../../words/lexicon.svelte.ts';
import { reviewWords } from '../../words/review.ts';
import type { RaisedProposal } from './opened.ts';
import type { ReviewModel } from './review.svelte.ts';
import { filters } from './rows.ts';

/** An answer in words; dates written out. */
export function sayAnswer(question: Question, value: AnswerValue, { language, days }: Words): string {
  if (question.type === 'date' && typeof value === 'string') return days.dayWithYear(value);
  if (question.type === 'datetime' && typeof value === 'string') return `${days.day(value)} ${days.time(value)}`;
  return answerLabel(question, value, language);
}

export const termOf = (question: Question, { language }: Words): string => (question.short ?? question.label)[language];

/** 今天 10:14, 昨天 18:20, 3月9日 10:14, 2025年3月9日. */
export function whenSaid(instant: string, today: Day, { days }: Words): string {
  const ago = daysBetween(dayOf(instant), today);
  // of another year the hour no longer matters
  if (!instant.startsWith(today.slice(0, 4)) && ago > 1) return days.dayWithYear(instant);
  const day = ago === 0 ? days.today : ago === 1 ? days.yesterday : days.day(instant);
  return `${day} ${days.time(instant)}`;
}

/** A day, with its year when that is another one. */
export const dayIn = (instant: string, today: Day, { days }: Pick<Words, 'days'>): string =>
  instant.startsWith(today.slice(0, 4)) ? days.day(instant) : days.dayWithYear(instant);

export const familyOf = (door: Door | undefined, { language, status }: Words): string =>
  door?.householdId === undefined ? status.outcome.vacant : familyLabel(door.familyName)[language];

/** 12栋 1单元 1002 王家; the short address in English. */
export const titleOf = (door: Door | undefined, words: Words): string =>
  door === undefined
    ? ''
    : `${words.language === 'en' ? shortAddress(door.address) : addressLabel(door.address)} ${familyOf(door, words)}`;

/** What a proposal is about, in the words of its tag or of the answer that raised it. */
export function sayProposal({ proposal, question }: RaisedProposal, words: Words): string {
  const tags: Readonly<Record<string, string>> = words.household.tags;
  const choice = question?.choices?.find(({ value }) => value === proposal.key?.split(':')[1]);
  return tags[proposal.subject] ?? choice?.label[words.language] ?? proposal.detail ?? proposal.subject;
}

/** The lists of the desk, each with how many are in it. */
export const filtersOf = (model: Pick<ReviewModel, 'count'>, { language }: Words) =>
  filters.map((value) => ({ value, label: reviewWords[language].filters[value], count: model.count(value) }));

/** Why the list is empty, and what to expect. */
export function sayNothing(
  { typed, filter, narrowing }: Pick<ReviewModel, 'typed' | 'filter' | 'narrowing'>,
  { language }: Words,
): { readonly title: string; readonly text?: string } {
  const t = reviewWords[language];
  if (typed.trim() !== '') return { title: t.noResult(typed) };
  if (narrowing.isOn) return { title: t.narrowed };
  return { title: t.none[filter], ...(filter === 'waiting' && { text: t.noneText }) };
}
