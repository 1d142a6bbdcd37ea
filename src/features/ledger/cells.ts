import { entranceNumber } from '../../domain/address.ts';
import type { AnswerValue, Checklist, Question } from '../../domain/checklist/checklist.ts';
import { newlySaid, answerLabel } from '../../domain/checklist/reading.ts';
import type { VisitAnswers } from '../../domain/documents/visit.ts';
import type { Door } from '../../domain/door.ts';
import type { LedgerColumn, LedgerRow } from '../../domain/ledger.ts';
import { maskName } from '../../domain/masks.ts';
import { familyLabel } from '../../domain/names.ts';
import { ledgerWords } from '../../words/ledger.ts';
import type { Words } from '../../words/lexicon.svelte.ts';

/** What the words of a row are made from. */
export interface RowFacts extends LedgerRow {
  readonly door: Door | undefined;
  /** name of the head of the household */
  readonly head: string | undefined;
  /** as the community calls whoever went */
  readonly by: string;
  readonly checklist: Checklist | undefined;
  readonly callChecklist: Checklist | undefined;
  /** something was asked that is not open to the reader */
  readonly closed: boolean;
}

const sayOf = (question: Question, value: AnswerValue, { language, days }: Words): string =>
  question.type === 'date' && typeof value === 'string' ? days.day(value) : answerLabel(question, value, language);

/** 小区-栋-单元-室; a building without entrances leaves them out. */
function addressOf(door: Door | undefined): string {
  if (!door) return '';
  const { estate, building, entrance, room } = door.address;
  const number = entranceNumber(entrance);
  return [estate, building, ...(number === '0' ? [] : [number]), room].join('-');
}

function whoOf({ door, head }: RowFacts, open: boolean, { language, status }: Words): string {
  if (head !== undefined) return open ? head : maskName(head);
  return door?.householdId === undefined ? status.outcome.vacant : familyLabel(door.familyName)[language];
}

/** Questions whose answers became a matter: 反映问题 tells them. */
function toldAsMatter({ questions }: Checklist): ReadonlySet<string> {
  const ids = questions.filter(({ role }) => role === 'matter').map(({ id }) => id);
  for (const { effect } of questions.flatMap(({ effects }) => effects ?? []))
    if (effect.kind === 'matter')
      for (const [name, from] of Object.entries(effect))
        if (name.endsWith('From') && typeof from === 'string') ids.push(from);
  return new Set(ids);
}

/** 了解情况: what was seen, and every answer but those of the doorstep and those that 反映问题 tells. */
function learnt({ answers, checklist }: RowFacts, words: Words): string {
  if (!answers) return '';
  const elsewhere = checklist ? toldAsMatter(checklist) : new Set();
  const told = (checklist ? newlySaid(checklist, answers.answers).said : [])
    .filter(({ question: { section, type, id } }) => section !== 'meet' && type !== 'photo' && !elsewhere.has(id))
    .map(
      ({ question, value }) =>
        `${(question.short ?? question.label)[words.language]}：${sayOf(question, value, words)}`,
    );
  return [answers.summary?.seen ?? '', ...told].filter((text) => text !== '').join('；');
}

const each = (texts: readonly string[]): string => [...new Set(texts.filter((text) => text !== ''))].join('；');

/** 回访结果: what the household answered when it was asked again. */
function callSaid({ call, callChecklist }: RowFacts, words: Words): string {
  const answers: VisitAnswers['answers'] = call?.answers.answers ?? {};
  return each(
    (callChecklist?.questions ?? [])
      .filter(({ section, type }) => section !== 'meet' && type === 'single')
      .flatMap((question) => {
        const value = answers[question.id];
        return value === undefined ? [] : [sayOf(question, value, words)];
      }),
  );
}

/** One row in words, a cell for each column. @param open a purpose was chosen: names stand whole */
export function cellsOf(row: RowFacts, open: boolean, words: Words): Record<LedgerColumn, string> {
  const { visit, answers, matters, call } = row;
  const { days, status, language } = words;
  const t = ledgerWords[language];
  const inTouch = visit.outcome === 'met' || visit.outcome === 'phone';
  const seen = row.closed ? t.closedAnswers : learnt(row, words);
  const { thought, nearer } = answers?.summary ?? {};
  return {
    no: String(row.no),
    time: `${days.day(visit.startedAt)} ${days.time(visit.startedAt)}`,
    by: t.companions(row.by, visit.companions ?? ''),
    address: addressOf(row.door),
    who: whoOf(row, open, words),
    way: visit.outcome === 'phone' ? t.ways.phone : t.ways.door,
    why: answers?.knockReason?.name[language] ?? row.checklist?.title[language] ?? '',
    seen: inTouch ? seen : each([status.outcome[visit.outcome], seen]),
    said: each(matters.map(({ text }) => text)),
    handling: each(matters.map(({ resolution }) => t.handling[resolution])),
    promised: each(matters.map(({ promisedReplyOn }) => (promisedReplyOn ? days.day(promisedReplyOn) : ''))),
    result: each(matters.map(({ resolution }) => t.result[resolution])),
    calledAt: call ? `${days.day(call.visit.startedAt)} ${days.time(call.visit.startedAt)}` : '',
    callResult: callSaid(row, words),
    remarks: each([thought ?? '', nearer === undefined ? '' : t.nearer(nearer), visit.correction ?? '']),
  };
}
