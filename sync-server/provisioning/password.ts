import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto';
import { promisify } from 'node:util';

interface Cost {
  /** log2 of N */
  readonly power: number;
  readonly r: number;
  readonly p: number;
}

/** 128 · N · r bytes: 64 MiB of memory a guess. */
const cost: Cost = { power: 16, r: 8, p: 1 };
const keyLength = 32;
const shape = /^scrypt\$(\d{1,2})\$(\d{1,2})\$(\d{1,2})\$([A-Za-z0-9_-]{22,})\$([A-Za-z0-9_-]{43})$/;

const derive = promisify<string, Buffer, number, { N: number; r: number; p: number; maxmem: number }, Buffer>(scrypt);

/** A memory-hard hash with its salt and cost: `scrypt$<log2 N>$<r>$<p>$<salt>$<key>`. */
export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(16);
  const key = await keyOf(password, salt, cost);
  return `scrypt$${cost.power}$${cost.r}$${cost.p}$${salt.toString('base64url')}$${key.toString('base64url')}`;
}

/** Whether the password made this hash; false for a hash of unknown shape. Takes as long for a wrong one as for a right one. */
export async function verifyPassword(password: string, hash: string): Promise<boolean> {
  const [, power, r, p, salt, key] = shape.exec(hash) ?? [];
  if (!power || !r || !p || !salt || !key) return false;
  const asked = { power: Number(power), r: Number(r), p: Number(p) };
  return timingSafeEqual(await keyOf(password, Buffer.from(salt, 'base64url'), asked), Buffer.from(key, 'base64url'));
}

function keyOf(password: string, salt: Buffer, { power, r, p }: Cost): Promise<Buffer> {
  const N = 2 ** power;
  // what was typed on two keyboards is one password
  return derive(password.normalize('NFKC'), salt, keyLength, { N, r, p, maxmem: 128 * N * r * 2 });
}
