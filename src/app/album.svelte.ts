import { untrack } from 'svelte';
import { SvelteMap } from 'svelte/reactivity';
import type { MediaReference } from '../domain/documents/media.ts';
import { failed, type FaultCode } from '../domain/fault.ts';
import type { Album as AlbumOfRooms, Arrived, SeenState, Tile } from '../store/album.ts';
import { arrivedOf, followMedia, unwantMedia } from '../store/media.ts';
import type { MediaRow } from '../store/rows.ts';
import type { Store } from '../store/store.ts';
import type { MediaDesk } from '../sync/media-desk.ts';

/** Pictures of former rooms that stay opened in memory; beyond it the one seen first goes. */
const mostOpened = 40;

interface Seen {
  readonly state: SeenState;
  readonly url?: string;
}

const seenAfter = (code: FaultCode): SeenState =>
  code === 'not-found' ? 'later' : code === 'invalid' || code === 'forbidden' ? 'broken' : 'away';

/** Pictures of one account in this window. Addresses of opened ones are forgotten when the screen is locked. */
export class Album implements AlbumOfRooms {
  readonly #store: Store;
  readonly #desk: () => MediaDesk | undefined;
  readonly #seen = new SvelteMap<string, Seen>();
  /** each question by its picture: an answer to an older one is not wanted any more */
  readonly #asked = new Map<string, object>();
  #covered = $state(false);
  #rows = $state.raw<ReadonlyMap<string, MediaRow>>(new Map());
  readonly #unfollow: () => void;

  constructor(store: Store, desk: () => MediaDesk | undefined) {
    this.#store = store;
    this.#desk = desk;
    this.#unfollow = followMedia(store, (rows) => {
      this.#rows = new Map(rows.map((row) => [row.id, row]));
    });
  }

  take: AlbumOfRooms['take'] = (file, what) => {
    const desk = this.#desk();
    return desk ? desk.take({ file, ...what }) : Promise.resolve(failed('unexpected'));
  };

  drop = (id: string): void => {
    this.#forget(id);
    void unwantMedia(this.#store, { id });
  };

  tiles = (media: readonly MediaReference[]): readonly Tile[] =>
    media.map((reference) => {
      const seen = this.#seen.get(reference.id);
      if (!seen && !this.#covered) this.#ask(reference);
      const { id, kind, seconds } = reference;
      return { id, kind, ...(seconds !== undefined && { seconds }), ...(seen ?? { state: 'coming' as const }) };
    });

  again = (id: string): void => {
    if (this.#seen.get(id)?.state !== 'here') this.#forget(id);
  };

  /** The relay was heard: what was not there a moment ago may have come. */
  lookAgain = (): void => {
    untrack(() => {
      for (const [id, { state }] of [...this.#seen]) if (state === 'later' || state === 'away') this.#forget(id);
    });
  };

  arrived = (media: readonly MediaReference[]): Arrived => {
    // of another's picture this tablet knows only that the relay did not have it
    const known = new Map<string, Pick<MediaRow, 'state'>>(this.#rows);
    for (const { id } of media)
      if (!known.has(id) && this.#seen.get(id)?.state === 'later') known.set(id, { state: 'waiting' });
    return arrivedOf(known, media);
  };

  /** Another room is entered. What is on a screen never goes for want of room: it would be asked for again at once. */
  tidy = (): void => {
    untrack(() => {
      const opened = [...this.#seen].filter(([, { url }]) => url !== undefined);
      for (const [id] of opened.slice(0, Math.max(0, opened.length - mostOpened))) this.#forget(id);
    });
  };

  /** Nothing of a picture stays readable behind the lock, nor becomes so. */
  cover = (covered: boolean): void => {
    untrack(() => {
      this.#covered = covered;
      if (covered) for (const id of new Set([...this.#asked.keys(), ...this.#seen.keys()])) this.#forget(id);
    });
  };
  close = (): void => {
    this.cover(true);
    this.#unfollow();
  };

  #forget(id: string): void {
    const url = this.#seen.get(id)?.url;
    if (url !== undefined) URL.revokeObjectURL(url);
    this.#asked.delete(id);
    this.#seen.delete(id);
  }

  /** Asked for while a screen is being drawn: the answer comes later in any case. */
  #ask(reference: MediaReference): void {
    const desk = this.#desk();
    if (this.#asked.has(reference.id) || !desk) return;
    const asked = {};
    this.#asked.set(reference.id, asked);
    void desk.show(reference).then((shown) => {
      if (this.#asked.get(reference.id) !== asked) return;
      const seen: Seen = shown.ok
        ? { state: 'here', url: URL.createObjectURL(shown.value) }
        : { state: seenAfter(shown.fault.code) };
      this.#seen.set(reference.id, seen);
    });
  }
}
