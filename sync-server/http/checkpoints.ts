import { createHash } from 'node:crypto';
import type { Session } from '../auth/session.ts';
import type { Storage } from '../storage/port.ts';

/** What one checkpoint may hold, in bytes of JSON. */
const largest = 8192;
/** Checkpoints of one person on one device in one database. Two names in one slot overwrite each other: their replications start over, nothing is lost. */
const slots = 32;

export type CheckpointAnswer = { readonly status: 200 | 201 | 404 | 413 | 400; readonly body: object };

/** `_local` documents of one's own: bounded in size and number, invisible to everybody else. */
export function createCheckpoints(storage: Storage) {
  const slotOf = ({ holder, deviceId }: Session, id: string): string => {
    const slot = createHash('sha256').update(id).digest()[0] ?? 0;
    return `${holder.userId}:${deviceId}:${slot % slots}`;
  };
  return {
    async get(session: Session, database: string, id: string): Promise<CheckpointAnswer> {
      const stored = await storage.localGet(database, slotOf(session, id));
      if (stored?.['of'] !== id) return { status: 404, body: { error: 'not_found', reason: 'missing' } };
      const content = stored['content'] as Record<string, unknown>;
      return { status: 200, body: { ...content, _id: `_local/${id}`, _rev: `0-${String(stored['turn'])}` } };
    },
    async put(session: Session, database: string, id: string, body: unknown): Promise<CheckpointAnswer> {
      if (typeof body !== 'object' || body === null || Array.isArray(body))
        return { status: 400, body: { error: 'bad_request', reason: 'bad_request' } };
      const content = Object.fromEntries(Object.entries(body).filter(([key]) => !key.startsWith('_')));
      if (Buffer.byteLength(JSON.stringify(content)) > largest)
        return { status: 413, body: { error: 'too_large', reason: 'too-large' } };
      const slot = slotOf(session, id);
      const stored = await storage.localGet(database, slot);
      const turn = stored?.['of'] === id ? Number(stored['turn']) + 1 : 1;
      await storage.localPut(database, slot, { of: id, turn, content });
      return { status: 201, body: { ok: true, id: `_local/${id}`, rev: `0-${turn}` } };
    },
  };
}
