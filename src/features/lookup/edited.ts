import type { DocumentOf } from '../../domain/document.ts';

export type NearbyType = 'agentService' | 'servicePoint' | 'partner';

/** How a field is written: a line, a longer text, a list with one line each, a choice of kinds, or a tick. */
export type FieldManner = 'line' | 'text' | 'list' | 'kind' | 'tick';

/** Fields of each sheet, in the order in which they are asked; the first has to be filled. */
export const fieldsOf = {
  agentService: {
    name: 'line',
    alsoCalled: 'line',
    papers: 'list',
    steps: 'text',
    office: 'line',
    phone: 'line',
    byAgent: 'tick',
  },
  servicePoint: { name: 'line', kind: 'kind', address: 'line', hours: 'line', phone: 'line' },
  partner: {
    name: 'line',
    kind: 'kind',
    contact: 'line',
    phone: 'line',
    partTimeMember: 'tick',
    committee: 'line',
    offers: 'line',
  },
} as const satisfies Readonly<Record<NearbyType, Readonly<Record<string, FieldManner>>>>;

/** What has to be written before an entry can be kept. */
export const neededOf: Readonly<Record<NearbyType, readonly string[]>> = {
  agentService: ['name', 'papers'],
  servicePoint: ['name', 'address'],
  partner: ['name'],
};

/** An entry as it lies in the sheet: every field as text, ticks as `yes` or nothing, lists one line each. */
export interface Edited {
  readonly type: NearbyType;
  /** the entry as it was; none: a new one */
  readonly seen: DocumentOf[NearbyType] | undefined;
  readonly written: Readonly<Record<string, string>>;
  /** not listed any more */
  readonly ended: boolean;
}

const textOf = (value: unknown): string =>
  Array.isArray(value) ? value.join('\n') : value === true ? 'yes' : typeof value === 'string' ? value : '';

const seenValue = (seen: object | undefined, name: string): unknown =>
  (seen as { fields?: Readonly<Record<string, { v: unknown } | undefined>> } | undefined)?.fields?.[name]?.v;

/** The sheet of an entry, or an empty one. */
export const editedOf = (type: NearbyType, seen?: DocumentOf[NearbyType]): Edited => ({
  type,
  seen,
  written: Object.fromEntries(
    Object.entries(fieldsOf[type]).map(([name, manner]) => [
      name,
      textOf(seenValue(seen, name)) || (manner === 'kind' ? 'other' : ''),
    ]),
  ),
  ended: seenValue(seen, 'ended') === true,
});

function valueOf(manner: FieldManner, text: string): unknown {
  const trimmed = text.trim();
  if (manner === 'tick') return trimmed === 'yes';
  if (manner !== 'list') return trimmed;
  return trimmed
    .split(/\n+/)
    .map((line) => line.trim())
    .filter((line) => line !== '');
}

/** Names of what has to be written still. */
export const missingIn = ({ type, written }: Edited): readonly string[] =>
  neededOf[type].filter((name) => (written[name] ?? '').trim() === '');

/** The fields that were changed, as they are kept. */
export function valuesOf({ type, seen, written, ended }: Edited): Readonly<Record<string, unknown>> {
  const changed = Object.entries(fieldsOf[type]).flatMap(([name, manner]): [string, unknown][] => {
    const [now, before] = [valueOf(manner, written[name] ?? ''), seenValue(seen, name)];
    const empty = now === '' || now === false || (Array.isArray(now) && now.length === 0);
    if (before === undefined && empty) return [];
    return JSON.stringify(now) === JSON.stringify(before) ? [] : [[name, now]];
  });
  const endedChanged = ended !== (seenValue(seen, 'ended') === true);
  return { ...Object.fromEntries(changed), ...(endedChanged && { ended }) };
}
