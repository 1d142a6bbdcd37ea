import type { FastifyInstance, FastifyReply } from 'fastify';
import type { Readable } from 'node:stream';
import * as v from 'valibot';
import type { Result } from '../../src/domain/fault.ts';
import { listsToBring, mayBring } from '../../src/domain/sheet/bringer.ts';
import { columnKeys, templates, templatesOf, type TemplateName } from '../../src/domain/sheet/columns.ts';
import { sheetLists } from '../../src/domain/sheet/sheet-list.ts';
import type { ImportJob } from '../imports/import-job.ts';
import { largestFile, type Imports } from '../imports/imports.ts';
import { templateSheet } from '../imports/write-sheet.ts';
import { sendFault } from './fault-answer.ts';
import type { WhoAsks } from './who-asks.ts';

const instant = v.pipe(v.string(), v.isoTimestamp());
const brought = v.object({
  asOf: instant,
  language: v.optional(v.picklist(['zh', 'en']), 'zh'),
  list: v.optional(v.picklist(sheetLists), 'register'),
});
const begun = v.object({
  mapping: v.pipe(v.array(v.picklist([...columnKeys, 'withheld', 'unused'])), v.maxLength(500)),
  asOf: instant,
});
const language = v.object({ language: v.optional(v.picklist(['zh', 'en']), 'zh') });
const xlsx = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

/** What its owner hears of a job. */
const shown = ({ by: _by, deviceId: _device, replica: _replica, community: _community, ...job }: ImportJob): object =>
  job;

/**
 * Sheets of residents, of members who checked in and of units, for whoever may bring them. `POST /api/imports?asOf=…&list=…` with the file as the body: read, with a mapping to
 * look at. `POST /api/imports/:id/check` and `…/import { mapping, asOf }`: a dry run and the import, in the background.
 * `GET /api/imports`, `GET /api/imports/:id` (progress and faulty rows), `GET /api/imports/:id/mend` (those rows as a
 * sheet), `DELETE /api/imports/:id`, `GET /api/imports/templates/:name`.
 */
export function addImports(app: FastifyInstance, { imports, whoAsks }: { imports: Imports; whoAsks: WhoAsks }): void {
  const guard = { onRequest: whoAsks.required };
  const answer = <T>(reply: FastifyReply, result: Result<T>, say: (value: T) => unknown): FastifyReply =>
    result.ok ? reply.send(say(result.value)) : sendFault(reply, result.fault);

  void app.register((files, _options, ready) => {
    // the body goes to the disk as it comes; who may bring one is known before
    files.addContentTypeParser('application/octet-stream', (_request, payload, done) => done(null, payload));
    files.post('/api/imports', { ...guard, bodyLimit: largestFile }, async (request, reply) => {
      const read = v.safeParse(brought, request.query);
      const who = whoAsks.of(request);
      if (!mayBring(who.holder, read.success ? read.output.list : 'register'))
        return sendFault(reply, { code: 'forbidden' });
      if (!read.success || !isStream(request.body)) return sendFault(reply, { code: 'bad-request' });
      return answer(reply, await imports.take(who, request.body, read.output), shown);
    });
    ready();
  });

  app.get('/api/imports', guard, async (request, reply) =>
    answer(reply, await imports.jobs(whoAsks.of(request)), (jobs) => ({ jobs: jobs.map(shown) })),
  );
  app.get<{ Params: { id: string } }>('/api/imports/:id', guard, async (request, reply) => {
    const who = whoAsks.of(request);
    const job = await imports.job(who, request.params.id);
    if (!job.ok) return sendFault(reply, job.fault);
    const faulty = await imports.faulty(who, request.params.id);
    return answer(reply, faulty, (rows) => ({ ...shown(job.value), faultyRows: rows }));
  });
  for (const how of ['check', 'import'] as const) {
    app.post<{ Params: { id: string } }>(`/api/imports/:id/${how}`, guard, async (request, reply) => {
      const read = v.safeParse(begun, request.body);
      if (!read.success) return sendFault(reply, { code: 'bad-request' });
      const { mapping, asOf } = read.output;
      return answer(reply, await imports.begin(whoAsks.of(request), request.params.id, how, mapping, asOf), shown);
    });
  }
  app.get<{ Params: { id: string } }>('/api/imports/:id/mend', guard, async (request, reply) => {
    const file = await imports.mend(whoAsks.of(request), request.params.id);
    return file.ok ? sendSheet(reply, file.value) : sendFault(reply, file.fault);
  });
  app.delete<{ Params: { id: string } }>('/api/imports/:id', guard, async (request, reply) =>
    answer(reply, await imports.forget(whoAsks.of(request), request.params.id), () => ({ ok: true })),
  );
  app.get<{ Params: { name: string } }>('/api/imports/templates/:name', guard, async (request, reply) => {
    const { name } = request.params;
    const read = v.safeParse(language, request.query);
    const lists = listsToBring(whoAsks.of(request).holder);
    const known = Object.hasOwn(templates, name);
    const theirs = lists.some((list) => templatesOf[list].some((one) => one === name));
    if (lists.length === 0 || (known && !theirs)) return sendFault(reply, { code: 'forbidden' });
    if (!known || !read.success) return sendFault(reply, { code: 'not-found' });
    return sendSheet(reply, await templateSheet(name as TemplateName, read.output.language));
  });
}

const isStream = (body: unknown): body is Readable => typeof (body as Readable | null)?.pipe === 'function';

const sendSheet = (reply: FastifyReply, file: Buffer): FastifyReply => reply.type(xlsx).send(file);
