import type { Attachment } from 'svelte/attachments';

const field = '[role=radio], [role=checkbox], input, textarea, button';

/** Shows a question and puts the cursor into it. */
export function showQuestion(id: string): void {
  const question = document.getElementById(`q-${id}`);
  question?.scrollIntoView({ block: 'start', behavior: 'smooth' });
  question?.querySelector<HTMLElement>(field)?.focus({ preventScroll: true });
}

/**
 * On the scrolling page of questions: begins at one of them, and tells which one stands at the top when it moves.
 * @param start where the reader was, if the page was open before
 */
export function readingPlace(start: string | undefined, onlook: (id: string) => void): Attachment<HTMLElement> {
  return (page) => {
    if (start !== undefined) page.querySelector(`#q-${CSS.escape(start)}`)?.scrollIntoView({ block: 'center' });
    let waiting = 0;
    const look = (): void => {
      waiting = 0;
      const top = page.getBoundingClientRect().top + 80;
      const questions = [...page.querySelectorAll<HTMLElement>('[data-question]')];
      const here = questions.find((one) => one.getBoundingClientRect().bottom > top);
      const id = here?.dataset['question'];
      if (id !== undefined) onlook(id);
    };
    const scrolled = (): void => {
      if (waiting === 0) waiting = requestAnimationFrame(look);
    };
    page.addEventListener('scroll', scrolled, { passive: true });
    return () => {
      page.removeEventListener('scroll', scrolled);
      cancelAnimationFrame(waiting);
    };
  };
}
