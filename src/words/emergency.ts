import { inBoth } from './in-both.ts';

/** 紧急联系卡: whom a neighbour calls when something may have happened behind a door. */
export const emergencyWords = inBoth(
  {
    title: '紧急联系卡',
    hint: '只有联系人和门口要知道的事。先选为什么打开；谁、什么时候、为什么打开，都会记下。',
    why: '为什么打开',
    reasons: {
      noAnswer: '敲门、打电话都没有回应',
      unwell: '人不舒服、摔倒了',
      asked: '本人或家里人要我联系',
      hazard: '有火、有烟、漏水、漏气',
    },
    none: '这户没有紧急联系卡。有危险先打 110、119、120。',
    contact: '紧急联系人',
    noContact: '没有留紧急联系人。有危险先打 110、119、120。',
    call: (name: string) => `打给${name}`,
    note: '门口要知道',
    logged: '打开的记录已存在本机，有信号就送出。',
    notHere: '这台平板还没收到这栋楼的卡，连上一次信号就有了。',
    lookup: '查一查',
  },
  {
    title: 'Emergency card',
    hint: 'Only whom to call and what to know at the door. Say why first: who opened it, when and why is logged.',
    why: 'Why it is opened',
    reasons: {
      noAnswer: 'No answer at the door or by telephone',
      unwell: 'Somebody is unwell or fell',
      asked: 'They or their family asked me to call',
      hazard: 'Fire, smoke, water or gas',
    },
    none: 'This home has no emergency card. In danger ring 110, 119 or 120 first.',
    contact: 'Whom to call',
    noContact: 'No contact was left. In danger ring 110, 119 or 120 first.',
    call: (name: string) => `Ring ${name}`,
    note: 'At the door',
    logged: 'That it was opened is saved on this tablet and goes out with the next signal.',
    notHere: 'The cards of this building have not come to this tablet yet; they come with the next signal.',
    lookup: 'Look up',
  },
);
