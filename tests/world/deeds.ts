import type { DocumentOf } from '../../src/domain/document.ts';
import type { Part } from '../../src/domain/envelope.ts';
import { rowKey } from '../../src/store/rows.ts';
import { look } from '../../src/store/seen.ts';
import { changeRegister, newHead, type Store } from '../../src/store/store.ts';
import { aMatter, aNote, aReview, aVisit, aWithdrawal, flat1203, someAnswers } from '../builders/documents.ts';
import { partIn } from '../builders/store.ts';
import type { Luck } from './luck.ts';
import type { Deed } from './plan.ts';
import { homeArea, households } from './town.ts';

/** What a person saves; undefined: nothing lies here that it could be about. */
export async function partsOf(store: Store, deed: Deed, luck: Luck): Promise<readonly Part[] | undefined> {
  const area = `area-${homeArea(store.user)}`;
  const care = `care-${homeArea(store.user)}`;
  const day = store.clock.instant();
  switch (deed) {
    case 'matter':
      return [partIn(area, aMatter(newHead(store, 'matter')))];
    case 'foreign':
      return [partIn(area === 'area-a1' ? 'area-a2' : 'area-a1', aMatter(newHead(store, 'matter')))];
    case 'note':
      return [partIn(`own-${store.user}`, aNote({ ...newHead(store, 'note'), private: true }))];
    case 'household': {
      const change = await householdChange(store, area, luck);
      return change && [partIn(area, change)];
    }
    case 'newHousehold': {
      const home = changeRegister(store, 'household', undefined, {
        dwellingId: flat1203,
        familyName: luck.of(['陈', '司马', '欧阳']),
        kind: 'tenant',
      });
      const person = changeRegister(store, 'resident', undefined, { householdId: home._id, name: '陈秀英' });
      return [partIn(area, home, 'home'), partIn(area, person, 'home')];
    }
    case 'visit': {
      const visit = aVisit({ ...newHead(store, 'visit'), startedAt: day, endedAt: day, householdId: households[0] });
      const answers = someAnswers({ ...newHead(store, 'visitAnswers'), visitId: visit._id });
      const change = await householdChange(store, area, luck);
      return [
        partIn(area, visit, 'visit'),
        partIn(care, answers, 'visit'),
        ...(change ? [partIn(area, change)] : []),
        partIn(area, aMatter({ ...newHead(store, 'matter'), visitId: visit._id })),
      ];
    }
    case 'review': {
      const visitId = await someId(store, area, 'visit', luck);
      if (visitId === undefined) return undefined;
      return [partIn(area, aReview({ ...newHead(store, 'review'), visitId, after: visitId }))];
    }
    case 'withdrawal': {
      const subjectId = await someId(store, area, 'matter', luck);
      if (subjectId === undefined) return undefined;
      return [partIn(area, aWithdrawal({ ...newHead(store, 'withdrawal'), subjectId, after: subjectId }))];
    }
  }
}

async function householdChange(store: Store, area: string, luck: Luck): Promise<DocumentOf['household'] | undefined> {
  const id = luck.of(households);
  const key = rowKey(area, id);
  const seen = (await look(store, [key])).rows.get(key)?.body as DocumentOf['household'] | undefined;
  if (!seen) return undefined;
  const size = Math.floor(luck.between(1, 9));
  const values = luck.of<Parameters<typeof changeRegister<'household'>>[3]>([
    { size },
    { doorNote: `第${String(size)}次` },
    { size, kind: 'group' },
  ]);
  return changeRegister(store, 'household', seen, values);
}

async function someId(store: Store, area: string, type: string, luck: Luck): Promise<string | undefined> {
  const keys = await store.db.documents.where('key').between(`${area}|${type}:`, `${area}|${type};`).toArray();
  const ids = keys.filter((row) => !row.gone).map((row) => row.key.slice(area.length + 1));
  const [first, ...others] = ids;
  return first === undefined ? undefined : luck.of([first, ...others]);
}
