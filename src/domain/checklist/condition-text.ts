import type { Condition } from './condition.ts';

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
const value = /[A-Za-z0-9_]+/y;
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

const either = (reader: Reader): Condition => joined(reader, '||', 'or', both);
const both = (reader: Reader): Condition => joined(reader, '&&', 'and', single);

function single(reader: Reader): Condition {
  if (reader.take('!(')) return { op: 'not', of: closed(reader) };
  if (reader.take('(')) return closed(reader);
  const question = reader.need(id, 'a question id');
  if (reader.take('==')) {
    if (reader.take("''")) return { op: 'not', of: { op: 'answered', id: question } };
    return { op: 'eq', id: question, value: reader.need(value, 'a value') };
  }
  if (reader.take('!=')) {
    if (reader.take("''")) return { op: 'answered', id: question };
    return { op: 'not', of: { op: 'eq', id: question, value: reader.need(value, 'a value') } };
  }
  if (reader.take('in ')) {
    const values = [reader.need(value, 'a value')];
    while (reader.take(',')) values.push(reader.need(value, 'a value'));
    return { op: 'in', id: question, values };
  }
  return reader.fail('==, != or in');
}

function closed(reader: Reader): Condition {
  const inner = either(reader);
  if (!reader.take(')')) reader.fail('&&, || or )');
  return inner;
}

/**
 * Reads `id==v`, `id!=v`, `id!=''` (answered), `id in a,b`, joined by `&&`, then `||`, with parentheses and `!( … )`.
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
        ? `${condition.of.id}!=${condition.of.value}`
        : `!(${printCondition(condition.of)})`;
    case 'eq':
      return `${condition.id}==${condition.value}`;
    case 'in':
      return `${condition.id} in ${condition.values.join(',')}`;
    case 'answered':
      return `${condition.id}!=''`;
  }
}
