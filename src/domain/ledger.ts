import { byHash } from './canonical.ts';
import { compareInstants, dayOf, type Day } from './day.ts';
import type { Matter, Visit, VisitAnswers, Withdrawal } from './documents/visit.ts';
import { groupBy } from './group.ts';
import { inForce } from './in-force.ts';

/** 走访台账: the columns of the paper book, in their order (domain.md §8c). */
export const ledgerColumns = [
  'no',
  'time',
  'by',
  'address',
  'who',
  'way',
  'why',
  'seen',
  'said',
  'handling',
  'promised',
  'result',
  'calledAt',
  'callResult',
  'remarks',
] as const;
export type LedgerColumn = (typeof ledgerColumns)[number];

export interface LedgerFacts {
  /** visits of any day that still speak: no version that another one replaced */
  readonly visits: readonly Visit[];
  /** answers that are open to the reader, by visit */
  readonly answers: ReadonlyMap<string, VisitAnswers>;
  readonly matters: readonly Matter[];
  readonly withdrawals: readonly Withdrawal[];
}

export interface LedgerRow {
  /** 序号, from 1 */
  readonly no: number;
  readonly visit: Visit;
  /** none: nothing was asked, or it is closed to the reader */
  readonly answers: VisitAnswers | undefined;
  /** what people said at this visit */
  readonly matters: readonly Matter[];
  /** 回访: the first return visit to the door after this one, where something had been said */
  readonly call: { readonly visit: Visit; readonly answers: VisitAnswers } | undefined;
}

const returnVisit = 'return_visit';
const oldestFirst = (a: Visit, b: Visit): number => compareInstants(a.startedAt, b.startedAt) || byHash(a._id, b._id);
const sameDoor = (a: Visit, b: Visit): boolean =>
  a.dwellingId === b.dwellingId && (a.householdId === undefined || a.householdId === b.householdId);

/** The ledger of a day or a period, both days included, in the order of the visits. */
export function ledgerOf(facts: LedgerFacts, from: Day, to: Day): LedgerRow[] {
  const { visits, answers, withdrawals } = facts;
  const matters = groupBy(inForce(facts.matters, withdrawals), (matter) => matter.visitId);
  const calls = visits
    .filter((visit) => answers.get(visit._id)?.checklistId === returnVisit)
    .sort(oldestFirst)
    .map((visit) => ({ visit, answers: answers.get(visit._id) as VisitAnswers }));
  return visits
    .filter((visit) => dayOf(visit.startedAt) >= from && dayOf(visit.startedAt) <= to)
    .sort(oldestFirst)
    .map((visit, place) => {
      const said = matters.get(visit._id) ?? [];
      const call = calls.find((one) => sameDoor(visit, one.visit) && oldestFirst(visit, one.visit) < 0);
      return {
        no: place + 1,
        visit,
        answers: answers.get(visit._id),
        matters: said,
        call: said.length > 0 ? call : undefined,
      };
    });
}
