import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Day } from '../../src/domain/day.ts';
import type { DocumentOf } from '../../src/domain/document.ts';
import { doorsOfDwelling, type Door } from '../../src/domain/door.ts';
import type { Me } from '../../src/domain/me.ts';
import { openPlan } from '../../src/domain/visit-plan.ts';
import { CareRoomModel } from '../../src/features/care/care.svelte.ts';
import { periodNames, periodOf } from '../../src/features/care/periods.ts';
import { PoliciesModel } from '../../src/features/care/policies.svelte.ts';
import { CareModel } from '../../src/features/household/care.svelte.ts';
import { tagsHere } from '../../src/store/care-plans.ts';
import { dueOfDoorOnTablet } from '../../src/store/due-doors.ts';
import { family, newestParts } from '../builders/a-home.ts';
import {
  aConfirmation,
  aConsent,
  aDwelling,
  aHousehold,
  aPolicy,
  aProposal,
  aVisit,
  flat1203,
  monday,
} from '../builders/documents.ts';
import { anId } from '../builders/ids.ts';
import { aHolder } from '../builders/people.ts';
import { aStore, forget, told, type TestStore } from '../builders/store.ts';

const worker: Me = { name: '周敏', holder: aHolder() };
const secretary: Me = { name: '林远', holder: aHolder('areaSecretary') };
const above: Me = { name: '何清', holder: aHolder('communitySecretary') };
const door: Door = doorsOfDwelling(aDwelling(), [aHousehold({ _id: family })])[0]!;
const place = { dwellingId: flat1203, householdId: family };
const at = (day: Day): string => `${day}T09:00:00+08:00`;

const monthly = aPolicy({
  _id: 'policy:c1-livesAlone-1',
  key: 'livesAlone',
  tagKind: 'livesAlone',
  intervalDays: 30,
  windowDays: 5,
  at: at('2025-01-01'),
});
const proposal = aProposal({ ...place, subject: 'livesAlone', level: 'key', at: at('2026-09-01') });
const confirmed = aConfirmation({ at: at('2026-09-02') });
const seen = (day: Day, n: number): DocumentOf['visit'] =>
  aVisit({ ...place, _id: anId('visit', n), startedAt: at(day), at: at(day) });

const stores: TestStore[] = [];
async function tabletOf(me: Me): Promise<TestStore> {
  const store = await aStore({ user: me.holder.userId });
  stores.push(store);
  await told(store, [aDwelling(), aHousehold({ _id: family }), seen('2026-09-01', 1), seen('2026-10-02', 2)]);
  await told(store, [monthly], 'ref-c1');
  return store;
}
afterEach(async () => {
  for (const store of stores.splice(0)) await forget(store);
});

const agreed = aConsent({ ...place, given: 'yes' });
const careOf = (store: TestStore, me: Me, consent?: DocumentOf['consent']): CareModel =>
  new CareModel(
    store,
    me,
    () => door,
    () => consent,
  );
/** What was saved last, as the other tablet hears it. */
const sent = async (store: TestStore): Promise<DocumentOf[keyof DocumentOf]> => {
  const [part] = await newestParts(store);
  return part!.doc as unknown as DocumentOf[keyof DocumentOf];
};

describe('a care tag at the household', () => {
  let here: TestStore;
  beforeEach(async () => {
    here = await tabletOf(worker);
  });

  it('is proposed by the worker, on a ground, and confirmed by the secretary at a level with a day of review', async () => {
    const mine = careOf(here, worker, agreed);
    expect([mine.tags, mine.mayPropose]).toEqual([[], true]);
    mine.begin('propose');
    await mine.save();
    expect(mine.gap).toBe('kind');
    mine.kind = 'livesAlone';
    mine.level = 'key';
    expect((await mine.save())?.ok).toBe(true);
    expect(mine.deed).toBeUndefined();
    const [tag] = mine.tags;
    expect(tag!.life).toMatchObject({ state: 'proposed', basis: 'consent' });
    expect(mine.deedsOf(tag!)).toEqual([]);

    const there = await tabletOf(secretary);
    await told(there, [await sent(here)], 'care-a1');
    const theirs = careOf(there, secretary);
    expect(theirs.deedsOf(theirs.tags[0]!)).toEqual(['confirm', 'decline']);
    theirs.begin('confirm', theirs.tags[0]);
    theirs.level = 'general';
    theirs.day = '2027-01-15';
    expect((await theirs.save())?.ok).toBe(true);
    expect(theirs.tags[0]!.life).toMatchObject({
      state: 'confirmed',
      reviewOn: '2027-01-15',
      levels: [{ level: 'general' }],
    });
  });

  it('needs a ground: a consent that was given, or a rule that is named', async () => {
    const mine = careOf(here, worker);
    mine.begin('propose');
    mine.kind = 'hardship';
    expect(mine.basis).toBe('duty');
    await mine.save();
    expect(mine.gap).toBe('rule');
    mine.basis = 'consent';
    await mine.save();
    expect(mine.gap).toBe('consent');
    mine.basis = 'duty';
    mine.rule = '社会救助暂行办法第十三条';
    expect((await mine.save())?.ok).toBe(true);
    expect(mine.tags[0]!.life.proposal).toMatchObject({ basis: 'duty', rule: '社会救助暂行办法第十三条' });
  });

  it('is declined with a reason', async () => {
    const there = await tabletOf(secretary);
    await told(there, [proposal], 'care-a1');
    const theirs = careOf(there, secretary);
    theirs.begin('decline', theirs.tags[0]);
    await theirs.save();
    expect(theirs.gap).toBe('reason');
    theirs.text = '女儿同住';
    expect((await theirs.save())?.ok).toBe(true);
    expect(theirs.tags).toEqual([]);
    expect(tagsHere(there)[0]!.life).toMatchObject({ state: 'declined', decision: { reason: '女儿同住' } });
  });

  it('is asked to end by the worker, and kept or ended by the secretary with a reason', async () => {
    await told(here, [proposal, confirmed], 'care-a1');
    const mine = careOf(here, worker);
    expect(mine.deedsOf(mine.tags[0]!)).toEqual(['ask', 'postpone']);
    mine.begin('ask', mine.tags[0]);
    mine.text = '女儿搬来同住';
    expect((await mine.save())?.ok).toBe(true);
    expect(mine.tags[0]!.life.state).toBe('underReview');
    expect(mine.deedsOf(mine.tags[0]!)).toEqual(['postpone']);

    const there = await tabletOf(secretary);
    await told(there, [proposal, confirmed, await sent(here)], 'care-a1');
    const theirs = careOf(there, secretary);
    const [tag] = theirs.tags;
    expect(theirs.deedsOf(tag!)).toEqual(['again', 'end', 'postpone', 'cancel']);
    theirs.begin('end', tag);
    expect(theirs.text).toBe('女儿搬来同住');
    expect((await theirs.save())?.ok).toBe(true);
    expect(tagsHere(there)[0]!.life).toMatchObject({ state: 'ended', decision: { reason: '女儿搬来同住' } });
    expect(openPlan(tagsHere(there)[0]!.plans)).toBeUndefined();
  });

  it('plans the same visit that the list of the day shows; moved or skipped, both follow', async () => {
    const there = await tabletOf(secretary);
    await told(there, [proposal, confirmed], 'care-a1');
    const theirs = careOf(there, secretary);
    const planned = (): string | undefined => openPlan(theirs.tags[0]!.plans)?.dueOn;
    const listed = (): string | undefined =>
      dueOfDoorOnTablet(there, family)?.reasons.find(({ policyKey }) => policyKey === 'livesAlone')?.dueOn;
    expect([planned(), listed()]).toEqual(['2026-11-01', '2026-11-01']);
    theirs.begin('postpone', theirs.tags[0]);
    theirs.day = '2026-11-23';
    await theirs.save();
    expect(theirs.gap).toBe('day');
    theirs.day = '2026-11-27';
    await theirs.save();
    expect([planned(), listed()]).toEqual(['2026-11-27', '2026-11-27']);
    theirs.begin('cancel', theirs.tags[0]);
    theirs.text = '住院，家属陪护';
    await theirs.save();
    expect([planned(), listed()]).toEqual(['2026-12-27', '2026-12-27']);
  });
});

describe('the room of care visits', () => {
  it('lists what waits for the secretary by door alone: to confirm, asked for, past its day', async () => {
    const there = await tabletOf(secretary);
    const due = { ...confirmed, reviewOn: '2026-11-20' };
    const second = aProposal({ ...place, _id: anId('proposal', 2), subject: 'hardship', at: at('2026-11-20') });
    await told(there, [proposal, due, second], 'care-a1');
    const room = new CareRoomModel(there, secretary);
    expect([room.view, room.holdsTags, room.inForce]).toEqual(['tags', true, 1]);
    expect(room.rows('upForReview')).toEqual([
      { id: proposal._id, place: '12-1-1203', href: expect.stringContaining('/households/'), day: '2026-11-20' },
    ]);
    expect(room.rows('proposed').map(({ id, day }) => [id, day])).toEqual([[second._id, '2026-11-20']]);
    expect(room.rows('underReview')).toEqual([]);
  });

  it('counts what was due in a period, by kind', async () => {
    const there = await tabletOf(secretary);
    await told(there, [proposal, confirmed], 'care-a1');
    const room = new CareRoomModel(there, secretary);
    room.choose('quarter');
    // the second of October on time; the first of November never
    expect(room.coverage).toMatchObject({ onTime: 1, notDone: 1 });
    expect(room.byKind.map(({ key }) => key)).toEqual(['livesAlone']);
    expect(room.byArea).toEqual([]);
    room.choose('last');
    expect(room.coverage).toMatchObject({ due: 1, onTime: 1 });
  });

  it('shows whoever holds no tags the rules', async () => {
    const there = await tabletOf(above);
    const room = new CareRoomModel(there, above);
    expect([room.view, room.holdsTags]).toEqual(['policies', false]);
  });

  it('has periods of whole months', () => {
    const spans = periodNames.map((name) => periodOf(name, '2027-01-31'));
    expect(spans).toEqual([
      { from: '2027-01-01', to: '2027-01-31' },
      { from: '2026-12-01', to: '2026-12-31' },
      { from: '2026-11-01', to: '2027-01-31' },
      { from: '2026-02-01', to: '2027-01-31' },
    ]);
    expect(periodOf('last', '2027-03-31')).toEqual({ from: '2027-02-01', to: '2027-02-28' });
  });
});

describe('visit rules', () => {
  it('get their next version from the community secretary, and every tablet plans by it', async () => {
    const there = await tabletOf(above);
    const rules = new PoliciesModel(there, above);
    expect([rules.mayChange, new PoliciesModel(there, secretary).mayChange]).toEqual([true, false]);
    rules.begin(rules.rows[0]);
    rules.interval = 'x';
    await rules.save();
    expect(rules.gap).toBe('days');
    rules.interval = '7';
    rules.window = '7';
    await rules.save();
    expect(rules.gap).toBe('windowDays');
    rules.window = '2';
    rules.provider = '邻里社工站';
    expect((await rules.save())?.ok).toBe(true);
    const made = (await sent(there)) as DocumentOf['policy'];
    expect(made).toMatchObject({
      _id: 'policy:c1-livesAlone-2',
      version: 2,
      after: monthly._id,
      intervalDays: 7,
      windowDays: 2,
      provider: '邻里社工站',
      cadence: { zh: '每周走访' },
    });
    expect(made.since).toBeUndefined();
    expect(rules.rows.map(({ version }) => version)).toEqual([2]);

    const desk = await tabletOf(secretary);
    await told(desk, [proposal, confirmed], 'care-a1');
    const shown = (): unknown => {
      const plan = openPlan(tagsHere(desk)[0]!.plans);
      return [plan?.dueOn, plan?.provider];
    };
    expect(shown()).toEqual(['2026-11-01', undefined]);
    await told(desk, [made], 'ref-c1');
    expect(shown()).toEqual([monday.slice(0, 10), '邻里社工站']);
  });

  it('keep their days where only something else changes, and can be stopped', async () => {
    const there = await tabletOf(above);
    const rules = new PoliciesModel(there, above);
    rules.begin(rules.rows[0]);
    rules.window = '9';
    await rules.save();
    expect(await sent(there)).toMatchObject({ version: 2, since: '2025-01-01', windowDays: 9 });
    rules.begin(rules.rows[0]);
    rules.stopped = true;
    await rules.save();
    expect(await sent(there)).toMatchObject({ version: 3, stopped: true });
  });

  it('may be added for a kind and level that has none', async () => {
    const there = await tabletOf(above);
    const rules = new PoliciesModel(there, above);
    rules.begin();
    await rules.save();
    expect(rules.gap).toBe('kind');
    rules.kind = 'livesAlone';
    await rules.save();
    expect(rules.gap).toBe('exists');
    rules.level = 'high';
    expect((await rules.save())?.ok).toBe(true);
    expect(await sent(there)).toMatchObject({
      key: 'livesAlone-high',
      version: 1,
      tagKind: 'livesAlone',
      level: 'high',
    });
  });
});
