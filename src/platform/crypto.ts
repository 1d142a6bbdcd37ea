import { base64url } from './base64url.ts';

/** Text or bytes as they lie in a row. */
export type Sealed = string | Uint8Array<ArrayBuffer>;

/** How a body becomes what is stored, and back. Always before or after a transaction, never inside one. */
export interface RowSeal {
  /** @param bodies objects, or their JSON where somebody has it already */
  seal(bodies: readonly (object | string)[]): Promise<Sealed[]>;
  open(stored: readonly Sealed[]): Promise<object[]>;
}

/** Bodies as plain JSON: one string is read back faster than a cloned object. */
export const plainSeal: RowSeal = {
  seal: (bodies) => Promise.resolve(bodies.map((body) => (typeof body === 'string' ? body : JSON.stringify(body)))),
  open: (stored) => Promise.resolve(stored.map((text) => JSON.parse(text as string) as object)),
};

const curve = { name: 'ECDSA', namedCurve: 'P-256' } as const;

/** The key pair of this device for one account; its private half cannot leave the browser. */
export function makeDeviceKey(): Promise<CryptoKeyPair> {
  return crypto.subtle.generateKey(curve, false, ['sign', 'verify']);
}

/** The public half as the relay keeps it. */
export async function publicJwk(pair: CryptoKeyPair): Promise<JsonWebKey> {
  const { kty, crv, x, y } = await crypto.subtle.exportKey('jwk', pair.publicKey);
  return { kty, crv, x, y };
}

/** ECDSA with SHA-256 over the UTF-8 text, r and s as 64 bytes, base64url. */
export async function signText(key: CryptoKey, text: string): Promise<string> {
  const signature = await crypto.subtle.sign({ name: 'ECDSA', hash: 'SHA-256' }, key, new TextEncoder().encode(text));
  return base64url(new Uint8Array(signature));
}

/** What is kept of a PIN: enough to check it, slow to guess. */
export interface PinVerifier {
  readonly salt: string;
  readonly rounds: number;
  readonly hash: string;
}

/** OWASP's figure of 2023 for PBKDF2 with SHA-256; about 0.2 s on a tablet. */
const pinRounds = 600_000;

async function pinHash(pin: string, salt: string, rounds: number): Promise<string> {
  const text = new TextEncoder();
  const key = await crypto.subtle.importKey('raw', text.encode(pin), 'PBKDF2', false, ['deriveBits']);
  const how = { name: 'PBKDF2', hash: 'SHA-256', salt: text.encode(salt), iterations: rounds };
  return base64url(new Uint8Array(await crypto.subtle.deriveBits(how, key, 256)));
}

export async function makePinVerifier(pin: string, rounds = pinRounds): Promise<PinVerifier> {
  const salt = base64url(crypto.getRandomValues(new Uint8Array(16)));
  return { salt, rounds, hash: await pinHash(pin, salt, rounds) };
}

export const pinFits = async (pin: string, verifier: PinVerifier): Promise<boolean> =>
  (await pinHash(pin, verifier.salt, verifier.rounds)) === verifier.hash;
