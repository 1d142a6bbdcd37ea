import { parseDatabaseName } from '../../src/domain/database-name.ts';
import { groupBy } from '../../src/domain/group.ts';
import type { StoredDoc } from '../storage/port.ts';
import type { Delivery } from './ledger.ts';

/** One part that was taken over: its place in the envelope, and the database that it was meant for. */
export interface HandedPart {
  readonly index: number;
  readonly db: string;
  readonly id: string;
}

/** What of one envelope was taken over in one area. Ids only: the bodies lie in the handover databases. */
export interface Handed {
  readonly area: string;
  readonly by: string;
  readonly envelopeId: string;
  readonly receivedAt: string;
  readonly parts: readonly HandedPart[];
}

/** One part that a secretary put where it belongs. Not `safe`: written, but not yet on safe copies. */
export interface Rehomed extends HandedPart {
  readonly by: string;
  readonly envelopeId: string;
  /** who did it, and when */
  readonly rehomedBy: string;
  readonly at: string;
  readonly safe: boolean;
}

export const handedPrefix = (area: string): string => `handed:${area}:`;
export const handedId = ({ area, by, envelopeId }: Pick<Handed, 'area' | 'by' | 'envelopeId'>): string =>
  `${handedPrefix(area)}${by}:${envelopeId}`;
export const rehomedPrefix = 'rehomed:';
export const rehomedId = (by: string, envelopeId: string, { index }: HandedPart): string =>
  `${rehomedPrefix}${by}:${envelopeId}:${index}`;

/** What of a delivery waits for a secretary, area by area. What is sealed or logged went where it belongs at once. */
export function handedOf({ by, envelopeId, receivedAt, verdicts }: Delivery): Handed[] {
  const parts = verdicts.flatMap(({ db, id, code, durable }, index) => {
    const name = parseDatabaseName(db);
    const waits = code === 'handed-over' && durable && (name?.kind === 'area' || name?.kind === 'care');
    return waits ? [{ index, db, id, area: name.scope }] : [];
  });
  return [...groupBy(parts, ({ area }) => area)].map(([area, some]) => ({
    area,
    by,
    envelopeId,
    receivedAt,
    parts: some.map(({ index, db, id }) => ({ index, db, id })),
  }));
}

export function handedFrom(doc: StoredDoc): Handed {
  const { area, by, envelopeId, receivedAt, parts } = doc as unknown as Handed;
  return { area, by, envelopeId, receivedAt, parts };
}

export function rehomedFrom(doc: StoredDoc): Rehomed {
  const { index, db, id, by, envelopeId, rehomedBy, at, safe } = doc as unknown as Rehomed;
  return { index, db, id, by, envelopeId, rehomedBy, at, safe };
}
