// Where a part of the app did not come: opens it again, then says how to go on. Runs where the app does not.
(() => {
  const key = 'baibu again';
  const most = 3;
  const app = () => document.getElementById('app');
  // what fails later says so by itself
  const isOpen = () => (app()?.childElementCount ?? 0) > 0;

  // what is kept of the app may be broken; no record lies in it
  async function fetchAnew() {
    const answers = await fetch('/healthz', { cache: 'no-store' }).then(
      ({ ok }) => ok,
      () => false,
    );
    if (answers && 'serviceWorker' in navigator) {
      const workers = await navigator.serviceWorker.getRegistrations();
      const kept = (await caches.keys()).filter((name) => name.includes('precache'));
      await Promise.all([...workers.map((one) => one.unregister()), ...kept.map((name) => caches.delete(name))]);
    }
    location.reload();
  }

  function tell() {
    const said = document.createElement('p');
    said.textContent =
      '百步这次没打开。看看信号，再试一次；已经存下的都还在。/ Could not open. What was saved is still there.';
    const button = document.createElement('button');
    button.textContent = '再试一次 / Try again';
    button.addEventListener('click', () => void fetchAnew());
    app()?.replaceChildren(said, button);
  }

  addEventListener(
    'error',
    ({ target }) => {
      const isPart =
        target instanceof HTMLScriptElement || (target instanceof HTMLLinkElement && target.rel === 'stylesheet');
      if (!isPart || isOpen()) return;
      const tries = Number(sessionStorage.getItem(key) ?? 0) + 1;
      sessionStorage.setItem(key, String(tries % (most + 1)));
      if (tries > most) tell();
      else setTimeout(() => location.reload(), tries * 1000);
    },
    true,
  );
})();
