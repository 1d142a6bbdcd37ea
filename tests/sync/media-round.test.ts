import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { MediaReference } from '../../src/domain/documents/media.ts';
import { failed, type Fault } from '../../src/domain/fault.ts';
import { newMediaSecret, openMedia, sealMedia } from '../../src/platform/media-seal.ts';
import { keepMediaRow } from '../../src/store/media.ts';
import type { MediaState } from '../../src/store/rows.ts';
import { saveAction } from '../../src/store/save.ts';
import { settle } from '../../src/store/settle.ts';
import { done } from '../../src/domain/fault.ts';
import { mediaRound } from '../../src/sync/media-round.ts';
import { mediaRelay, type MediaRelay } from '../../src/sync/media-relay.ts';
import type { MediaBox } from '../../src/sync/media-box.ts';
import { aNote } from '../builders/documents.ts';
import { anId } from '../builders/ids.ts';
import { aBox } from '../builders/media-box.ts';
import { aPicture } from '../builders/media.ts';
import { aRelay, type SignedInPerson, type TestRelay } from '../builders/relay.ts';
import { aStore, forget, partIn, type TestStore } from '../builders/store.ts';

let relay: TestRelay;
let grid1: SignedInPerson;
beforeAll(async () => {
  relay = await aRelay();
  grid1 = await relay.signIn('grid1');
});
afterAll(() => relay.stop());

let store: TestStore;
let box: MediaBox;
let requests: string[];
beforeEach(async () => {
  store = await aStore();
  box = aBox();
  requests = [];
});
afterEach(async () => {
  await forget(store);
  await box.destroy();
});

const lineOf = (person: SignedInPerson): MediaRelay =>
  mediaRelay({
    origin: relay.url,
    bearer: { token: () => Promise.resolve(done(person.token)), refused: () => undefined },
    fetch: (input, init) => {
      const { pathname } = new URL(input instanceof Request ? input.url : input);
      requests.push(`${init?.method ?? 'GET'} ${pathname}`);
      return fetch(input, init);
    },
    answered: () => undefined,
  });

interface Taken {
  readonly reference: MediaReference;
  readonly plain: Uint8Array<ArrayBuffer>;
}
const draftKey = 'note:quick';

/** A picture of so many bytes, encrypted and kept. */
async function take(bytes = 2_000, given: Partial<MediaReference> = {}): Promise<Taken> {
  const plain = new Uint8Array(bytes);
  crypto.getRandomValues(plain.subarray(0, Math.min(bytes, 60_000)));
  const reference = aPicture({ ...newMediaSecret(), bytes, ...given });
  await keepMediaRow(store, reference, draftKey);
  await box.put(reference.id, await sealMedia(reference, plain));
  return { reference, plain };
}
let notes = 0;
/** A note with these pictures, and its text has arrived. */
async function arrived(...taken: readonly Taken[]): Promise<void> {
  const note = aNote({ _id: anId('note', ++notes), media: taken.map(({ reference }) => reference) });
  const saved = await saveAction(store, { parts: [partIn('area-a1', note)], draftKey });
  if (!saved.ok) throw new Error(saved.fault.code);
  const receivedAt = store.clock.instant();
  const verdicts = [{ db: 'area-a1', id: note._id, rev: '1-a', durable: true, receivedAt }];
  await settle(store, { id: saved.value.envelopeId, ok: true, verdicts });
}
const state = async ({ reference }: Taken): Promise<MediaState | undefined> =>
  (await store.db.media.get(reference.id))?.state;

async function allRounds(line: MediaRelay = lineOf(grid1), mayCarry = true): Promise<void> {
  while ((await mediaRound(store, box, line, mayCarry)).moved);
}

describe('bringing pictures', () => {
  it('leaves noise at the relay that the key in the document opens', async () => {
    const one = await take();
    await arrived(one);
    await allRounds();
    expect(await state(one)).toBe('delivered');
    const fetched = await lineOf(await relay.signIn('area1')).fetch('a1', one.reference.id);
    if (!fetched.ok) throw new Error(fetched.fault.code);
    expect(await openMedia(one.reference, fetched.value)).toEqual(one.plain);
    expect(await openMedia({ ...one.reference, key: newMediaSecret().key }, fetched.value)).toBeUndefined();
    expect(await openMedia({ ...one.reference, id: newMediaSecret().id }, fetched.value)).toBeUndefined();
  });

  it('sends three at a time, and leaves no checkpoints', async () => {
    const taken = [await take(), await take(), await take(), await take()];
    await arrived(...taken);
    await allRounds();
    expect(requests.filter((one) => one === 'POST /db/media-a1/_bulk_docs')).toHaveLength(2);
    expect(requests.filter((one) => one.includes('_local'))).toEqual([]);
  });

  it('waits for another line when the worker wants it', async () => {
    const one = await take();
    await arrived(one);
    await allRounds(lineOf(grid1), false);
    expect(await state(one)).toBe('waiting');
    expect(requests).toEqual([]);
  });

  it('tells again what is only said to be there', async () => {
    const one = await take();
    await arrived(one);
    const line = lineOf(grid1);
    let told = false;
    const forgetful: MediaRelay = {
      ...line,
      standing: (area, ids) => {
        const first = !told;
        told = true;
        return first ? Promise.resolve(done({ safe: [], missing: [...ids] })) : line.standing(area, ids);
      },
    };
    await allRounds(forgetful);
    expect(requests.filter((one) => one === 'POST /db/media-a1/_revs_diff')).toHaveLength(2);
    expect(await state(one)).toBe('delivered');
  });

  it('keeps what is there and not yet safe, and asks later', async () => {
    const one = await take();
    await arrived(one);
    const line: MediaRelay = { ...lineOf(grid1), standing: () => Promise.resolve(done({ safe: [], missing: [] })) };
    await allRounds(line);
    expect(await state(one)).toBe('received');
    expect(await box.get(one.reference.id)).toBeDefined();
    store.clock.move(16_000);
    await allRounds();
    expect(await state(one)).toBe('delivered');
  });
});

describe('a picture that fails', () => {
  it('is set aside with its code, and blocks no other', async () => {
    const [one, large, two] = [await take(), await take(1_048_576, { bytes: 1_000_000 }), await take()];
    await arrived(one, large, two);
    await allRounds();
    expect(await Promise.all([one, large, two].map(state))).toEqual(['delivered', 'refused', 'delivered']);
    expect(await store.db.media.get(large.reference.id)).toMatchObject({ code: 'invalid' });
  });

  it('is set aside when its bytes are gone from the tablet', async () => {
    const [one, two] = [await take(), await take()];
    await arrived(one, two);
    await box.remove([one.reference.id]);
    await allRounds();
    expect(await store.db.media.get(one.reference.id)).toMatchObject({ state: 'refused', code: 'data-evicted' });
    expect(await state(two)).toBe('delivered');
  });

  it('goes alone once a request with it failed', async () => {
    const [one, bad, two] = [await take(), await take(), await take()];
    await arrived(one, bad, two);
    const line = lineOf(grid1);
    const choking: MediaRelay = {
      ...line,
      bring: (given, area, ids) =>
        ids.includes(bad.reference.id) ? Promise.resolve(failed('timed-out')) : line.bring(given, area, ids),
    };
    await allRounds(choking);
    expect(await Promise.all([one, bad, two].map(state))).toEqual(['delivered', 'waiting', 'delivered']);
    store.clock.move(600_000);
    await allRounds();
    expect(await state(bad)).toBe('delivered');
  });

  it('is too large for the relay by itself: set aside', async () => {
    const one = await take();
    await arrived(one);
    await allRounds({ ...lineOf(grid1), bring: () => Promise.resolve(failed('too-large')) });
    expect(await store.db.media.get(one.reference.id)).toMatchObject({ state: 'refused', code: 'too-large' });
  });

  it.each<Fault['code']>(['offline', 'relay-busy', 'session-ended'])('is not blamed for %s', async (code) => {
    const one = await take();
    await arrived(one);
    const round = await mediaRound(
      store,
      box,
      { ...lineOf(grid1), bring: () => Promise.resolve(failed(code, { retryAfter: 7 })) },
      true,
    );
    expect(round).toMatchObject({ moved: false, fault: { code, retryAfter: 7 } });
    expect(await store.db.media.get(one.reference.id)).not.toHaveProperty('tries');
  });

  it('of another area is refused and shown', async () => {
    const one = await take(2_000, { area: 'a2' });
    await arrived(one);
    await allRounds();
    expect(await store.db.media.get(one.reference.id)).toMatchObject({ state: 'refused', code: 'forbidden' });
  });
});

describe('what nobody wants', () => {
  it('goes from the tablet after second thoughts', async () => {
    const [kept, dropped] = [await take(), await take()];
    await arrived(kept);
    store.clock.move(61_000);
    await allRounds();
    expect(await state(dropped)).toBeUndefined();
    expect(await box.get(dropped.reference.id)).toBeUndefined();
    expect(await box.get(kept.reference.id)).toBeDefined();
  });
});
