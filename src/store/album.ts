import type { MediaKind, MediaReference } from '../domain/documents/media.ts';
import type { Result } from '../domain/fault.ts';

/** What is known of one picture at this moment. `later`: the relay does not have it yet; `away`: it cannot be asked now. */
export type SeenState = 'coming' | 'here' | 'later' | 'away' | 'broken';

/** One picture as a screen draws it. */
export interface Tile {
  readonly id: string;
  readonly kind: MediaKind;
  readonly state: SeenState;
  /** in this window's memory only, once it is here */
  readonly url?: string;
  readonly seconds?: number;
}

export interface Arrived {
  readonly all: number;
  readonly arrived: number;
  readonly refused: number;
}

/** Pictures, voice and signatures as rooms have them: taken, shown on demand, followed on their way. Built by the app. */
export interface Album {
  /** Resolves when it is on this tablet, small, without metadata and encrypted. */
  take(
    file: Blob,
    what: {
      readonly kind: MediaKind;
      readonly area: string;
      readonly draftKey: string;
      readonly seconds?: number;
    },
  ): Promise<Result<MediaReference>>;
  /** One that was taken for a draft is not wanted after all. */
  drop(id: string): void;
  /** Each as it can be shown now; asks for those that are not here. Reactive. */
  tiles(media: readonly MediaReference[]): readonly Tile[];
  /** Asks once more for what did not come. */
  readonly again: (id: string) => void;
  /** How many of a record's pictures the relay has. Reactive. */
  arrived(media: readonly MediaReference[]): Arrived;
}
