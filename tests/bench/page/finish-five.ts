import type { Door } from '../../../src/domain/door.ts';
import { doorsOnTablet } from '../../../src/store/due-doors.ts';
import { finishVisit, previousAnswers } from '../../../src/store/finish-visit.ts';
import { partsOf } from '../../../src/store/rebuild.ts';
import { saveVisitDraft, type VisitDraftBody } from '../../../src/store/visit-draft.ts';
import { carry, forget, open, whenShown, type Credentials, type OpenAccount } from './account.ts';
import { rawTable } from './raw-table.ts';

/** ms, one for each visit */
export interface Finishing {
  readonly finished: readonly number[];
  /** the same five documents, put by one bare transaction */
  readonly raw: readonly number[];
  /** documents that a visit left */
  readonly documents: number;
}

/** A routine visit that leaves five documents: shell, answers, consent, a matter taken back, a note. */
const fiveDocuments: VisitDraftBody['answers'] = {
  rt_outcome: 'met',
  rt_id: true,
  rt_consent: 'yes',
  rt_changed: 'none',
  rt_use: 'self',
  rt_focus: ['none'],
  rt_mood: 'ok',
  rt_has: 'yes',
  rt_type: 'facility',
  rt_text: '七楼楼道灯不亮，晚上倒垃圾全靠手机照。',
  rt_now: 'take',
  rt_reply: '2099-01-01',
  rt_safe: ['none'],
  rt_give: ['fraud'],
  rt_talent: 'no',
  rt_note: '阿姨说下午三点以后方便。',
};

export const inhabited = (account: OpenAccount): Door[] =>
  doorsOnTablet(account.store.shelf).filter((door) => door.householdId !== undefined);

/** The form saved its draft and read the earlier answers when it was opened; then its last button is pressed. */
export async function finish(
  { store, me }: OpenAccount,
  door: Door,
): Promise<{ began: number; ms: number; envelope: string }> {
  const draft: VisitDraftBody = {
    dwellingId: door.dwellingId,
    ...(door.householdId !== undefined && { householdId: door.householdId }),
    checklistId: 'routine',
    startedAt: store.clock.instant(),
    answers: fiveDocuments,
    changes: [],
    summary: {
      seen: '精神不错，腿脚比上回慢了些。',
      thought: '下回带一份助餐点的单子。',
    },
  };
  const previous = await previousAnswers(store, draft);
  await saveVisitDraft(store, draft);
  const began = performance.now();
  const done = await finishVisit(store, me, draft, previous);
  const ms = performance.now() - began;
  if (!done.ok) throw new Error(`not saved: ${done.fault.code}`);
  return { began, ms, envelope: done.value.envelopeId };
}

/** Lets the browser do what it has to do between two taps. */
const breath = (): Promise<void> =>
  new Promise((resolve) => {
    requestAnimationFrame(() => setTimeout(resolve));
  });

/** Finishes visits one after another with nothing else going on, each beside a bare transaction. */
export async function finishWhileQuiet(credentials: Credentials, visits: number): Promise<Finishing> {
  const account = await open(credentials);
  const { store } = account;
  const doors = inhabited(account);
  const table = await rawTable();
  const finished: number[] = [];
  const raw: number[] = [];
  let documents = 0;
  for (let visit = 0; visit < visits; visit += 1) {
    const door = doors[visit % doors.length];
    if (!door) throw new Error('no doors');
    await breath();
    const { ms, envelope } = await finish(account, door);
    finished.push(ms);
    const row = await store.db.outbox.where('id').equals(envelope).first();
    const docs = row ? (await partsOf(store, row)).map((part) => part.doc) : [];
    documents = Math.max(documents, docs.length);
    await breath();
    raw.push(await table.put(docs));
  }
  table.close();
  await forget(store);
  return { finished, raw, documents };
}

/**
 * Finishes visits in a small area that is here already while the worker pulls everything else; ends with the pull.
 * @param smallArea database whose arrival lets the work begin
 * @param pauseMs between two visits
 */
export async function finishWhilePulling(
  credentials: Credentials,
  smallArea: string,
  pauseMs: number,
): Promise<{ readonly finished: readonly number[]; readonly pulled: number }> {
  const account = await open(credentials);
  const { store } = account;
  const sync = carry(account);
  await whenShown(store, [smallArea]);
  const doors = inhabited(account).filter((door) => store.shelf.databaseOf('dwelling', door.dwellingId) === smallArea);
  const before = await store.db.documents.count();
  let pulling = true;
  void whenShown(store, account.copied).then(() => {
    pulling = false;
  });
  const finished: number[] = [];
  while (pulling) {
    const door = doors[finished.length % doors.length];
    if (!door) throw new Error('no doors');
    finished.push((await finish(account, door)).ms);
    await new Promise((resolve) => setTimeout(resolve, pauseMs));
  }
  sync.stop();
  const pulled = (await store.db.documents.count()) - before;
  await forget(store);
  return { finished, pulled };
}
