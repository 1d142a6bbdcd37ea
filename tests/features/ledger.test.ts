import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ledgerColumns } from '../../src/domain/ledger.ts';
import { cellsOf } from '../../src/features/ledger/cells.ts';
import { EveningModel } from '../../src/features/ledger/evening.svelte.ts';
import { LedgerModel } from '../../src/features/ledger/ledger.svelte.ts';
import { Evening } from '../../src/app/evening.svelte.ts';
import { finishVisit } from '../../src/store/finish-visit.ts';
import { saveVisitDraft, visitDrafts } from '../../src/store/visit-draft.ts';
import { wordsIn } from '../../src/words/lexicon.svelte.ts';
import { aDraft, atHome, calm, worker } from '../builders/a-home.ts';
import { aDwelling, aHousehold, aVisit, building12, flat1203, someAnswers } from '../builders/documents.ts';
import { anId } from '../builders/ids.ts';
import { aHolder } from '../builders/people.ts';
import { aStore, forget, told, type TestStore } from '../builders/store.ts';

const words = wordsIn('zh');
let store: TestStore;
beforeEach(async () => {
  store = await aStore();
  await atHome(store);
});
afterEach(() => forget(store));

const model = (of = store, me = worker): LedgerModel => new LedgerModel(of, me);
/** The cells once the answers have been read. */
async function cells(ledger: LedgerModel, isReady: (rows: ReturnType<typeof cellsOf>[]) => boolean) {
  await expect.poll(() => isReady(ledger.rows.map((row) => cellsOf(row, ledger.isOpen, words)))).toBe(true);
  return ledger.rows.map((row) => cellsOf(row, ledger.isOpen, words));
}

const said = {
  ...calm,
  rt_has: 'yes',
  rt_type: 'env',
  rt_text: '垃圾桶旁有积水',
  rt_now: 'take',
  rt_reply: '2026-11-25',
};

describe('the evening ledger', () => {
  it('C1: twelve drafts are there after the memory was closed and opened, and twelve rows when all are finished', async () => {
    const rooms = Array.from({ length: 12 }, (_, index) => `13${String(index + 1).padStart(2, '0')}`);
    const homes = rooms.map((room, index) => ({
      dwellingId: `dwelling:a1-12-1-${room}`,
      householdId: anId('household', 100 + index),
      room,
    }));
    await told(
      store,
      homes.flatMap(({ dwellingId, householdId, room }) => [
        aDwelling({
          _id: dwellingId,
          values: {
            address: { buildingId: building12, estate: '莲心苑', building: '12栋', entrance: '1', floor: '13', room },
          },
        }),
        aHousehold({ _id: householdId, values: { dwellingId } }),
      ]),
    );
    for (const { dwellingId, householdId } of homes)
      await saveVisitDraft(store, aDraft('routine', calm, { dwellingId, householdId }));
    store.close();
    const again = await aStore();
    const evening = new EveningModel(again);
    await expect.poll(() => evening.drafts.length).toBe(12);
    for (const { body } of visitDrafts(again)) {
      const finished = await finishVisit(again, worker, body);
      expect(finished.ok).toBe(true);
    }
    expect(evening.drafts).toEqual([]);
    const ledger = model(again);
    expect(ledger.rows.map(({ no }) => no)).toEqual(rooms.map((_, index) => index + 1));
    expect(new Set(ledger.rows.map(({ door }) => door?.address.room))).toEqual(new Set(rooms));
    ledger.close();
    store = again;
  });

  it('fills each column from what the visit left, and covers the name until a purpose was chosen', async () => {
    const draft = aDraft('routine', said, { summary: { seen: '阳台堆满纸箱', nearer: '物业 陈师傅' } });
    expect((await finishVisit(store, worker, draft)).ok).toBe(true);
    const ledger = model();
    const [row] = await cells(ledger, ([first]) => first !== undefined && first.seen !== '');
    expect(row).toMatchObject({
      no: '1',
      time: '11月23日 09:20',
      address: '莲心苑-12栋-1-1203',
      who: '欧阳**',
      way: '上门',
      why: '日常入户走访',
      said: '垃圾桶旁有积水',
      handling: '带回',
      promised: '11月25日',
      result: '办理中',
      calledAt: '',
      callResult: '',
      remarks: '托给物业 陈师傅',
    });
    expect(row?.seen).toBe('阳台堆满纸箱；变化：都没变；自己提到的困难：没有');
    expect(Object.keys(row ?? {}).sort()).toEqual([...ledgerColumns].sort());
    expect((await ledger.open('review')).ok).toBe(true);
    expect(cellsOf(ledger.rows[0]!, ledger.isOpen, words).who).toBe('欧阳明月');
    expect(store.shelf.outbox.at(-1)?.refs.map(({ type, db }) => [type, db])).toEqual([['opening', 'log-c1']]);
    // another period is closed again
    ledger.choosePeriod('month');
    expect(ledger.isOpen).toBe(false);
    ledger.close();
  });

  it("keeps the answers of others closed until a purpose was chosen, and one's own open", async () => {
    const secretary = { name: '陈洁', holder: aHolder('areaSecretary') };
    const visit = aVisit({ householdId: anId('household') });
    await told(store, [visit]);
    await told(
      store,
      [someAnswers({ visitId: visit._id, answers: { rt_outcome: 'met' }, summary: { seen: '家里很冷' } })],
      'care-a1',
    );
    const ledger = model(store, secretary);
    const [closed] = await cells(ledger, (rows) => rows.length === 1);
    expect(closed?.seen).toBe('未打开');
    expect((await ledger.open('correct')).ok).toBe(true);
    const [opened] = await cells(ledger, ([first]) => first?.seen === '家里很冷');
    expect(opened?.seen).toBe('家里很冷');
    ledger.close();
  });

  it('shows what was not met in words, and a visit from long ago in its own period only', async () => {
    await told(store, [aVisit({ outcome: 'not_home', dwellingId: flat1203, startedAt: '2026-11-02T10:00:00+08:00' })]);
    const ledger = model();
    expect(ledger.rows).toEqual([]);
    ledger.choose('2026-11-02', '2026-11-01');
    expect([ledger.from, ledger.to]).toEqual(['2026-11-01', '2026-11-02']);
    expect(cellsOf(ledger.rows[0]!, false, words).seen).toBe('没人');
    ledger.close();
  });
});

describe("the evening's reminder", () => {
  it('comes at the time that was set, counts what is not written down, and rests when it is known', async () => {
    await saveVisitDraft(store, aDraft('routine', calm));
    const reminder = new Evening(store);
    expect(reminder.waiting).toBe(0);
    await new EveningModel(store).remindAt('20:00');
    const [hours = 0, minutes = 0] = store.clock.instant().slice(11, 16).split(':').map(Number);
    store.clock.move((19 * 60 + 59 - hours * 60 - minutes) * 60_000);
    expect(reminder.waiting).toBe(0);
    store.clock.move(60_000);
    await expect.poll(() => reminder.waiting).toBe(1);
    reminder.known();
    expect(reminder.waiting).toBe(0);
    // the next evening it comes again
    store.clock.move(24 * 3_600_000);
    expect(reminder.waiting).toBe(1);
    await new EveningModel(store).remindAt(undefined);
    await expect.poll(() => reminder.waiting).toBe(0);
    reminder.close();
  });
});
