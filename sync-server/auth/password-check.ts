import { decoyHash, verifyPassword } from '../provisioning/password.ts';

/** 64 MiB each: more at once would be a way to stop the relay. */
const atOnce = 2;

/**
 * Checks passwords, at most two at a time: `busy` says that this one was not even looked at. Without a hash (no such
 * account) it takes the same time and answers `wrong`.
 */
export function createPasswordCheck(): (
  password: string,
  hash: string | undefined,
) => Promise<'right' | 'wrong' | 'busy'> {
  const decoy = decoyHash();
  let running = 0;
  return async (password, hash) => {
    if (running >= atOnce) return 'busy';
    running += 1;
    try {
      const right = await verifyPassword(password, hash ?? decoy);
      return right && hash !== undefined ? 'right' : 'wrong';
    } finally {
      running -= 1;
    }
  };
}
