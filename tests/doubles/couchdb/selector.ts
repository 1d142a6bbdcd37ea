type Clause = Record<string, unknown>;

/** Mango's comparisons, as far as anybody may use them. */
export function matches(doc: unknown, selector: Clause): boolean {
  return Object.entries(selector).every(([key, wanted]) => {
    if (key === '$and') return (wanted as Clause[]).every((part) => matches(doc, part));
    const value = key.split('.').reduce<unknown>((at, step) => (at as Clause | undefined)?.[step], doc);
    if (typeof wanted !== 'object' || wanted === null) return value === wanted;
    return Object.entries(wanted).every(([operator, operand]) =>
      operator.startsWith('$') ? compare(operator, value, operand) : matches(value, { [operator]: operand as unknown }),
    );
  });
}

function compare(operator: string, value: unknown, operand: unknown): boolean {
  const [a, b] = [value as string, operand as string];
  switch (operator) {
    case '$eq':
      return value === operand;
    case '$in':
      return (operand as unknown[]).includes(value);
    case '$exists':
      return (value !== undefined) === operand;
    case '$gt':
      return a > b;
    case '$gte':
      return a >= b;
    case '$lt':
      return a < b;
    case '$lte':
      return a <= b;
    default:
      throw new Error('no such operator');
  }
}
