import { done, type Result } from '../domain/fault.ts';
import type { SheetJob, Sheets } from '../features/imports/sheets.ts';
import type { Store } from '../store/store.ts';
import { faultIn } from '../sync/limited-fetch.ts';
import { relayFetchFor } from './ask-relay.ts';

/** A sheet of a whole community takes its time on a slow line (ms). */
const patience = 300_000;

/** Brings sheets to the relay and asks how it goes with them, online, as whoever is signed in. Nothing of them is kept here. */
export async function sheetsOf(store: Store): Promise<Sheets> {
  const fetchAs = await relayFetchFor(store, patience);
  async function asked<T>(path: string, init: RequestInit, read: (answer: Response) => Promise<T>): Promise<Result<T>> {
    try {
      return done(await read(await fetchAs(`/api/imports${path}`, init)));
    } catch (error) {
      return faultIn(error);
    }
  }
  const job = (answer: Response): Promise<SheetJob> => answer.json() as Promise<SheetJob>;
  const file = (answer: Response): Promise<Blob> => answer.blob();
  const json = (body: unknown): RequestInit => ({
    ...{ method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) },
  });
  return {
    latest: () => asked('', {}, async (answer) => ((await answer.json()) as { jobs: SheetJob[] }).jobs[0]),
    bring: (sheet, asOf, language, list) =>
      asked(
        `?asOf=${encodeURIComponent(asOf)}&language=${language}&list=${list}`,
        { method: 'POST', headers: { 'content-type': 'application/octet-stream' }, body: sheet },
        job,
      ),
    look: (id) => asked(`/${id}`, {}, job),
    begin: (id, how, mapping, asOf) => asked(`/${id}/${how}`, json({ mapping, asOf }), job),
    forget: (id) => asked(`/${id}`, { method: 'DELETE' }, (answer) => answer.json()),
    mend: (id) => asked(`/${id}/mend`, {}, file),
    template: (name, language) => asked(`/templates/${name}?language=${language}`, {}, file),
  };
}
