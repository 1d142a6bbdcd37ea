import * as v from 'valibot';
import { envelopeSchema, limits, type Envelope, type EnvelopeAnswer } from '../../src/domain/envelope.ts';
import type { RefusalCode } from '../../src/domain/fault.ts';
import type { Deliverer } from './deliverer.ts';
import { bytesOf } from './size.ts';

/** The envelope, or why it stays closed: then none of its parts has a verdict. */
export type Opened =
  { readonly ok: true; readonly envelope: Envelope } | { readonly ok: false; readonly answer: EnvelopeAnswer };

/** Opens what a person handed in. A tablet hands in its own envelopes only. */
export function openEnvelope(handedIn: unknown, deliverer: Deliverer): Opened {
  if (bytesOf(handedIn) > limits.envelope) return closed(handedIn, 'too-large');
  const read = v.safeParse(envelopeSchema, handedIn);
  if (!read.success) return closed(handedIn, 'invalid');
  if (read.output.device !== deliverer.deviceId) return closed(handedIn, 'not-author');
  return { ok: true, envelope: read.output };
}

/** The answer must name an id, so that the row finds its sender; only a short text is given back. */
export function closed(handedIn: unknown, reason: RefusalCode): { ok: false; answer: EnvelopeAnswer } {
  const id = (handedIn as { readonly _id?: unknown } | null)?._id;
  const named = typeof id === 'string' && id.length <= 160 ? id : '';
  return { ok: false, answer: { id: named, error: 'forbidden', reason } };
}
