import { describe, expect, it } from 'vitest';
import type { Visit, VisitAnswers } from '../../src/domain/documents/visit.ts';
import { ledgerColumns, ledgerOf, type LedgerFacts } from '../../src/domain/ledger.ts';
import { aMatter, aVisit, aWithdrawal, someAnswers } from '../builders/documents.ts';
import { anId } from '../builders/ids.ts';

const visitAt = (nth: number, startedAt: string, more: Partial<Visit> = {}): Visit =>
  aVisit({ _id: anId('visit', nth), startedAt, endedAt: startedAt, ...more });
const answersTo = (nth: number, checklistId: string): [string, VisitAnswers] => [
  anId('visit', nth),
  someAnswers({ _id: anId('visitAnswers', nth), visitId: anId('visit', nth), checklistId }),
];
const facts = (given: Partial<LedgerFacts> = {}): LedgerFacts => ({
  visits: [],
  answers: new Map(),
  matters: [],
  withdrawals: [],
  ...given,
});

describe('the ledger', () => {
  it('has the columns of the paper book, and no other', () => {
    expect(ledgerColumns).toHaveLength(15);
  });

  it('is of a period with both its days, in the order of the visits, numbered from one', () => {
    const visits = [
      visitAt(1, '2026-11-24T00:00:00+08:00'),
      visitAt(2, '2026-11-23T23:59:00+08:00'),
      visitAt(3, '2026-11-22T19:40:00+08:00'),
      visitAt(4, '2026-11-21T23:59:59+08:00'),
    ];
    const rows = ledgerOf(facts({ visits }), '2026-11-22', '2026-11-23');
    expect(rows.map(({ no, visit }) => [no, visit._id])).toEqual([
      [1, anId('visit', 3)],
      [2, anId('visit', 2)],
    ]);
  });

  it('says of a visit what people said at it, and nothing that was taken back', () => {
    const visits = [visitAt(1, '2026-11-23T09:00:00+08:00'), visitAt(2, '2026-11-23T10:00:00+08:00')];
    const [kept, gone] = [1, 2].map((nth) => aMatter({ _id: anId('matter', nth), visitId: anId('visit', 1) }));
    const withdrawals = [aWithdrawal({ subjectId: gone?._id ?? '' })];
    const matters = kept && gone ? [kept, gone] : [];
    const rows = ledgerOf(facts({ visits, matters, withdrawals }), '2026-11-23', '2026-11-23');
    expect(rows.map((row) => row.matters.map(({ _id }) => _id))).toEqual([[kept?._id], []]);
  });

  it('finds the first return visit to the same door after the visit', () => {
    const other = { dwellingId: 'dwelling:a1-12-1-1202' };
    const visits = [
      visitAt(1, '2026-11-23T09:00:00+08:00'),
      visitAt(2, '2026-11-25T09:00:00+08:00'),
      visitAt(3, '2026-11-24T09:00:00+08:00', other),
      visitAt(4, '2026-11-22T09:00:00+08:00'),
      visitAt(5, '2026-11-26T09:00:00+08:00'),
    ];
    const answers = new Map([2, 3, 4, 5].map((nth) => answersTo(nth, 'return_visit')));
    const matters = [aMatter({ visitId: anId('visit', 1) })];
    const [row] = ledgerOf(facts({ visits, answers, matters }), '2026-11-23', '2026-11-23');
    expect(row?.call?.visit._id).toBe(anId('visit', 2));
  });

  it('has no return visit where nothing was said that could be asked about', () => {
    const visits = [visitAt(1, '2026-11-23T09:00:00+08:00'), visitAt(2, '2026-11-25T09:00:00+08:00')];
    const [row] = ledgerOf(
      facts({ visits, answers: new Map([answersTo(2, 'return_visit')]) }),
      '2026-11-23',
      '2026-11-23',
    );
    expect(row?.call).toBeUndefined();
  });
});
