import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { DocumentOf } from '../../src/domain/document.ts';
import { finishVisit } from '../../src/store/finish-visit.ts';
import { startCorrection } from '../../src/store/start-correction.ts';
import { visitDraftKey, type VisitDraftBody } from '../../src/store/visit-draft.ts';
import { aDraft, atHome, calm, family, newestParts, worker } from '../builders/a-home.ts';
import { aDwelling, aStamp, flat1203 } from '../builders/documents.ts';
import { aStore, forget, told, type TestStore } from '../builders/store.ts';

let store: TestStore;
beforeEach(async () => {
  store = await aStore();
  await atHome(store);
});
afterEach(() => forget(store));

const useHere = () => store.shelf.get('dwelling', flat1203)?.fields.useStatus?.v;
/** A colleague writes down how the flat is used, while a form lies open here. */
const colleagueSays = (useStatus: NonNullable<DocumentOf['dwelling']['fields']['useStatus']>['v'], ms: number) =>
  told(store, [aDwelling({ values: { useStatus }, stamp: aStamp(ms, 'grid2tablet') })], 'area-a1', `2-${String(ms)}`);
const finish = async (draft: VisitDraftBody) => {
  const result = await finishVisit(store, worker, draft);
  if (!result.ok) throw new Error(result.fault.code);
  return result.value.visit;
};
const changed = { ...calm, rt_changed: 'changed', rt_what: ['phone'] };

describe('a form that was prefilled before somebody else said otherwise', () => {
  const known = { 'dwelling.useStatus': 'self' };

  it('does not take it back when its answer was left as it was', async () => {
    await colleagueSays('rent', 60_000);
    await finish(aDraft('routine', { ...changed, rt_use: 'self' }, { known }));
    expect((await newestParts(store)).filter(({ doc }) => doc.type === 'dwelling')).toEqual([]);
    expect(useHere()).toBe('rent');
  });

  it('says what was changed in it', async () => {
    await colleagueSays('rent', 60_000);
    await finish(aDraft('routine', { ...changed, rt_use: 'vacant' }, { known }));
    expect(useHere()).toBe('vacant');
  });

  it('does not take it back by a correction of something else', async () => {
    const visit = await finish(aDraft('routine', { ...changed, rt_use: 'rent' }, { known }));
    expect(useHere()).toBe('rent');
    await colleagueSays('relatives', 3_600_000);
    expect(useHere()).toBe('relatives');
    expect(await startCorrection(store, visit._id)).toMatchObject({ ok: true });
    const body = store.shelf.draft(visitDraftKey({ dwellingId: flat1203, householdId: family }, visit._id))
      ?.body as VisitDraftBody;
    await finish({ ...body, answers: { ...body.answers, rt_note: '写清楚了' } });
    expect(useHere()).toBe('relatives');
  });
});
