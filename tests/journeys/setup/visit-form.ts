import type { Locator, Page } from 'playwright-core';
import { savedLine } from './today.ts';

/** The part of the form that asks this. */
const asked = (page: Page, question: string): Locator =>
  page.locator('[data-question]').filter({ has: page.getByRole('radiogroup', { name: question }) });

/** Taps one answer of a question with several; a long list is unfolded when the answer is not among the most used. */
export async function choose(page: Page, question: string, answer: string): Promise<void> {
  const choices = asked(page, question);
  const wanted = choices.getByRole('radio', { name: new RegExp(`^${answer}`) }).first();
  if (!(await wanted.isVisible())) {
    const more = choices.getByRole('button', { name: '更多' });
    await wanted.or(more).first().waitFor();
    if (!(await wanted.isVisible())) await more.click();
  }
  await wanted.click();
}

/** Ticks one answer of a question with several right ones. */
export async function tick(page: Page, question: string, answer: string): Promise<void> {
  await page.getByRole('group', { name: question }).getByRole('checkbox', { name: answer }).click();
}

/** The routine list, whatever this door's own reason would ask for. */
export async function askRoutine(page: Page): Promise<void> {
  await page
    .getByRole('radiogroup', { name: '见面情况' })
    .or(page.locator('[data-question]').first())
    .first()
    .waitFor();
  if (
    await page
      .getByText(/^日常入户走访/)
      .first()
      .isVisible()
  )
    return;
  await page.getByRole('button', { name: '更多', exact: true }).click();
  await page.getByRole('radio', { name: '日常入户走访' }).click();
  await page
    .getByText(/^日常入户走访/)
    .first()
    .waitFor();
}

export interface Said {
  readonly type: string;
  readonly text: string;
  /** 已当场解决, or a reply promised for tomorrow */
  readonly doneNow: boolean;
}

/** Somebody was met and agreed: all required answers of the routine list, nothing changed. */
export async function answerMet(page: Page, said?: Said): Promise<void> {
  await choose(page, '见面情况', '见到本人或家属');
  await choose(page, '已出示工作证并说明来意', '是');
  await choose(page, '对方同意记录吗', '同意记录');
  await choose(page, '和上次相比', '都没变');
  await tick(page, '家里自己提到的困难', '没有');
  await choose(page, '有没有要反映的事', said === undefined ? '没有' : '有');
  if (said === undefined) return;
  await choose(page, '事项类型', said.type);
  await page.getByRole('textbox', { name: '说的是什么' }).fill(said.text);
  await choose(page, '能否当场解决', said.doneNow ? '已当场解决' : '带回办理');
  if (!said.doneNow)
    await page.getByRole('group', { name: '答应几号前回复' }).getByRole('button', { name: /^明天/ }).click();
}

/** Whatever else the list requires here gets its first answer. */
export async function answerTheRest(page: Page): Promise<void> {
  const onward = page.getByRole('button', { name: '下一项', exact: true });
  while (await onward.isVisible()) {
    await onward.click();
    await page
      .locator('[data-question]:focus-within')
      .getByRole('radio')
      .or(page.locator('[data-question]:focus-within').getByRole('checkbox'))
      .first()
      .click();
  }
}

/** Over the summary to the end. @returns when it is said that the tablet has it */
export async function finishMet(page: Page, room: string): Promise<void> {
  await answerTheRest(page);
  await page.getByRole('button', { name: '去小结', exact: true }).click();
  await page.getByRole('button', { name: '完成走访' }).click();
  await savedLine(page)
    .filter({ hasText: `${room} 走访` })
    .waitFor();
}

/** Nobody was met: the rest folds away and the form itself ends the visit. */
export async function finishUnmet(page: Page, room: string, outcome: string, word: string): Promise<void> {
  await choose(page, '见面情况', outcome);
  await answerTheRest(page);
  await page.getByRole('button', { name: '完成', exact: true }).click();
  await savedLine(page)
    .filter({ hasText: `${room} ${word}` })
    .waitFor();
}

export async function isChosen(page: Page, question: string, answer: string): Promise<boolean> {
  const wanted = asked(page, question).getByRole('radio', { name: new RegExp(`^${answer}`), checked: true });
  return (await wanted.count()) > 0;
}
