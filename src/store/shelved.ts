import { documentTypes } from '../domain/catalogue.ts';
import type { DocumentOf } from '../domain/document.ts';
import type { AccountDatabase } from './database.ts';
import { databaseOfKey, type DocumentRow } from './rows.ts';

/** Types that are laid out in memory; the others are large or closed and are fetched one by one. */
export const shelvedTypes: readonly (keyof DocumentOf)[] = [
  'dwelling',
  'household',
  'resident',
  'orgUnit',
  'structure',
  'placement',
  'relocation',
  'post',
  'staffMember',
  'gridAssignment',
  'policy',
  'checklist',
  'knockReason',
  'visit',
  'note',
  'matter',
  'review',
  'refusal',
  'postponement',
  'assignment',
  'visitRound',
  'roundClosing',
  'impact',
  'withdrawal',
  'residency',
  'charge',
  'samePerson',
  'memberRegistration',
  'servicePoint',
  'agentService',
  'partner',
  'consent',
  'proposal',
  'confirmation',
  'planCancellation',
  'arrivalStep',
  'escalation',
  'arrivalTarget',
  'partyRule',
  'taskGroup',
  'partyAnswer',
  'matterClosing',
  'serviceAssignment',
  'householdPlan',
  'planMeasure',
];

const shelved = new Set<string>(shelvedTypes);
export const isShelved = (type: string): boolean => shelved.has(type);

/** Half of the rows, and no list of doors needs them: read when the first screen stands. */
const later: readonly (keyof DocumentOf)[] = [
  'post',
  'staffMember',
  'gridAssignment',
  'resident',
  'review',
  'residency',
  'charge',
  'samePerson',
  'memberRegistration',
  'servicePoint',
  'agentService',
  'partner',
  'partyRule',
  'taskGroup',
  'partyAnswer',
  'matterClosing',
  'serviceAssignment',
  'consent',
  'note',
  'checklist',
  'householdPlan',
  'planMeasure',
];

/** Types of which the first reading leaves the rows where they are, in the order of their keys. */
const leftOut = documentTypes.filter((type) => !isShelved(type) || later.includes(type)).sort();

/** Names of the databases of which anything lies here; every key begins with one. */
export async function databasesHere(db: AccountDatabase): Promise<string[]> {
  const names: string[] = [];
  for (let beyond = ''; ;) {
    const [key] = await db.documents.where('key').above(beyond).limit(1).primaryKeys();
    if (key === undefined) return names;
    const name = databaseOfKey(key);
    names.push(name);
    beyond = `${name}|\uffff`;
  }
}

/**
 * What lists of doors and the due rule look at, by key: an index on the type would cost a quarter of every write. What lies
 * between two types that are left out is read at once, because a question costs more than some rows.
 */
export async function firstRows(db: AccountDatabase): Promise<DocumentRow[]> {
  const names = await databasesHere(db);
  // ';' follows ':'
  const gaps = [...leftOut.map((type) => [`${type}:`, `${type};`] as const), ['\uffff', ''] as const];
  const rows = await Promise.all(
    names.flatMap((name) =>
      gaps.map(([end], index) =>
        db.documents
          .where('key')
          .between(`${name}|${gaps[index - 1]?.[1] ?? ''}`, `${name}|${end}`)
          .toArray(),
      ),
    ),
  );
  return rows.flat();
}

/** The rows of shelved types that the first reading left where they are. */
export async function laterRows(db: AccountDatabase): Promise<DocumentRow[]> {
  const names = await databasesHere(db);
  const rows = await Promise.all(
    names.flatMap((name) =>
      later.map((type) => db.documents.where('key').between(`${name}|${type}:`, `${name}|${type};`).toArray()),
    ),
  );
  return rows.flat();
}
