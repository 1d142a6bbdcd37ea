import { Worker } from 'node:worker_threads';
import { DatabaseMissing, StorageUnavailable } from '../storage/port.ts';
import type { ImportStorage } from './known-area.ts';
import type { AreaFounder, Errand, FromThread, ToThread } from './thread-messages.ts';

export type Ending = Exclude<FromThread, { kind: 'ask' }>;

export interface Thread {
  /** How the errand ended. Rejects with `StorageUnavailable`, or when the thread broke. */
  readonly ended: Promise<Ending>;
  /** Asks it to end behind the batch in hand. */
  stop(): void;
  /** Ends it wherever it is. */
  kill(): Promise<void>;
}

/** Heap of a thread (MB): a community's names and numbers fit in a third of it. */
const heap = 400;

/** Runs an errand beside the relay. The storage stays the relay's: a store on disk has one process and one landlord. */
export function runBeside(program: URL, errand: Errand, storage: ImportStorage & AreaFounder): Thread {
  const worker = new Worker(program, { workerData: errand, resourceLimits: { maxOldGenerationSizeMb: heap } });
  const tell = (message: ToThread): void => worker.postMessage(message);
  let unavailable: StorageUnavailable | undefined;

  async function answer({ n, what, args }: Extract<FromThread, { kind: 'ask' }>): Promise<void> {
    const database = String(args[0]);
    try {
      const value = await (storage[what] as (...given: readonly unknown[]) => Promise<unknown>).apply(storage, [
        ...args,
      ]);
      tell({ kind: 'answer', n, value });
    } catch (fault) {
      if (fault instanceof StorageUnavailable) unavailable = fault;
      const why =
        fault instanceof DatabaseMissing ? 'missing' : fault instanceof StorageUnavailable ? 'unavailable' : 'other';
      tell({ kind: 'fault', n, why, database });
    }
  }

  const ended = new Promise<Ending>((resolve, reject) => {
    worker.on('message', (message: FromThread) => {
      if (message.kind === 'ask') void answer(message);
      else resolve(message);
    });
    // its message may carry what it stumbled over: only its name is told
    worker.once('error', (fault: Error) => reject(unavailable ?? new Error(`an import broke: ${fault.name}`)));
    worker.once('exit', () => reject(unavailable ?? new Error('an import was ended')));
  });
  ended.catch(() => undefined);
  return {
    ended,
    stop: () => tell({ kind: 'stop' }),
    kill: async () => void (await worker.terminate()),
  };
}
