import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Answers } from '../../src/domain/checklist/checklist.ts';
import type { DocumentOf } from '../../src/domain/document.ts';
import type { PlanMeasure } from '../../src/domain/documents/plan.ts';
import type { Door } from '../../src/domain/door.ts';
import { stateOfMeasure } from '../../src/domain/household-plan.ts';
import { fieldOf } from '../../src/domain/register.ts';
import { doorsOnTablet } from '../../src/store/due-doors.ts';
import { finishVisit } from '../../src/store/finish-visit.ts';
import {
  agreePlan,
  planOfHousehold,
  plansOnTablet,
  saveGoal,
  saveMeasure,
  stepMeasure,
} from '../../src/store/household-plans.ts';
import { startCorrection } from '../../src/store/start-correction.ts';
import type { Store } from '../../src/store/store.ts';
import type { Deliverer } from '../../sync-server/gate/deliverer.ts';
import type { Drop } from '../../sync-server/gate/drop.ts';
import type { Storage } from '../../sync-server/storage/port.ts';
import { aDraft, atHome, calm, family, homeDocs, listDocs, newestParts, worker } from '../builders/a-home.ts';
import { aMeasure, aPlan, flat1203 } from '../builders/documents.ts';
import { anId } from '../builders/ids.ts';
import { aHolder } from '../builders/people.ts';
import { aStore, forget, told, type TestStore } from '../builders/store.ts';
import { visitDrafts } from '../../src/store/visit-draft.ts';
import { embeddedTenant } from '../contracts/tenants.ts';
import { codesOf, openDoor, verdictsOf } from '../relay/door.ts';

let store: TestStore;
beforeEach(async () => {
  store = await aStore();
  await atHome(store);
});
afterEach(() => forget(store));

const doorIn = (from: Store): Door => doorsOnTablet(from.shelf).find((door) => door.householdId === family) as Door;
const good = <T>(result: { ok: true; value: T } | { ok: false; fault: { code: string } }): T => {
  if (!result.ok) throw new Error(result.fault.code);
  return result.value;
};
const measureOf = (from: Store, words: string): PlanMeasure =>
  from.shelf.all('planMeasure').find((one) => fieldOf(one, 'measure') === words) as PlanMeasure;

async function planned(from: TestStore): Promise<void> {
  good(
    await saveMeasure(from, doorIn(from), undefined, { programme: 'hardship', measure: '申请公租房', owner: '周敏' }),
  );
  good(
    await saveMeasure(from, doorIn(from), undefined, {
      programme: '违建整治',
      measure: '拆阳光棚',
      dueOn: '2026-11-20',
    }),
  );
}

describe('a household plan on a tablet', () => {
  it('is begun by its first measure, agreed by the household, gone through and over', async () => {
    await planned(store);
    good(await saveGoal(store, doorIn(store), '年内搬进公租房'));
    expect(planOfHousehold(store, family)).toMatchObject({ state: 'drafted', version: 1 });
    good(await agreePlan(store, doorIn(store), 'oral'));
    expect(planOfHousehold(store, family)).toMatchObject({ state: 'agreed', version: 1 });
    for (const words of ['申请公租房', '拆阳光棚'])
      good(await stepMeasure(store, doorIn(store), measureOf(store, words), 'in_progress'));
    expect(planOfHousehold(store, family).overdue.map((one) => fieldOf(one, 'measure'))).toEqual(['拆阳光棚']);
    good(await stepMeasure(store, doorIn(store), measureOf(store, '拆阳光棚'), 'done'));
    good(await stepMeasure(store, doorIn(store), measureOf(store, '申请公租房'), 'failed', '住户改租商品房'));
    expect(planOfHousehold(store, family)).toMatchObject({ state: 'failed', overdue: [] });
    expect(() => stepMeasure(store, doorIn(store), measureOf(store, '拆阳光棚'), 'in_progress')).toThrow('no step');
    expect(store.shelf.all('householdPlan')).toHaveLength(1);
  });

  it('has a next version for what came after the agreement', async () => {
    await planned(store);
    good(await agreePlan(store, doorIn(store), 'signature'));
    good(await saveMeasure(store, doorIn(store), undefined, { measure: '每周送餐' }));
    expect(planOfHousehold(store, family).version).toBe(2);
    good(await agreePlan(store, doorIn(store), 'oral'));
    expect(planOfHousehold(store, family).version).toBe(2);
    expect(stateOfMeasure(measureOf(store, '每周送餐'))).toBe('agreed');
  });

  it('D5: of 447 plans those with an overdue item are found, and one household shows all measures of every programme', async () => {
    const docs: DocumentOf[keyof DocumentOf][] = [];
    for (let nth = 1; nth <= 447; nth += 1) {
      const householdId = anId('household', nth);
      docs.push(aPlan({ values: { householdId } }));
      ['hardship', '违建整治', '加装电梯'].forEach((programme, index) => {
        const late = nth % 10 === 0 && index === 1;
        docs.push(
          aMeasure({
            _id: anId('planMeasure', nth * 3 + index),
            values: {
              householdId,
              programme,
              dueOn: late ? '2026-11-22' : '2026-12-31',
              state: { is: 'agreed', on: '2026-11-01' },
            },
          }),
        );
      });
    }
    await told(store, docs, 'care-a1');
    const plans = [...plansOnTablet(store).values()];
    expect(plans).toHaveLength(447);
    expect(plans.filter(({ overdue }) => overdue.length > 0)).toHaveLength(44);
    const one = plansOnTablet(store).get(anId('household', 30));
    expect(one?.measures.map((measure) => fieldOf(measure, 'programme'))).toEqual(['hardship', '加装电梯', '违建整治']);
    expect(one?.overdue.map((measure) => fieldOf(measure, 'programme'))).toEqual(['违建整治']);
    // the next day finds what has become overdue without any document
    store.clock.move(40 * 86_400_000);
    expect([...plansOnTablet(store).values()].filter(({ overdue }) => overdue.length > 0)).toHaveLength(447);
  });
});

const hardship: Answers = {
  hd_outcome: 'met',
  hd_id: true,
  hd_consent: 'partial',
  hd_member: 'none',
  hd_apply: ['none'],
  hd_child: 'no',
  hd_plan: '联系临时救助',
  hd_due: '2026-12-10',
};

describe('a measure that a visit writes', () => {
  it('stands in the plan under its list, and a correction changes it instead of adding one', async () => {
    const first = good(await finishVisit(store, worker, aDraft('hardship', hardship)));
    const [measure] = planOfHousehold(store, family).measures;
    expect(measure && [fieldOf(measure, 'programme'), fieldOf(measure, 'measure'), fieldOf(measure, 'dueOn')]).toEqual([
      'hardship',
      '联系临时救助',
      '2026-12-10',
    ]);
    expect((await newestParts(store)).filter(({ doc }) => /plan/i.test(String(doc.type))).map(({ db }) => db)).toEqual([
      'care-a1',
      'care-a1',
    ]);
    good(await startCorrection(store, first.visit._id));
    const [draft] = visitDrafts(store);
    if (!draft) throw new Error('no correction was begun');
    const answers = { ...draft.body.answers, hd_due: '2026-12-24' };
    good(await finishVisit(store, worker, { ...draft.body, answers }));
    expect(planOfHousehold(store, family).measures.map((one) => fieldOf(one, 'dueOn'))).toEqual(['2026-12-24']);
  });

  it('is none where the household does not agree to be recorded', async () => {
    good(await finishVisit(store, worker, aDraft('hardship', { ...hardship, hd_consent: 'no' })));
    expect(store.shelf.all('planMeasure')).toEqual([]);
  });

  it('is none where the list writes none', async () => {
    good(await finishVisit(store, worker, aDraft('routine', calm)));
    expect(store.shelf.all('planMeasure')).toEqual([]);
  });
});

describe('two tablets without a signal', () => {
  let storage: Storage;
  let drop: Drop;
  let leave: () => Promise<void>;
  let envelopes = 0;
  beforeAll(async () => {
    ({ storage, leave } = await embeddedTenant());
    drop = await openDoor(storage);
    await storage.write('ref-c1', listDocs());
    await storage.write('area-a1', homeDocs());
  });
  afterAll(() => leave());
  const grid1: Deliverer = { holder: worker.holder, deviceId: 'tablet-1', replicas: ['grid1tablet'] };
  const area1: Deliverer = { holder: aHolder('areaSecretary'), deviceId: 'tablet-area1', replicas: ['area1tablet'] };

  it('that edit one plan have the items of both, at the gate and on both', async () => {
    const other = await aStore({ user: 'area1', device: 'tablet-area1', replica: 'area1tablet' });
    await atHome(other);
    const send = async (from: Store, who: Deliverer): Promise<void> => {
      const parts = await newestParts(from);
      expect(codesOf(await verdictsOf(drop, who, parts, (envelopes += 1)))).toEqual(parts.map(() => undefined));
    };
    good(await saveMeasure(store, doorIn(store), undefined, { measure: '申请公租房', owner: '周敏' }));
    await send(store, grid1);
    const stored = async (): Promise<DocumentOf[keyof DocumentOf][]> => {
      const ids = store.shelf
        .all('planMeasure')
        .concat(other.shelf.all('planMeasure'))
        .map(({ _id }) => _id);
      const found = await Promise.all([...new Set(ids)].map((id) => storage.get('care-a1', id)));
      return found.map((one) => {
        const { _rev, ...doc } = one as Record<string, unknown>;
        return doc as unknown as DocumentOf[keyof DocumentOf];
      });
    };
    await told(other, await stored(), 'care-a1');
    // both write while neither hears of the other
    const [mine, theirs] = [measureOf(store, '申请公租房'), measureOf(other, '申请公租房')];
    good(await saveMeasure(store, doorIn(store), mine, { dueOn: '2026-12-31' }));
    good(await saveMeasure(other, doorIn(other), theirs, { owner: '陈洁' }));
    await send(store, grid1);
    await send(other, area1);
    good(await saveMeasure(other, doorIn(other), undefined, { measure: '每周送餐' }));
    await send(other, area1);
    for (const tablet of [store, other]) {
      await told(tablet, await stored(), 'care-a1', '3-c');
      const plan = planOfHousehold(tablet, family);
      expect(plan.measures).toHaveLength(2);
      const both = measureOf(tablet, '申请公租房');
      expect([fieldOf(both, 'owner'), fieldOf(both, 'dueOn')]).toEqual(['陈洁', '2026-12-31']);
    }
    expect(flat1203).toBe(fieldOf(mine, 'dwellingId'));
    await forget(other);
  });
});
