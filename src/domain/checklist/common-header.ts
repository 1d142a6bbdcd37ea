import type { Checklist, Question } from './checklist.ts';

const choice = (value: string, zh: string, en: string) => ({ value, label: { zh, en } });

/** The five questions that open every visit by a worker, with the list's own prefix. */
function commonHeader(prefix: string): readonly Question[] {
  const outcome = `${prefix}_outcome`;
  return [
    {
      id: outcome,
      type: 'single',
      role: 'outcome',
      section: 'meet',
      label: { zh: '见面情况', en: 'Contact outcome' },
      short: { zh: '见面', en: 'Contact' },
      choices: [
        choice('met', '见到本人或家属', 'Met resident or family'),
        choice('phone', '电话联系', 'Reached by phone'),
        choice('not_home', '无人应答', 'No answer'),
        choice('refused', '婉拒', 'Declined'),
        choice('vacant', '空置', 'Vacant'),
        choice('moved', '已搬离', 'Moved away'),
        choice('no_access', '进不了单元门', 'Could not enter building'),
      ],
      required: true,
    },
    {
      id: `${prefix}_id`,
      type: 'boolean',
      role: 'badge',
      section: 'meet',
      label: { zh: '已出示工作证并说明来意', en: 'Showed work badge and said why I came' },
      short: { zh: '工作证', en: 'Badge' },
      required: true,
      showIf: { op: 'eq', id: outcome, value: 'met' },
    },
    {
      id: `${prefix}_consent`,
      type: 'single',
      role: 'consent',
      section: 'meet',
      label: { zh: '对方同意记录吗', en: 'Do they agree to be recorded' },
      short: { zh: '同意记录', en: 'Consent' },
      hint: {
        zh: '先说清楚：谁在收集、收集什么、做什么用、存多久，可以拒绝或撤回。',
        en: 'Say first: who collects, what, what for, how long it is kept; they may refuse or withdraw.',
      },
      choices: [
        choice('yes', '同意记录', 'Agrees to be recorded'),
        choice('partial', '只记基本情况', 'Basic facts only'),
        choice('no', '不同意', 'Does not agree'),
      ],
      required: true,
      showIf: { op: 'in', id: outcome, values: ['met', 'phone'] },
    },
    {
      id: `${prefix}_retry`,
      type: 'single',
      role: 'retry',
      section: 'meet',
      label: { zh: '再次上门时段', en: 'When to try again' },
      short: { zh: '再来时段', en: 'Try again' },
      choices: [
        choice('weekday_day', '工作日白天', 'Weekday daytime'),
        choice('weekday_eve', '工作日傍晚（19:30前）', 'Weekday early evening'),
        choice('weekend', '周末', 'Weekend'),
        choice('phone_first', '先电话预约', 'Phone first'),
      ],
      required: false,
      showIf: { op: 'in', id: outcome, values: ['not_home', 'no_access'] },
    },
    {
      id: `${prefix}_refuse`,
      type: 'single',
      role: 'refuse',
      section: 'meet',
      label: { zh: '婉拒后的安排', en: 'After a refusal' },
      short: { zh: '婉拒安排', en: 'After refusal' },
      choices: [
        choice('later', '以后再来', 'Come back later'),
        choice('paper', '留联系卡，有事联系', 'Left contact card'),
        choice('no_more', '本年度不再主动上门征询', 'Do not ask again this year'),
      ],
      required: false,
      showIf: { op: 'eq', id: outcome, value: 'refused' },
    },
  ];
}

/**
 * A worker's list always opens with outcome, badge, consent, retry and refusal; what it lacks is put in front, under
 * the prefix of its other questions (`dp_outcome`). Lists handed over or filled by a reviewer stay as they are.
 */
export function withCommonHeader(checklist: Checklist): Checklist {
  if (checklist.mode !== 'worker') return checklist;
  // A list with its own outcome decides where its header stands and when it is asked.
  if (checklist.questions.some((question) => question.role === 'outcome')) return checklist;
  const prefix = checklist.questions[0]?.id.split('_')[0] ?? checklist.id;
  return { ...checklist, questions: [...commonHeader(prefix), ...checklist.questions] };
}
