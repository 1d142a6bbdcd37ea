import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { aDwelling, aHousehold, aMatter, aNote, aVisit, building12, building13 } from '../builders/documents.ts';
import { anId } from '../builders/ids.ts';
import { aRelay, people, storageKinds, type SignedInPerson, type TestRelay } from '../builders/relay.ts';
import { layOut, midnight, moveAll, placed } from './moving.ts';

const photo = 'media:0123456789abcdefghijkl';

describe.each(storageKinds)('A2: what follows from a building that moved, on %s', (storage) => {
  let relay: TestRelay;
  const signedIn = new Map<string, SignedInPerson>();
  const as = (name: string): SignedInPerson => {
    const person = signedIn.get(name);
    if (!person) throw new Error(name);
    return person;
  };
  const clock = { now: midnight - 3_600_000 };
  const raised = aMatter({ by: 'building1', dwellingId: aDwelling()._id });
  const raisedAt13 = aMatter({ _id: anId('matter', 13), by: 'building1', buildingId: building13 });

  beforeAll(async () => {
    relay = await aRelay({ storage, accounts: people, clock: () => clock.now });
    for (const { userId } of people) signedIn.set(userId, await relay.signIn(userId));
    await layOut(relay.storage, placed('a2'));
    await relay.storage.write('area-a1', [{ ...raisedAt13 }]);
    const stored = await relay.storage.get('area-a1', raised._id);
    await relay.storage.write('area-a1', [{ ...raised, _rev: stored?._rev ?? '' }]);
    const reference = { id: photo, key: 'k'.repeat(43), area: 'a1', kind: 'photo', type: 'image/jpeg', bytes: 3 };
    await relay.storage.write('area-a1', [{ ...aNote({ _id: anId('note', 5) }), media: [reference] }]);
    const blob = { contentType: 'application/octet-stream', bytes: Uint8Array.of(1, 2, 3) };
    await relay.storage.putAttachment('media-a1', photo, 'blob', blob);
    // a first load before the building goes
    expect((await as('grid1').ask('/db/area-a1/_snapshot')).ok).toBe(true);
    await relay.followers.sweep();
    clock.now = midnight;
    for (const { userId } of people) signedIn.set(userId, await relay.signIn(userId));
    await moveAll(relay.storage, clock);
    await relay.followers.sweep();
  }, 60_000);
  afterAll(() => relay.stop());

  it('shows its pictures to those of the new area under the address of the old one, and knows that they are safe', async () => {
    const path = `/db/media-a1/${encodeURIComponent(photo)}/blob`;
    const bytes = async (name: string): Promise<number[]> => [
      ...new Uint8Array(await (await as(name).ask(path)).arrayBuffer()),
    ];
    expect(await bytes('grid2')).toEqual([1, 2, 3]);
    expect(await bytes('grid1')).toEqual([1, 2, 3]);
    expect((await as('admin').ask(path)).status).toBe(403);
    const standing = await as('grid1').ask('/api/media/standing', { body: { area: 'a1', ids: [photo] } });
    expect(await standing.json()).toEqual({ safe: [photo], missing: [] });
  });

  it('leads its leader to its extract in the new area, and to all that they raised', async () => {
    const extract = (id: string): Promise<Response> => as('building1').ask(`/api/extracts/${encodeURIComponent(id)}`);
    const building = (await (await extract(building12)).json()) as { rows: unknown[] };
    expect(building.rows).toEqual([expect.objectContaining({ room: '1203', familyName: '欧阳' })]);
    const matters = (await (await extract('matters-of-building1')).json()) as { matters: { matterId: string }[] };
    expect(matters.matters.map(({ matterId }) => matterId)).toEqual([raised._id, raisedAt13._id]);
  });

  it('counts its homes in the new area and no longer in the old one', async () => {
    const homes = async (area: string): Promise<unknown> =>
      ((await relay.storage.get('extract-c1', `homes:${area}`))?.['homes'] as { householdId: string }[]).map(
        ({ householdId }) => householdId,
      );
    expect(await homes('a1')).toEqual([]);
    expect(await homes('a2')).toEqual([aHousehold()._id]);
  });

  it('tells a first load of either area what lies there by now', async () => {
    const idsFrom = async (name: string, area: string): Promise<string[]> => {
      const person = as(name);
      const snapshot = await (await person.ask(`/db/area-${area}/_snapshot`)).text();
      const [head = '', ...lines] = snapshot.trim().split('\n');
      const rows = lines.map((line) => (JSON.parse(line) as [string, { _id: string }])[1]._id);
      const { seq } = JSON.parse(head) as { seq: string };
      const feed = await person.ask(`/db/area-${area}/_changes?since=${encodeURIComponent(seq)}`);
      const { results } = (await feed.json()) as { results: { id: string; deleted?: true }[] };
      const gone = new Set(results.flatMap(({ id, deleted }) => (deleted ? [id] : [])));
      return [...new Set([...rows, ...results.map(({ id }) => id)])].filter((id) => !gone.has(id));
    };
    expect(await idsFrom('grid1', 'a1')).not.toContain(aVisit()._id);
    expect(await idsFrom('grid1', 'a1')).toContain(anId('visit', 13));
    expect(await idsFrom('grid2', 'a2')).toEqual(expect.arrayContaining([aVisit()._id, aDwelling()._id]));
  });
});
