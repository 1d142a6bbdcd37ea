import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { openVisit } from '../../src/features/review/opened.ts';
import { reasonOf } from '../../src/features/review/reason.ts';
import { ReturnModel } from '../../src/features/review/return.svelte.ts';
import { ReviewModel } from '../../src/features/review/review.svelte.ts';
import { defaultChecklists } from '../../src/domain/checklist/default/default-checklists.ts';
import type { DocumentOf } from '../../src/domain/document.ts';
import type { Outcome } from '../../src/domain/documents/visit.ts';
import type { Me } from '../../src/domain/me.ts';
import type { Role } from '../../src/domain/rights.ts';
import { visitStates } from '../../src/store/visits.ts';
import { reopenRefused } from '../../src/store/reopen-refused.ts';
import { wordsIn } from '../../src/words/lexicon.svelte.ts';
import {
  aConfirmation,
  aDwelling,
  aHousehold,
  aMatter,
  anOrgUnit,
  aProposal,
  aReview,
  aVisit,
  flat1203,
  monday,
  someAnswers,
} from '../builders/documents.ts';
import { anId } from '../builders/ids.ts';
import { aHolder } from '../builders/people.ts';
import { refused } from '../builders/refused.ts';
import { aStore, forget, told, type TestStore } from '../builders/store.ts';
import { reviewWords } from '../../src/words/review.ts';

const meAs = (role: Role): Me => ({ name: '何书记', holder: aHolder(role) });

let store: TestStore;
beforeEach(async () => {
  store = await aStore({ user: 'area1', device: 'tablet-area1' });
  await told(store, [aDwelling(), aHousehold({ _id: anId('household') })]);
  const lists = defaultChecklists().map((checklist): DocumentOf['checklist'] => ({
    _id: `checklist:${checklist.id}-1`,
    type: 'checklist',
    schema: 1,
    by: 'admin',
    deviceId: 'office',
    at: monday,
    checklist,
  }));
  await told(store, lists, 'ref-c1');
});
afterEach(() => forget(store));

const at = (minute: number): string => `2026-11-23T09:${String(minute).padStart(2, '0')}:00+08:00`;
/** A visit by grid1 that ended so many minutes past nine. */
const visited = (n: number, outcome: Outcome = 'met', given: Partial<DocumentOf['visit']> = {}) =>
  aVisit({ _id: anId('visit', n), outcome, startedAt: at(n), endedAt: at(n + 1), ...given });
const ulid = (n: number): string => anId('visit', n).slice('visit:'.length);
const met = { rt_outcome: 'met', rt_id: true, rt_consent: 'yes' };
const answersOf = (n: number, answers: DocumentOf['visitAnswers']['answers']) =>
  someAnswers({ _id: anId('visitAnswers', n), visitId: anId('visit', n), answers: { ...met, ...answers } });
const aDesk = (id = '', role: Role = 'areaSecretary'): ReviewModel => new ReviewModel(store, meAs(role), () => id);
const open = async (desk: ReviewModel) => vi.waitUntil(() => desk.opened);

describe('the list', () => {
  it('brings what waits, oldest first, and nothing of other areas or of oneself', async () => {
    await told(store, [visited(3), visited(1, 'not_home'), visited(5, 'met', { by: 'area1' })]);
    await told(store, [visited(4)], 'area-a2');
    const desk = aDesk();
    expect(desk.rows.map((row) => row.id)).toEqual([anId('visit', 1), anId('visit', 3)]);
    expect(desk.rows[0]).toMatchObject({ place: '12-1-1203', matters: 0, care: false });
    expect(desk.chosenId).toBe(anId('visit', 1));
  });

  it('says what came with a visit', async () => {
    const first = visited(1);
    const again = visited(1, 'met', { _id: anId('visit', 2), supersedes: first._id, after: anId('review') });
    await told(store, [first, again, aReview({ visitId: first._id, verdict: 'returned', reason: '写清楚' })]);
    await told(store, [aMatter({ visitId: again._id, dwellingId: flat1203 })]);
    await told(store, [aProposal({ visitId: again._id }), answersOf(2, { rt_changed: 'changed' })], 'care-a1');
    const desk = aDesk();
    expect(desk.rows).toHaveLength(1);
    expect(desk.rows[0]).toMatchObject({ matters: 1, care: true, folded: { version: 2 } });
    await vi.waitUntil(() => desk.changed(desk.rows[0]!));
  });

  it.each([
    ['12-1-1203', 1],
    ['12栋', 1],
    ['1203', 1],
    ['欧阳', 1],
    ['grid1', 1],
    ['2', 0],
    ['13', 0],
    ['王', 0],
  ])('finds by building, room, family and worker: %s', async (typed, found) => {
    await told(store, [visited(1)]);
    const desk = aDesk();
    desk.type(typed);
    expect(desk.rows).toHaveLength(found);
  });
});

describe('the list narrowed', () => {
  const zhWords = wordsIn('zh');
  const units = () =>
    ['a1', 'a2'].map((key) =>
      anOrgUnit({ _id: `orgUnit:${key}`, values: { level: 'area', name: `${key} 片区`, key, parentId: 'orgUnit:g1' } }),
    );

  it('shows one area of several to somebody above them, and no checklist, which the answers alone tell', async () => {
    await told(store, [visited(1)], 'area-a1');
    await told(store, [visited(2)], 'area-a2');
    await told(store, units(), 'ref-c1');
    const me = { name: '苑书记', holder: aHolder('gardenSecretary', { pinned: ['a1', 'a2'] }) };
    const desk = new ReviewModel(store, me, () => '');
    expect(desk.areas).toEqual(['a1 片区', 'a2 片区']);
    expect(desk.narrowing.lists(zhWords)).toEqual([]);
    expect(desk.rows).toHaveLength(2);
    desk.narrowing.chooseArea('a2');
    expect(desk.rows.map((row) => row.id)).toEqual([anId('visit', 2)]);
  });

  it('shows the visits of one checklist where the answers are held', async () => {
    await told(store, [visited(1), visited(2), visited(3, 'not_home')]);
    await told(store, [answersOf(1, {}), { ...answersOf(2, {}), checklistId: 'elderly_alone' }], 'care-a1');
    const desk = aDesk();
    expect(desk.narrowing.lists(zhWords)).toContainEqual({ key: 'elderly_alone', name: expect.any(String) as string });
    desk.narrowing.chooseList('elderly_alone');
    await vi.waitUntil(() => desk.rows.length === 1);
    expect(desk.rows[0]?.id).toBe(anId('visit', 2));
    desk.narrowing.chooseList('');
    expect(desk.rows).toHaveLength(3);
  });
});

describe('a correction by the desk', () => {
  const accepted = () => aReview({ visitId: anId('visit', 1), verdict: 'accepted' });

  it('is offered for an accepted visit of the area, and lies there as a draft with its reason', async () => {
    await told(store, [visited(1), visited(2), accepted()]);
    await told(store, [answersOf(1, {})], 'care-a1');
    const desk = aDesk(ulid(1));
    await open(desk);
    expect(desk.mayCorrect).toBe(true);
    expect(await desk.correct(anId('visit', 1), '写错了人')).toMatchObject({ ok: true });
    const [draft] = store.shelf.drafts;
    expect(draft?.body).toMatchObject({ supersedes: anId('visit', 1), after: accepted()._id, correction: '写错了人' });
    expect(store.shelf.outbox.flatMap((row) => row.refs.map((ref) => ref.type))).toEqual(['opening']);
  });

  it('does not begin when it could not be put on record that the answers are opened', async () => {
    await told(store, [visited(1), accepted()]);
    await told(store, [answersOf(1, {})], 'care-a1');
    const desk = aDesk(ulid(1));
    await open(desk);
    store.db.outbox.hook('creating', () => {
      throw new DOMException('no room', 'QuotaExceededError');
    });
    expect(await desk.correct(anId('visit', 1), '写错了人')).toMatchObject({ fault: { code: 'storage-full' } });
    expect([desk.isOpen, store.shelf.drafts]).toEqual([false, []]);
  });

  it('is not offered before the verdict, nor to those above the area', async () => {
    await told(store, [visited(1), visited(2), accepted()]);
    const waiting = aDesk(ulid(2));
    await open(waiting);
    expect(waiting.mayCorrect).toBe(false);
    const above = aDesk(ulid(1), 'gardenSecretary');
    await open(above);
    expect(above.mayCorrect).toBe(false);
    expect(await above.correct(anId('visit', 1), '写错了人')).toMatchObject({ ok: false });
  });
});

describe('a verdict', () => {
  it('is a fact that names the visit it saw; the next one comes, and undo takes it back', async () => {
    await told(store, [visited(1), visited(3), visited(5)]);
    const desk = aDesk(ulid(3));
    await open(desk);
    const decided = await desk.accept(anId('visit', 3));
    expect(decided).toMatchObject({ ok: true, value: { next: ulid(5) } });
    const [review] = store.shelf.all('review');
    expect(review).toMatchObject({
      visitId: anId('visit', 3),
      after: anId('visit', 3),
      verdict: 'accepted',
      by: 'area1',
    });
    expect([desk.count('waiting'), desk.count('accepted')]).toEqual([2, 1]);
    if (!decided.ok) throw new Error(decided.fault.code);
    expect(await desk.takeBack(decided.value.envelopeId)).toBe(true);
    expect(desk.count('waiting')).toBe(3);
  });

  it('comes too late to be taken back after eight seconds', async () => {
    await told(store, [visited(1)]);
    const decided = await aDesk().accept(anId('visit', 1));
    store.clock.move(8_001);
    expect(decided.ok && (await aDesk().takeBack(decided.value.envelopeId))).toBe(false);
  });

  it('is not given on what is not there, in another area, one’s own, or decided already', async () => {
    await told(store, [visited(1, 'met', { by: 'area1' }), visited(5), aReview({ visitId: anId('visit', 5) })]);
    await told(store, [visited(3)], 'area-a2');
    const desk = aDesk();
    for (const n of [1, 3, 9]) expect(await desk.accept(anId('visit', n))).toMatchObject({ ok: false });
    const decided = aDesk(ulid(5));
    await open(decided);
    expect(decided.mayDecide).toBe(false);
    expect(store.shelf.outbox).toHaveLength(0);
  });

  it('sends back with a reason, and the draft of the reason goes with it', async () => {
    await told(store, [visited(1)]);
    const why = new ReturnModel(store, anId('visit', 1));
    why.toggle(1);
    why.toggle(0);
    why.type('楼道堆物要写清是哪一层');
    await vi.waitUntil(() => store.shelf.draft(why.key));
    expect(new ReturnModel(store, anId('visit', 1)).text).toBe('楼道堆物要写清是哪一层');
    const reason = reasonOf(why, reviewWords.zh);
    expect(reason).toBe('写清地点；缺承诺日期；楼道堆物要写清是哪一层。');
    await aDesk().sendBack(anId('visit', 1), reason, why.key);
    expect(visitStates(store.shelf).get(anId('visit', 1))).toMatchObject({ state: 'returned', review: { reason } });
    expect(store.shelf.drafts).toHaveLength(0);
  });

  it('that was undone, or not taken by the relay, leaves its reason half written', async () => {
    await told(store, [visited(1)]);
    const why = new ReturnModel(store, anId('visit', 1));
    why.toggle(1);
    why.type('写清是哪一层');
    await vi.waitUntil(() => store.shelf.draft(why.key));
    const desk = aDesk(ulid(1));
    const sent = await desk.sendBack(anId('visit', 1), reasonOf(why, reviewWords.zh), why.key);
    expect(sent.ok && (await desk.takeBack(sent.value.envelopeId))).toBe(true);
    expect(desk.unsent?.text).toBe('写清是哪一层');
    const again = new ReturnModel(store, anId('visit', 1));
    expect([again.chips, again.text]).toEqual([[1], '写清是哪一层']);
    const once = await desk.sendBack(anId('visit', 1), reasonOf(again, reviewWords.zh), again.key);
    if (!once.ok) throw new Error(once.fault.code);
    await refused(store, once.value.envelopeId, 'illegal-step');
    expect([desk.unsent, desk.count('waiting')]).toEqual([undefined, 0]);
    await reopenRefused(store, once.value.envelopeId);
    expect([desk.unsent?.text, desk.count('waiting')]).toEqual(['写清是哪一层', 1]);
    const back = new ReturnModel(store, anId('visit', 1));
    expect([back.chips, back.text]).toEqual([[1], '写清是哪一层']);
  });

  it('warns of a number of a person in the reason', () => {
    const why = new ReturnModel(store, anId('visit', 1));
    why.type('写了 13900000001');
    expect(why.personal).toBe('phone');
    expect(reasonOf(new ReturnModel(store, anId('visit', 2)), reviewWords.zh)).toBe('');
  });

  it('accepts no answer and declined together, never what somebody said', async () => {
    await told(store, [visited(1, 'not_home'), visited(3, 'met'), visited(5, 'refused'), visited(7, 'phone')]);
    const desk = aDesk();
    desk.picks.start();
    desk.picks.all(desk.pickable);
    desk.picks.toggle(anId('visit', 3));
    expect(await desk.acceptPicked()).toMatchObject({ ok: true, value: { next: ulid(3) } });
    expect(store.shelf.all('review').map((review) => review.visitId)).toEqual([anId('visit', 1), anId('visit', 5)]);
    expect(store.shelf.outbox).toHaveLength(1);
    expect(desk.picks.on).toBe(false);
  });
});

describe('the record', () => {
  const older = aVisit({
    _id: anId('visit', 40),
    startedAt: '2026-05-04T10:00:00+08:00',
    endedAt: '2026-05-04T10:09:00+08:00',
  });
  const said = (opened: Awaited<ReturnType<typeof openVisit>>) =>
    opened?.reading?.said.map(({ question, value, before, mended }) => [question.id, value, before, mended]);

  it('tells what was newly said, with what it was before, and what stayed in one line', async () => {
    await told(store, [older, visited(1)]);
    await told(
      store,
      [
        answersOf(40, { rt_changed: 'changed', rt_use: 'self' }),
        answersOf(1, { rt_changed: 'changed', rt_use: 'rent' }),
      ],
      'care-a1',
    );
    const opened = await openVisit(store, anId('visit', 1));
    expect(said(opened)).toContainEqual(['rt_use', 'rent', 'self', undefined]);
    expect(said(opened)?.map(([id]) => id)).not.toContain('rt_outcome');
    await told(store, [visited(3), answersOf(3, { rt_changed: 'none' })]);
    const calm = await openVisit(store, anId('visit', 3));
    expect(calm?.reading?.unchanged.map(({ question, value }) => [question.id, value])).toEqual([['rt_use', 'rent']]);
    expect(calm?.reading?.since).toBe('2026-11-23');
  });

  it('marks what was mended after it was sent back', async () => {
    const again = visited(1, 'met', { _id: anId('visit', 2), supersedes: anId('visit', 1), after: anId('review') });
    await told(store, [
      visited(1),
      again,
      aReview({ visitId: anId('visit', 1), verdict: 'returned', reason: '写清楚' }),
    ]);
    await told(
      store,
      [answersOf(1, { rt_note: '有杂物' }), answersOf(2, { rt_note: '三楼有杂物', rt_mood: 'calm' })],
      'care-a1',
    );
    const opened = await openVisit(store, anId('visit', 2));
    expect(opened?.previous?.review?.reason).toBe('写清楚');
    expect(said(opened)).toContainEqual(['rt_note', '三楼有杂物', undefined, '有杂物']);
    expect(said(opened)).toContainEqual(['rt_mood', 'calm', undefined, null]);
    expect(said(opened)?.find(([id]) => id === 'rt_consent')).toEqual(['rt_consent', 'yes', undefined, undefined]);
  });

  it('keeps sensitive answers closed until a purpose was chosen and logged', async () => {
    await told(store, [visited(1)]);
    await told(store, [answersOf(1, { rt_focus: ['ill'], rt_mood: 'calm' })], 'care-a1');
    const desk = aDesk();
    const opened = await open(desk);
    const closed = opened?.reading?.said.filter((line) => line.closed).map(({ question }) => question.id);
    expect(closed).toEqual(['rt_focus']);
    expect([desk.holdsAnswers, desk.isOpen]).toEqual([true, false]);
    await desk.open('review');
    expect(desk.isOpen).toBe(true);
    const [row] = store.shelf.outbox;
    expect(row?.refs).toMatchObject([{ db: 'log-c1', type: 'opening' }]);
  });

  it('tells a garden secretary that the answers are not theirs, and still takes the verdict', async () => {
    store = await aStore({ user: 'garden1', device: 'tablet-garden' });
    await told(store, [aDwelling(), visited(1)]);
    const desk = new ReviewModel(
      store,
      { name: '苑区书记', holder: aHolder('gardenSecretary', { pinned: ['a1'] }) },
      () => '',
    );
    const opened = await open(desk);
    expect([opened?.reading, desk.holdsAnswers, desk.mayDecide]).toEqual([undefined, false, true]);
    expect(desk.home?.care).toBeUndefined();
  });

  it('says when the visit is not here', async () => {
    const desk = aDesk(ulid(99));
    expect(desk.opened).toBeUndefined();
    await vi.waitUntil(() => desk.isMissing);
  });
});

describe('a proposal', () => {
  it('is decided by its own button, in the database where it lies', async () => {
    await told(store, [visited(1)]);
    await told(store, [aProposal({ visitId: anId('visit', 1) })], 'care-a1');
    const desk = aDesk();
    const [raised] = (await open(desk))?.proposals ?? [];
    expect(raised?.state).toBe('pending');
    await desk.accept(anId('visit', 1));
    expect(store.shelf.all('confirmation')).toHaveLength(0);
    expect((await desk.decideProposal(raised!, { decision: 'confirmed' })).ok).toBe(true);
    const [confirmation] = store.shelf.all('confirmation');
    expect(confirmation).toMatchObject({
      proposalId: raised!.proposal._id,
      after: raised!.proposal._id,
      decision: 'confirmed',
    });
    expect(store.shelf.databaseOf('confirmation', confirmation!._id)).toBe('care-a1');
  });

  it('of one’s own needs another person; what is decided is not asked again', async () => {
    await told(store, [visited(1)]);
    await told(
      store,
      [
        aProposal({ visitId: anId('visit', 1), by: 'area1' }),
        aProposal({ _id: anId('proposal', 2), visitId: anId('visit', 1) }),
      ],
      'care-a1',
    );
    await told(store, [aConfirmation({ proposalId: anId('proposal', 2), decision: 'declined' })], 'care-a1');
    const desk = aDesk();
    const opened = await open(desk);
    const [own, other] = [1, 2].map((n) => opened?.proposals.find((one) => one.proposal._id === anId('proposal', n)));
    expect([desk.needsOther(own!), desk.mayConfirm(own!)]).toEqual([true, false]);
    expect(await desk.decideProposal(own!, { decision: 'confirmed' })).toMatchObject({ ok: false });
    expect(other?.state).toBe('declined');
  });
});
