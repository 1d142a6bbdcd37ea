import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Drop } from '../../sync-server/gate/drop.ts';
import type { Storage } from '../../sync-server/storage/port.ts';
import { aHousehold, aMatter, aNote, aVisit } from '../builders/documents.ts';
import { aPart } from '../builders/envelopes.ts';
import { anId } from '../builders/ids.ts';
import { tenants } from '../contracts/tenants.ts';
import { anEnvelopeOf, codesOf, grid1, openDoor, openedAnswer } from './door.ts';

describe.each(tenants)('many envelopes of one delivery on %s', (_, tenant) => {
  let storage: Storage;
  let drop: Drop;
  let leave: () => Promise<void>;
  let writes: string[] = [];

  beforeEach(async () => {
    const tenancy = await tenant();
    ({ leave } = tenancy);
    writes = [];
    storage = {
      ...tenancy.storage,
      write: (database, docs) => {
        writes.push(database);
        return tenancy.storage.write(database, docs);
      },
    };
    drop = await openDoor(storage);
    writes.length = 0;
  });
  afterEach(() => leave());

  const codes = async (...envelopes: Parameters<typeof anEnvelopeOf>[1][]): Promise<unknown[]> => {
    const made = envelopes.map((docs, n) => anEnvelopeOf(grid1, docs, n + 1));
    return (await drop.deliver(grid1, made)).map((answer) => codesOf(openedAnswer(answer).verdicts));
  };

  it('are written together where they touch nothing of each other: a day of visits costs three writes', async () => {
    const day = Array.from({ length: 12 }, (_none, n) => {
      const visit = aVisit({ _id: anId('visit', n + 1) });
      return [
        aPart('area-a1', visit, visit._id),
        aPart('area-a1', aMatter({ _id: anId('matter', n + 1) }), visit._id),
        aPart('area-a1', aNote({ _id: anId('note', n + 1) })),
      ];
    });
    expect(await codes(...day)).toEqual(day.map(() => [undefined, undefined, undefined]));
    expect(writes).toEqual(['area-a1', 'area-a1', 'ledger']);
  });

  it('are judged one after the other where the second builds on the first', async () => {
    const stamp = (n: number): string => `000000001.00${String(n)}.grid1tablet`;
    const home = anId('household', 7);
    const told = await codes(
      [aPart('area-a1', aHousehold({ _id: home, stamp: stamp(1) }))],
      // only a part of a register: good because the whole of it came before
      [aPart('area-a1', { ...aHousehold({ _id: home, stamp: stamp(2) }), fields: { size: { v: 9, s: stamp(2) } } })],
    );
    expect(told).toEqual([[undefined], [undefined]]);
    expect(await storage.get('area-a1', home)).toMatchObject({ fields: { size: { v: 9 }, familyName: { v: '欧阳' } } });
  });

  it('keep their units apart, although they are called alike', async () => {
    const visit = (n: number) => aPart('area-a1', aVisit({ _id: anId('visit', n) }), 'v');
    const note = (n: number, more: object = {}) =>
      aPart('area-a1', { ...aNote({ _id: anId('note', n) }), ...more }, 'v');
    const told = await codes([visit(1), note(1, { by: 'somebody' })], [visit(2), note(2)]);
    expect(told).toEqual([
      ['unit-refused', 'not-author'],
      [undefined, undefined],
    ]);
  });

  it('under one id: the first counts, the other is a fact altered', async () => {
    const [one, other] = [1, 2].map((n) => anEnvelopeOf(grid1, [aPart('area-a1', aNote({ _id: anId('note', n) }))], 1));
    const [first, second] = await drop.deliver(grid1, [one, other]);
    expect(codesOf(openedAnswer(first).verdicts)).toEqual([undefined]);
    expect(second).toMatchObject({ error: 'forbidden', reason: 'fact-exists' });
    expect(await storage.get('area-a1', anId('note', 2))).toBeUndefined();
  });
});
