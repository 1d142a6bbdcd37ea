import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { done, failed } from '../../src/domain/fault.ts';
import { ImportsModel } from '../../src/features/imports/imports.svelte.ts';
import type { SheetJob, Sheets } from '../../src/features/imports/sheets.ts';

const read: SheetJob = {
  ...{
    id: 'S1',
    list: 'register',
    state: 'read',
    headers: ['楼栋', '房号', '谁', '民族'],
    asOf: '2026-11-01T04:00:00.000Z',
  },
  mapping: ['building', 'room', 'unused', 'withheld'],
  counts: { rows: 0, faulty: 0, added: 0, changed: 0, same: 0, newer: 0 },
  startedAt: '2026-11-02T04:00:00.000Z',
};

/** A relay that remembers one sheet and answers what it is told to. */
class RelayOfSheets {
  job: SheetJob | undefined;
  begun: { how: string; mapping: readonly string[]; asOf: string }[] = [];
  readonly sheets: Sheets = {
    latest: async () => done(this.job),
    bring: async (_file, asOf, _language, list) => done((this.job = { ...read, asOf, list })),
    look: async () => (this.job ? done(this.job) : failed('not-found')),
    begin: async (_id, how, mapping, asOf) => {
      this.begun.push({ how, mapping, asOf });
      return done((this.job = { ...read, mapping, asOf, state: how === 'check' ? 'checking' : 'running' }));
    },
    forget: async () => done((this.job = undefined)),
    mend: async () => done(new Blob(['x'])),
    template: async () => done(new Blob(['x'])),
  };
}

let relay: RelayOfSheets;
let kept: string[];
let model: ImportsModel;
beforeEach(() => {
  vi.useFakeTimers();
  relay = new RelayOfSheets();
  kept = [];
  model = new ImportsModel(
    async () => relay.sheets,
    undefined,
    (_file, name) => void kept.push(name),
  );
});
afterEach(() => {
  model.leave();
  vi.useRealTimers();
});
const file = new File(['x'], 'list.xlsx', { lastModified: Date.parse('2026-11-01T04:00:00Z') });

describe('a sheet at the desk', () => {
  it('bears the date of its file until somebody says another', async () => {
    await model.choose(file, 'zh');
    expect(model.job?.asOf).toBe('2026-11-01T04:00:00.000Z');
    await model.begin('check');
    model.sayDay('2026-10-05');
    relay.job = { ...read, state: 'checked' };
    expect(model.day).toBe('2026-10-05');
    await model.begin('import');
    expect(relay.begun.map(({ asOf }) => asOf.slice(0, 7))).toEqual(['2026-11', '2026-10']);
  });

  it('reads a column as one thing only', async () => {
    await model.choose(file, 'zh');
    model.use(2, 'name');
    model.use(2, 'room');
    expect(model.mapping).toEqual(['building', 'unused', 'room', 'withheld']);
    expect(model.withheld).toEqual(['民族']);
  });

  it('is not tried without a place to put anybody', async () => {
    await model.choose(file, 'zh');
    model.use(1, 'unused');
    expect(model.placed).toBe(false);
    await model.begin('check');
    expect(relay.begun).toEqual([]);
  });

  it('is of the list that was chosen, which says what it needs', async () => {
    model = new ImportsModel(async () => relay.sheets, ['register', 'members', 'organisation']);
    model.listAs('members');
    await model.choose(file, 'zh');
    expect(relay.job?.list).toBe('members');
    expect(model.placed).toBe(false);
    model.use(2, 'name');
    expect(model.placed).toBe(true);
    await model.putAway();
    model.listAs('organisation');
    expect(model.list).toBe('organisation');
  });

  it('is looked at until its run is over, and no more after the room was left', async () => {
    await model.choose(file, 'zh');
    await model.begin('check');
    expect(model.runs).toBe(true);
    relay.job = { ...read, state: 'checked', counts: { ...read.counts, rows: 3 } };
    await vi.advanceTimersByTimeAsync(1500);
    expect(model.job).toMatchObject({ state: 'checked', counts: { rows: 3 } });
    expect(vi.getTimerCount()).toBe(0);
    await model.begin('import');
    model.leave();
    expect(vi.getTimerCount()).toBe(0);
  });

  it('is found again by whoever comes back to the room', async () => {
    relay.job = { ...read, state: 'done' };
    await model.open();
    expect(model.job?.state).toBe('done');
    await model.mend('rows.xlsx');
    expect(kept).toEqual(['rows.xlsx']);
    await model.putAway();
    expect(model.job).toBe(undefined);
    expect(relay.job).toBe(undefined);
  });

  it('without a signal says so, and the next question is asked anew', async () => {
    let there = false;
    model = new ImportsModel(async () => {
      if (!there) throw new Error('no chunk');
      return relay.sheets;
    });
    await model.choose(file, 'zh');
    expect(model.fault).toBe('unexpected');
    there = true;
    await model.choose(file, 'zh');
    expect(model.fault).toBe(undefined);
    expect(model.job?.state).toBe('read');
  });
});
