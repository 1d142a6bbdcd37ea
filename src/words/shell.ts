import { inBoth } from './in-both.ts';

export const shell = inBoth(
  {
    brand: '百步',
    nav: '主导航',
    today: '今天',
    buildings: '楼栋',
    notebook: '本子',
    review: '审核',
    me: '我的',
    lock: '锁屏',
    waiting: '条待审核',
    close: '关闭',
    back: '返回',
    more: '更多',
    cancel: '先不',
    undo: '撤销',
    undoLate: '来不及撤销，已经在送了。记录还在，可以再更正。',
    saved: '已存本机',
    loading: '正在打开',
    newVersion: '有新版本。草稿会先存好。',
    updateNow: '现在换',
    updateLater: '今天不换',
    insecure: '这个地址不是安全连接，浏览器不让应用离线工作。请用 https 打开，或在这台机器上用 localhost。',
    storageDenied: '浏览器没有答应长期保留本机数据。装到主屏幕可以避免被清掉。',
    bug: (reference: string) => `这一页没打开。已经存下的都在。错误编号 ${reference}。`,
    reload: '重新打开',
    firstLoad: (place: string, arrived: string, total: string, left: string) =>
      `正在把${place}搬到这台平板。已到 ${arrived} / ${total} 条${left}。已到的楼栋可以先用。`,
    secondsLeft: (seconds: number) => `，大约还要 ${seconds} 秒`,
    firstLoadCut: (arrived: string) => `断在 ${arrived} 条。有信号时接着来，不从头。`,
    evicted: '浏览器清掉了本机数据。已送达的会重新取回。',
    lost: (records: number, drafts: number) =>
      `浏览器清掉本机数据时，${[
        ...(records > 0 ? [`${records} 条还没送出的记录`] : []),
        ...(drafts > 0 ? [`${drafts} 份草稿`] : []),
      ].join('和')}没有了，要重新记。其余的都取回来了。`,
    known: '知道了',
    clockOff: (ahead: boolean, amount: string) =>
      `这台平板的时间${ahead ? '快' : '慢'}了约${amount}。请在系统设置里改正，不然走访时间会记错。`,
    span: (minutes: number) =>
      minutes < 90
        ? ` ${minutes} 分钟`
        : minutes < 2_880
          ? ` ${Math.round(minutes / 60)} 小时`
          : ` ${Math.round(minutes / 1_440)} 天`,
    roomFew: '本机快存满了。文字和草稿留了位置；请先不拍照，有信号时让照片送出。',
    memory: {
      newer: '另一个窗口已换成新版本。这里写的都存好了，重新打开就能接着用。',
      gone: '浏览器关掉了本机数据。重新打开看看还在不在；已送达的都会取回。',
      unreadable: '本机数据这次没打开，没有动它。请重新打开；还不行就重启平板，再不行请联系管理员。',
      blocked: '另一个窗口还开着旧版本。请关掉它，这里会自动接着打开。',
    },
    notFound: '没有这一页。',
    toToday: '回到今天',
    arriving: '住户和走访记录正在搬过来。',
    arrivingText: '搬完就知道今天该走哪几户。已到的楼栋可以先看。',
    toBuildings: '去楼栋',
  },
  {
    brand: 'Baibu',
    nav: 'Main navigation',
    today: 'Today',
    buildings: 'Buildings',
    notebook: 'Notebook',
    review: 'Review',
    me: 'Me',
    lock: 'Lock',
    waiting: 'waiting for review',
    close: 'Close',
    back: 'Back',
    more: 'More',
    cancel: 'Not now',
    undo: 'Undo',
    undoLate: 'Too late to undo: it is on its way. The record is there and can be corrected.',
    saved: 'saved on this tablet',
    loading: 'Opening',
    newVersion: 'There is a new version. Drafts are kept.',
    updateNow: 'Update now',
    updateLater: 'Not today',
    insecure:
      'This address is not a secure connection, so the browser cannot keep the app offline. Open it over https, or as localhost on this machine.',
    storageDenied: 'The browser did not promise to keep the data on this tablet. Installing to the home screen helps.',
    bug: (reference: string) => `This page did not open. What you saved is safe. Error ${reference}.`,
    reload: 'Open again',
    firstLoad: (place: string, arrived: string, total: string, left: string) =>
      `Bringing ${place} to this tablet. ${arrived} of ${total} records${left}. Buildings that have arrived can be used.`,
    secondsLeft: (seconds: number) => `, about ${seconds} s left`,
    firstLoadCut: (arrived: string) => `Stopped at ${arrived}. Continues from there when there is a signal.`,
    evicted: 'The browser cleared the data on this tablet. What was delivered will be fetched again.',
    lost: (records: number, drafts: number) =>
      `When the browser cleared this tablet, ${[
        ...(records > 0 ? [`${records} unsent ${records === 1 ? 'record' : 'records'}`] : []),
        ...(drafts > 0 ? [`${drafts} ${drafts === 1 ? 'draft' : 'drafts'}`] : []),
      ].join(' and ')} went with it and must be written again. Everything else is back.`,
    known: 'Understood',
    clockOff: (ahead: boolean, amount: string) =>
      `The clock of this tablet is about ${amount} ${ahead ? 'fast' : 'slow'}. Correct it in the settings, or visits get the wrong time.`,
    span: (minutes: number) =>
      minutes < 90
        ? `${minutes} minutes`
        : minutes < 2_880
          ? `${Math.round(minutes / 60)} hours`
          : `${Math.round(minutes / 1_440)} days`,
    roomFew:
      'This tablet is nearly full. There is room kept for text and drafts; take no photos for now and let them go out.',
    memory: {
      newer: 'Another window has the new version. What you wrote here is kept; open it again to go on.',
      gone: 'The browser closed the data on this tablet. Open it again; what was delivered will be fetched again.',
      unreadable:
        'The data on this tablet did not open, and nothing was changed. Open it again; if that fails restart the tablet, then ask the administrator.',
      blocked: 'Another window still has the old version open. Close it, and this one goes on by itself.',
    },
    notFound: 'There is no such page.',
    toToday: 'Back to Today',
    arriving: 'Households and visits are on their way.',
    arrivingText: 'When they have arrived, this page knows which doors are due. Buildings can be seen already.',
    toBuildings: 'To Buildings',
  },
);
