import { createWriteStream } from 'node:fs';
import { access, mkdir, readFile, rm, rmdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { importsDatabase } from '../../src/domain/database-name.ts';
import { done, failed, type Result } from '../../src/domain/fault.ts';
import { listsToBring, mayBring } from '../../src/domain/sheet/bringer.ts';
import type { SheetList } from '../../src/domain/sheet/sheet-list.ts';
import { mappingFor, mappingIsSound, remember, type Mapping, type Use } from '../../src/domain/sheet/mapping.ts';
import type { Deliverer } from '../gate/deliverer.ts';
import { StorageUnavailable, type Storage } from '../storage/port.ts';
import { allJobs, faultyRows, forgetFaulty, forgetJob, jobOf, keepJob, noCounts } from './import-job.ts';
import type { FaultyRow, ImportJob } from './import-job.ts';
import type { ImportStorage } from './known-area.ts';
import type { AreaFounder } from './thread-messages.ts';
import { runBeside, type Thread } from './thread.ts';

export interface ImportsSettings {
  readonly storage: Storage;
  /** where files lie while they are worked on; outlives a kill of the process */
  readonly folder: string;
  /** the program of the thread */
  readonly program: URL;
  /** the relay's time in ms */
  readonly clock: () => number;
  readonly newId: () => string;
  readonly foundAreas: AreaFounder['foundAreas'];
  /** the rights of whoever brought a sheet, read anew; undefined when they or their device may not any more */
  readonly delivererOf: (user: string, device: string) => Promise<Deliverer | undefined>;
}

/** What a person may do with sheets of their own. Faults: `forbidden`, `not-found`, `too-large`, `bad-request`, `relay-busy`. */
export interface Imports {
  take(
    who: Deliverer,
    file: Readable,
    given: { readonly asOf: string; readonly language: 'zh' | 'en'; readonly list: SheetList },
  ): Promise<Result<ImportJob>>;
  jobs(who: Deliverer): Promise<Result<ImportJob[]>>;
  job(who: Deliverer, id: string): Promise<Result<ImportJob>>;
  /** A dry run, or the import; goes on in the background. */
  begin(
    who: Deliverer,
    id: string,
    how: 'check' | 'import',
    mapping: Mapping,
    asOf: string,
  ): Promise<Result<ImportJob>>;
  faulty(who: Deliverer, id: string): Promise<Result<readonly FaultyRow[]>>;
  /** Rows that did not come in, as a sheet to mend. */
  mend(who: Deliverer, id: string): Promise<Result<Buffer>>;
  forget(who: Deliverer, id: string): Promise<Result<true>>;
  /** Goes on with what a stop or a kill interrupted. */
  resume(): Promise<void>;
  /** Resolves when nothing is worked on. */
  settled(): Promise<void>;
  stop(): Promise<void>;
}

/** 220,000 rows are 15 to 30 MB. */
export const largestFile = 64_000_000;
const shownFaulty = 500;
/** A sheet is kept so long, to be mended and looked up (ms); then it goes, with all that is known of it. */
const keptFor = 14 * 86_400_000;

export function createImports(settings: ImportsSettings): Imports {
  const { storage, folder, program, clock, newId, delivererOf, foundAreas } = settings;
  /** what a thread may ask for */
  const questions: ImportStorage & AreaFounder = {
    getMany: (...asked) => storage.getMany(...asked),
    range: (...asked) => storage.range(...asked),
    write: (...asked) => storage.write(...asked),
    leaves: (...asked) => storage.leaves(...asked),
    foundAreas,
  };
  const fileOf = (id: string): string => join(folder, `${id}.sheet`);
  let running: { readonly id: string; readonly thread: Thread } | undefined;
  let stopped = false;
  /** one after another: each may need the memory that there is */
  let queue: Promise<void> = Promise.resolve();

  async function ownJob(who: Deliverer, id: string): Promise<Result<ImportJob>> {
    if (listsToBring(who.holder).length === 0) return failed('forbidden');
    const job = /^[0-9A-Z]{26}$/.test(id) ? await jobOf(storage, id) : undefined;
    return job?.by === who.holder.userId ? done(job) : failed('not-found');
  }

  const rememberedId = (user: string, list: SheetList): string =>
    list === 'register' ? `remembered:${user}` : `remembered:${user}:${list}`;
  async function remembered(user: string, list: SheetList): Promise<Record<string, Use>> {
    const _id = rememberedId(user, list);
    const doc = (await storage.getMany(importsDatabase, [_id])).get(_id);
    return (doc?.['uses'] ?? {}) as Record<string, Use>;
  }
  async function keepRemembered(user: string, list: SheetList, uses: Readonly<Record<string, Use>>): Promise<void> {
    const _id = rememberedId(user, list);
    const doc = (await storage.getMany(importsDatabase, [_id])).get(_id);
    const all = { ...(doc?.['uses'] as object | undefined), ...uses };
    await storage.write(importsDatabase, [{ _id, uses: all, ...(doc && { _rev: doc._rev }) }]);
  }

  function enqueue(id: string, dry: boolean): void {
    queue = queue.then(() => work(id, dry)).catch(() => undefined);
  }

  async function work(id: string, dry: boolean): Promise<void> {
    const job = stopped ? undefined : await jobOf(storage, id);
    if (job?.state !== (dry ? 'checking' : 'running')) return;
    const deliverer = await delivererOf(job.by, job.deviceId);
    if (!deliverer || !mayBring(deliverer.holder, job.list))
      return keepJob(storage, { ...job, state: 'failed', fault: 'forbidden' });
    try {
      await access(fileOf(id));
    } catch {
      return keepJob(storage, { ...job, state: 'failed', fault: 'file-gone' });
    }
    const thread = runBeside(
      program,
      { kind: 'rows', task: { job, path: fileOf(id), deliverer, now: clock(), dry } },
      questions,
    );
    running = { id, thread };
    try {
      const ending = await thread.ended;
      if (ending.kind === 'rows') await keepJob(storage, ending.job);
      else if (ending.kind === 'no-sheet') await keepJob(storage, { ...job, state: 'failed', fault: ending.code });
    } catch (fault) {
      // ended from outside: it goes on when the relay starts again
      if (stopped || running?.thread !== thread) return;
      const now = (await jobOf(storage, id)) ?? job;
      const code = fault instanceof StorageUnavailable ? 'storage-unavailable' : 'unexpected';
      await keepJob(storage, { ...now, state: dry ? 'failed' : 'resting', fault: code });
    } finally {
      if (running?.thread === thread) running = undefined;
    }
  }

  async function forgetAll(id: string): Promise<void> {
    if (running?.id === id) {
      const { thread } = running;
      running = undefined;
      await thread.kill();
    }
    await forgetJob(storage, id);
    await rm(fileOf(id), { force: true });
  }

  async function headInThread(path: string, list: SheetList): Promise<Awaited<Thread['ended']>> {
    return runBeside(program, { kind: 'head', path, list }, questions).ended;
  }

  return {
    async take(who, file, { asOf, language, list }) {
      if (!mayBring(who.holder, list)) return failed('forbidden');
      const id = newId();
      const path = fileOf(id);
      await mkdir(folder, { recursive: true, mode: 0o700 });
      if (!(await receive(file, path))) {
        await rm(path, { force: true });
        return failed('too-large');
      }
      const ending = await headInThread(path, list);
      const head = ending.kind === 'head' ? ending.head : undefined;
      const { userId: by, community } = who.holder;
      const headers = head?.headers ?? [];
      const job: ImportJob = {
        ...{ id, by, deviceId: who.deviceId, community, list, headers, asOf, language, cursor: 0, counts: noCounts },
        state: head ? 'read' : 'failed',
        headerRow: head?.row ?? 0,
        mapping: mappingFor(headers, await remembered(by, list), list),
        replica: who.replicas.at(-1) ?? '',
        startedAt: new Date(clock()).toISOString(),
        ...(ending.kind === 'no-sheet' && { fault: ending.code }),
      };
      if (!head) await rm(path, { force: true });
      else await keepJob(storage, job);
      return done(job);
    },
    async jobs(who) {
      if (listsToBring(who.holder).length === 0) return failed('forbidden');
      const own = (await allJobs(storage)).filter(({ by }) => by === who.holder.userId);
      return done(own.sort((a, b) => (a.startedAt < b.startedAt ? 1 : -1)).slice(0, 20));
    },
    job: ownJob,
    async begin(who, id, how, mapping, asOf) {
      const found = await ownJob(who, id);
      if (!found.ok) return found;
      const job = found.value;
      if (job.state === 'checking' || job.state === 'running') return failed('relay-busy');
      const again = how === 'import' && job.state === 'resting';
      const chosen = again ? job.mapping : mapping;
      if (!mappingIsSound(job.headers, chosen, job.list)) return failed('bad-request');
      const { fault: _, ...kept } = job;
      const next: ImportJob = {
        ...kept,
        ...(!again && { mapping: chosen, asOf, cursor: 0, counts: noCounts, deviceId: who.deviceId }),
        ...(!again && { replica: who.replicas.at(-1) ?? job.replica }),
        state: how === 'check' ? 'checking' : 'running',
      };
      if (!again) await forgetFaulty(storage, id, how === 'check' ? 'checking' : 'running');
      await rm(`${fileOf(id)}.mend`, { force: true });
      await keepJob(storage, next);
      await keepRemembered(job.by, job.list, remember(job.headers, chosen));
      enqueue(id, how === 'check');
      return done(next);
    },
    async faulty(who, id) {
      const found = await ownJob(who, id);
      if (!found.ok) return found;
      return done(await faultyRows(storage, id, phaseOf(found.value), shownFaulty));
    },
    async mend(who, id) {
      const found = await ownJob(who, id);
      if (!found.ok) return found;
      const into = `${fileOf(id)}.mend`;
      const ending = await runBeside(program, { kind: 'mend', path: fileOf(id), job: found.value, into }, questions)
        .ended;
      if (ending.kind !== 'mended') return failed('not-found');
      try {
        return done(await readFile(into));
      } finally {
        await rm(into, { force: true });
      }
    },
    async forget(who, id) {
      const found = await ownJob(who, id);
      if (!found.ok) return found;
      await forgetAll(id);
      return done(true);
    },
    async resume() {
      for (const job of await allJobs(storage)) {
        if (Date.parse(job.startedAt) < clock() - keptFor) {
          await forgetAll(job.id);
          continue;
        }
        if (job.state !== 'running' && job.state !== 'checking') continue;
        // another relay has the file
        const here = await access(fileOf(job.id)).then(
          () => true,
          () => false,
        );
        if (here) enqueue(job.id, job.state === 'checking');
      }
    },
    settled: () => queue,
    async stop() {
      stopped = true;
      await running?.thread.kill();
      await queue;
      // only an empty one goes
      await rmdir(folder).catch(() => undefined);
    },
  };
}

/** Rows of which run are told: of the import as soon as there was one. */
const phaseOf = ({ state }: ImportJob): 'checking' | 'running' =>
  state === 'checked' || state === 'checking' ? 'checking' : 'running';

/** @returns false when the file is too large; then a part of it lies there */
async function receive(file: Readable, path: string): Promise<boolean> {
  let size = 0;
  const bounded = async function* (chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
    for await (const chunk of chunks) {
      size += chunk.byteLength;
      if (size > largestFile) return;
      yield chunk;
    }
  };
  await pipeline(file, bounded, createWriteStream(path, { mode: 0o600 }));
  return size <= largestFile;
}
