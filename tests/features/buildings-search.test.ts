import { beforeEach, describe, expect, it, vi } from 'vitest';
import { fits } from '../../src/domain/catalogue.ts';
import { BuildingsModel } from '../../src/features/buildings/buildings.svelte.ts';
import { wordsIn } from '../../src/words/lexicon.svelte.ts';
import { atHome, head, newestParts, worker } from '../builders/a-home.ts';
import { aConfirmation, aProposal, aResident, aStamp } from '../builders/documents.ts';
import { aStore, forget, told, type TestStore } from '../builders/store.ts';

const words = wordsIn('zh');
/** the table of readings is large, on a machine with more to do, too (ms) */
const patience = { timeout: 30_000 };
let store: TestStore;
let model: BuildingsModel;

beforeEach(async () => {
  store = await aStore();
  await atHome(store);
  model = new BuildingsModel(store, worker);
  return () => forget(store);
});
const found = (typed: string): string[] | undefined => {
  model.type(typed);
  return model.found(words)?.map(({ address, said }) => `${address}${said ? ` ${said}` : ''}`);
};

describe('search at the buildings', () => {
  it('finds by room at once, and by pinyin when the readings have come', async () => {
    expect(found('12-1-1203')).toEqual(['12栋 1单元 1203']);
    await vi.waitUntil(() => found('chenxiuying')?.length === 1, patience);
    expect(found('cxy')).toEqual(['12栋 1单元 1203 陈秀英']);
    expect(found('陈秀瑛')).toEqual(['12栋 1单元 1203 陈秀英']);
    expect(found('')).toBeUndefined();
  });

  it('follows what is written: a new name is found, the old one is not', async () => {
    await vi.waitUntil(() => found('chenxiuying')?.length === 1, patience);
    const renamed = aResident({ _id: head, values: { name: '钱多多' } });
    const name = renamed.fields.name!;
    await told(store, [{ ...renamed, fields: { name: { v: name.v, s: aStamp(60_000) } } }], 'area-a1', '2-b');
    expect(found('qianduoduo')).toEqual(['12栋 1单元 1203 钱多多']);
  });

  it('forgets names and numbers at lock', () => {
    expect(found('陈秀英')).toHaveLength(1);
    store.shelf.close();
    expect(found('陈秀英')).toEqual([]);
  });

  it('finds by care tag only when somebody has said what for, and that is logged before anything shows', async () => {
    const [proposal, confirmation] = [aProposal({ subject: 'livesAlone' }), aConfirmation()];
    await told(store, [proposal, confirmation], 'care-a1');
    expect(found('独居')).toEqual([]);
    expect(model.tags.asked('独居', words)).toBe('livesAlone');
    expect((await model.tags.open('livesAlone', 'prepare')).ok).toBe(true);
    const [part, ...more] = await newestParts(store);
    expect(more).toEqual([]);
    expect(part).toMatchObject({
      db: 'log-c1',
      doc: { type: 'opening', db: 'care-a1', subjectId: 'careTag:livesAlone', purpose: 'prepare', shown: 1 },
    });
    expect(fits('opening', part?.doc)).toBe(true);
    expect(found('独居')).toEqual(['12栋 1单元 1203 独居老人']);
    expect(model.tags.asked('独居', words)).toBeUndefined();
  });

  it('asks nobody what for who may not know', () => {
    const leader = { name: '楼栋长', holder: { ...worker.holder, grants: [] } };
    expect(new BuildingsModel(store, leader).tags.asked('独居', words)).toBeUndefined();
  });
});
