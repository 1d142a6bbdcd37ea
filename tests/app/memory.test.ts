import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Memory } from '../../src/app/memory.svelte.ts';
import { tracesIn, type Traces } from '../../src/platform/trace.ts';
import { saveDraft } from '../../src/store/drafts.ts';
import { receive } from '../../src/store/receive.ts';
import { saveAction } from '../../src/store/save.ts';
import { settle } from '../../src/store/settle.ts';
import { aMatter } from '../builders/documents.ts';
import { anId } from '../builders/ids.ts';
import { aCursor, aStore, forget, partIn, told, type TestStore } from '../builders/store.ts';

/** As a browser keeps it: text by name. */
class Kept implements Storage {
  readonly #items = new Map<string, string>();
  get length(): number {
    return this.#items.size;
  }
  key = (index: number): string | null => [...this.#items.keys()][index] ?? null;
  getItem = (key: string): string | null => this.#items.get(key) ?? null;
  setItem = (key: string, value: string): void => void this.#items.set(key, value);
  removeItem = (key: string): void => void this.#items.delete(key);
  clear = (): void => {
    this.#items.clear();
  };
}

let kept: Kept;
let traces: Traces;
let store: TestStore;
let memory: Memory;
beforeEach(async () => {
  kept = new Kept();
  traces = tracesIn(kept);
  store = await aStore();
  memory = new Memory(traces);
});
afterEach(() => forget(store));

const matter = (n: number) => aMatter({ _id: anId('matter', n) });
async function save(n: number): Promise<string> {
  const saved = await saveAction(store, { parts: [partIn('area-a1', matter(n))] });
  if (!saved.ok) throw new Error(saved.fault.code);
  return saved.value.envelopeId;
}
/** A day's work on a tablet whose first load had ended: two actions, one of them delivered, and a draft. */
async function aDay(): Promise<void> {
  await told(store, []);
  const leave = memory.watch(store, false);
  await memory.filled(store);
  const first = await save(1);
  await save(2);
  await saveDraft(store, 'note:quick', 'note', { text: '半句话' });
  await settle(store, {
    id: first,
    ok: true,
    verdicts: [{ db: 'area-a1', id: matter(1)._id, durable: true, receivedAt: store.clock.instant() }],
  });
  await store.shelf.catchUp();
  leave();
}
/** The browser clears the databases; another start of the app follows. */
async function cleared(): Promise<void> {
  await forget(store);
  store = await aStore();
  memory = new Memory(traces);
  memory.watch(store, false);
}
async function comesBack(...matters: number[]): Promise<void> {
  const rows = matters.map((n) => ({ id: matter(n)._id, rev: '1-a', leaves: [matter(n)] }));
  await receive(store, rows, aCursor({ complete: true }));
  await store.shelf.catchUp();
  await memory.filled(store);
}

describe('a memory that the browser cleared', () => {
  it('is noticed, and what was unsent is called lost once it is known that the relay has not got it', async () => {
    await aDay();
    await cleared();
    expect([memory.evicted, memory.lost]).toEqual([true, undefined]);
    await comesBack(1);
    expect([memory.evicted, memory.lost]).toEqual([false, { records: 1, drafts: 1 }]);
  });

  it('is not called lost when it had reached the relay all the same', async () => {
    await aDay();
    await cleared();
    await comesBack(1, 2);
    expect(memory.lost).toEqual({ records: 0, drafts: 1 });
  });

  it('still knows what is missing when the app is ended before everything has come back', async () => {
    await aDay();
    await cleared();
    memory = new Memory(traces);
    memory.watch(store, true);
    await comesBack(1);
    expect(memory.lost).toEqual({ records: 1, drafts: 1 });
  });

  it('is told at every start until somebody has read it', async () => {
    const again = () => {
      memory = new Memory(traces);
      memory.watch(store, true);
      return memory.lost;
    };
    await aDay();
    await cleared();
    await comesBack(1);
    expect(again()).toEqual({ records: 1, drafts: 1 });
    memory.known();
    expect(again()).toBeUndefined();
  });

  it('leaves nothing to say on a tablet where nothing was unsent', async () => {
    await told(store, []);
    memory.watch(store, false)();
    await memory.filled(store);
    memory.watch(store, true)();
    await cleared();
    expect(memory.evicted).toBe(true);
    await comesBack();
    expect([memory.evicted, memory.lost]).toEqual([false, undefined]);
  });
});

it('a memory that is there is not called cleared, whatever is unsent', async () => {
  await aDay();
  const again = new Memory(traces);
  again.watch(store, true);
  expect([again.evicted, again.lost]).toEqual([false, undefined]);
});

it('a trace names nobody', async () => {
  await aDay();
  const text = JSON.stringify([kept.key(0), kept.getItem(kept.key(0) ?? '')]);
  expect(text).toContain(matter(2)._id);
  expect(text).not.toMatch(/grid1|半句话/);
});
