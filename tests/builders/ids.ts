const digits = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/** The n-th ULID that a test speaks of: the same number, the same id. */
export function aUlid(n = 1): string {
  let text = '';
  for (let rest = n; text.length < 26; rest = Math.floor(rest / 32)) text = (digits[rest % 32] ?? '0') + text;
  return text;
}

export const anId = (type: string, n = 1): string => `${type}:${aUlid(n)}`;
