import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { bodyOf } from '../../src/domain/canonical.ts';
import { merge } from '../../src/domain/merge.ts';
import type { OrganisationFile } from '../../src/domain/organisation/organisation-file.ts';
import { structures } from '../../src/domain/organisation/structures.ts';
import type { Head } from '../../src/domain/register.ts';
import { loadOrganisation } from '../../sync-server/provisioning/organisation.ts';
import { StorageUnavailable, type Storage, type WriteResult } from '../../sync-server/storage/port.ts';
import {
  aDwelling,
  aHousehold,
  anOrgUnit,
  aNote,
  aRelocation,
  aStamp,
  aVisit,
  building12,
  someAnswers,
} from '../builders/documents.ts';
import { anId } from '../builders/ids.ts';
import { tenants } from '../contracts/tenants.ts';
import { aClock, openDoor, type MovableClock } from './door.ts';
import {
  bodiesIn,
  idsIn,
  layOut,
  midnight,
  moveAll,
  ofBuilding12,
  openMoves,
  placed,
  roundOfBoth,
  staying,
} from './moving.ts';

const everywhere = ['area-a1', 'care-a1', 'area-a2', 'care-a2', 'media-a1', 'media-a2'];
const idsOf = (docs: readonly { readonly _id: string }[]): string[] => docs.map(({ _id }) => _id).sort();
const relocation = aRelocation({ placementId: placed('a2')._id, at: new Date(midnight).toISOString() });

describe.each(tenants)('A2: a building moves between areas on %s', (_, tenant) => {
  let storage: Storage;
  let leave: () => Promise<void>;
  let clock: MovableClock;

  beforeEach(async () => {
    ({ storage, leave } = await tenant());
    clock = aClock();
    await openDoor(storage, clock);
  });
  afterEach(() => leave());

  it('moves nothing before its day, and everything at its midnight', async () => {
    await layOut(storage, placed('a2'));
    const before = await bodiesIn(storage, ...everywhere);
    const moves = openMoves(storage, clock);
    await moves.tend();
    clock.now = midnight - 1;
    await moves.tend();
    expect(await bodiesIn(storage, ...everywhere)).toEqual(before);
    expect(await storage.range('ledger', 'move:', 'move:\uffff')).toEqual([]);

    clock.now = midnight;
    await moveAll(storage, clock, moves);
    expect(await idsIn(storage, 'area-a2')).toEqual(idsOf([...ofBuilding12.area, roundOfBoth, relocation]));
    expect(await idsIn(storage, 'care-a2')).toEqual(idsOf(ofBuilding12.care));
    expect(await idsIn(storage, 'area-a1')).toEqual(idsOf([...staying, roundOfBoth, relocation]));
    expect(await idsIn(storage, 'care-a1')).toEqual([]);
    const after = await bodiesIn(storage, ...everywhere);
    for (const doc of ofBuilding12.area) expect(after[`area-a2 ${doc._id}`]).toEqual(doc);
    for (const doc of ofBuilding12.care) expect(after[`care-a2 ${doc._id}`]).toEqual(doc);
    expect(after[`area-a1 ${relocation._id}`]).toEqual(relocation);
    expect(after[`area-a2 ${relocation._id}`]).toEqual(relocation);
  });

  it('wakes by itself at midnight', async () => {
    await layOut(storage, placed('a2'));
    let alarm = { ms: 0, work: (): void => undefined };
    const after = (ms: number, work: () => void) => {
      if (ms > alarm.ms) alarm = { ms, work };
      return () => undefined;
    };
    const moves = openMoves(storage, clock, { after });
    await moves.tend();
    expect(clock.now + alarm.ms).toBe(midnight);
    clock.now += alarm.ms;
    alarm.work();
    await moves.tend();
    expect(await storage.range('ledger', 'move:', 'move:\uffff')).toHaveLength(1);
    await moves.stop();
  });

  it('moves what an operator places beneath another area by a file', async () => {
    await layOut(storage);
    const named = (id: string, level: string, parent?: string, key?: string) => ({
      ...{ id, level, name: id, ...(parent !== undefined && { parent }), ...(key !== undefined && { key }) },
    });
    const file: OrganisationFile = {
      ...{ from: '2026-11-24', levels: [...structures.fiveLevels], posts: [] },
      units: [named('c1', 'community'), named('a2', 'area', 'c1', 'a2'), named('a1-12', 'building', 'a2')],
    };
    await loadOrganisation(storage, 'c1', file, clock.now);
    clock.now = midnight;
    await moveAll(storage, clock);
    expect(await idsIn(storage, 'care-a2')).toEqual(idsOf(ofBuilding12.care));
    expect(await storage.get('area-a2', relocation._id)).toMatchObject({ placementId: 'placement:a1-12-2026-11-24' });
  });

  it('brings pictures by the ids that the documents name', async () => {
    const id = 'media:0123456789abcdefghijkl';
    const photo = {
      ...{ id, key: 'k'.repeat(43), area: 'a1', kind: 'photo' as const, type: 'image/jpeg' as const, bytes: 3 },
    };
    const note = aNote({ _id: anId('note', 5), media: [photo] });
    await layOut(storage, placed('a2'));
    await storage.write('area-a1', [{ ...note }]);
    const blob = { contentType: 'application/octet-stream', bytes: Uint8Array.of(1, 2, 3) };
    await storage.putAttachment('media-a1', id, 'blob', blob);
    await storage.putAttachment('media-a1', 'media:of-the-other-building-00', 'blob', blob);
    clock.now = midnight;
    await moveAll(storage, clock);
    expect((await storage.getAttachment('media-a2', id, 'blob'))?.bytes).toEqual(blob.bytes);
    expect(await idsIn(storage, 'media-a1')).toEqual(['media:of-the-other-building-00']);
    expect(bodyOf((await storage.get('area-a2', note._id)) ?? {})).toEqual(note);
  });

  it('joins what the new area has written down already, and loses nothing of either', async () => {
    await layOut(storage, placed('a2'));
    const theirs = aHousehold({ stamp: aStamp(5000), values: { doorNote: '有狗' } });
    await storage.write('area-a2', [{ ...theirs }]);
    clock.now = midnight;
    await moveAll(storage, clock);
    const joined = merge(aHousehold() as unknown as Head, theirs as unknown as Head);
    expect(bodyOf((await storage.get('area-a2', theirs._id)) ?? {})).toEqual(joined);
  });

  it('carries after it what comes to the old area while it moves, and afterwards', async () => {
    await layOut(storage, placed('a2'));
    clock.now = midnight;
    const [during, later] = [aVisit({ _id: anId('visit', 21) }), aVisit({ _id: anId('visit', 22) })];
    let written = false;
    const busy: Storage = {
      ...storage,
      async write(db, docs) {
        // somebody delivers between the first copy and the rest
        if (db === 'area-a1' && !written && docs.some(({ _deleted }) => _deleted)) {
          written = true;
          await storage.write('area-a1', [{ ...during }]);
        }
        return storage.write(db, docs);
      },
    };
    await moveAll(busy, clock);
    expect(written).toBe(true);
    const moves = openMoves(storage, clock);
    await moves.tend();
    clock.now += 20_000;
    await storage.write('area-a1', [{ ...later }]);
    for (let n = 0; n < 4; n += 1) {
      await moves.tend();
      clock.now += 20_000;
    }
    await moves.stop();
    expect(await idsIn(storage, 'area-a1')).toEqual(idsOf([...staying, roundOfBoth, relocation]));
    for (const visit of [during, later]) expect(bodyOf((await storage.get('area-a2', visit._id)) ?? {})).toEqual(visit);
  });

  it('goes on to a third area that has no databases yet, and comes back', async () => {
    await layOut(storage, placed('a2'), placed('a3', '2026-11-25'), placed('a1', '2026-11-26'));
    for (const [day, area] of [
      ['2026-11-24', 'a2'],
      ['2026-11-25', 'a3'],
      ['2026-11-26', 'a1'],
    ] as const) {
      clock.now = Date.parse(`${day}T00:30:00+08:00`);
      await moveAll(storage, clock);
      for (const key of ['a1', 'a2', 'a3']) {
        if (!(await storage.information(`area-${key}`))) continue;
        const here = new Set(await idsIn(storage, `area-${key}`));
        expect(ofBuilding12.area.map(({ _id }) => here.has(_id))).toEqual(ofBuilding12.area.map(() => key === area));
      }
    }
    expect((await idsIn(storage, 'area-a1')).filter((id) => id.startsWith('relocation:'))).toHaveLength(2);
    const left = await storage.get('area-a1', 'relocation:a1-12-3');
    expect(left).toMatchObject({ buildingId: building12, from: 'a3', to: 'a1', turn: 3 });
  });
});

/** Lets so many single writes through, then dies: whatever comes after it fails. */
function dyingAfter(storage: Storage, writes: number): Storage & { readonly died: () => boolean } {
  let left = writes;
  const isAlive = (): void => {
    if (left <= 0) throw new StorageUnavailable();
  };
  const one = async <T>(work: () => Promise<T>): Promise<T> => {
    isAlive();
    const result = await work();
    left -= 1;
    isAlive();
    return result;
  };
  return {
    ...storage,
    died: () => left <= 0,
    async write(db, docs) {
      const results: WriteResult[] = [];
      for (const doc of docs) results.push(...(await one(() => storage.write(db, [doc]))));
      return results;
    },
    putAttachment: (...given) => one(() => storage.putAttachment(...given)),
    localPut: (...given) => one(() => storage.localPut(...given)),
  };
}

/** Another building of area a1 with all that belongs to one home, and that it goes to a2. */
async function layOutAnother(storage: Storage, n: number): Promise<(bodies: Record<string, unknown>) => string> {
  const name = `b${String(n)}x`;
  const [buildingId, dwellingId] = [`orgUnit:${name}`, `dwelling:${name}-1`];
  const flat = aDwelling({ _id: dwellingId });
  const address = { v: { ...flat.fields.address!.v, buildingId }, s: aStamp() };
  const [visitId, mediaId] = [anId('visit', 1000 + n), `media:0123456789abcdefghij-${name}`];
  const photo = { id: mediaId, key: 'k'.repeat(43), area: 'a1', kind: 'photo', type: 'image/jpeg', bytes: 1 };
  const parent = { parentId: { v: 'orgUnit:a1', s: aStamp() }, level: { v: 'building', s: aStamp() } };
  await storage.write('ref-c1', [
    { ...anOrgUnit(), _id: buildingId, fields: parent },
    { ...placed('a2'), _id: `placement:${name}`, unitId: buildingId },
  ]);
  await storage.write('area-a1', [
    { ...flat, fields: { ...flat.fields, address } },
    { ...aVisit({ _id: visitId, dwellingId, buildingId }) },
    { ...aNote({ _id: anId('note', 1000 + n), dwellingId, buildingId }), media: [photo] },
  ]);
  await storage.write('care-a1', [{ ...someAnswers({ _id: anId('visitAnswers', 1000 + n), visitId, dwellingId }) }]);
  await storage.putAttachment('media-a1', mediaId, 'blob', { contentType: 'text/plain', bytes: Uint8Array.of(1) });
  const own = [name, anId('visit', 1000 + n).slice('visit:'.length)];
  return (bodies) => {
    const mine = Object.entries(bodies).filter((entry) => own.some((word) => JSON.stringify(entry).includes(word)));
    return own.reduce((text, word) => text.replaceAll(word, '…'), JSON.stringify(mine.sort(), undefined, 1));
  };
}

describe.each(tenants.slice(0, 2))('A2: a relay that is killed while a building moves, on %s', (_, tenant) => {
  it('ends after any single write where it would have ended without', { timeout: 300_000 }, async () => {
    const { storage, leave } = await tenant();
    const clock = aClock();
    await openDoor(storage, clock);
    await layOut(storage);
    let n = 0;
    const lived = async (writes: number): Promise<{ died: boolean; end: string }> => {
      const endOf = await layOutAnother(storage, (n += 1));
      clock.now = midnight;
      const dying = dyingAfter(storage, writes);
      await moveAll(dying, clock, openMoves(dying, clock, { onFault: () => undefined })).catch(() => undefined);
      await moveAll(storage, clock);
      return { died: dying.died(), end: endOf(await bodiesIn(storage, ...everywhere)) };
    };
    try {
      const { died, end } = await lived(100_000);
      expect(died).toBe(false);
      for (const home of ['area-a2 visit:', 'area-a2 note:', 'care-a2 visitAnswers:', 'media-a2 media:'])
        expect(end).toContain(home);
      expect(end).not.toMatch(/(area|care|media)-a1 (dwelling|visit|note|visitAnswers|media):/);
      for (let writes = 1; ; writes += 1) {
        const one = await lived(writes);
        expect(one.end, `killed after ${String(writes)} writes`).toEqual(end);
        if (one.died) continue;
        expect(writes).toBeGreaterThan(15);
        break;
      }
    } finally {
      await leave();
    }
  });
});
