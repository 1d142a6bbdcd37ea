import type { Comparison, Condition } from '../checklist/condition.ts';

/** What stands in an expression that is not read here: from which character on, and a piece of it. */
export interface UnreadExpression {
  readonly at: number;
  readonly piece: string;
}
export type ReadExpression =
  { readonly ok: true; readonly condition: Condition } | ({ readonly ok: false } & UnreadExpression);

type Token =
  | { readonly kind: 'question' | 'text' | 'word' | 'sign'; readonly text: string; readonly at: number }
  | { readonly kind: 'end'; readonly text: ''; readonly at: number };

/** A question, a text, a number, a sign, a word or a function's name; XPath has no escapes within a text. */
const piece =
  /\s*(?:\$\{\s*([^}\s]+)\s*\}|'([^']*)'|"([^"]*)"|(-?(?:\d+(?:\.\d*)?|\.\d+))|(!=|<=|>=|[=<>(),.])|([A-Za-z_][\w-]*))/y;

class Unread extends Error {
  readonly at: number;
  constructor(at: number) {
    super('unread');
    this.at = at;
  }
}

function tokensOf(text: string): Token[] {
  const tokens: Token[] = [];
  piece.lastIndex = 0;
  let at = 0;
  while (text.slice(at).trim() !== '') {
    piece.lastIndex = at;
    const found = piece.exec(text);
    if (!found) throw new Unread(at + (/^\s*/.exec(text.slice(at))?.[0].length ?? 0));
    const [whole, question, single, double, number, sign, word] = found;
    const start = at + (/^\s*/.exec(whole)?.[0].length ?? 0);
    at += whole.length;
    if (question !== undefined) tokens.push({ kind: 'question', text: question, at: start });
    else if (sign !== undefined) tokens.push({ kind: 'sign', text: sign, at: start });
    else if (word !== undefined) tokens.push({ kind: 'word', text: word, at: start });
    else tokens.push({ kind: 'text', text: single ?? double ?? String(Number(number)), at: start });
  }
  return [...tokens, { kind: 'end', text: '', at: text.length }];
}

const measured: Readonly<Record<string, Comparison>> = { '<': 'below', '<=': 'atMost', '>': 'above', '>=': 'atLeast' };
/** The sign that says the same when its two sides change places. */
const turned: Readonly<Record<string, string>> = { '<': '>', '<=': '>=', '>': '<', '>=': '<=' };

/** One left-to-right reading; the place in the tokens is the only state. */
class ExpressionReader {
  readonly #tokens: readonly Token[];
  readonly #self: string | undefined;
  #place = 0;

  constructor(tokens: readonly Token[], self: string | undefined) {
    this.#tokens = tokens;
    this.#self = self;
  }

  whole(): Condition {
    const condition = this.#either();
    if (this.#now.kind !== 'end') throw new Unread(this.#now.at);
    return condition;
  }

  get #now(): Token {
    return this.#tokens[this.#place] ?? { kind: 'end', text: '', at: 0 };
  }
  #takes(kind: Token['kind'], text: string): boolean {
    if (this.#now.kind !== kind || this.#now.text !== text) return false;
    this.#place += 1;
    return true;
  }
  #need(text: string): void {
    if (!this.#takes('sign', text)) throw new Unread(this.#now.at);
  }

  #either(): Condition {
    return this.#joined('or', () => this.#joined('and', () => this.#single()));
  }
  #joined(op: 'and' | 'or', part: () => Condition): Condition {
    const first = part();
    const others: Condition[] = [];
    while (this.#takes('word', op)) others.push(part());
    return others.length === 0 ? first : { op, of: [first, ...others] };
  }

  #single(): Condition {
    const { at } = this.#now;
    if (this.#takes('sign', '(')) return this.#closed();
    if (this.#takes('word', 'not')) {
      this.#need('(');
      return { op: 'not', of: this.#closed() };
    }
    if (this.#takes('word', 'selected')) {
      this.#need('(');
      const id = this.#question();
      this.#need(',');
      const value = this.#text();
      if (value === '') throw new Unread(at);
      this.#need(')');
      return { op: 'eq', id, value };
    }
    return this.#compared();
  }
  #closed(): Condition {
    const inner = this.#either();
    this.#need(')');
    return inner;
  }

  #compared(): Condition {
    const { at } = this.#now;
    const value = this.#now.kind === 'text' ? this.#text() : undefined;
    const id = value === undefined ? this.#question() : undefined;
    const sign = this.#now.kind === 'sign' ? this.#now.text : '';
    this.#place += 1;
    return id === undefined
      ? comparison(this.#question(), turned[sign] ?? sign, value ?? '', at)
      : comparison(id, sign, this.#text(), at);
  }

  #question(): string {
    const token = this.#now;
    this.#place += 1;
    if (token.kind === 'question') return token.text;
    if (token.kind === 'sign' && token.text === '.' && this.#self !== undefined) return this.#self;
    throw new Unread(token.at);
  }
  #text(): string {
    const token = this.#now;
    this.#place += 1;
    if (token.kind !== 'text') throw new Unread(token.at);
    return token.text;
  }
}

function comparison(id: string, sign: string, value: string, at: number): Condition {
  const op = measured[sign];
  if (op !== undefined && value !== '') return { op, id, value };
  const same: Condition = value === '' ? { op: 'not', of: { op: 'answered', id } } : ({ op: 'eq', id, value } as const);
  if (sign === '=') return same;
  if (sign !== '!=') throw new Unread(at);
  return value === '' ? { op: 'answered', id } : { op: 'not', of: same };
}

/** How much of an expression is shown where it could not be read (characters). */
const shown = 24;

/**
 * Reads what is usual in the columns `relevant` and `constraint` of an XLSForm (XPath): `${q} = 'x'`, `!=`, `<`, `<=`, `>`,
 * `>=`, `selected(${q}, 'x')`, `and`, `or`, `not( … )`, parentheses, `${q} != ''` (answered), and `.` for the question itself.
 * Names and values are those of the form. Anything else (functions, sums, a question beside a question) is not read.
 * @param self the question's own name, for `.`
 */
export function readExpression(text: string, self?: string): ReadExpression {
  try {
    return { ok: true, condition: new ExpressionReader(tokensOf(text), self).whole() };
  } catch (error) {
    if (!(error instanceof Unread)) throw error;
    return { ok: false, at: error.at, piece: text.slice(error.at, error.at + shown) };
  }
}
