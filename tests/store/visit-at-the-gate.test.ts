import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import type { Answers } from '../../src/domain/checklist/checklist.ts';
import type { Part } from '../../src/domain/envelope.ts';
import { keepEnrolment } from '../../src/store/enrolment.ts';
import { finishVisit } from '../../src/store/finish-visit.ts';
import { startCorrection } from '../../src/store/start-correction.ts';
import type { Store } from '../../src/store/store.ts';
import { visitDraftKey, type VisitDraftBody } from '../../src/store/visit-draft.ts';
import type { Deliverer } from '../../sync-server/gate/deliverer.ts';
import type { Drop } from '../../sync-server/gate/drop.ts';
import type { Storage } from '../../sync-server/storage/port.ts';
import {
  aDraft,
  atHome,
  calm,
  elder,
  head,
  homeDocs,
  listDocs,
  mother,
  newestParts,
  support,
  worker,
} from '../builders/a-home.ts';
import { aReview } from '../builders/documents.ts';
import { anId } from '../builders/ids.ts';
import { aStore, forget, told, type TestStore } from '../builders/store.ts';
import { embeddedTenant } from '../contracts/tenants.ts';
import { area1, codesOf, openDoor, verdictsOf } from '../relay/door.ts';

/** What a tablet makes of a visit, before the relay's own gate: every part must be taken. */
let storage: Storage;
let drop: Drop;
let leave: () => Promise<void>;
let store: TestStore;
let envelopes = 0;
const grid1: Deliverer = { holder: worker.holder, deviceId: 'tablet-1', replicas: ['grid1tablet'] };

beforeAll(async () => {
  ({ storage, leave } = await embeddedTenant());
  drop = await openDoor(storage);
  await storage.write('ref-c1', listDocs());
  await storage.write('area-a1', homeDocs());
});
afterAll(() => leave());
beforeEach(async () => {
  store = await aStore();
  await atHome(store);
});
afterEach(() => forget(store));

const deliver = (who: Deliverer, parts: readonly Part[]) => verdictsOf(drop, who, parts, (envelopes += 1));

async function taken(from: Store, draft: VisitDraftBody): Promise<string> {
  const finished = await finishVisit(from, worker, draft);
  if (!finished.ok) throw new Error(finished.fault.code);
  const parts = await newestParts(from);
  expect(codesOf(await deliver(grid1, parts))).toEqual(parts.map(() => undefined));
  return finished.value.visit._id;
}

const changed = aDraft(
  'routine',
  {
    ...calm,
    rt_changed: 'changed',
    rt_use: 'rent',
    rt_what: ['birth', 'out', 'phone'],
    rt_focus: ['hardship', 'jobless'],
    rt_mood: 'unhappy',
    rt_has: 'yes',
    rt_type: 'facility',
    rt_text: '楼道灯不亮',
    rt_now: 'take',
    rt_reply: '2026-11-26',
    rt_safe: ['gas', 'clutter'],
    rt_talent: 'yes',
    rt_skill: '会修电器，周末有空',
    rt_note: '晚上再看一次',
  },
  {
    changes: [
      { kind: 'born', name: '欧阳小满', birthYear: 2026, sex: 2 },
      { kind: 'movedOut', residentId: mother },
      { kind: 'phone', residentId: head, number: '13900000002' },
    ],
    summary: { seen: '楼道很黑', thought: '这层老人多', nearer: '物业 陈师傅：明天来换' },
    calls: [{ key: 'rt_safe:gas:callNow', at: '2026-11-23T09:25:00+08:00', number: '119' }],
  },
);

it('takes a routine visit with all that it can cause', () => taken(store, changed));
it('takes a visit on a closed list', () => taken(store, aDraft('elderly_alone', { ...elder, el_note: '女儿周末来' })));
it('takes a visit on a sealed list', () => taken(store, aDraft('reintegration', { ...support, rl_risk: 'self' })));
it('takes a visit after no consent', () =>
  taken(store, aDraft('routine', { ...calm, rt_consent: 'no', rt_safe: ['exit'], rt_note: '下次少问' })));
it('takes a declined visit', () => taken(store, aDraft('routine', { rt_outcome: 'refused', rt_refuse: 'no_more' })));
it('takes a dispute signed on paper', () =>
  taken(
    store,
    aDraft('dispute', {
      dp_outcome: 'met',
      dp_id: true,
      dp_consent: 'yes',
      dp_type: 'neighbour',
      dp_src: 'visit',
      dp_danger: ['none'],
      dp_a: '要安静',
      dp_b: '要练琴',
      dp_fact: '晚上练琴',
      dp_wa: 'yes',
      dp_wb: 'yes',
      dp_level: 'general',
      dp_channel: ['people'],
      dp_result: 'written',
      dp_term: '九点后不练',
      dp_due: '2026-12-01',
      dp_sign: 'paper',
      dp_jc: true,
      dp_back: '2026-12-08',
    }),
  ));

it('takes what the secretary makes of an accepted visit, under their own name', async () => {
  const first = await taken(store, changed);
  const review = aReview({ _id: anId('review', 20), visitId: first, verdict: 'accepted' });
  expect(codesOf(await deliver(area1, [{ db: 'area-a1', doc: review }]))).toEqual([undefined]);
  await told(store, [review]);
  expect(await startCorrection(store, first)).toMatchObject({ ok: false, fault: { code: 'illegal-step' } });
  const docs = [...store.shelf.all('visit'), ...store.shelf.all('matter'), ...store.shelf.all('review')];
  const closed = await store.db.documents.filter(({ key }) => key.startsWith('care-')).toArray();
  const desk = await aStore({ user: 'area1', device: 'tablet-area1' });
  try {
    await keepEnrolment(desk, { replica: 'area1tablet', databases: [], serverTime: desk.clock.now() });
    await atHome(desk);
    await told(desk, [...docs, ...store.shelf.all('residency'), ...store.shelf.all('note')]);
    await told(desk, (await store.seal.open(closed.map(({ body }) => body))) as never, 'care-a1');
    expect((await startCorrection(desk, first, '户主说写错了门牌')).ok).toBe(true);
    const draft = desk.shelf.draft(visitDraftKey(changed, first))?.body as VisitDraftBody;
    const answers = { ...draft.answers, rt_has: 'no', rt_focus: ['none'] };
    const secretary = { name: '何书记', holder: area1.holder };
    const finished = await finishVisit(desk, secretary, { ...draft, answers });
    if (!finished.ok) throw new Error(finished.fault.code);
    expect(finished.value.visit).toMatchObject({ by: 'area1', after: review._id, correction: '户主说写错了门牌' });
    const parts = await newestParts(desk);
    const withdrawn = parts.flatMap(({ doc }) => (doc.type === 'withdrawal' ? [doc['subjectId']] : []));
    expect(withdrawn).not.toEqual([]);
    // that somebody called stays true, whatever else is corrected
    const call = desk.shelf.all('note').find(({ text }) => text.includes('已拨打 119'));
    expect(call).toBeDefined();
    expect(withdrawn).not.toContain(call?._id);
    expect(codesOf(await deliver(area1, parts))).toEqual(parts.map(() => undefined));
  } finally {
    await forget(desk);
  }
});

it('takes what a returned visit became, and what that became', async () => {
  let last = await taken(store, changed);
  const turns: readonly Answers[] = [
    { rt_text: '7 楼楼道灯不亮', rt_focus: ['hardship'], rt_note: '写清楚了', rt_what: ['birth'] },
    { rt_has: 'no', rt_safe: ['none'], rt_mood: 'ok' },
  ];
  for (const [turn, more] of turns.entries()) {
    const review = aReview({ _id: anId('review', 10 + turn), visitId: last, verdict: 'returned', reason: '写清地点' });
    expect(codesOf(await deliver(area1, [{ db: 'area-a1', doc: review }]))).toEqual([undefined]);
    await told(store, [review]);
    expect((await startCorrection(store, last)).ok).toBe(true);
    const draft = store.shelf.draft(visitDraftKey(changed, last))?.body as VisitDraftBody;
    last = await taken(store, { ...draft, answers: { ...draft.answers, ...more } });
  }
});
