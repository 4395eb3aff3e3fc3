// Runs in every page of the site, right after its navigation, before anything else of it is drawn.
/* global document, localStorage, location, matchMedia, performance, URL, URLSearchParams */
(() => {
  const CHOICES = { system: '◐', light: '☀', dark: '☾' };
  const button = document.querySelector('.theme');
  const storage = openStorage();
  // Every file:// page may have a storage of its own, so there the choice travels in the address, too.
  const [arrival] = performance.getEntriesByType('navigation');
  const carried = arrival?.type === 'reload' ? null : new URLSearchParams(location.search).get('theme');
  let choice;
  choose(carried ?? storage?.getItem('theme'));

  button.hidden = false;
  button.addEventListener('click', () => {
    const names = Object.keys(CHOICES);
    choose(names[(names.indexOf(choice) + 1) % names.length]);
  });

  document.addEventListener('click', ({ target }) => {
    const link = target.closest('a[href]');
    if (link?.protocol !== 'file:' || link.pathname === location.pathname) return;
    const address = new URL(link.href);
    address.searchParams.set('theme', choice);
    link.href = address.href;
  });

  // Open, the table of contents would push a phone's page away.
  if (matchMedia('(max-width: 63.99rem)').matches)
    document.querySelector('.contents details')?.removeAttribute('open');

  function choose(name) {
    choice = name in CHOICES ? name : 'system';
    if (choice === 'system') delete document.documentElement.dataset.theme;
    else document.documentElement.dataset.theme = choice;
    button.textContent = `${CHOICES[choice]} Colours: ${choice}`;
    storage?.setItem('theme', choice);
  }

  /** Undefined in a browser that is set to store nothing: the choice then lasts as long as the page. */
  function openStorage() {
    try {
      return localStorage;
    } catch (error) {
      if (error.name !== 'SecurityError') throw error;
      return undefined;
    }
  }
})();
