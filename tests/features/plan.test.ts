import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { doorPath } from '../../src/domain/door-path.ts';
import { fieldOf } from '../../src/domain/register.ts';
import { MeasureForm } from '../../src/features/plan/measure-form.svelte.ts';
import { PlanModel } from '../../src/features/plan/plan.svelte.ts';
import { doorsOnTablet } from '../../src/store/due-doors.ts';
import { saveMeasure } from '../../src/store/household-plans.ts';
import { placeOfDraft, reopenRefused } from '../../src/store/reopen-refused.ts';
import type { Draft } from '../../src/store/shelf-drafts.ts';
import { atHome, family, worker } from '../builders/a-home.ts';
import { refused } from '../builders/refused.ts';
import { aStore, forget, type TestStore } from '../builders/store.ts';

let store: TestStore;
beforeEach(async () => {
  store = await aStore();
  await atHome(store);
});
afterEach(() => forget(store));

const door = () => {
  const found = doorsOnTablet(store.shelf).find((one) => one.householdId === family);
  if (!found) throw new Error('there is no door');
  return found;
};
const opened = (): MeasureForm => new MeasureForm(new PlanModel(store, worker, doorPath(door())));
const drafts = (): readonly Draft[] => store.shelf.drafts;
const measures = () => store.shelf.by('planMeasure', 'householdId', family);

describe('a measure that is half written', () => {
  it('is there when the plan is opened again, is gone on with from the list of drafts, and goes when it is saved', async () => {
    const first = opened();
    first.begin(undefined, '周敏');
    first.change({ measure: '申请公租' });
    first.change({ measure: '申请公租房' });
    await expect.poll(() => drafts().length).toBe(1);
    expect(drafts().map(placeOfDraft)).toEqual([{ kind: 'place', path: `/plans/${doorPath(door())}` }]);

    const again = opened();
    again.begin(undefined, '周敏');
    expect(again.values).toMatchObject({ measure: '申请公租房', owner: '周敏' });
    expect((await again.keep())?.ok).toBe(true);
    expect(measures().map((one) => fieldOf(one, 'measure'))).toEqual(['申请公租房']);
    expect(drafts()).toEqual([]);
    expect(await store.db.drafts.count()).toBe(0);
  });

  it('lies apart for each measure, and is none once it says what was said before', async () => {
    const saved = await saveMeasure(store, door(), undefined, { programme: 'hardship', measure: '找工作' });
    expect(saved.ok).toBe(true);
    const [seen] = measures();
    const form = opened();
    form.begin(seen, '周敏');
    form.change({ owner: '何桂兰' });
    await expect.poll(() => drafts().length).toBe(1);
    form.begin(undefined, '周敏');
    expect(form.values).toMatchObject({ measure: '', owner: '周敏' });
    form.begin(seen, '周敏');
    expect(form.values).toMatchObject({ measure: '找工作', owner: '何桂兰' });
    form.change({ owner: '' });
    expect((await form.keep())?.ok).toBe(true);
    await expect.poll(() => drafts().length).toBe(0);
    expect(measures()).toHaveLength(1);
  });

  it('comes back as it was typed when the relay did not take it, and not over what was begun meanwhile', async () => {
    const form = opened();
    form.begin(undefined, '周敏');
    form.change({ measure: '申请公租房', dueOn: '2026-12-01' });
    await form.keep();
    const [row] = store.shelf.outbox;
    if (!row) throw new Error('nothing was saved');
    await refused(store, row.id);

    const other = opened();
    other.begin(undefined, '周敏');
    other.change({ measure: '装扶手' });
    await expect.poll(() => drafts().length).toBe(1);
    expect((await reopenRefused(store, row.id)).ok).toBe(false);
    expect((await other.keep())?.ok).toBe(true);

    const path = `/plans/${doorPath(door())}`;
    expect(await reopenRefused(store, row.id)).toEqual({ ok: true, value: { kind: 'place', path } });
    const again = opened();
    again.begin(undefined, '');
    expect(again.values).toEqual({ programme: '', measure: '申请公租房', owner: '周敏', dueOn: '2026-12-01' });
    expect(measures().map((one) => fieldOf(one, 'measure'))).toEqual(['装扶手']);
  });
});
