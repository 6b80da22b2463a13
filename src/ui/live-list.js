// Keeps a list in step with its form, on a page that ships no other script: the server answers each change with the whole page,
// and what is different in it takes the place of what stood here.
const form = /** @type {HTMLFormElement} */ (document.querySelector('form[data-live]'));
let shown = location.pathname + location.search;
/** @type {ReturnType<typeof setTimeout> | undefined} */
let waiting;
/** @type {AbortController | undefined} */
let asking;

form.addEventListener('input', ({ target }) => {
	clearTimeout(waiting);
	if (target instanceof HTMLInputElement && target.type === 'search') waiting = setTimeout(() => search('replaceState'), 200);
	else search('pushState');
});
form.addEventListener('submit', (event) => {
	event.preventDefault();
	search('pushState');
});
addEventListener('popstate', async () => {
	// A link to a place in this page comes here too.
	if (shown === location.pathname + location.search) return;
	if (await show(location.pathname + location.search)) form.reset();
});

/** @param {'pushState' | 'replaceState'} keep */
async function search(keep) {
	clearTimeout(waiting);
	const chosen = [...new FormData(form)].filter(([, value]) => value).map(([name, value]) => [name, String(value)]);
	const address = `${new URL(form.action).pathname}?${new URLSearchParams(chosen)}`;
	if (await show(address)) history[keep](null, '', address);
}

/** @param {string} address */
async function show(address) {
	asking?.abort();
	const { signal } = (asking = new AbortController());
	try {
		const answer = await fetch(address, { signal });
		const now = new DOMParser().parseFromString(await answer.text(), 'text/html').querySelector('form[data-live]');
		if (!now) throw new Error('another page');
		shown = address;
		const held = document.activeElement;
		const { name, value } = held instanceof HTMLInputElement ? held : {};
		become(form, now);
		// Boxes stand in another order when their numbers change: the keyboard stays with the one that it ticked.
		if (name && value)
			boxes()
				.find((box) => box.name === name && box.value === value)
				?.focus({ preventScroll: true });
		return true;
	} catch {
		// Whoever asked again no longer waits for this answer; whatever else went wrong, the page itself says it better.
		if (!signal.aborted) location.assign(address);
		return false;
	}
}

const boxes = () => [...form.elements].filter((element) => element instanceof HTMLInputElement);

/**
 * Changes only what is different: a field keeps its cursor and what was typed, an unfolded part stays unfolded.
 * @param {Element} old
 * @param {Element} now
 */
function become(old, now) {
	for (const { name } of [...old.attributes]) if (!now.hasAttribute(name) && name !== 'open') old.removeAttribute(name);
	for (const { name, value } of now.attributes) if (old.getAttribute(name) !== value) old.setAttribute(name, value);
	if (old instanceof HTMLInputElement) old.checked = old.defaultChecked;
	if (old instanceof HTMLOptionElement) old.selected = old.defaultSelected;
	const before = [...old.childNodes];
	const after = [...now.childNodes];
	after.forEach((node, at) => {
		const there = before[at];
		if (!there) old.append(node);
		else if (there instanceof Element && node instanceof Element && there.nodeName === node.nodeName) become(there, node);
		else if (there.nodeType === node.nodeType && !(node instanceof Element)) {
			if (there.nodeValue !== node.nodeValue) there.nodeValue = node.nodeValue;
		} else there.replaceWith(node);
	});
	for (const node of before.slice(after.length)) node.remove();
}
