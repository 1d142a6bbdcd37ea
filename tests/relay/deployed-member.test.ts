import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { BuildingExtract } from '../../src/domain/extract.ts';
import {
  aDwelling,
  aHousehold,
  anIdentity,
  aResident,
  aVisit,
  building12,
  building13,
  flat1203,
  someAnswers,
} from '../builders/documents.ts';
import { anId } from '../builders/ids.ts';
import { aHolder } from '../builders/people.ts';
import { aRelay, people, storageKinds, type SignedInPerson, type TestRelay } from '../builders/relay.ts';
import { everythingReadable } from './everything-readable.ts';

const flat1301 = 'dwelling:a1-13-0-101';
const number = '999999195001010014';
const phone = '13900000001';

describe.each(storageKinds)('B2: a deployed member on %s', (storage) => {
  let relay: TestRelay;
  let member: SignedInPerson;

  beforeAll(async () => {
    relay = await aRelay({ storage, accounts: [...people, aHolder('deployedMember')] });
    const address = {
      buildingId: building13,
      estate: '莲心苑',
      building: '13栋',
      entrance: '0',
      floor: '1',
      room: '101',
    };
    const next = anId('household', 2);
    await relay.storage.write('area-a1', [
      { ...aDwelling() },
      { ...aHousehold() },
      { ...aResident() },
      { ...aVisit() },
      { ...aDwelling({ _id: flat1301, values: { address } }) },
      { ...aHousehold({ _id: next, values: { dwellingId: flat1301, familyName: '司马' } }) },
      { ...aResident({ _id: anId('resident', 2), values: { householdId: next, name: '司马南' } }) },
    ]);
    await relay.storage.write('care-a1', [{ ...anIdentity() }, { ...someAnswers() }]);
    await relay.followers.sweep();
    member = await relay.signIn('deployed1');
  });
  afterAll(() => relay.stop());

  it('B2: sees only the paired building, and no ID numbers, on any route or feed', async () => {
    const told = await everythingReadable(member, {
      documents: [flat1203, flat1301, anId('household'), anId('household', 2), anId('resident'), anId('identity')],
      extracts: [building12, building13, `emergency-of-${building12}`, `emergency-of-${building13}`, 'homes:a1'],
    });
    const extracts = [...told.keys()].filter((path) => path.startsWith('/api/extracts/'));
    expect(extracts).toEqual([`/api/extracts/${encodeURIComponent(building12)}`]);
    const extract = JSON.parse(told.get(extracts[0] ?? '') ?? '{}') as BuildingExtract;
    expect(extract.buildingId).toBe(building12);
    expect(extract.rows.map(({ dwellingId }) => dwellingId)).toEqual([flat1203]);
    const all = [...told.values()].join('\n');
    expect(all).toContain('欧阳');
    for (const hidden of [number, phone, '欧阳明月', '司马', flat1301, anId('identity'), anId('resident')])
      expect(all).not.toContain(hidden);
    // no copy of the area, of its care tier or of pictures
    const readable = member.databases.filter(({ read }) => read).map(({ name }) => name);
    expect(readable).toEqual(['own-deployed1', 'ref-c1']);
  });

  it('the same questions of a grid worker find the number, so that nothing was asked in vain', async () => {
    const grid1 = await relay.signIn('grid1');
    const told = await everythingReadable(grid1, { documents: [anId('identity')], extracts: [] });
    expect([...told.values()].join('\n')).toContain(number);
  });
});
