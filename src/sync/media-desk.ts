import type { MediaKind, MediaReference } from '../domain/documents/media.ts';
import { failed, type Result } from '../domain/fault.ts';

/** What was taken at the door, as the device gave it. */
export interface Taken {
  readonly file: Blob;
  readonly kind: MediaKind;
  /** key of the area that will own it */
  readonly area: string;
  /** the draft that it belongs to */
  readonly draftKey: string;
  /** of a voice */
  readonly seconds?: number;
}

/** What the window asks the worker about pictures; each question has a port of its own for the answer. */
export type MediaAsk =
  | { readonly what: 'take'; readonly taken: Taken }
  | { readonly what: 'show'; readonly reference: MediaReference }
  | { readonly what: 'let-go' };

/** Pictures, as the window knows them: what is heavy is done in the worker. */
export interface MediaDesk {
  /** Makes it small, takes out place and camera, encrypts it and keeps it on this tablet; resolves when it is there. */
  take(taken: Taken): Promise<Result<MediaReference>>;
  /** From this tablet, or from the relay; opened with the key in its document. */
  show(reference: MediaReference): Promise<Result<Blob>>;
  /** Lets go of pictures that the relay has safely. @returns bytes that became free */
  letDeliveredMediaGo(): Promise<number>;
}

/** How long a picture may take to become small, or to come (ms): a worker that ran out of memory over it never answers. */
const patience = 60_000;

function afterPatience(): { readonly promise: Promise<Result<never>>; readonly stop: () => void } {
  let stop = (): void => undefined;
  const promise = new Promise<Result<never>>((resolve) => {
    const timer = setTimeout(() => {
      resolve(failed('unexpected'));
    }, patience);
    stop = () => {
      clearTimeout(timer);
    };
  });
  return { promise, stop };
}

export function mediaDesk(tell: (message: { kind: 'media'; ask: MediaAsk }, ports: MessagePort[]) => void): MediaDesk {
  const ask = <T>(question: MediaAsk): Promise<T> =>
    new Promise((resolve) => {
      const { port1, port2 } = new MessageChannel();
      port1.addEventListener('message', ({ data }: MessageEvent<T>) => {
        resolve(data);
        port1.close();
      });
      port1.start();
      tell({ kind: 'media', ask: question }, [port2]);
    });
  const askInTime = <T>(question: MediaAsk): Promise<Result<T>> => {
    const { promise, stop } = afterPatience();
    return Promise.race([ask<Result<T>>(question), promise]).finally(stop);
  };
  return {
    take: (taken) => askInTime({ what: 'take', taken }),
    show: (reference) => askInTime({ what: 'show', reference }),
    letDeliveredMediaGo: () => ask({ what: 'let-go' }),
  };
}
