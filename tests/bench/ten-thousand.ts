import { areaOf, careOf, refOf } from '../../src/domain/database-name.ts';
import type { AnyDocument } from '../../src/domain/document.ts';
import { chanceOf, type Chance } from '../../sync-server/provisioning/demo/chance.ts';
import type { DemoDatabase } from '../../sync-server/provisioning/demo/community.ts';
import { historyOf } from '../../sync-server/provisioning/demo/history.ts';
import { homesOf } from '../../sync-server/provisioning/demo/homes.ts';
import { areaByKey, community, organisation } from '../../sync-server/provisioning/demo/organisation.ts';
import { reference } from '../../sync-server/provisioning/demo/reference.ts';

export const wantedDocuments = 10_000;
/** bytes of JSON */
export const wantedMean = 900;

/** The area that is measured, and a small one in which somebody works while the large one still comes. */
export const areaKey = 'yx03';
export const smallAreaKey = 'yx02';

const dayMs = 86_400_000;
const bytesOf = (document: object): number => Buffer.byteLength(JSON.stringify(document));
export const meanBytes = (documents: readonly object[]): number =>
  documents.reduce((sum, document) => sum + bytesOf(document), 0) / documents.length;

const sentences = [
  '老人精神不错，腿脚比上回慢了些，下楼要扶着栏杆走。',
  '说起楼道灯坏了半个月，物业来看过一次没有下文。',
  '孩子在外地上班，每周打两回电话，过年才回来。',
  '厨房的燃气软管换过了，报警器没有装，留了登记单。',
  '邻居常来串门，买菜也顺手带一份，这一层相互照应得好。',
  '想问问医保异地报销怎么办，已经记下，回去问清楚再来说。',
  '阳台堆了不少纸箱，提醒过两次，答应周末清掉。',
];

/** Words of about so many bytes; a Chinese character is three. */
function wordsOf(bytes: number, chance: Chance): string {
  let words = '';
  while (words.length * 3 < bytes) words += chance.pick(sentences);
  return words.slice(0, Math.round(bytes / 3));
}

/** How much of what is missing each kind of document takes: people write most in their summaries. */
const share: Readonly<Record<string, number>> = { visitAnswers: 4, note: 2, matter: 2, review: 1 };

/** The same documents with more words of people in them, until the mean is as wanted. */
function wordier(document: AnyDocument, bytesAShare: number, chance: Chance): AnyDocument {
  const bytes = bytesAShare * (share[document.type] ?? 0);
  switch (document.type) {
    case 'visitAnswers': {
      const summary = { seen: wordsOf(bytes * 0.6, chance), thought: wordsOf(bytes * 0.4, chance) };
      return { ...document, summary };
    }
    case 'review':
      return { ...document, reason: wordsOf(bytes, chance) };
    case 'note':
    case 'matter':
      return { ...document, text: wordsOf(bytes, chance) };
    default:
      return document;
  }
}

/**
 * What a grid worker of one area holds, exactly 10,000 documents of 0.9 KB on average: the demo's organisation, homes
 * and year of history, as much of the year before as is missing, and longer texts. The same for the same `now`.
 * @param now ms; the history ends there
 */
export function tenThousand(now: number): DemoDatabase[] {
  const founded = `${new Date(now - 800 * dayMs).toISOString().slice(0, 10)}T08:00:00+08:00`;
  const chance = chanceOf(2_000);
  const authors = { worker: 'grid1', secretary: 'area1' };
  const ref: AnyDocument[] = [...organisation(founded), ...reference(founded)];
  const { area: places, care: papers, homes } = homesOf(areaByKey(areaKey), founded, chance);
  const year = quiet(historyOf(homes, authors, now, chance));
  const before = quiet(historyOf(homes, authors, now - 365 * dayMs, chance));
  const area: AnyDocument[] = [...places, ...year.area];
  const care: AnyDocument[] = [...papers, ...year.care];
  const missing = wantedDocuments - ref.length - area.length - care.length;
  // The newest of it, in the mix of a year.
  const part = missing / (before.area.length + before.care.length);
  if (part > 1) throw new Error('two years are fewer than 10,000 documents');
  const inCare = Math.round(before.care.length * part);
  area.push(...newest(before.area, missing - inCare));
  care.push(...newest(before.care, inCare));

  const all = [...ref, ...area, ...care];
  const shares = all.reduce((sum, { type }) => sum + (share[type] ?? 0), 0);
  const lacking = wantedMean * wantedDocuments - all.reduce((sum, document) => sum + bytesOf(document), 0);
  const words = (documents: readonly AnyDocument[]): AnyDocument[] =>
    documents.map((document) => wordier(document, lacking / shares, chance));
  return [
    { name: refOf(community), documents: ref },
    { name: areaOf(areaKey), documents: words(area) },
    { name: careOf(areaKey), documents: words(care) },
  ];
}

type History = ReturnType<typeof historyOf>;
/** Without must-arrives: the relay answers them with documents of its own, and there would be more than were counted. */
const quiet = ({ area, care }: History): History => ({
  area,
  care: care.filter((document) => !(document.type === 'proposal' && document.kind === 'mustArrive')),
});

const newest = <T extends AnyDocument>(documents: readonly T[], count: number): T[] =>
  [...documents].sort((a, b) => (a.at < b.at ? 1 : -1)).slice(0, count);

/** One building of 60 flats in the small area, with its households and no history. */
export function smallArea(now: number): DemoDatabase[] {
  const founded = `${new Date(now - 800 * dayMs).toISOString().slice(0, 10)}T08:00:00+08:00`;
  const whole = areaByKey(smallAreaKey);
  const { area, care } = homesOf({ ...whole, buildings: whole.buildings.slice(0, 1) }, founded, chanceOf(2_001));
  return [
    { name: areaOf(smallAreaKey), documents: area },
    { name: careOf(smallAreaKey), documents: care },
  ];
}
