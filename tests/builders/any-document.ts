import fc from 'fast-check';
import { catalogue, isRegister, type DocumentType } from '../../src/domain/catalogue.ts';
import { defaultChecklists } from '../../src/domain/checklist/default/default-checklists.ts';
import type { Head } from '../../src/domain/register.ts';
import { makeStamp } from '../../src/domain/stamp.ts';

/** As much of a schema as is needed to invent what fits it. */
interface Schema {
  readonly type: string;
  readonly entries?: Readonly<Record<string, Schema>>;
  readonly wrapped?: Schema;
  readonly item?: Schema;
  readonly key?: Schema;
  readonly value?: Schema;
  readonly options?: readonly unknown[];
  readonly literal?: unknown;
  readonly pipe?: readonly { readonly type: string; readonly requirement?: unknown }[];
}

/** Few instants, so that ties come up. */
const instants = ['2026-11-23T09:30:00+08:00', '2026-11-23T01:30:00Z', '2026-12-31T23:59:59.5+08:00'];

/** Texts of each pattern that was met. */
const invented = new Map<string, readonly string[]>();

function anyText({ pipe = [] }: Schema): fc.Arbitrary<string> {
  const rule = (type: string): unknown => pipe.find((step) => step.type === type)?.requirement;
  const pattern = rule('regex');
  if (rule('iso_date') !== undefined) return fc.constantFrom('2026-11-23', '2028-02-29');
  if (pattern instanceof RegExp && pattern.source.includes('T\\d{2}')) return fc.constantFrom(...instants);
  // A few of each pattern: inventing from a pattern at every turn is slow.
  if (pattern instanceof RegExp) {
    const samples = invented.get(pattern.source) ?? fc.sample(fc.stringMatching(pattern), { numRuns: 5, seed: 1 });
    invented.set(pattern.source, samples);
    return fc.constantFrom(...samples);
  }
  const [least, most] = [Number(rule('min_length') ?? 0), Number(rule('max_length') ?? 4000)];
  // One sign may be several units; bounds of schemas count units.
  return fc
    .string({ minLength: least, maxLength: Math.min(8, most), unit: 'grapheme' })
    .filter((text) => text.length <= most);
}

/** Anything that fits a schema, small. */
export function fitting(schema: Schema): fc.Arbitrary<unknown> {
  switch (schema.type) {
    case 'string':
      return anyText(schema);
    case 'number': {
      const bound = (type: string, otherwise: number): number =>
        Number(schema.pipe?.find((step) => step.type === type)?.requirement ?? otherwise);
      return fc.integer({ min: bound('min_value', 0), max: Math.min(bound('max_value', 99_999), 99_999) });
    }
    case 'boolean':
      return fc.boolean();
    case 'literal':
      return fc.constant(schema.literal);
    case 'picklist':
      return fc.constantFrom(...(schema.options ?? []));
    case 'union':
    case 'variant':
      return fc.oneof(...((schema.options ?? []) as Schema[]).map(fitting));
    case 'array':
      return fc.array(fitting(schema.item!), {
        minLength: Number(schema.pipe?.find((step) => step.type === 'min_length')?.requirement ?? 0),
        maxLength: 3,
      });
    case 'record':
      return fc.dictionary(fitting(schema.key!) as fc.Arbitrary<string>, fitting(schema.value!), { maxKeys: 3 });
    case 'strict_object': {
      const entries = Object.entries(schema.entries ?? {});
      const required = entries.filter(([, entry]) => entry.type !== 'optional').map(([name]) => name);
      const shape = entries.map(([name, entry]) => [name, fitting(entry.type === 'optional' ? entry.wrapped! : entry)]);
      return fc.record(Object.fromEntries(shape) as Record<string, fc.Arbitrary<unknown>>, { requiredKeys: required });
    }
    default:
      throw new Error(`cannot invent a ${schema.type}`);
  }
}

/** Few stamps, so that equal ones meet: of one time and replica, too. */
const anyStamp = fc
  .tuple(fc.integer({ min: 0, max: 2 }), fc.integer({ min: 0, max: 1 }), fc.constantFrom('aaaa', 'bbbb'))
  .map(([ms, counter, replica]) => makeStamp(ms, counter, replica));

const anySets = fc.dictionary(
  fc.constantFrom('tags', 'keys'),
  fc.dictionary(fc.constantFrom('x', 'y', '王'), fc.record({ in: anyStamp, out: anyStamp }, { requiredKeys: [] })),
);

/**
 * Any body of a document type under one id. Registers come as changes: few of their fields, with stamps that often tie, and
 * sets.
 */
export function anyBody(type: DocumentType, _id: string): fc.Arbitrary<Head> {
  const schema = catalogue[type].schema as unknown as Schema;
  const entries = { ...schema.entries };
  if (!isRegister(type)) {
    // A whole checklist is not invented: which of the eleven is enough to differ.
    const { checklist: _, ...rest } = entries;
    const facts = fitting({ ...schema, entries: type === 'checklist' ? rest : entries });
    const lists = fc.constantFrom(...defaultChecklists());
    return fc.tuple(facts, lists).map(([fact, checklist]) => ({
      ...(fact as Head),
      _id,
      ...(type === 'checklist' && { checklist }),
    }));
  }
  const fields = Object.fromEntries(
    Object.entries(entries['fields']?.entries ?? {}).map(([name, entry]) => [
      name,
      fc.record({ v: fitting(entry.wrapped!.entries!['v']!), s: anyStamp }),
    ]),
  );
  const { fields: _, sets: __, ...head } = entries;
  return fc
    .tuple(
      fitting({ ...schema, entries: head }),
      fc.record(fields, { requiredKeys: [] }),
      fc.option(anySets, { nil: undefined }),
    )
    .map(([top, written, sets]) => ({ ...(top as Head), _id, fields: written, ...(sets && { sets }) }));
}
