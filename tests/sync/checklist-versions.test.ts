import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import { defaultChecklists } from '../../src/domain/checklist/default/default-checklists.ts';
import type { Me } from '../../src/domain/me.ts';
import { publishChecklist } from '../../src/store/checklist-drafts.ts';
import { recordState } from '../../src/store/record-state.ts';
import { checklists, checklistVersion } from '../../src/store/reference.ts';
import { reopenRefused } from '../../src/store/reopen-refused.ts';
import { inboxRound } from '../../src/sync/inbox-round.ts';
import { outboxRound } from '../../src/sync/outbox-round.ts';
import { aHolder } from '../builders/people.ts';
import { aRelay, type TestRelay } from '../builders/relay.ts';
import { aTablet, type TestTablet } from '../builders/tablet.ts';

// a real relay: on a busy machine it takes its time
vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

const secretary: Me = { name: '林远', holder: aHolder('communitySecretary') };
const admin: Me = { name: '管理员', holder: aHolder('admin') };
const routine = defaultChecklists().find(({ id }) => id === 'routine');
if (!routine) throw new Error('no list');
const titled = (zh: string) => ({ ...routine, title: { zh, en: 'Routine visit' } });

let relay: TestRelay;
beforeAll(async () => {
  relay = await aRelay();
});
afterAll(() => relay.stop());
const open: TestTablet[] = [];
afterEach(async () => {
  for (const tablet of open.splice(0)) await tablet.leave();
});
async function tabletOf(user: string): Promise<TestTablet> {
  const tablet = await aTablet(relay, user);
  open.push(tablet);
  return tablet;
}
const send = async ({ store, wire }: TestTablet) => {
  const round = await outboxRound(store, wire);
  await store.shelf.catchUp();
  return round;
};
const fetchRef = async ({ store, wire }: TestTablet) => {
  await inboxRound(store, wire, 'ref-c1', () => false);
  await store.shelf.catchUp();
};
const titleOf = ({ store }: TestTablet) => checklists(store.shelf).get('routine')?.title.zh;

test('a version that is published reaches the other tablets, and the one before stays there', async () => {
  const [desk, grid1] = [await tabletOf('secretary'), await tabletOf('grid1')];
  for (const title of ['第一版', '第二版']) {
    expect(await publishChecklist(desk.store, secretary, { checklist: titled(title) })).toMatchObject({ ok: true });
    expect(await send(desk)).toEqual({ answered: 1, refused: 0 });
    await fetchRef(grid1);
    expect(titleOf(grid1)).toBe(title);
  }
  expect(checklistVersion(grid1.store.shelf, 'routine', 1)?.title.zh).toBe('第一版');
  expect(checklistVersion(grid1.store.shelf, 'routine', 2)?.title.zh).toBe('第二版');
});

test('two desks that publish one version apart: the second is told, and goes on from its draft', async () => {
  const [one, other] = [await tabletOf('secretary'), await tabletOf('admin')];
  for (const desk of [one, other]) await fetchRef(desk);
  const next = (checklists(one.store.shelf).get('routine')?.version ?? 0) + 1;
  await publishChecklist(one.store, secretary, { checklist: titled('甲') });
  await publishChecklist(other.store, admin, { checklist: titled('乙') });
  await send(one);
  expect(await send(other)).toEqual({ answered: 1, refused: 1 });
  const id = `checklist:routine-v${String(next)}`;
  expect(recordState(other.store.shelf, id).state).toBe('not-accepted');

  const [row] = other.store.shelf.outbox.filter(({ state }) => state === 'refused');
  expect(await reopenRefused(other.store, row?.id ?? '')).toEqual({
    ok: true,
    value: { kind: 'place', path: '/checklists/routine' },
  });
  await fetchRef(other);
  expect(titleOf(other)).toBe('甲');
  const draft = other.store.shelf.draft('checklist:routine')?.body as { checklist: typeof routine };
  expect(draft.checklist.title.zh).toBe('乙');
  await publishChecklist(other.store, admin, draft);
  expect(await send(other)).toEqual({ answered: 1, refused: 0 });
  await fetchRef(one);
  expect(checklists(one.store.shelf).get('routine')).toMatchObject({ version: next + 1, title: { zh: '乙' } });
});
