import * as v from 'valibot';
import { deviceId, instant } from './documents/head.ts';
import type { RefusalCode } from './fault.ts';

/** Limits of the drop, in bytes of JSON (architecture: document 64 KB, envelope 512 KB, batch 4 MB). */
export const limits = { document: 65_536, envelope: 524_288, batch: 4_194_304 } as const;

/** The version of the envelope's form that this code writes and reads. */
export const envelopeVersion = 1;

/** One part of an envelope: a body and the database it is for. Parts of one `unit` stand or fall together. */
export interface Part {
  readonly db: string;
  readonly unit?: string;
  readonly doc: Readonly<Record<string, unknown>> & { readonly _id: string; readonly type?: unknown };
}

/** What a person did, as it travels: one action, its parts possibly for several databases. */
export interface Envelope {
  readonly _id: string;
  readonly v: number;
  readonly device: string;
  /** rises by one with every envelope of this device */
  readonly seq: number;
  readonly savedAt: string;
  readonly docs: readonly Part[];
}

export const envelopeSchema = v.object({
  _id: v.pipe(v.string(), v.regex(/^envelope:[0-9A-HJKMNP-TV-Z]{26}$/)),
  v: v.literal(envelopeVersion),
  device: deviceId,
  seq: v.pipe(v.number(), v.integer(), v.minValue(0)),
  savedAt: instant,
  docs: v.pipe(
    v.array(
      v.object({
        db: v.pipe(v.string(), v.maxLength(81)),
        unit: v.optional(v.pipe(v.string(), v.maxLength(80))),
        doc: v.looseObject({ _id: v.pipe(v.string(), v.maxLength(160)) }),
      }),
    ),
    v.minLength(1),
    v.maxLength(500),
  ),
});

/** What the relay did with one part. Without a code it was taken; `durable` false = received, not yet safe. */
export interface Verdict {
  readonly db: string;
  readonly id: string;
  readonly rev?: string;
  readonly code?: RefusalCode;
  readonly durable: boolean;
  /** of `party-open`: the organisations that have not answered, by name */
  readonly lacks?: readonly string[];
  /** it lies in another area by now, to which its building went; `db` and no `rev` say where it was sent */
  readonly elsewhere?: true;
  readonly receivedAt: string;
}

/** Answer to one envelope of a batch: opened (with all verdicts), or not opened at all. */
export type EnvelopeAnswer =
  | { readonly id: string; readonly ok: true; readonly verdicts: readonly Verdict[] }
  | { readonly id: string; readonly error: 'forbidden'; readonly reason: RefusalCode };
