import type { PillWords } from '../../../src/ui/pill.ts';
import type { ShellItem } from '../../../src/ui/shell-item.ts';

export const items: ShellItem[] = [
  { href: '#today', glyph: 'today', word: '今天', current: true },
  { href: '#buildings', glyph: 'buildings', word: '楼栋' },
  { href: '#matters', glyph: 'matters', word: '事项', count: 2, countWord: '条待办' },
  { href: '#notebook', glyph: 'notebook', word: '本子' },
  { href: '#me', glyph: 'badge', word: '我的' },
];

export const pillWords: PillWords = {
  prefix: '同步状态：',
  delivered: '已送达',
  sending: '送出中',
  local: '在本机',
  offline: '无信号',
  attention: '要处理',
};
