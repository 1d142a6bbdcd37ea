import type { MediaAsk } from './media-desk.ts';
import type { SessionAnswer } from './session.ts';
import type { SyncStatus } from './status.ts';

/** What the window tells the sync worker. */
export type ToWorker =
  | {
      readonly kind: 'start';
      readonly user: string;
      readonly device: string;
      readonly session?: SessionAnswer;
      readonly visible: boolean;
    }
  | { readonly kind: 'session'; readonly session: SessionAnswer }
  /** answered on the port that comes with it */
  | { readonly kind: 'media'; readonly ask: MediaAsk }
  | { readonly kind: 'now' }
  | { readonly kind: 'visible'; readonly visible: boolean };

/** What the sync worker tells the window. A bug is told by its kind alone: its text might name a person. */
export type FromWorker =
  | { readonly kind: 'status'; readonly status: SyncStatus }
  /** mail of another account of this tablet could not go out yet */
  | { readonly kind: 'others-wait' }
  | { readonly kind: 'bug'; readonly name: string; readonly where: string };
