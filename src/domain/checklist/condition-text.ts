import type { Comparison, Condition } from './condition.ts';

/** A condition that cannot be read: where, and what stood there. Checklists are written by people. */
export class ConditionError extends Error {
  readonly at: number;
  constructor(text: string, at: number, expected: string) {
    const found = at >= text.length ? 'the end' : `“${text.slice(at, at + 12)}”`;
    super(`expected ${expected} at character ${at + 1}, found ${found}, in: ${text}`);
    this.name = 'ConditionError';
    this.at = at;
  }
}

const id = /(last\.)?[a-z][a-z0-9_]*/y;
/** Bare, or in quotes that stand twice within it. */
const value = /[A-Za-z0-9_]+|'(?:[^']|'')*'/y;
const measure = /[A-Za-z0-9_.:+-]+|'(?:[^']|'')+'/y;
const blank = /\s*/y;

/** One left-to-right reading of the text; the position is the only state. */
class Reader {
  readonly #text: string;
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  #match(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.#at;
    const found = pattern.exec(this.#text)?.[0];
    if (found !== undefined) this.#at += found.length;
    return found;
  }

  take(sign: string): boolean {
    this.#match(blank);
    if (!this.#text.startsWith(sign, this.#at)) return false;
    this.#at += sign.length;
    return true;
  }

  need(pattern: RegExp, name: string): string {
    this.#match(blank);
    return this.#match(pattern) ?? this.fail(name);
  }

  atEnd(): boolean {
    this.#match(blank);
    return this.#at >= this.#text.length;
  }

  fail(expected: string): never {
    throw new ConditionError(this.#text, this.#at, expected);
  }
}

function joined(reader: Reader, sign: '&&' | '||', op: 'and' | 'or', part: (reader: Reader) => Condition): Condition {
  const of = [part(reader)];
  while (reader.take(sign)) of.push(part(reader));
  const [only] = of;
  return of.length === 1 && only !== undefined ? only : { op, of };
}

/** Longer signs first: `<` begins `<=`. */
const signs: readonly (readonly [sign: string, op: Comparison])[] = [
  ['<=', 'atMost'],
  ['>=', 'atLeast'],
  ['<', 'below'],
  ['>', 'above'],
];
const unquoted = (text: string): string => (text.startsWith("'") ? text.slice(1, -1).replaceAll("''", "'") : text);
const quoted = (text: string, bare = /^[A-Za-z0-9_]+$/): string =>
  bare.test(text) ? text : `'${text.replaceAll("'", "''")}'`;

const either = (reader: Reader): Condition => joined(reader, '||', 'or', both);
const both = (reader: Reader): Condition => joined(reader, '&&', 'and', single);

function single(reader: Reader): Condition {
  if (reader.take('!(')) return { op: 'not', of: closed(reader) };
  if (reader.take('(')) return closed(reader);
  const question = reader.need(id, 'a question id');
  if (reader.take('==')) {
    const wanted = unquoted(reader.need(value, 'a value'));
    return wanted === ''
      ? { op: 'not', of: { op: 'answered', id: question } }
      : { op: 'eq', id: question, value: wanted };
  }
  if (reader.take('!=')) {
    const unwanted = unquoted(reader.need(value, 'a value'));
    return unwanted === ''
      ? { op: 'answered', id: question }
      : { op: 'not', of: { op: 'eq', id: question, value: unwanted } };
  }
  for (const [sign, op] of signs)
    if (reader.take(sign)) return { op, id: question, value: unquoted(reader.need(measure, 'a value')) };
  if (reader.take('in ')) {
    const values = [unquoted(reader.need(value, 'a value'))];
    while (reader.take(',')) values.push(unquoted(reader.need(value, 'a value')));
    return { op: 'in', id: question, values };
  }
  return reader.fail('==, !=, <, <=, >, >= or in');
}

function closed(reader: Reader): Condition {
  const inner = either(reader);
  if (!reader.take(')')) reader.fail('&&, || or )');
  return inner;
}

/**
 * Reads `id==v`, `id!=v`, `id!=''` (answered), `id<3`, `id>='2026-03-01'`, `id in a,b`, joined by `&&`, then `||`, with parentheses and `!( … )`.
 * Throws ConditionError.
 */
export function parseCondition(text: string): Condition {
  const reader = new Reader(text);
  const condition = either(reader);
  if (!reader.atEnd()) reader.fail('&& or ||');
  return condition;
}

/** The text that `parseCondition` reads back into the same tree. */
export function printCondition(condition: Condition): string {
  switch (condition.op) {
    case 'and':
    case 'or':
      return condition.of
        .map((part) => (part.op === 'and' || part.op === 'or' ? `(${printCondition(part)})` : printCondition(part)))
        .join(condition.op === 'and' ? ' && ' : ' || ');
    case 'not':
      return condition.of.op === 'eq'
        ? `${condition.of.id}!=${quoted(condition.of.value)}`
        : `!(${printCondition(condition.of)})`;
    case 'eq':
      return `${condition.id}==${quoted(condition.value)}`;
    case 'in':
      return `${condition.id} in ${condition.values.map((one) => quoted(one)).join(',')}`;
    case 'answered':
      return `${condition.id}!=''`;
    default: {
      const [sign = ''] = signs.find(([, op]) => op === condition.op) ?? [];
      return `${condition.id}${sign}${quoted(condition.value, /^[A-Za-z0-9_.:+-]+$/)}`;
    }
  }
}
