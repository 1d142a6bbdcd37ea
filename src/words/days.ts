import { inBoth } from './in-both.ts';

const monthsEn = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const weekdaysEn = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];
const [yearOf, monthOf, dayOfMonth] = [
  (day: string) => Number(day.slice(0, 4)),
  (day: string) => Number(day.slice(5, 7)),
  (day: string) => Number(day.slice(8, 10)),
];

/** Days and times as people say them; a day is `YYYY-MM-DD`, an instant ISO 8601 with the place's offset. */
export const wordsOfDays = inBoth(
  {
    day: (day: string) => `${monthOf(day)}月${dayOfMonth(day)}日`,
    dayWithYear: (day: string) => `${yearOf(day)}年${monthOf(day)}月${dayOfMonth(day)}日`,
    weekday: (weekday: number) => `星期${'日一二三四五六'.charAt(weekday)}`,
    time: (instant: string) => instant.slice(11, 16),
    today: '今天',
    yesterday: '昨天',
    tomorrow: '明天',
    dayAfter: '后天',
    nextMonday: '下周一',
    pick: '选日子',
    daysAgo: (days: number) => (days === 0 ? '今天' : days === 1 ? '昨天' : `${days} 天前`),
  },
  {
    day: (day: string) => `${dayOfMonth(day)} ${monthsEn[monthOf(day) - 1] ?? ''}`,
    dayWithYear: (day: string) => `${dayOfMonth(day)} ${monthsEn[monthOf(day) - 1] ?? ''} ${yearOf(day)}`,
    weekday: (weekday: number) => weekdaysEn[weekday] ?? '',
    time: (instant: string) => instant.slice(11, 16),
    today: 'today',
    yesterday: 'yesterday',
    tomorrow: 'Tomorrow',
    dayAfter: 'In two days',
    nextMonday: 'Next Monday',
    pick: 'Pick a day',
    daysAgo: (days: number) => (days === 0 ? 'today' : days === 1 ? 'yesterday' : `${days} days ago`),
  },
);
