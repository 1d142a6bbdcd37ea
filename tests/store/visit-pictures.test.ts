import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { DocumentOf } from '../../src/domain/document.ts';
import type { Part } from '../../src/domain/envelope.ts';
import { finishVisit, type Finished } from '../../src/store/finish-visit.ts';
import { keepMediaRow } from '../../src/store/media.ts';
import type { MediaState } from '../../src/store/rows.ts';
import { startCorrection } from '../../src/store/start-correction.ts';
import {
  matterSlot,
  saveVisitDraft,
  visitDraftKey,
  visitDrafts,
  type VisitDraftBody,
} from '../../src/store/visit-draft.ts';
import { calm, aDraft, atHome, newestParts, worker } from '../builders/a-home.ts';
import { aPicture } from '../builders/media.ts';
import { aStore, forget, type TestStore } from '../builders/store.ts';

let store: TestStore;
beforeEach(async () => {
  store = await aStore();
  await atHome(store);
});
afterEach(() => forget(store));

const [first, second, unused] = [aPicture({}, 1), aPicture({}, 2), aPicture({}, 3)];
const said = { rt_has: 'yes', rt_type: 'facility', rt_text: '楼道灯不亮', rt_now: 'take', rt_reply: '2026-11-26' };
const raised = matterSlot('rt_has:yes:matter');

/** Pictures lie in the draft; `answers` says which of them a question owns. */
async function drafted(given: Partial<VisitDraftBody>, answers = {}): Promise<VisitDraftBody> {
  const draft = aDraft('routine', { ...calm, ...said, rt_safe: ['none'], ...answers }, given);
  for (const one of Object.values(given.media ?? {}).flat())
    await keepMediaRow(store, one, visitDraftKey(draft, draft.supersedes));
  await saveVisitDraft(store, draft);
  return draft;
}
async function finished(draft: VisitDraftBody): Promise<Finished> {
  const result = await finishVisit(store, worker, draft);
  if (!result.ok) throw new Error(result.fault.code);
  return result.value;
}
const of = <T extends keyof DocumentOf>(parts: readonly Part[], type: T): DocumentOf[T][] =>
  parts.flatMap(({ doc }) => (doc.type === type ? [doc as unknown as DocumentOf[T]] : []));
const stateOf = async (id: string): Promise<MediaState | undefined> => (await store.db.media.get(id))?.state;

describe('pictures of a visit', () => {
  it('stand with the matter that they show, and their keys nowhere else', async () => {
    await finished(await drafted({ media: { [raised]: [first, second] } }));
    const parts = await newestParts(store);
    expect(of(parts, 'matter').map(({ media }) => media)).toEqual([[first, second]]);
    const others = parts.filter(({ doc }) => doc.type !== 'matter');
    expect(JSON.stringify(others)).not.toContain(first.key);
    expect(JSON.stringify(others)).not.toContain(first.id);
    expect(await stateOf(first.id)).toBe('waiting');
    expect((await store.db.media.get(first.id))?.owner).toBe(of(parts, 'matter')[0]?._id);
  });

  it('of something that is not raised after all are not wanted', async () => {
    const draft = await drafted({ media: { [raised]: [unused] } }, { rt_has: 'no' });
    await finished(draft);
    expect(of(await newestParts(store), 'matter')).toEqual([]);
    expect(await stateOf(unused.id)).toBe('unwanted');
  });

  it('come back into the draft of a correction, with the slot that they had', async () => {
    const { visit } = await finished(await drafted({ media: { [raised]: [first] } }));
    expect((await startCorrection(store, visit._id)).ok).toBe(true);
    const [draft] = visitDrafts(store);
    expect(draft?.body.media).toEqual({ [raised]: [first] });
    if (!draft) throw new Error('no correction');
    // the same matter with the same picture is not told again
    await finished(draft.body);
    expect(of(await newestParts(store), 'matter')).toEqual([]);
    expect(await stateOf(first.id)).toBe('waiting');
  });

  it('added by a correction replace the matter with one that owns them all', async () => {
    const { visit } = await finished(await drafted({ media: { [raised]: [first] } }));
    await startCorrection(store, visit._id);
    const [draft] = visitDrafts(store);
    if (!draft) throw new Error('no correction');
    await keepMediaRow(store, second, draft.key);
    await finished({ ...draft.body, media: { [raised]: [first, second] } });
    expect(of(await newestParts(store), 'matter').map(({ media }) => media)).toEqual([[first, second]]);
    expect(await stateOf(second.id)).toBe('waiting');
  });
});

describe('pictures that answer a question', () => {
  it('stand with the answers that name them', async () => {
    const draft: VisitDraftBody = {
      ...aDraft('renovation_opinion', {
        op_outcome: 'met',
        op_id: true,
        op_consent: 'yes',
        op_who: 'owner',
        op_area: 80,
        op_ver: '2',
        op_att: 'agree',
        op_pay: 'full',
        op_sign: first.id,
      }),
      media: { op_sign: [{ ...first, kind: 'signature', type: 'image/png' }, unused] },
    };
    for (const one of [first, unused]) await keepMediaRow(store, one, visitDraftKey(draft, draft.supersedes));
    await saveVisitDraft(store, draft);
    await finished(draft);
    const [answers] = of(await newestParts(store), 'visitAnswers');
    expect(answers?.media?.map(({ id }) => id)).toEqual([first.id]);
    expect(await stateOf(first.id)).toBe('waiting');
    expect(await stateOf(unused.id)).toBe('unwanted');
  });
});
