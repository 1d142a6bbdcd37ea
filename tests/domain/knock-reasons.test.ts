import fc from 'fast-check';
import { expect, test } from 'vitest';
import { defaultChecklists } from '../../src/domain/checklist/default/default-checklists.ts';
import { knockSlots } from '../../src/domain/documents/round.ts';
import { defaultKnockReasons, knockReasonsInForce, saidOf } from '../../src/domain/knock-reasons.ts';
import { aKnockReason } from '../builders/documents.ts';
import { anId } from '../builders/ids.ts';

test('E2: six slots with their defaults, each with a list that a worker opens', () => {
  const lists = defaultChecklists();
  const six = knockReasonsInForce([]);
  expect(six.map(({ name }) => name.zh)).toEqual([
    '新入住必敲',
    '老人必敲',
    '困难必敲',
    '生病必敲',
    '纠纷必敲',
    '喜事节日必敲',
  ]);
  for (const { checklistId } of six) expect(lists.find(({ id }) => id === checklistId)?.mode).toBe('worker');
});

test('E2: slot 3 renamed is renamed, the other five stay; its words of before are not touched', () => {
  const before = saidOf(knockReasonsInForce([])[2]!);
  const renamed = knockReasonsInForce([aKnockReason({ name: { zh: '退役必敲', en: 'Veterans' } })]);
  expect(renamed[2]?.name.zh).toBe('退役必敲');
  expect(renamed.filter((_, n) => n !== 2)).toEqual(defaultKnockReasons.filter((_, n) => n !== 2));
  expect(before).toEqual({ slot: 3, name: { zh: '困难必敲', en: 'In hardship' } });
});

test('E2: in whatever order they came, every tablet has the same six', () => {
  const written = fc.array(fc.tuple(fc.integer({ min: 1, max: knockSlots }), fc.integer({ min: 1, max: 3 })));
  fc.assert(
    fc.property(written, (all) => {
      const reasons = all.map(([slot, version], n) => aKnockReason({ _id: anId('knockReason', n), slot, version }));
      const six = knockReasonsInForce(reasons);
      expect(knockReasonsInForce([...reasons].reverse())).toEqual(six);
      expect(six.map(({ slot }) => slot)).toEqual([1, 2, 3, 4, 5, 6]);
    }),
  );
});
