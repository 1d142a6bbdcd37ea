import type { Comparison, Condition } from '../checklist/condition.ts';

const signs: Readonly<Record<Comparison, string>> = { below: '<', atMost: '<=', above: '>', atLeast: '>=' };

/** XPath has no escapes: a text with one kind of quotes stands in the other. */
const quoted = (text: string): string => (text.includes("'") ? `"${text}"` : `'${text}'`);
const measure = (text: string): string =>
  String(Number(text)) === text && /^-?[\d.]+$/.test(text) ? text : quoted(text);

/**
 * The XLSForm expression that `readExpression` reads back into the same tree; one of several values is written as a choice
 * between them. A value with both kinds of quotes cannot be written.
 */
export function printExpression(condition: Condition): string {
  switch (condition.op) {
    case 'and':
    case 'or':
      return condition.of
        .map((part) => (isJoined(part) ? `(${printExpression(part)})` : printExpression(part)))
        .join(` ${condition.op} `);
    case 'not':
      return `not(${printExpression(condition.of)})`;
    case 'eq':
      return `\${${condition.id}} = ${quoted(condition.value)}`;
    case 'in':
      return condition.values.map((value) => `\${${condition.id}} = ${quoted(value)}`).join(' or ');
    case 'answered':
      return `\${${condition.id}} != ''`;
    default:
      return `\${${condition.id}} ${signs[condition.op]} ${measure(condition.value)}`;
  }
}

const isJoined = (part: Condition): boolean =>
  part.op === 'and' || part.op === 'or' || (part.op === 'in' && part.values.length > 1);
