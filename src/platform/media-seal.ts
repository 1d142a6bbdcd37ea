import { base64url, fromBase64url } from './base64url.ts';

/** Name and key of a blob, made by chance: neither tells anything, and neither can be guessed. */
export interface MediaSecret {
  readonly id: string;
  /** AES-256-GCM, base64url */
  readonly key: string;
}

const nonceBytes = 12;

export const newMediaSecret = (): MediaSecret => ({
  id: `media:${base64url(crypto.getRandomValues(new Uint8Array(18)))}`,
  key: base64url(crypto.getRandomValues(new Uint8Array(32))),
});

const keyOf = ({ key }: MediaSecret, use: 'encrypt' | 'decrypt'): Promise<CryptoKey> =>
  crypto.subtle.importKey('raw', fromBase64url(key), 'AES-GCM', false, [use]);
/** Bound to its id: one blob cannot stand in for another. */
const how = ({ id }: MediaSecret, iv: Uint8Array<ArrayBuffer>) => ({
  name: 'AES-GCM',
  iv,
  additionalData: new TextEncoder().encode(id),
});

/** Nonce (12 bytes), then the encrypted bytes with their tag (16 bytes). */
export async function sealMedia(secret: MediaSecret, plain: Uint8Array<ArrayBuffer>): Promise<Uint8Array<ArrayBuffer>> {
  const nonce = crypto.getRandomValues(new Uint8Array(nonceBytes));
  const noise = await crypto.subtle.encrypt(how(secret, nonce), await keyOf(secret, 'encrypt'), plain);
  const sealed = new Uint8Array(nonceBytes + noise.byteLength);
  sealed.set(nonce);
  sealed.set(new Uint8Array(noise), nonceBytes);
  return sealed;
}

/** Undefined: these bytes are not what the key and the id belong to. */
export async function openMedia(
  secret: MediaSecret,
  sealed: Uint8Array<ArrayBuffer>,
): Promise<Uint8Array<ArrayBuffer> | undefined> {
  if (sealed.length <= nonceBytes) return undefined;
  const nonce = sealed.slice(0, nonceBytes);
  try {
    const key = await keyOf(secret, 'decrypt');
    return new Uint8Array(await crypto.subtle.decrypt(how(secret, nonce), key, sealed.slice(nonceBytes)));
  } catch {
    return undefined;
  }
}
