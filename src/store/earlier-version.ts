import { effectsOf } from '../domain/checklist/visit-effects.ts';
import { withCommonHeader } from '../domain/checklist/common-header.ts';
import { questionOfRole } from '../domain/checklist/checklist.ts';
import type { DocumentOf } from '../domain/document.ts';
import type { Residency, Visit, VisitAnswers } from '../domain/documents/visit.ts';
import { inForce } from '../domain/in-force.ts';
import { checklistVersion } from './reference.ts';
import { databaseOfKey } from './rows.ts';
import type { Store } from './store.ts';
import { joinedSlot, joinedText } from './visit-facts.ts';

type Kind = 'consent' | 'refusal' | 'postponement' | 'proposal' | 'matter' | 'note';

/** A fact that earlier versions of a visit left and that still holds. */
export interface Standing {
  readonly slot: string;
  readonly db: string;
  readonly doc: DocumentOf[Kind];
}

export interface EarlierVersion {
  readonly visit: Visit;
  /** this version and those before it */
  readonly versions: ReadonlySet<string>;
  readonly answers: readonly { readonly db: string; readonly doc: VisitAnswers }[];
  readonly standing: readonly Standing[];
  readonly residencies: readonly Residency[];
  /** what joined an open matter instead of becoming one: the matter's id by the key of what raised it */
  readonly joined: Readonly<Record<string, string>>;
}

/** The visits that a visit replaces, itself first. */
function versions(store: Store, visitId: string): Visit[] {
  const found: Visit[] = [];
  for (let id: string | undefined = visitId; id !== undefined;) {
    const visit: Visit | undefined = store.shelf.get('visit', id);
    if (!visit || found.includes(visit)) break;
    found.push(visit);
    id = visit.supersedes;
  }
  return found;
}

async function storedAnswersOf(store: Store, visitId: string): Promise<{ db: string; doc: VisitAnswers }[]> {
  const rows = (await store.db.documents.where('about').equals(visitId).toArray()).filter(
    (row) => row.type === 'visitAnswers' && !row.gone,
  );
  const docs = (await store.seal.open(rows.map((row) => row.body))) as unknown as VisitAnswers[];
  return rows.flatMap((row, index) => {
    const doc = docs[index];
    return doc ? [{ db: databaseOfKey(row.key), doc }] : [];
  });
}

/**
 * What a visit left, by the slot of what raised it, so that a correction keeps what is equal. A matter bears no key: the
 * answers of its version tell which question raised it.
 */
export async function earlierVersion(store: Store, visitId: string): Promise<EarlierVersion | undefined> {
  const { shelf } = store;
  const chain = versions(store, visitId);
  const [visit] = chain;
  if (!visit) return undefined;
  const answers = await storedAnswersOf(store, visitId);
  const ids = new Set(chain.map((one) => one._id));
  const of = <T extends Kind | 'residency'>(type: T): DocumentOf[T][] => {
    const all = chain.flatMap((one) =>
      type === 'residency'
        ? one.householdId === undefined
          ? shelf.all(type)
          : shelf.by(type, 'householdId', one.householdId)
        : shelf.by(type, 'dwellingId', one.dwellingId),
    );
    const mine = [...new Set(all)].filter((fact) => 'visitId' in fact && ids.has(fact.visitId ?? ''));
    return inForce(
      mine,
      mine.flatMap((fact) => shelf.by('withdrawal', 'subjectId', fact._id)),
    );
  };
  const standing = <T extends Kind>(type: T, slotOf: (doc: DocumentOf[T]) => string | undefined): Standing[] =>
    of(type).flatMap((doc) => {
      const [slot, db] = [slotOf(doc), shelf.databaseOf(type, doc._id)];
      return slot === undefined || db === undefined ? [] : [{ slot, db, doc }];
    });

  const raised = answers.flatMap(({ doc }) => {
    const list = checklistVersion(shelf, doc.checklistId, doc.checklistVersion);
    return list ? effectsOf(withCommonHeader(list), doc.answers).matters : [];
  });
  const written = answers.flatMap(({ doc }) => {
    const list = checklistVersion(shelf, doc.checklistId, doc.checklistVersion);
    const text = doc.answers[(list && questionOfRole(list, 'note')?.id) ?? ''];
    return typeof text === 'string' ? [text] : [];
  });
  const taken = new Set<string>();
  const matterSlot = (doc: DocumentOf['matter']): string | undefined => {
    const by = raised.find((one) => !taken.has(one.key) && one.matterType === doc.matterType && one.text === doc.text);
    if (by) taken.add(by.key);
    return by && `matter:${by.key}`;
  };
  const texts = new Set(of('note').map((note) => note.text));
  const open = chain.flatMap((one) => shelf.by('matter', 'dwellingId', one.dwellingId));
  const joined = raised.flatMap(({ key, text }) => {
    const into = open.find((matter) => texts.has(joinedText(matter.text, text)));
    return into ? [{ key, id: into._id, said: joinedText(into.text, text) }] : [];
  });
  const noteSlot = (doc: DocumentOf['note']): string => {
    if (doc.private === true || written.includes(doc.text)) return 'note';
    const by = joined.find(({ said }) => said === doc.text);
    return by ? joinedSlot(by.key) : `text:${doc.text}`;
  };
  return {
    visit,
    versions: ids,
    joined: Object.fromEntries(joined.map(({ key, id }) => [key, id])),
    answers,
    residencies: of('residency'),
    standing: [
      ...standing('consent', () => 'consent'),
      ...standing('refusal', () => 'refusal'),
      ...standing('postponement', () => 'postponement'),
      ...standing('proposal', (doc) => (doc.key === undefined ? undefined : `proposal:${doc.key}`)),
      ...standing('matter', matterSlot),
      ...standing('note', noteSlot),
    ],
  };
}
