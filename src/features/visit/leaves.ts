import { dayOf, weekday } from '../../domain/day.ts';
import type { Checklist } from '../../domain/checklist/checklist.ts';
import { questionOfRole } from '../../domain/checklist/checklist.ts';
import type { Evaluation } from '../../domain/checklist/evaluate.ts';
import type { VisitEffects } from '../../domain/checklist/visit-effects.ts';
import type { Matter, Visit } from '../../domain/documents/visit.ts';
import type { Door } from '../../domain/door.ts';
import { tickOf } from '../../store/home-changes.ts';
import { mattersOfDoor } from '../../store/matters.ts';
import { dueAfter } from '../../store/next-visit.ts';
import type { Store } from '../../store/store.ts';
import type { VisitDraftBody } from '../../store/visit-draft.ts';
import { matterBody } from '../../store/visit-facts.ts';
import type { GlyphName } from '../../ui/glyph/glyphs.ts';
import { outcomeGlyphs } from '../../ui/glyph/outcome-glyphs.ts';
import type { Words } from '../../words/lexicon.svelte.ts';

/** One thing that finishing leaves, in words. */
export interface Leaf {
  readonly id: string;
  readonly glyph: GlyphName;
  readonly title: string;
  readonly detail: string;
  /** an open matter of the household that it could join, by the key of what raised it */
  readonly similar?: { readonly key: string; readonly matter: Matter; readonly joined: boolean };
}

export interface Leaving {
  readonly store: Store;
  readonly door: Door;
  readonly draft: VisitDraftBody;
  readonly checklist: Checklist;
  readonly evaluation: Evaluation;
  readonly effects: VisitEffects;
  readonly words: Words;
}

const short = (text: string): string => ([...text].length > 24 ? `${[...text].slice(0, 23).join('')}…` : text);

/** An open matter of the same kind at this household, of another visit. */
export function similarMatter({ store, door, draft }: Leaving, matterType: string): Matter | undefined {
  return mattersOfDoor(store.shelf, door.dwellingId).find(
    (one) =>
      one.resolution === 'taken' &&
      one.matterType === matterType &&
      (one.householdId === undefined || one.householdId === door.householdId) &&
      (draft.supersedes === undefined || one.visitId !== draft.supersedes),
  );
}

function visitLeaf({ draft, checklist, evaluation, words }: Leaving): Leaf {
  const outcome = evaluation.outcome ?? 'met';
  const t = words.visit.summary;
  const question = questionOfRole(checklist, 'outcome');
  const outcomeWord =
    question?.choices?.find((choice) => choice.value === outcome)?.label[words.language] ??
    words.status.outcome[outcome];
  const changed = draft.answers[questionOfRole(checklist, 'changed')?.id ?? ''];
  const change = changed === 'none' ? t.noChange : changed === undefined ? undefined : t.withChange;
  return {
    id: 'visit',
    glyph: outcomeGlyphs[outcome],
    title: draft.supersedes === undefined ? t.visit : t.corrected,
    detail: [outcomeWord, change].filter((part) => part !== undefined).join(words.language === 'zh' ? '，' : ', '),
  };
}

function matterLeaves(leaving: Leaving): Leaf[] {
  const { door, draft, effects, words } = leaving;
  const t = words.visit.summary;
  return effects.matters.map((raised): Leaf => {
    const body = matterBody(door, raised, dayOf(draft.startedAt));
    const matter = similarMatter(leaving, raised.matterType);
    const joined = matter !== undefined && draft.joined?.[raised.key] === matter._id;
    const promised = body.promisedReplyOn;
    const detail = joined
      ? t.joinedTo(short(matter.text))
      : promised === undefined
        ? words.status.resolution[body.resolution]
        : t.answerBy(words.days.day(promised), words.days.weekday(weekday(promised) % 7));
    return {
      id: raised.key,
      glyph: 'matters',
      title: t.matter(short(raised.text)),
      detail,
      ...(matter && { similar: { key: raised.key, matter, joined } }),
    };
  });
}

function nextLeaf({ store, door, draft, evaluation, effects, words }: Leaving): Leaf[] {
  const t = words.visit.summary;
  const visit: Visit = {
    _id: 'visit:00000000000000000000000000',
    type: 'visit',
    schema: 1,
    by: store.user,
    deviceId: store.device,
    at: store.clock.instant(),
    dwellingId: door.dwellingId,
    buildingId: door.buildingId,
    ...(door.householdId !== undefined && { householdId: door.householdId }),
    ...(draft.supersedes !== undefined && { supersedes: draft.supersedes }),
    outcome: evaluation.outcome ?? 'met',
    startedAt: draft.startedAt,
    endedAt: store.clock.instant(),
  };
  const due = dueAfter(store, door, visit);
  const on = [effects.nextDueOn, due?.dueOn].filter((day) => day !== undefined).sort()[0];
  if (on === undefined) return [];
  const month = t.nextMonth(Number(on.slice(0, 4)), Number(on.slice(5, 7)));
  const slot = effects.preferredSlot ?? due?.slot;
  return [
    { id: 'next', glyph: 'clock', title: t.next, detail: slot ? t.nextWith(month, words.status.slot[slot]) : month },
  ];
}

/** What 完成 will leave behind, document by document, in words. */
export function leavesOf(leaving: Leaving): Leaf[] {
  const { draft, checklist, effects, words } = leaving;
  const t = words.visit.summary;
  const comma = words.language === 'zh' ? '，' : ', ';
  const written = draft.answers[questionOfRole(checklist, 'note')?.id ?? ''];
  const given = effects.consent?.given;
  const hasSummary = given !== 'no' && Object.values(draft.summary).some((text) => text.trim() !== '');
  const hasNote = typeof written === 'string' && written.trim() !== '';
  const tags = effects.proposals.filter((one) => one.kind === 'careTag');
  const orders = effects.proposals.filter((one) => one.kind === 'serviceOrder');
  const arrivals = effects.proposals.filter((one) => one.kind === 'mustArrive');
  const people = draft.changes.filter((change) => effects.editKinds.includes(tickOf[change.kind])).length;
  const leaf = (id: string, glyph: GlyphName, title: string, detail: string): Leaf => ({ id, glyph, title, detail });
  return [
    visitLeaf(leaving),
    ...matterLeaves(leaving),
    ...(draft.calls ?? []).map((call) =>
      leaf(
        call.key,
        'phone',
        words.visit.urgent.logged(words.days.time(call.at), call.number),
        call.to ?? words.visit.summary.note,
      ),
    ),
    ...(people > 0 ? [leaf('people', 'people', t.people, t.peopleCount(people))] : []),
    ...(hasSummary || hasNote
      ? [
          leaf(
            'note',
            'paper',
            t.note,
            [given === 'no' ? t.noteOwn : hasNote ? short(written) : '', hasSummary ? t.noteOf : '']
              .filter((part) => part !== '')
              .join(comma),
          ),
        ]
      : []),
    ...(tags.length > 0 ? [leaf('tag', 'diamond', t.tag, t.tagWaits)] : []),
    ...(orders.length > 0 ? [leaf('order', 'square', t.order(orders.length), t.tagWaits)] : []),
    ...(arrivals.length > 0 ? [leaf('arrive', 'hourglass', t.arrive, words.days.day(dayOf(draft.startedAt)))] : []),
    ...nextLeaf(leaving),
  ];
}
