import { describe, expect, it } from 'vitest';
import { DoorNote } from '../../src/features/household/door-note.svelte.ts';
import { done, failed, type Result } from '../../src/domain/fault.ts';

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
