import type { Condition } from '../checklist/condition.ts';
import type { Question } from '../checklist/checklist.ts';
import { readExpression } from './expression.ts';
import type { Remark, Tell } from './remark.ts';

/** A question of the form as it is known here. */
export interface KnownQuestion {
  readonly id: string;
  readonly type: Question['type'];
  /** values of its choices by their names in the form */
  readonly byName?: ReadonlyMap<string, string>;
}

/** The same tree in the names and values of the checklist; undefined: it looks at a question that is not there. */
function inOurNames(
  condition: Condition,
  known: ReadonlyMap<string, KnownQuestion>,
  missing: (name: string) => void,
): Condition | undefined {
  switch (condition.op) {
    case 'and':
    case 'or': {
      const of = condition.of.map((part) => inOurNames(part, known, missing));
      return of.every((part) => part !== undefined) ? { op: condition.op, of } : undefined;
    }
    case 'not': {
      const of = inOurNames(condition.of, known, missing);
      return of && { op: 'not', of };
    }
    default: {
      const question = known.get(condition.id);
      if (!question) {
        missing(condition.id);
        return undefined;
      }
      const { id, byName } = question;
      const here = (value: string): string => byName?.get(value) ?? value;
      if (condition.op === 'answered') return { op: 'answered', id };
      if (condition.op === 'in') return { op: 'in', id, values: condition.values.map(here) };
      return { op: condition.op, id, value: here(condition.value) };
    }
  }
}

/** Whether `= 'x'` of a question with several answers stands in it: there it means these answers and no others. */
const equalsSeveral = (text: string, known: ReadonlyMap<string, KnownQuestion>): boolean =>
  [...text.matchAll(/\$\{\s*([^}\s]+)\s*\}\s*!?=\s*(?:'[^']+'|"[^"]+")/g)].some(
    ([, name = '']) => known.get(name)?.type === 'multi',
  );

/**
 * Reads the condition that stands in a cell; undefined, and said why: it cannot be kept.
 * @param self the question's own name, for `.`
 */
export function readFormCondition(
  text: string,
  known: ReadonlyMap<string, KnownQuestion>,
  at: Omit<Remark, 'code' | 'what'>,
  tell: Tell,
  self?: string,
): Condition | undefined {
  const read = readExpression(text, self);
  if (!read.ok) {
    const code = self === undefined ? 'condition-not-read' : 'constraint-not-read';
    tell({ ...at, code, what: read.piece === '' || read.at === 0 ? text : `${text} → ${read.piece}` });
    return undefined;
  }
  const found = inOurNames(read.condition, known, (name) => tell({ ...at, code: 'unknown-question', what: name }));
  if (found && equalsSeveral(text, known)) tell({ ...at, code: 'equals-several', what: text });
  return found;
}
