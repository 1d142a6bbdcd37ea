import { beforeEach, describe, expect, it } from 'vitest';
import { Update } from '../../src/app/update.svelte.ts';

/** A page with a service worker whose news are told by hand. */
class Newsroom extends EventTarget {
  readonly navigator = { serviceWorker: {} };
  readonly document = Object.assign(new EventTarget(), { visibilityState: 'visible' });
  reloads = 0;
  skipped = 0;
  readonly location = { reload: () => (this.reloads += 1) };
  readonly #heard = new Map<string, (event: { isUpdate: boolean }) => void>();
  readonly carrier = {
    addEventListener: (name: string, heard: (event: { isUpdate: boolean }) => void) => this.#heard.set(name, heard),
    messageSkipWaiting: () => (this.skipped += 1),
    register: () => Promise.resolve(undefined),
    update: () => Promise.resolve(),
  };
  tell(name: 'waiting' | 'controlling'): void {
    this.#heard.get(name)?.({ isUpdate: true });
  }
  touch(): void {
    this.dispatchEvent(new Event('keydown'));
  }
}

let page: Newsroom;
let drafts: number;
let update: Update;
beforeEach(() => {
  page = new Newsroom();
  drafts = 0;
  update = new Update(() => page.carrier as never);
  update.watch(page as unknown as Window, '/sw.js', () => drafts === 0);
});

describe('a new version', () => {
  it('is taken silently before the first touch', () => {
    page.tell('waiting');
    expect([page.skipped, update.asks]).toEqual([1, false]);
    page.tell('controlling');
    expect(page.reloads).toBe(1);
  });

  it.each(['a touch', 'a draft'])('asks after %s', (what) => {
    if (what === 'a touch') page.touch();
    else drafts = 1;
    page.tell('waiting');
    expect([page.skipped, update.asks]).toEqual([0, true]);
    update.now();
    page.tell('controlling');
    expect([page.skipped, page.reloads]).toEqual([1, 1]);
  });

  it('throws away nothing that was typed while it was being taken', () => {
    page.tell('waiting');
    page.touch();
    page.tell('controlling');
    expect([page.reloads, update.asks]).toEqual([0, true]);
    update.now();
    expect(page.reloads).toBe(1);
  });

  it('that another window took does not reload this one under a draft', () => {
    drafts = 1;
    page.tell('controlling');
    expect([page.reloads, update.asks]).toEqual([0, true]);
  });

  it('can wait until the next start', () => {
    page.touch();
    page.tell('waiting');
    update.later();
    expect(update.asks).toBe(false);
  });
});
