// Hears what changes while a page is open: the number at the bell, and what parts of the page watch. Where the framework runs it answers
// these events itself, once it is awake; on a page without it, the number is put in here and the page loads anew.
/** @type {EventSource | undefined} */
let source;
let watching = '';
const bell = () => /** @type {HTMLElement | null} */ (document.querySelector('[data-bell]'));
const hasFramework = [...document.scripts].some(({ textContent }) => textContent?.includes('__sveltekit'));
let since = bell()?.dataset.since ?? '';

const watched = () =>
	[...new Set([...document.querySelectorAll('[data-watch]')].flatMap((one) => one.getAttribute('data-watch')?.split(' ') ?? []))]
		.sort()
		.join();

function close() {
	source?.close();
	source = undefined;
}

// A tab that nobody looks at keeps no connection: a browser has only a few for all its tabs.
function open() {
	const address = bell()?.dataset.bell;
	close();
	if (!address || document.visibilityState === 'hidden') return;
	watching = watched();
	source = new EventSource(`${address}?${new URLSearchParams({ since, watch: watching })}`);
	for (const name of ['unread', 'changed', 'beat', 'bye']) source.addEventListener(name, heard);
}

/** @param {MessageEvent<string>} event */
function heard({ type, data, lastEventId }) {
	since = lastEventId || since;
	const detail = JSON.parse(data);
	if (type === 'bye') return close();
	dispatchEvent(new CustomEvent(`km0:${type}`, { detail }));
	if (hasFramework) return;
	if (type === 'unread') ring(detail.unread);
	// A page that was made right after a change hears of it once more: not sooner than that is over.
	if (type === 'changed') setTimeout(reload, Math.max(0, 6000 - performance.now()));
}

function reload() {
	// Nothing that somebody is typing is taken from them.
	if (!document.querySelector(':is(input, textarea, select):focus')) location.reload();
}

/** @param {number} unread */
function ring(unread) {
	const link = bell();
	const number = link?.querySelector('[data-number]');
	if (!link || !number) return;
	const { none = '', one = '', many = '' } = link.dataset;
	const shown = unread > 99 ? '99+' : String(unread);
	link.setAttribute('aria-label', unread === 0 ? none : unread === 1 ? one : many.replace('{count}', shown));
	number.textContent = shown;
	number.toggleAttribute('hidden', unread === 0);
}

addEventListener('visibilitychange', open);
addEventListener('pagehide', close);
addEventListener('pageshow', ({ persisted }) => persisted && open());
// A part of the page came or went.
addEventListener('km0:watch', () => source && watched() !== watching && open());
addEventListener('km0:awake', open);
if (!hasFramework || bell()?.hasAttribute('data-awake')) open();
