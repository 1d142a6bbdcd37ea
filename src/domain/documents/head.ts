import * as v from 'valibot';
import { stampSchema } from '../stamp.ts';

/** Shared pieces of every schema. Bounds are those of the drop: 64 KB a document; text bounds are ours. */
export const idOf = (type: string) => v.pipe(v.string(), v.regex(new RegExp(`^${type}:[0-9A-HJKMNP-TV-Z]{26}$`)));
/** `<type>:<ulid>`, or a natural key for dwellings, organisation units and catalogue rows: never a personal value. */
export const anyId = v.pipe(v.string(), v.regex(/^[A-Za-z]+:[^\s/?#%]{1,120}$/));
export const naturalId = (type: string) => v.pipe(v.string(), v.regex(new RegExp(`^${type}:[^\\s/?#%]{1,120}$`)));
export const userId = v.pipe(v.string(), v.regex(/^[a-z][a-z0-9-]{0,40}$/));
export const deviceId = v.pipe(v.string(), v.regex(/^[A-Za-z0-9-]{3,64}$/));
/** ISO 8601 with seconds and the offset of the place: the first ten characters are the local day. */
export const instant = v.pipe(
  v.string(),
  v.regex(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d{1,3})?(Z|[+-]\d{2}:\d{2})$/),
  v.check((text) => !Number.isNaN(Date.parse(text))),
);
export const day = v.pipe(v.string(), v.isoDate());
export const line = v.pipe(v.string(), v.maxLength(200));
export const text = v.pipe(v.string(), v.maxLength(4000));
export const count = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(100_000));
export const localised = v.strictObject({ zh: line, en: line });
export type Localised = v.InferOutput<typeof localised>;

/** Entries of the head; `type` is fixed by each schema. */
export const head = <T extends string>(type: T, id: v.GenericSchema<string> = idOf(type)) => ({
  _id: id,
  type: v.literal(type),
  schema: v.literal(1),
  by: userId,
  deviceId,
  at: instant,
});

/** Entries of every fact: what it replaces, and the fact it saw when it decides between others. */
export const fact = <T extends string>(type: T, id?: v.GenericSchema<string>) => ({
  ...head(type, id),
  supersedes: v.optional(anyId),
  after: v.optional(anyId),
});

const stamped = <S extends v.GenericSchema>(value: S) => v.strictObject({ v: value, s: stampSchema });

/**
 * Schema of a register whose every field is optional, because a person sends only what was changed; the catalogue names
 * the fields that the merged document must have.
 */
export const register = <T extends string, F extends Record<string, v.GenericSchema>>(
  type: T,
  id: v.GenericSchema<string>,
  fields: F,
) => {
  const entries = Object.fromEntries(
    Object.entries(fields).map(([name, schema]) => [name, v.optional(stamped(schema))]),
  ) as {
    [K in keyof F]: v.OptionalSchema<
      v.StrictObjectSchema<{ readonly v: F[K]; readonly s: typeof stampSchema }, undefined>,
      undefined
    >;
  };
  return v.strictObject({
    ...head(type, id),
    fields: v.strictObject(entries),
    sets: v.optional(
      v.record(
        v.pipe(v.string(), v.maxLength(40)),
        v.record(
          v.pipe(v.string(), v.maxLength(120)),
          v.strictObject({ in: v.optional(stampSchema), out: v.optional(stampSchema) }),
        ),
      ),
    ),
  });
};
