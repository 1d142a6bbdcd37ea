import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { DocumentOf } from '../../src/domain/document.ts';
import { emergencyOf, isEmergencyExtract } from '../../src/domain/emergency.ts';
import { failed, type Result } from '../../src/domain/fault.ts';
import type { Me } from '../../src/domain/me.ts';
import { NeighbourModel } from '../../src/features/neighbour/neighbour.svelte.ts';
import { keepingExtracts } from '../../src/store/kept-extracts.ts';
import { recordState } from '../../src/store/record-state.ts';
import { outboxRound } from '../../src/sync/outbox-round.ts';
import { homeDocs, family, mother } from '../builders/a-home.ts';
import {
  aConfirmation,
  aHousehold,
  anOrgUnit,
  aProposal,
  aStamp,
  building12,
  building13,
  flat1203,
} from '../builders/documents.ts';
import { aHolder } from '../builders/people.ts';
import { aRelay, storageKinds, type SignedInPerson, type TestRelay } from '../builders/relay.ts';
import { aTablet } from '../builders/tablet.ts';

const leader: Me = { name: '许姐', holder: aHolder('buildingLeader') };
const path = (building: string): string => `/api/extracts/${encodeURIComponent(emergencyOf(building))}`;

describe.each(storageKinds)('B9: emergency cards over a relay on %s', (kind) => {
  let relay: TestRelay;
  const write = async (db: string, ...docs: readonly object[]): Promise<void> => {
    const written = await relay.storage.write(db, docs.map((doc) => ({ ...doc })) as never);
    expect(written.every((row) => row.error === undefined)).toBe(true);
    await relay.followers.sweep();
  };
  const tag = aProposal({ householdId: family, kind: 'careTag', subject: 'livesAlone', level: 'high' });
  const confirmed = aConfirmation({ proposalId: tag._id, after: tag._id, decision: 'confirmed' });

  beforeAll(async () => {
    relay = await aRelay({ storage: kind });
    const note = aHousehold({ _id: family, values: { headId: mother, doorNote: '老人耳背' }, stamp: aStamp(9) });
    const docs = homeDocs().map((doc) => (doc._id === family ? note : doc));
    await write('area-a1', ...docs);
    await write('care-a1', tag, confirmed);
    await write('ref-c1', anOrgUnit());
  }, 60_000);
  afterAll(() => relay.stop());
  const as = (user: string): Promise<SignedInPerson> => relay.signIn(user);

  it('B9: are for the leader of that building alone, and tell nothing else', async () => {
    const answer = await (await as('building1')).ask(path(building12));
    expect(answer.status).toBe(200);
    const text = await answer.text();
    const told = JSON.parse(text) as object;
    expect(isEmergencyExtract(told) && told.cards).toEqual([
      {
        ...{ residentId: mother, dwellingId: flat1203, name: '陈秀英', note: '老人耳背' },
        emergencyContact: { name: '欧阳明月', phone: '13900000001' },
      },
    ]);
    expect(text).not.toMatch(/livesAlone|high|1944|birth/);
    for (const user of ['grid1', 'grid2', 'area1', 'garden1', 'secretary', 'admin', 'privacy'])
      expect((await (await as(user)).ask(path(building12))).status, user).toBe(403);
    expect((await (await as('building1')).ask(path(building13))).status).toBe(403);
  });

  it('B9: opened on a tablet without a signal, the entry with its reason reaches the log, which the privacy officer reads', async () => {
    const tablet = await aTablet(relay, 'building1');
    const { store } = tablet;
    const person = await as('building1');
    let signal = true;
    const ask = async (id: string): Promise<Result<Readonly<Record<string, unknown>>>> => {
      if (!signal) return failed('offline');
      const answer = await person.ask(`/api/extracts/${encodeURIComponent(id)}`);
      return answer.ok
        ? { ok: true, value: (await answer.json()) as Readonly<Record<string, unknown>> }
        : failed(answer.status === 404 ? 'not-found' : 'forbidden');
    };
    const fetchExtract = keepingExtracts(store, ask);
    await new NeighbourModel(store, leader, fetchExtract).load();
    signal = false;
    const model = new NeighbourModel(store, leader, fetchExtract);
    await model.load();
    const row = model.stairwells[0]!.rows.find(({ dwellingId }) => dwellingId === flat1203)!;
    const opened = await model.openCard(row, 'unwell');
    expect(opened).toMatchObject({ ok: true, value: [{ name: '陈秀英' }] });
    const logged = async (): Promise<readonly DocumentOf['opening'][]> =>
      (await relay.storage.range('log-c1', 'opening:', 'opening:\uffff')) as unknown as DocumentOf['opening'][];
    expect(await logged()).toEqual([]);

    expect(await outboxRound(store, tablet.wire)).toEqual({ answered: 1, refused: 0 });
    await store.shelf.catchUp();
    const [entry, ...more] = await logged();
    expect(more).toEqual([]);
    expect(entry).toMatchObject({
      ...{ by: 'building1', deviceId: tablet.device, subjectId: flat1203, shown: 1 },
      ...{ purpose: 'help', emergency: 'unwell', buildingId: building12 },
    });
    expect(recordState(store.shelf, entry!._id).state).toBe('delivered');
    await tablet.leave();

    const read = async (user: string) => (await as(user)).ask('/db/log-c1/_all_docs?include_docs=true');
    const record = await read('privacy');
    expect(record.status).toBe(200);
    expect(await record.text()).toContain('unwell');
    for (const user of ['building1', 'grid1', 'area1', 'secretary', 'admin'])
      expect((await read(user)).status, user).toBe(403);
  });

  it('B9: are gone with the tag, and a building without any says so', async () => {
    const ended = aConfirmation({
      ...{ _id: 'confirmation:01HZZZZZZZZZZZZZZZZZZZZZZ9', proposalId: tag._id, after: confirmed._id },
      ...{ decision: 'ended', reason: '搬去和女儿住' },
    });
    await write('care-a1', ended);
    const answer = await (await as('building1')).ask(path(building12));
    expect(await answer.json()).toMatchObject({ buildingId: building12, cards: [] });
  });
});
