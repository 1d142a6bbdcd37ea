/** A JSON value as it travels and is compared. */
export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json | undefined };

/**
 * JSON with sorted keys and without undefined members: two bodies are the same fact when these texts are equal.
 * Sorting is by code unit, so the text is the same in every engine.
 */
export function canonical(value: unknown): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value ?? null);
  if (Array.isArray(value)) return `[${value.map((item) => canonical(item)).join(',')}]`;
  const members = Object.entries(value)
    .filter(([, member]) => member !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, member]) => `${JSON.stringify(key)}:${canonical(member)}`);
  return `{${members.join(',')}}`;
}

/** The body as judged: without what a storage adds (`_rev`, `_revisions`, `_conflicts`, `_attachments`, …). */
export function bodyOf(document: object): Record<string, unknown> {
  const body: Record<string, unknown> = {};
  for (const [key, member] of Object.entries(document))
    if (member !== undefined && (key === '_id' || !key.startsWith('_'))) body[key] = member;
  return body;
}

export const sameBody = (a: object, b: object): boolean => canonical(bodyOf(a)) === canonical(bodyOf(b));

/**
 * 32-bit FNV-1a over UTF-16 code units. For order between equals and for spreading doors over a period; not for secrets.
 */
export function hash32(text: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index += 1) {
    hash ^= text.charCodeAt(index);
    hash = Math.imul(hash, 0x01000193) >>> 0;
  }
  return hash;
}

/** Total order on ids that nobody can choose by clock: smaller hash first, then the id itself. */
export function byHash(a: string, b: string): number {
  return hash32(a) - hash32(b) || (a < b ? -1 : a > b ? 1 : 0);
}
