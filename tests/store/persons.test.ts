import { beforeEach, describe, expect, it } from 'vitest';
import { fieldOf } from '../../src/domain/register.ts';
import { likelySameHere, partRecord, peopleOf, personOf, saySame } from '../../src/store/persons.ts';
import { livingHere } from '../../src/store/home-changes.ts';
import { atHome, family, head, mother, newestParts } from '../builders/a-home.ts';
import { anIdentity, aResidency, aResident, aSamePerson, aStamp } from '../builders/documents.ts';
import { anId } from '../builders/ids.ts';
import { aStore, forget, told, type TestStore } from '../builders/store.ts';

const twin = anId('resident', 9);
let store: TestStore;

beforeEach(async () => {
  store = await aStore();
  await atHome(store);
  const again = { householdId: family, name: '陈秀英', birthYear: 1944, phone: { number: '13900000009' } };
  await told(store, [aResident({ _id: twin, values: again, stamp: aStamp(5) })]);
  return () => forget(store);
});
const names = (): (string | undefined)[] => peopleOf(store.shelf, family).map((one) => fieldOf(one, 'name'));

describe('two records of one person', () => {
  it('are suggested by name, dwelling and year, and are one once somebody says so', async () => {
    expect(await likelySameHere(store)).toEqual([{ pair: [mother, twin], by: 'name' }]);
    expect(names().sort()).toEqual(['欧阳明月', '陈秀英', '陈秀英'].sort());
    const said = await saySame(store, [[mother, twin]], true);
    expect(said.ok).toBe(true);
    expect(names().sort()).toEqual(['欧阳明月', '陈秀英'].sort());
    expect(fieldOf(personOf(store.shelf, twin)!.resident, 'phone')).toEqual({ number: '13900000009' });
    expect(await likelySameHere(store)).toEqual([]);
  });

  it('are suggested by the number of their papers, whatever their names', async () => {
    const number = '999999195001010018';
    const papers = [head, twin].map((residentId, n) =>
      anIdentity({ _id: anId('identity', n + 1), values: { residentId, paper: { kind: 'idCard', number } } }),
    );
    await told(store, papers, 'care-a1');
    expect(await likelySameHere(store)).toEqual([
      { pair: [head, twin], by: 'number' },
      { pair: [mother, twin], by: 'name' },
    ]);
  });

  it('keep both histories: who moved out by either record is gone', async () => {
    await saySame(store, [[mother, twin]], true);
    await told(store, [aResidency({ residentId: twin, householdId: family, change: 'movedOut', on: '2026-11-21' })]);
    expect(livingHere(store.shelf, family).map(({ _id }) => _id)).toEqual([head]);
    await partRecord(store, twin);
    expect(livingHere(store.shelf, family).map(({ _id }) => _id)).toEqual([head, mother]);
  });

  it('are taken apart again also when two tablets had joined them, and are not suggested again', async () => {
    await saySame(store, [[mother, twin]], true);
    const elsewhere = aSamePerson({ _id: anId('samePerson', 7), residentId: mother, otherId: twin, by: 'area1' });
    await told(store, [elsewhere]);
    expect((await partRecord(store, twin)).ok).toBe(true);
    const parts = await newestParts(store);
    expect(parts.map(({ db, doc }) => [db, (doc as { same?: boolean }).same])).toEqual([
      ['area-a1', false],
      ['area-a1', false],
    ]);
    expect(names()).toHaveLength(3);
    expect(await likelySameHere(store)).toEqual([]);
  });

  it('says nothing twice', async () => {
    await saySame(store, [[mother, twin]], true);
    expect(await saySame(store, [[mother, twin]], true)).toMatchObject({ ok: false, fault: { code: 'not-found' } });
  });
});
