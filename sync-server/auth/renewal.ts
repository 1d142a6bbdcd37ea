import { createPublicKey, verify } from 'node:crypto';
import * as v from 'valibot';
import { deviceId, instant, userId } from '../../src/domain/documents/head.ts';
import { renewalText } from '../../src/domain/renewal.ts';
import type { DeviceKey } from './device-record.ts';

/** A device asks for a new token without a password. */
export const renewalSchema = v.object({
  user: userId,
  device: deviceId,
  /** the device's idea of now, corrected by the relay's time */
  at: instant,
  /** random, at least 128 bits in base64url; counts once */
  nonce: v.pipe(v.string(), v.regex(/^[A-Za-z0-9_-]{22,64}$/)),
  /** ECDSA P-256 with SHA-256 over `renewalText`, raw r‖s (64 bytes) in base64url */
  signature: v.pipe(v.string(), v.regex(/^[A-Za-z0-9_-]{86}$/)),
});
export type Renewal = v.InferOutput<typeof renewalSchema>;

/** How far a signed time may stand from the relay's, in ms. */
export const renewalWindow = 120_000;

/** Whether the private half of this key signed this renewal. */
export function isSignedBy(key: DeviceKey, renewal: Renewal): boolean {
  try {
    const { kty, crv, x, y } = key;
    const publicKey = createPublicKey({ key: { kty, crv, x, y }, format: 'jwk' });
    const signature = Uint8Array.from(Buffer.from(renewal.signature, 'base64url'));
    const text = new TextEncoder().encode(renewalText(renewal));
    return verify('sha256', text, { key: publicKey, dsaEncoding: 'ieee-p1363' }, signature);
  } catch {
    return false;
  }
}
