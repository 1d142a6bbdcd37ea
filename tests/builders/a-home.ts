import type { Answers } from '../../src/domain/checklist/checklist.ts';
import { defaultChecklists } from '../../src/domain/checklist/default/default-checklists.ts';
import type { DocumentOf } from '../../src/domain/document.ts';
import type { Part } from '../../src/domain/envelope.ts';
import type { Me } from '../../src/domain/me.ts';
import type { Store } from '../../src/store/store.ts';
import type { VisitDraftBody } from '../../src/store/visit-draft.ts';
import { flat1203, aDwelling, aHousehold, anOrgUnit, aPolicy, aResident, monday } from './documents.ts';
import { anId } from './ids.ts';
import { aHolder } from './people.ts';
import { told } from './store.ts';

export const family = anId('household');
export const head = anId('resident', 1);
export const mother = anId('resident', 2);

export const worker: Me = { name: '周敏', holder: aHolder('gridWorker', { sealed: ['reintegration'] }) };

/** 12-1-1203: a family of three of whom two are written down. */
export const homeDocs = (): readonly DocumentOf[keyof DocumentOf][] => [
  aDwelling(),
  aHousehold({ _id: family, values: { headId: head } }),
  aResident({ _id: head, values: { householdId: family } }),
  aResident({
    _id: mother,
    values: {
      householdId: family,
      name: '陈秀英',
      birthYear: 1944,
      emergencyContact: { name: '欧阳明月', phone: '13900000001' },
    },
  }),
];

export const listDocs = (): DocumentOf['checklist'][] =>
  defaultChecklists().map((checklist) => ({
    _id: `checklist:${checklist.id}-v${String(checklist.version)}`,
    type: 'checklist',
    schema: 1,
    by: 'admin',
    deviceId: 'console',
    at: monday,
    checklist,
  }));

/** The home, the organisation above it and every list, as if they had been fetched. */
export async function atHome(store: Store): Promise<void> {
  await told(store, homeDocs());
  const units = [
    anOrgUnit(),
    anOrgUnit({ _id: 'orgUnit:a1', values: { level: 'area', name: '一片区', parentId: 'orgUnit:c1', key: 'a1' } }),
    anOrgUnit({ _id: 'orgUnit:c1', values: { level: 'community', name: '云溪社区' } }),
  ];
  await told(store, [...units, aPolicy(), ...listDocs()], 'ref-c1');
}

export const aDraft = (checklistId: string, answers: Answers, more: Partial<VisitDraftBody> = {}): VisitDraftBody => ({
  dwellingId: flat1203,
  householdId: family,
  checklistId,
  startedAt: '2026-11-23T09:20:00+08:00',
  answers,
  changes: [],
  summary: {},
  ...more,
});

/** Somebody was met, agreed, and had nothing to say: every required question of the routine list. */
export const calm: Answers = {
  rt_outcome: 'met',
  rt_id: true,
  rt_consent: 'yes',
  rt_changed: 'none',
  rt_focus: ['none'],
  rt_has: 'no',
};

export const elder: Answers = {
  el_outcome: 'met',
  el_id: true,
  el_consent: 'yes',
  el_type: 'alone',
  el_speak: 'good',
  el_move: 'self',
  el_ill: 'same',
  el_mind: ['ok'],
  el_family: 'day',
  el_need: ['meal'],
  el_risk: ['gas'],
  el_emg: true,
  el_abuse: 'no',
  el_level: 'key',
};

export const support: Answers = {
  rl_auth: 'sfs',
  rl_pair: 'worker',
  rl_outcome: 'met',
  rl_id: true,
  rl_consent: 'yes',
  rl_place: 'yes',
  rl_home: 'family',
  rl_fam: 'ok',
  rl_job: 'job',
  rl_paper: ['none'],
  rl_need: ['job'],
  rl_risk: 'none',
  rl_note: '想学修车',
};

/** The parts of the newest envelope. */
export async function newestParts(store: Store): Promise<readonly Part[]> {
  const row = store.shelf.outbox.at(-1);
  if (row?.packed === undefined) throw new Error('nothing waits');
  return (await store.seal.open([row.packed]))[0] as unknown as Part[];
}
