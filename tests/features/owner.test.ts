import { beforeEach, describe, expect, it } from 'vitest';
import { fits } from '../../src/domain/catalogue.ts';
import { OwnerModel } from '../../src/features/household/owner.svelte.ts';
import { doorsOnTablet } from '../../src/store/due-doors.ts';
import { atHome, head, newestParts, worker } from '../builders/a-home.ts';
import { aDwelling, flat1203 } from '../builders/documents.ts';
import { aStore, forget, told, type TestStore } from '../builders/store.ts';

let store: TestStore;
let model: OwnerModel;
beforeEach(async () => {
  store = await aStore();
  await atHome(store);
  const address = { ...aDwelling().fields.address!.v, room: '1204' };
  await told(store, [aDwelling({ _id: 'dwelling:a1-12-1-1204', values: { address } })]);
  const doors = doorsOnTablet(store.shelf);
  model = new OwnerModel(store, worker, () => doors.find(({ dwellingId }) => dwellingId === flat1203));
  return () => forget(store);
});

describe('the owner of a dwelling', () => {
  it('is found by name, and tells what else they own', async () => {
    model.typed = '欧';
    expect(model.candidates).toEqual([]);
    model.typed = '欧阳';
    expect(model.candidates).toEqual([{ id: head, name: '欧阳明月', address: '12栋 1单元 1203' }]);
    expect((await model.say(head, true))?.ok).toBe(true);
    const [part] = await newestParts(store);
    expect(fits('dwelling', part?.doc)).toBe(true);
    const other = store.shelf.get('dwelling', 'dwelling:a1-12-1-1204')!;
    const stamp = Object.values(other.fields)[0]!.s;
    await told(store, [{ ...other, sets: { owners: { [head]: { in: stamp } } } }], 'area-a1', '2-b');
    expect(model.owners(false)).toEqual([{ id: head, name: '欧阳**', others: ['12栋 1单元 1204'] }]);
  });

  it('is nobody any more when somebody says so', async () => {
    await model.say(head, true);
    expect(model.owners(true).map(({ name }) => name)).toEqual(['欧阳明月']);
    await model.say(head, false);
    expect(model.owners(true)).toEqual([]);
  });
});
