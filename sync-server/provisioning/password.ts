import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto';

/** What one guess costs: 128 · N · r bytes of memory. */
export interface PasswordCost {
  /** log2 of N */
  readonly power: number;
  readonly r: number;
  readonly p: number;
}

/** 64 MiB. */
const usual: PasswordCost = { power: 16, r: 8, p: 1 };
const keyLength = 32;
const shape = /^scrypt\$(\d{1,2})\$(\d{1,2})\$(\d{1,2})\$([A-Za-z0-9_-]{22,})\$([A-Za-z0-9_-]{43})$/;

/** A memory-hard hash with its salt and cost: `scrypt$<log2 N>$<r>$<p>$<salt>$<key>`. */
export async function hashPassword(password: string, cost = usual): Promise<string> {
  const salt = Uint8Array.from(randomBytes(16));
  return written(cost, salt, await keyOf(password, salt, cost));
}

/** Whether the password made this hash; false for a hash of unknown shape. Takes as long for a wrong one as for a right one. */
export async function verifyPassword(password: string, hash: string): Promise<boolean> {
  const [, power, r, p, salt, key] = shape.exec(hash) ?? [];
  if (!power || !r || !p || !salt || !key) return false;
  const asked = { power: Number(power), r: Number(r), p: Number(p) };
  return timingSafeEqual(await keyOf(password, bytesOf(salt), asked), bytesOf(key));
}

/** A hash that no password made: checking against it costs what checking a real one costs. */
export function decoyHash(): string {
  return written(usual, Uint8Array.from(randomBytes(16)), Uint8Array.from(randomBytes(keyLength)));
}

function keyOf(
  password: string,
  salt: Uint8Array<ArrayBuffer>,
  { power, r, p }: PasswordCost,
): Promise<Uint8Array<ArrayBuffer>> {
  const N = 2 ** power;
  return new Promise((resolve, reject) => {
    // NFKC: what was typed on two keyboards is one password
    scrypt(password.normalize('NFKC'), salt, keyLength, { N, r, p, maxmem: 128 * N * r * 2 }, (fault, key) => {
      if (fault) reject(fault);
      else resolve(Uint8Array.from(key));
    });
  });
}

function written({ power, r, p }: PasswordCost, salt: Uint8Array, key: Uint8Array): string {
  return ['scrypt', power, r, p, textOf(salt), textOf(key)].join('$');
}

const textOf = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64url');
const bytesOf = (text: string): Uint8Array<ArrayBuffer> => Uint8Array.from(Buffer.from(text, 'base64url'));
