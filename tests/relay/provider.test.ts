import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isServiceExtract, servicesOf, type ServiceExtract } from '../../src/domain/service/service-extract.ts';
import {
  aDwelling,
  aHousehold,
  anIdentity,
  aNote,
  aResident,
  aVisit,
  building12,
  someAnswers,
} from '../builders/documents.ts';
import { anEnvelope } from '../builders/envelopes.ts';
import { anId } from '../builders/ids.ts';
import { aHolder } from '../builders/people.ts';
import { aRelay, people, storageKinds, type SignedInPerson, type TestRelay } from '../builders/relay.ts';
import { aServiceAssignment } from '../builders/services.ts';
import { everythingReadable } from './everything-readable.ts';

/** Forty households of which the first twenty are assigned; each has a name, a telephone and a number of its own. */
const every = Array.from({ length: 40 }, (_, n) => n + 1);
const assigned = every.slice(0, 20);
const nameOf = (n: number): string => `诸葛${String(n).padStart(2, '0')}号`;
const phoneOf = (n: number): string => `139000001${String(n).padStart(2, '0')}`;
const numberOf = (n: number): string => `9999991950010100${String(n).padStart(2, '0')}`;
const flatOf = (n: number): string => `dwelling:a1-12-1-${100 + n}`;
const partner = anId('partner');

const home = (n: number): object[] => [
  {
    ...aDwelling({
      _id: flatOf(n),
      values: {
        address: {
          buildingId: building12,
          estate: '莲心苑',
          building: '12栋',
          entrance: '1',
          floor: String(n),
          room: `R${100 + n}`,
        },
      },
    }),
  },
  { ...aHousehold({ _id: anId('household', n), values: { dwellingId: flatOf(n), familyName: '诸葛' } }) },
  {
    ...aResident({
      _id: anId('resident', n),
      values: { householdId: anId('household', n), name: nameOf(n), phone: { number: phoneOf(n) } },
    }),
  },
];
const closed = (n: number): object[] => [
  {
    ...anIdentity({
      _id: anId('identity', n),
      values: { residentId: anId('resident', n), paper: { kind: 'idCard', number: numberOf(n) } },
    }),
  },
];
const assignmentOf = (n: number): object => ({
  ...aServiceAssignment({
    _id: anId('serviceAssignment', n),
    // of the last, another organisation has the household
    partnerId: n <= assigned.length ? partner : anId('partner', 2),
    dwellingId: flatOf(n),
    householdId: anId('household', n),
    residentId: anId('resident', n),
    note: `每月一次，第${n}户`,
  }),
});

describe.each(storageKinds)('C4: a provider on %s', (storage) => {
  let relay: TestRelay;
  let provider: SignedInPerson;

  beforeAll(async () => {
    relay = await aRelay({ storage, accounts: [...people, aHolder('serviceProvider')] });
    const documents = every.flatMap(home) as { _id: string }[];
    await relay.storage.write('area-a1', [...documents, { ...aVisit() }]);
    const care = [...every.flatMap(closed), ...[...assigned, 21, 22].map(assignmentOf)] as { _id: string }[];
    await relay.storage.write('care-a1', [...care, { ...someAnswers() }]);
    await relay.followers.sweep();
    provider = await relay.signIn('provider1');
  });
  afterAll(() => relay.stop());

  it('C4: sees 20 assigned, no ID number, no other household, on any route or feed', async () => {
    const told = await everythingReadable(provider, {
      documents: [1, 20, 21, 40].flatMap((n) => [
        flatOf(n),
        anId('household', n),
        anId('resident', n),
        anId('identity', n),
        anId('serviceAssignment', n),
      ]),
      extracts: [servicesOf(partner), servicesOf(anId('partner', 2)), building12, `emergency-of-${building12}`],
    });
    const extracts = [...told.keys()].filter((path) => path.startsWith('/api/extracts/'));
    expect(extracts).toEqual([`/api/extracts/${encodeURIComponent(servicesOf(partner))}`]);
    const extract = JSON.parse(told.get(extracts[0] ?? '') ?? '{}') as ServiceExtract;
    expect(isServiceExtract(extract)).toBe(true);
    expect(extract.assigned.map(({ name }) => name)).toEqual(assigned.map(nameOf));
    // name, address and note; the rest are ids by which a record finds its place
    const ids = ['assignmentId', 'dwellingId', 'householdId', 'buildingId', 'area'];
    for (const row of extract.assigned)
      expect(Object.keys(row).filter((key) => !ids.includes(key))).toEqual(['name', 'address', 'note']);
    const all = [...told.values()].join('\n');
    for (const n of every) {
      expect(all.includes(nameOf(n)), nameOf(n)).toBe(n <= assigned.length);
      expect(all.includes(`"R${100 + n}"`)).toBe(n <= assigned.length);
      expect(all).not.toContain(numberOf(n));
      expect(all).not.toContain(phoneOf(n));
    }
    expect(provider.databases.filter(({ read }) => read).map(({ name }) => name)).toEqual(['own-provider1']);
  });

  it('brings back its service, credited to it, for an assigned household and for no other', async () => {
    const deliver = async (n: number, names = n): Promise<unknown> => {
      const by = { by: 'provider1', deviceId: provider.device, after: anId('serviceAssignment', names) };
      const where = { dwellingId: flatOf(n), householdId: anId('household', n), buildingId: building12 };
      const visit = aVisit({ ...by, ...where, _id: anId('visit', 100 + n), outcome: 'met' });
      const note = aNote({ ...by, ...where, _id: anId('note', 100 + n), visitId: visit._id, text: '血压正常' });
      const docs = [
        { db: 'area-a1', unit: 'service', doc: visit },
        { db: 'care-a1', unit: 'service', doc: note },
      ];
      const envelope = anEnvelope(docs, { _id: anId('envelope', 100 + n), device: provider.device });
      const answer = await provider.ask('/db/drop/_bulk_docs', { body: { docs: [envelope] } });
      const [told] = (await answer.json()) as [{ verdicts: { code?: string }[] }];
      return told.verdicts.map(({ code }) => code);
    };
    expect(await deliver(1)).toEqual([undefined, undefined]);
    expect(await relay.storage.get('area-a1', anId('visit', 101))).toMatchObject({ by: 'provider1', outcome: 'met' });
    expect(await relay.storage.get('care-a1', anId('note', 101))).toMatchObject({ text: '血压正常' });
    // another organisation's household, and a household behind the assignment of another
    expect(await deliver(21)).toContain('not-yours');
    expect(await deliver(40, 2)).toContain('not-yours');
    expect(await relay.storage.get('area-a1', anId('visit', 140))).toBeUndefined();
  });

  it('sees a household no more once its assignment has ended', async () => {
    const end = aServiceAssignment({
      ...assignmentOf(20),
      _id: anId('serviceAssignment', 200),
      after: anId('serviceAssignment', 20),
      ended: true,
    });
    await relay.storage.write('care-a1', [{ ...end }]);
    await relay.followers.sweep();
    const answer = await provider.ask(`/api/extracts/${encodeURIComponent(servicesOf(partner))}`);
    const { assigned: left } = (await answer.json()) as ServiceExtract;
    expect(left.map(({ name }) => name)).toEqual(assigned.slice(0, 19).map(nameOf));
  });
});
