import { comparisons, type Comparison, type Condition } from './condition.ts';

/** One line of a condition as a person puts it together. */
export interface SimpleTest {
  readonly id: string;
  readonly test: 'is' | 'isNot' | 'answered' | 'open' | Comparison;
  /** what the answer is or is not: any of these; what it is compared with */
  readonly values: readonly string[];
}

/** A condition of one level: all of these, or any of them. */
export interface SimpleCondition {
  readonly join: 'and' | 'or';
  readonly tests: readonly SimpleTest[];
}

function testOf(condition: Condition): SimpleTest | undefined {
  switch (condition.op) {
    case 'and':
    case 'or':
      return undefined;
    case 'not': {
      const inner = testOf(condition.of);
      if (inner?.test === 'is') return { ...inner, test: 'isNot' };
      return inner?.test === 'answered' ? { ...inner, test: 'open' } : undefined;
    }
    case 'eq':
      return { id: condition.id, test: 'is', values: [condition.value] };
    case 'in':
      return { id: condition.id, test: 'is', values: condition.values };
    case 'answered':
      return { id: condition.id, test: 'answered', values: [] };
    default:
      return { id: condition.id, test: condition.op, values: [condition.value] };
  }
}

/** A condition as lines; undefined: it has more levels than lines can show, or looks at the last visit. */
export function simpleOf(condition: Condition | undefined): SimpleCondition | undefined {
  if (condition === undefined) return { join: 'and', tests: [] };
  const joined = condition.op === 'and' || condition.op === 'or';
  const tests = (joined ? condition.of : [condition]).map(testOf);
  const known = tests.filter((test) => test !== undefined && !test.id.startsWith('last.')) as SimpleTest[];
  return known.length === tests.length ? { join: joined ? condition.op : 'and', tests: known } : undefined;
}

const isComparison = (test: SimpleTest['test']): test is Comparison => comparisons.some((one) => one === test);

function treeOf({ id, test, values }: SimpleTest): Condition | undefined {
  const [value] = values;
  if (test === 'answered') return { op: 'answered', id };
  if (test === 'open') return { op: 'not', of: { op: 'answered', id } };
  // a line that is not written to its end says nothing yet
  if (value === undefined || value === '') return undefined;
  if (isComparison(test)) return { op: test, id, value };
  const is: Condition = values.length > 1 ? { op: 'in', id, values } : { op: 'eq', id, value };
  return test === 'is' ? is : { op: 'not', of: is };
}

/** The tree of these lines; undefined: none of them says anything. */
export function conditionOf({ join, tests }: SimpleCondition): Condition | undefined {
  const trees = tests.flatMap((test) => treeOf(test) ?? []);
  const [only] = trees;
  return trees.length > 1 ? { op: join, of: trees } : only;
}
