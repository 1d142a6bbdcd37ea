/** Whether somebody looks at the page. A hidden or frozen page keeps what it has and asks for less. */
export interface PageLife {
  readonly visible: boolean;
  subscribe(listener: (visible: boolean) => void): () => void;
}

export function pageLife(page: Document): PageLife {
  return {
    get visible() {
      return page.visibilityState === 'visible';
    },
    subscribe(listener) {
      const hear = (): void => {
        listener(page.visibilityState === 'visible');
      };
      const asleep = (): void => {
        listener(false);
      };
      page.addEventListener('visibilitychange', hear);
      page.addEventListener('freeze', asleep);
      page.addEventListener('resume', hear);
      return () => {
        page.removeEventListener('visibilitychange', hear);
        page.removeEventListener('freeze', asleep);
        page.removeEventListener('resume', hear);
      };
    },
  };
}
