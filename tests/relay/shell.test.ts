import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Drop } from '../../sync-server/gate/drop.ts';
import type { Storage } from '../../sync-server/storage/port.ts';
import { aVisit, someAnswers } from '../builders/documents.ts';
import { aPart } from '../builders/envelopes.ts';
import { anId } from '../builders/ids.ts';
import { embeddedTenant } from '../contracts/tenants.ts';
import { area1, codesOf, grid1, openDoor, verdictsOf } from './door.ts';

describe('answers and the visit that they point at', () => {
  let drop: Drop;
  let storage: Storage;
  let leave: () => Promise<void>;
  beforeEach(async () => {
    ({ storage, leave } = await embeddedTenant());
    drop = await openDoor(storage);
  });
  afterEach(() => leave());

  const visit = aVisit();
  const bySecretary = { by: 'area1', deviceId: 'tablet-area1' };
  const elsewhere = someAnswers({ dwellingId: 'dwelling:a1-12-1-0999' });

  it('may come before it', async () => {
    expect(codesOf(await verdictsOf(drop, grid1, [aPart('care-a1', someAnswers())]))).toEqual([undefined]);
    expect(codesOf(await verdictsOf(drop, grid1, [aPart('area-a1', visit)], 2))).toEqual([undefined]);
  });

  it('are its own author’s, for its own door, where it is known', async () => {
    await verdictsOf(drop, grid1, [aPart('area-a1', visit)]);
    const foreign = someAnswers({ _id: anId('visitAnswers', 2), ...bySecretary });
    expect(codesOf(await verdictsOf(drop, area1, [aPart('care-a1', foreign)], 2))).toEqual(['illegal-step']);
    expect(codesOf(await verdictsOf(drop, grid1, [aPart('care-a1', elsewhere)], 3))).toEqual(['illegal-step']);
    expect(codesOf(await verdictsOf(drop, grid1, [aPart('care-a1', someAnswers())], 4))).toEqual([undefined]);
  });

  it.each([
    ['before', [aPart('care-a1', elsewhere), aPart('area-a1', visit)], ['illegal-step', undefined]],
    ['after', [aPart('area-a1', visit), aPart('care-a1', elsewhere)], [undefined, 'illegal-step']],
  ] as const)('are compared with one of the same envelope that stands %s them', async (_, parts, codes) => {
    expect(codesOf(await verdictsOf(drop, grid1, parts))).toEqual(codes);
  });
});
