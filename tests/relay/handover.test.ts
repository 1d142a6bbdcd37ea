import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { bodyOf } from '../../src/domain/canonical.ts';
import type { EndedGrant, Holder } from '../../src/domain/rights.ts';
import type { Verdict } from '../../src/domain/envelope.ts';
import type { HandedWork, RehomedPart } from '../../sync-server/gate/rehome.ts';
import { aHousehold, aMatter, aNote, aStamp, aVisit, building12, monday, someAnswers } from '../builders/documents.ts';
import { aPart, anEnvelope } from '../builders/envelopes.ts';
import { anId, aUlid } from '../builders/ids.ts';
import { aHolder } from '../builders/people.ts';
import { aRelay, people, storageKinds, type SignedInPerson, type TestRelay } from '../builders/relay.ts';
import { allIn } from './door.ts';

const now = Date.parse(monday) + 3_600_000;
const ended = (given: Partial<EndedGrant> = {}): EndedGrant => ({
  role: 'gridWorker',
  unitId: 'orgUnit:a1',
  areas: ['a1'],
  until: monday,
  ...given,
});

describe.each(storageKinds)('work of people who lost a right, on %s', (storage) => {
  let relay: TestRelay;
  let clock = now;
  let n = 0;
  beforeEach(async () => {
    clock = now;
    relay = await aRelay({ storage, clock: () => clock });
    await relay.storage.write('ref-c1', [
      { _id: 'checklist:routine-1', type: 'checklist', checklist: { id: 'routine', version: 1, tier: 'T2' } },
    ]);
  });
  afterEach(() => relay.stop());

  const on = (who: SignedInPerson) => ({ deviceId: who.device });
  async function send(who: SignedInPerson, parts: readonly ReturnType<typeof aPart>[], id = (n += 1)) {
    const docs = [anEnvelope(parts, { _id: anId('envelope', id), device: who.device })];
    const response = await who.ask('/db/drop/_bulk_docs', { body: { docs } });
    const [answer] = (await response.json()) as { verdicts: Verdict[] }[];
    await relay.followers.settled();
    return answer?.verdicts ?? [];
  }
  const codes = (verdicts: readonly Verdict[]) => verdicts.map(({ code }) => code);
  async function waiting(who: SignedInPerson): Promise<HandedWork[]> {
    await relay.followers.sweep();
    return ((await (await who.ask('/api/handovers')).json()) as { work: HandedWork[] }).work;
  }
  async function rehome(who: SignedInPerson, key: string): Promise<RehomedPart[]> {
    const response = await who.ask('/api/handovers', { body: { key } });
    expect(response.status).toBe(200);
    await relay.followers.sweep();
    return ((await response.json()) as { parts: RehomedPart[] }).parts;
  }
  const moved = (given: Partial<Holder> = {}): Holder => ({
    ...aHolder('gridWorker', { areas: ['a2'] }),
    ended: [ended()],
    ...given,
  });

  /** grid1 visited 1203 without a signal; meanwhile the area became somebody else's. */
  async function aLateVisit(holder = moved()) {
    const grid1 = await movedOn(relay, await relay.signIn('grid1'), holder);
    const visit = aVisit({ _id: anId('visit', 1), ...on(grid1) });
    const answers = someAnswers({ _id: anId('visitAnswers', 1), visitId: visit._id, ...on(grid1) });
    const matter = aMatter({ _id: anId('matter', 1), visitId: visit._id, ...on(grid1) });
    const parts = [aPart('area-a1', visit, 'u'), aPart('care-a1', answers, 'u'), aPart('area-a1', matter)];
    return { grid1, visit, answers, matter, parts, verdicts: await send(grid1, parts) };
  }

  it('is shown to the secretary, goes home by one tap in the author’s name, is logged, and the author hears of it', async () => {
    const { grid1, visit, answers, matter, parts, verdicts } = await aLateVisit();
    expect(codes(verdicts)).toEqual(['handed-over', 'handed-over', 'handed-over']);
    const area1 = await relay.signIn('area1');
    const [work, ...more] = await waiting(area1);
    expect(more).toEqual([]);
    expect(work).toMatchObject({ by: 'grid1', name: 'grid1 of c1', area: 'a1', closed: 0 });
    expect(work?.parts.map(({ doc }) => doc)).toEqual(expect.arrayContaining([visit, answers, matter]));

    const logged = (await allIn(relay.storage, 'log-c1')).length;
    const done = await rehome(area1, work?.key ?? '');
    expect(done.map(({ state }) => state)).toEqual(['safe', 'safe', 'safe']);
    expect(bodyOf((await relay.storage.get('area-a1', visit._id)) ?? {})).toEqual(visit);
    expect(bodyOf((await relay.storage.get('care-a1', answers._id)) ?? {})).toEqual(answers);
    expect(bodyOf((await relay.storage.get('area-a1', matter._id)) ?? {})).toEqual(matter);
    expect(await relay.storage.get('handover-c1', visit._id)).toBeUndefined();
    expect(await relay.storage.get('handover-care-a1', answers._id)).toBeUndefined();
    const log = await allIn(relay.storage, 'log-c1');
    expect(log).toHaveLength(logged + 1);
    expect(log.find(({ by }) => by === 'area1')).toMatchObject({ shown: 3, db: 'handover-c1' });
    expect(await waiting(area1)).toEqual([]);
    const receipt = `receipt:${aUlid(n)}`;
    expect(await relay.storage.get('own-grid1', receipt)).toMatchObject({ parts: [{ code: 'handed-over' }, {}, {}] });
    expect(await relay.storage.get('own-grid1', `${receipt}.0`)).toMatchObject({
      parts: [{ db: 'area-a1', id: visit._id }],
    });
    // the answer may have been lost: the same envelope, and the same part in another, double nothing
    expect(codes(await send(grid1, parts, n))).toEqual(['handed-over', 'handed-over', 'handed-over']);
    expect(codes(await send(grid1, parts))).toEqual([undefined, undefined, undefined]);
    expect(await waiting(area1)).toEqual([]);
    expect((await area1.ask('/api/handovers', { body: { key: work?.key } })).status).toBe(404);
  });

  it('shows those above what their tier allows, and leaves the rest to the area’s secretary', async () => {
    const { answers } = await aLateVisit();
    const secretary = await relay.signIn('secretary');
    const [work] = await waiting(secretary);
    expect(work).toMatchObject({ closed: 1 });
    expect(JSON.stringify(work)).not.toContain(answers._id);
    await rehome(secretary, work?.key ?? '');
    expect(await relay.storage.get('care-a1', answers._id)).toBeUndefined();
    const area1 = await relay.signIn('area1');
    const [rest] = await waiting(area1);
    expect(rest?.parts.map(({ id }) => id)).toEqual([answers._id]);
    await rehome(area1, rest?.key ?? '');
    expect(await relay.storage.get('care-a1', answers._id)).toBeDefined();
  });

  it.each(['grid1', 'grid2', 'building1', 'privacy', 'admin'])('is nothing that %s sees or moves', async (who) => {
    await aLateVisit();
    const area1 = await relay.signIn('area1');
    const [work] = await waiting(area1);
    const person = await relay.signIn(who);
    expect(await waiting(person)).toEqual([]);
    expect((await person.ask('/api/handovers', { body: { key: work?.key } })).status).toBe(403);
    expect(await waiting(area1)).toHaveLength(1);
  });

  it('is judged once more where it belongs, and says why a part stays', async () => {
    const { visit } = await aLateVisit();
    const area1 = await relay.signIn('area1');
    const [work] = await waiting(area1);
    await relay.storage.write('area-a1', [{ ...visit, outcome: 'not_home', by: 'grid2' }]);
    const done = await rehome(area1, work?.key ?? '');
    expect(done.find(({ id }) => id === visit._id)).toMatchObject({ state: 'refused', code: 'fact-exists' });
    expect(await relay.storage.get('handover-c1', visit._id)).toBeDefined();
    expect((await waiting(area1))[0]?.parts.map(({ id }) => id)).toContain(visit._id);
  });

  it('keeps a change of a register that others changed meanwhile', async () => {
    const grid1 = await relay.signIn('grid1');
    const _id = anId('household', 1);
    const stamp = aStamp(1_000, grid1.replica);
    const known = aHousehold({ _id, stamp: aStamp(0, 'area1tablet') });
    await relay.storage.write('area-a1', [{ ...known }]);
    const renewed = await movedOn(relay, grid1, moved());
    const { fields, ...head } = aHousehold({ _id, head: on(grid1), stamp, values: { doorNote: '门口有狗' } });
    const change = { ...head, fields: { doorNote: fields.doorNote } };
    expect(codes(await send(renewed, [aPart('area-a1', change)]))).toEqual(['handed-over']);
    const area1 = await relay.signIn('area1');
    const [work] = await waiting(area1);
    await rehome(area1, work?.key ?? '');
    const merged = await relay.storage.get('area-a1', _id);
    expect(merged).toMatchObject({ fields: { ...known.fields, doorNote: { v: '门口有狗' } } });
  });

  it('of a building leader who lost one building of an area is taken over as well', async () => {
    const building1 = await relay.signIn('building1');
    const dwelling = { _id: 'dwelling:x', type: 'dwelling', fields: { address: { v: { buildingId: building12 } } } };
    await relay.storage.write('area-a1', [dwelling]);
    const before = { role: 'buildingLeader', unitId: building12, areas: ['a1'], buildings: [building12] } as const;
    const other = aHolder('buildingLeader', { buildings: ['orgUnit:a1-13'] });
    const renewed = await movedOn(relay, building1, { ...other, ended: [{ ...before, until: monday }] });
    const matter = aMatter({ by: 'building1', ...on(building1), dwellingId: 'dwelling:x', buildingId: building12 });
    expect(codes(await send(renewed, [aPart('area-a1', matter)]))).toEqual(['handed-over']);
  });

  it('of a door that a secretary gave to another worker of the area goes where it belongs at once', async () => {
    const grid1 = await relay.signIn('grid1');
    const area1 = await relay.signIn('area1');
    const visit = aVisit({ ...on(grid1) });
    const { dwellingId } = visit;
    const given = { _id: anId('assignment'), type: 'assignment', schema: 1, by: 'area1', ...on(area1), at: monday };
    expect(codes(await send(area1, [aPart('area-a1', { ...given, dwellingId, assignee: 'grid2' })]))).toEqual([
      undefined,
    ]);
    expect(codes(await send(grid1, [aPart('area-a1', visit)]))).toEqual([undefined]);
  });

  it('of somebody who left altogether is taken over for 90 days, and they hear of it', async () => {
    const { grid1 } = await aLateVisit(moved({ grants: [] }));
    const me = (await (await grid1.ask('/api/me')).json()) as { databases: { name: string }[] };
    expect(me.databases).toEqual([{ name: 'own-grid1', read: true, write: false }]);
    const again = await relay.signIn('grid1');
    clock = Date.parse(monday) + 91 * 86_400_000;
    const late = await relay.signIn('grid1', { device: { id: again.device } });
    const note = aNote({ _id: anId('note', 5), ...on(late) });
    expect(codes(await send(late, [aPart('area-a1', note)]))).toEqual(['not-yours']);
    // what came in time can still be brought home, however late the secretary is
    const area1 = await relay.signIn('area1');
    const [work] = await waiting(area1);
    await relay.putAccount(moved({ grants: [] }), { disabled: true });
    expect((await rehome(area1, work?.key ?? '')).map(({ state }) => state)).toEqual(['safe', 'safe', 'safe']);
  });
});

/** Somebody's rights change; their tablet hears of it with the next token. */
async function movedOn(relay: TestRelay, { device }: SignedInPerson, holder: Holder): Promise<SignedInPerson> {
  await relay.putAccount(holder);
  return relay.signIn(holder.userId, { device: { id: device } });
}

describe('pictures of work that is handed over', () => {
  it('are brought for as long as the work is, and nothing else is shown or taken', async () => {
    let clock = now;
    const relay = await aRelay({ clock: () => clock });
    try {
      const elsewhere = { ...aHolder('gridWorker', { areas: ['a2'] }), ended: [ended()] };
      const grid1 = await movedOn(relay, await relay.signIn('grid1'), elsewhere);
      const asked = async (path: string, body?: object) => (await grid1.ask(path, body && { body })).status;
      const bringing = [
        () => asked('/db/media-a1/'),
        () => asked('/db/media-a1/_revs_diff', { x: ['1-a'] }),
        () => asked('/db/media-a1/_bulk_docs', { docs: [], new_edits: false }),
        () => asked('/api/media/standing', { area: 'a1', ids: ['x'] }),
      ];
      const never = [
        () => asked('/db/media-a1/_changes'),
        () => asked('/db/media-a1/_all_docs'),
        () => asked('/db/area-a1/'),
        () => asked('/db/area-a1/_bulk_docs', { docs: [], new_edits: false }),
      ];
      for (const ask of bringing) expect(await ask()).toBeLessThan(300);
      expect(await asked('/db/media-a1/_local/checkpoint')).toBe(404);
      for (const ask of never) expect(await ask()).toBe(403);
      clock += 91 * 86_400_000;
      const late = await relay.signIn('grid1', { device: { id: grid1.device } });
      expect((await late.ask('/db/media-a1/_bulk_docs', { body: { docs: [], new_edits: false } })).status).toBe(403);
      expect((await late.ask('/db/media-a1/')).status).toBe(403);
    } finally {
      await relay.stop();
    }
  });
});

describe('bringing work home on a cluster in trouble', () => {
  it('is not done before the cluster has it safely', async () => {
    let clock = now;
    const relay = await aRelay({ storage: 'couch', clock: () => clock, accounts: people });
    try {
      const elsewhere = { ...aHolder('gridWorker', { areas: ['a2'] }), ended: [ended()] };
      const grid1 = await movedOn(relay, await relay.signIn('grid1'), elsewhere);
      const area1 = await relay.signIn('area1');
      const note = aNote({ deviceId: grid1.device });
      const docs = [anEnvelope([aPart('area-a1', note)], { device: grid1.device })];
      await grid1.ask('/db/drop/_bulk_docs', { body: { docs } });
      await relay.followers.sweep();
      const list = async () => ((await (await area1.ask('/api/handovers')).json()) as { work: HandedWork[] }).work;
      const [work] = await list();
      const tap = async () => {
        const { parts } = (await (await area1.ask('/api/handovers', { body: { key: work?.key } })).json()) as {
          parts: RehomedPart[];
        };
        return parts.map(({ state }) => state);
      };
      relay.couch?.cluster.stopNodes();
      expect(await tap()).toEqual(['received']);
      expect(await list()).toHaveLength(1);
      // the only node dies with its disk, and takes the note and the word that it was written with it
      relay.couch?.cluster.startNodes({ lost: true });
      expect(await relay.storage.get('area-a1', note._id)).toBeUndefined();
      clock += 60_000;
      expect(await tap()).toEqual(['safe']);
      expect(bodyOf((await relay.storage.get('area-a1', note._id)) ?? {})).toEqual(note);
      expect(await list()).toEqual([]);
    } finally {
      await relay.stop();
    }
  });
});
