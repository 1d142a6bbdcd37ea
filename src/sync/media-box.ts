import type PouchDB from 'pouchdb-core';
import type { FaultCode } from '../domain/fault.ts';

type Pouch = PouchDB.Database<Record<string, unknown>>;

/** The encrypted bytes of pictures on this tablet, by random id, in a PouchDB of their own. */
export interface MediaBox {
  put(id: string, bytes: Uint8Array): Promise<void>;
  get(id: string): Promise<Uint8Array<ArrayBuffer> | undefined>;
  /** Lets them go; those that are not there are gone already. */
  remove(ids: readonly string[]): Promise<void>;
  /** Empties the box without writing anything, for a tablet that has no room left. */
  destroy(): Promise<void>;
  /**
   * Replicates some of them, in one request at most.
   * @returns the codes of those that the relay refused and those that are not here; rejects when the wire failed
   */
  sendTo(remote: Pouch, ids: readonly string[]): Promise<ReadonlyMap<string, FaultCode>>;
}

/** PouchDB's own replication, as far as it is used here. */
type Replicate = (
  source: Pouch,
  target: Pouch,
  how: { readonly doc_ids: string[]; readonly batch_size: number; readonly checkpoint: false },
) => PromiseLike<unknown> & { on(event: 'denied', heard: (told: unknown) => void): unknown };

const octets = 'application/octet-stream';

function toBase64(bytes: Uint8Array): string {
  const piece = 0x80_00;
  let text = '';
  for (let at = 0; at < bytes.length; at += piece) text += String.fromCharCode(...bytes.subarray(at, at + piece));
  return btoa(text);
}
const fromBase64 = (text: string): Uint8Array<ArrayBuffer> => Uint8Array.from(atob(text), (sign) => sign.charCodeAt(0));

interface Stored {
  readonly _id: string;
  readonly _rev: string;
  readonly _attachments?: Readonly<Record<string, { readonly data?: string }>>;
}

const isAbsent = (error: unknown): boolean => (error as { status?: unknown } | null)?.status === 404;
/** Codes that the relay gives to a blob that will never be taken. */
const refusal = (reason: unknown): FaultCode => (reason === 'fact-exists' ? reason : 'invalid');

/** @param open opens the database, again after it was destroyed; `replicate` is PouchDB's own */
export function mediaBox(open: () => Pouch, replicate: Replicate): MediaBox {
  let current: Pouch | undefined;
  const db = (): Pouch => (current ??= open());
  const read = async (id: string, attachments: boolean): Promise<Stored | undefined> => {
    try {
      return (await db().get(id, { attachments })) as unknown as Stored;
    } catch (error) {
      if (isAbsent(error)) return undefined;
      throw error;
    }
  };
  return {
    async put(id, bytes) {
      await db().put({ _id: id, _attachments: { blob: { content_type: octets, data: toBase64(bytes) } } });
    },
    async get(id) {
      const data = (await read(id, true))?._attachments?.['blob']?.data;
      return data === undefined ? undefined : fromBase64(data);
    },
    async remove(ids) {
      for (const id of ids) {
        const known = await read(id, false);
        if (known) await db().remove(known);
      }
    },
    async destroy() {
      await db().destroy();
      current = undefined;
    },
    async sendTo(remote, ids) {
      const found = await Promise.all(ids.map((id) => read(id, false)));
      const here = ids.filter((_, index) => found[index] !== undefined);
      const codes = new Map<string, FaultCode>(
        ids.filter((id) => !here.includes(id)).map((id) => [id, 'data-evicted' as const]),
      );
      if (here.length === 0) return codes;
      // The rows of the store say what is left to send: a checkpoint for each handful of ids would only pile up.
      const sending = replicate(db(), remote, { doc_ids: [...here], batch_size: here.length, checkpoint: false });
      void sending.on('denied', (told: unknown) => {
        const { id, reason } = told as { id?: string; reason?: unknown };
        if (id !== undefined) codes.set(id, refusal(reason));
      });
      await sending;
      return codes;
    },
  };
}
