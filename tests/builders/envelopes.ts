import type { Envelope, Part } from '../../src/domain/envelope.ts';
import { monday } from './documents.ts';
import { anId } from './ids.ts';

/** A document on its way to a database. */
export const aPart = (db: string, doc: object, unit?: string): Part => ({
  db,
  doc: doc as Part['doc'],
  ...(unit !== undefined && { unit }),
});

/** One action of grid1 on tablet-1. */
export const anEnvelope = (docs: readonly Part[], given: Partial<Envelope> = {}): Envelope => ({
  _id: anId('envelope'),
  v: 1,
  device: 'tablet-1',
  seq: 0,
  savedAt: monday,
  docs,
  ...given,
});
