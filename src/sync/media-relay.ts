import HttpAdapter from 'pouchdb-adapter-http';
import PouchDB from 'pouchdb-core';
import { mediaOf } from '../domain/database-name.ts';
import { done, failed, type Fault, type FaultCode, type Result } from '../domain/fault.ts';
import { faultIn, limitedFetch, WireFault, type FetchLimits } from './limited-fetch.ts';
import type { MediaBox } from './media-box.ts';

PouchDB.plugin(HttpAdapter);

/** What the courier of pictures asks of the relay. */
export interface MediaRelay {
  /** Brings some of the box. @returns the codes of those that were refused or are not in the box */
  bring(box: MediaBox, area: string, ids: readonly string[]): Promise<Result<ReadonlyMap<string, FaultCode>>>;
  /** Which of them the relay read back from safe copies, and which it does not have. */
  standing(area: string, ids: readonly string[]): Promise<Result<MediaStanding>>;
  /** The encrypted bytes of one. */
  fetch(area: string, id: string): Promise<Result<Uint8Array<ArrayBuffer>>>;
}

export interface MediaStanding {
  readonly safe: readonly string[];
  readonly missing: readonly string[];
}

/** A slow line takes this long for a handful of pictures (ms). */
const defaultPatience = 120_000;

export function mediaRelay({
  origin,
  patience = defaultPatience,
  ...limits
}: Omit<FetchLimits, 'patience'> & { readonly origin: string; readonly patience?: number }): MediaRelay {
  const ownFetch = limitedFetch({ ...limits, patience });
  return {
    async bring(box, area, ids) {
      let last: Fault | undefined;
      const remote = new PouchDB<Record<string, unknown>>(`${origin}/db/${mediaOf(area)}`, {
        skip_setup: true,
        // a replication only knows errors, and wraps them: what the wire said is kept beside it
        fetch: async (url: string | Request, init?: RequestInit) => {
          try {
            return await ownFetch(url, init);
          } catch (error) {
            if (error instanceof WireFault) last = error.fault;
            throw error;
          }
        },
      });
      try {
        return done(await box.sendTo(remote, ids));
      } catch {
        return last ? failed(last.code, last) : failed('unexpected');
      }
    },
    async standing(area, ids) {
      try {
        const response = await ownFetch(`${origin}/api/media/standing`, {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify({ area, ids }),
        });
        return done((await response.json()) as MediaStanding);
      } catch (error) {
        return faultIn(error);
      }
    },
    async fetch(area, id) {
      try {
        const response = await ownFetch(`${origin}/db/${mediaOf(area)}/${encodeURIComponent(id)}/blob`);
        return done(new Uint8Array(await response.arrayBuffer()));
      } catch (error) {
        return faultIn(error);
      }
    },
  };
}
