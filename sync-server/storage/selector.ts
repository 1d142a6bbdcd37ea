const COMPARISONS = new Set(['$eq', '$in', '$gt', '$gte', '$lt', '$lte', '$exists']);
const MAX_BYTES = 4096;
const MAX_DEPTH = 5;
const MAX_CHOICES = 100;

/**
 * May this Mango selector run over a whole feed? Only `$and` and comparisons, in bounded size and depth: one `$regex`
 * over 27 characters kept Node's event loop for 5.9 s.
 */
export function isBoundedSelector(selector: unknown): selector is Record<string, unknown> {
  if (!isPlainObject(selector)) return false;
  return JSON.stringify(selector).length <= MAX_BYTES && isClause(selector, 0);
}

function isClause(clause: unknown, depth: number): boolean {
  if (!isPlainObject(clause) || depth > MAX_DEPTH) return false;
  return Object.entries(clause).every(([key, value]) => {
    if (key === '$and') return Array.isArray(value) && value.every((part) => isClause(part, depth + 1));
    if (key.startsWith('$')) return false;
    return isCondition(value, depth + 1);
  });
}

function isCondition(condition: unknown, depth: number): boolean {
  if (isScalar(condition)) return true;
  if (!isPlainObject(condition) || depth > MAX_DEPTH) return false;
  return Object.entries(condition).every(([key, value]) => {
    if (!key.startsWith('$')) return isCondition(value, depth + 1);
    if (!COMPARISONS.has(key)) return false;
    if (key === '$in') return Array.isArray(value) && value.length <= MAX_CHOICES && value.every(isScalar);
    return key === '$exists' ? typeof value === 'boolean' : isScalar(value);
  });
}

function isScalar(value: unknown): boolean {
  return value === null || ['string', 'number', 'boolean'].includes(typeof value);
}

function isPlainObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
