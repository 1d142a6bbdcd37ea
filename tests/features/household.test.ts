import { describe, expect, it, onTestFinished } from 'vitest';
import { DoorNote } from '../../src/features/household/door-note.svelte.ts';
import { HouseholdModel } from '../../src/features/household/household.svelte.ts';
import { doorPath } from '../../src/domain/door-path.ts';
import { done, failed, type Result } from '../../src/domain/fault.ts';
import { atHome, family, worker } from '../builders/a-home.ts';
import { aPost, aVisit, building12, flat1203 } from '../builders/documents.ts';
import { aStore, forget, told } from '../builders/store.ts';

describe('what stands at a door', () => {
  const aNote = (answers: Result<unknown>[]) => {
    const kept: string[] = [];
    const told: (string | undefined)[] = [];
    const note = new DoorNote({
      written: () => '门口有狗',
      keep: (text) => {
        kept.push(text);
        return Promise.resolve(answers.shift() ?? done(undefined));
      },
      told: (fault) => told.push(fault?.code),
    });
    note.begin();
    return { note, kept, told };
  };

  it('stays where it was typed when it could not be kept, and is told', async () => {
    const { note, kept, told } = aNote([failed('storage-full')]);
    note.type('狗搬走了 ');
    await note.keep();
    expect([note.text, told]).toEqual(['狗搬走了 ', ['storage-full']]);
    await note.keep();
    expect([note.text, kept, told]).toEqual([undefined, ['狗搬走了', '狗搬走了'], ['storage-full', undefined]]);
  });

  it('is kept once, and not at all when nothing changed', async () => {
    const { note, kept } = aNote([]);
    await note.keep();
    expect([note.text, kept]).toEqual([undefined, []]);
    note.begin();
    note.type('没有狗');
    await Promise.all([note.keep(), note.keep()]);
    expect(kept).toEqual(['没有狗']);
  });
});

it('B1: a new visit bears the new name of the party group, an old one keeps the old', async () => {
  const store = await aStore();
  onTestFinished(() => forget(store));
  await atHome(store);
  const led = (holderName: string, from: string) =>
    aPost({ _id: `post:${from}`, unitId: building12, kind: 'partyGroupLeader', holderName, from });
  const model = new HouseholdModel(store, worker, doorPath({ dwellingId: flat1203, householdId: family }));
  const named = (startedAt: string): string | undefined => model.leaderOf(aVisit({ startedAt }));
  await told(store, [led('何桂兰', '2026-01-01')], 'ref-c1');
  expect(named('2026-11-22T09:00:00+08:00')).toBe('何桂兰');
  await told(store, [led('梁勇', '2026-11-23')], 'ref-c1');
  expect(['2026-11-22T23:59:00+08:00', '2026-11-23T00:01:00+08:00'].map(named)).toEqual(['何桂兰', '梁勇']);
});
