import { writeFile } from 'node:fs/promises';
import { parentPort, workerData } from 'node:worker_threads';
import { DatabaseMissing, StorageUnavailable, type Storage } from '../storage/port.ts';
import { faultyRows } from './import-job.ts';
import { importRows } from './import-rows.ts';
import type { ImportStorage } from './known-area.ts';
import { headOf } from './read-sheet.ts';
import { SheetFault } from './sheet-row.ts';
import type { AreaFounder, Asked, Errand, FromThread, ToThread } from './thread-messages.ts';
import { mostToMend, sheetToMend } from './write-sheet.ts';

/** The thread beside the relay that reads sheets and judges their rows; what it needs of the storage it asks the relay for. */
const port = parentPort;
if (!port) throw new Error('not a thread');
const tell = (message: FromThread): void => port.postMessage(message);

interface Waiting {
  readonly resolve: (value: never) => void;
  readonly reject: (fault: Error) => void;
}
const waiting = new Map<number, Waiting>();
let asked = 0;
let stopping = false;

port.on('message', (message: ToThread) => {
  if (message.kind === 'stop') {
    stopping = true;
    return;
  }
  const question = waiting.get(message.n);
  waiting.delete(message.n);
  if (message.kind === 'answer') question?.resolve(message.value as never);
  else if (message.why === 'missing') question?.reject(new DatabaseMissing(message.database));
  else question?.reject(message.why === 'unavailable' ? new StorageUnavailable() : new Error('the storage failed'));
});

const ask =
  (what: Asked) =>
  (...args: readonly unknown[]): Promise<never> =>
    new Promise((resolve, reject) => {
      waiting.set((asked += 1), { resolve, reject });
      tell({ kind: 'ask', n: asked, what, args });
    });
const questions: ImportStorage & AreaFounder = {
  getMany: ask('getMany'),
  range: ask('range'),
  write: ask('write'),
  leaves: ask('leaves'),
  foundAreas: ask('foundAreas'),
};
// the gate asks no more than this of a storage
const storage = questions as Storage & AreaFounder;

async function run(errand: Errand): Promise<FromThread> {
  try {
    if (errand.kind === 'head') return { kind: 'head', head: await headOf(errand.path, errand.list) };
    if (errand.kind === 'rows') return { kind: 'rows', job: await importRows(errand.task, storage, () => stopping) };
    const { job, path, into } = errand;
    const state = job.state === 'checked' ? 'checking' : 'running';
    const faulty = await faultyRows(storage, job.id, state, mostToMend);
    await writeFile(into, new Uint8Array(await sheetToMend(path, job, faulty)), { mode: 0o600 });
    return { kind: 'mended' };
  } catch (fault) {
    if (fault instanceof SheetFault) return { kind: 'no-sheet', code: fault.code };
    throw fault;
  }
}

// what goes wrong here is a bug: it ends the thread, and the relay hears its name
void run(workerData as Errand).then((ending) => {
  tell(ending);
  port.close();
});
