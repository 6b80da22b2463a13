// The slider of the plan: every unit knows who had it when, so that any day is shown at once, without asking the server.
const slider = /** @type {HTMLInputElement} */ (document.querySelector('[data-plan-day]'));
const field = /** @type {HTMLInputElement} */ (document.querySelector('[data-plan-on]'));
const said = /** @type {HTMLElement} */ (document.querySelector('[data-plan-said]'));
const drawing = /** @type {SVGSVGElement} */ (document.querySelector('[data-plan]'));
const format = new Intl.DateTimeFormat(document.documentElement.lang, { dateStyle: 'long', timeZone: 'UTC' });

/** How each unit looks on any day, in the shape of `Slid`. */
async function slides() {
	const answer = await fetch(drawing.dataset.slid ?? '');
	/** @type {{ paints: string[], words: string[], units: Record<string, string> }} */
	const slid = await answer.json();
	return [...drawing.querySelectorAll('[data-slides]')].map((unit) => {
		const [idle = [], ...stretches] = (slid.units[/** @type {SVGElement} */ (unit).dataset.slides ?? ''] ?? '')
			.split(';')
			.map((one) => one.split(','));
		const look = (/** @type {string | undefined} */ paint, /** @type {string | undefined} */ words) => ({
			paint: slid.paints[Number(paint)] ?? '',
			said: slid.words[Number(words)] ?? ''
		});
		let next = 0;
		const spans = stretches.map(([first, days, paint, words]) => {
			const from = first ? next + Number(first) : -Infinity;
			const until = days ? (first ? from : 0) + Number(days) : Infinity;
			if (days) next = until + 1;
			return { from, until, ...look(paint, words) };
		});
		return { unit, idle: look(idle[0], idle[1]), spans, title: unit.querySelector('[data-said]') };
	});
}
/** @type {Awaited<ReturnType<typeof slides>>} */
let units = [];

const dayOf = (/** @type {number} */ count) => new Date(count * 86_400_000).toISOString().slice(0, 10);

/** @param {number} day */
function show(day) {
	said.textContent = format.format(new Date(day * 86_400_000));
	for (const { unit, idle, spans, title } of units) {
		const now = spans.find(({ from, until }) => from <= day && until >= day) ?? idle;
		if (unit.getAttribute('data-state') !== now.paint) unit.setAttribute('data-state', now.paint);
		if (title && title.textContent !== now.said) title.textContent = now.said;
	}
}

let asked = false;
slider.addEventListener('input', () => {
	field.value = dayOf(Number(slider.value));
	if (asked) return;
	asked = true;
	requestAnimationFrame(() => {
		asked = false;
		show(Number(slider.value));
	});
});
slider.addEventListener('change', () => {
	const address = new URL(location.href);
	address.searchParams.set('on', field.value);
	history.replaceState(null, '', address);
	void tell(address);
	for (const link of document.querySelectorAll('[data-keeps-day]')) {
		const to = new URL(/** @type {HTMLAnchorElement} */ (link).href);
		to.searchParams.set('on', field.value);
		/** @type {HTMLAnchorElement} */ (link).href = to.pathname + to.search;
	}
});
// Without it the day is chosen in its field.
slides()
	.then((all) => {
		units = all;
		slider.disabled = false;
	})
	.catch(() => undefined);

let told = 0;
/** The table below says the same day, in the server's words. @param {URL} address */
async function tell(address) {
	const mine = ++told;
	const answer = await fetch(address).catch(() => undefined);
	if (!answer?.ok) return;
	const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
	if (mine !== told) return;
	for (const part of document.querySelectorAll('[data-plan-table]')) {
		const fresh = page.getElementById(part.id);
		if (fresh) part.replaceChildren(...fresh.childNodes);
	}
}

for (const choice of document.querySelectorAll('[data-plan-view]'))
	choice.addEventListener('change', () => /** @type {HTMLSelectElement} */ (choice).form?.requestSubmit());

// Arrows go from room to room, to the nearest in their direction.
const rooms = [.../** @type {NodeListOf<SVGAElement>} */ (drawing.querySelectorAll('a[data-unit]'))];
/** @param {SVGAElement} room */
const middle = (room) => {
	const { x, y, width, height } = room.getBBox();
	return { x: x + width / 2, y: y + height / 2 };
};
const ways = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
drawing.addEventListener('keydown', (event) => {
	const way = ways[/** @type {keyof typeof ways} */ (event.key)];
	const room = /** @type {Element} */ (event.target).closest('a[data-unit]');
	if (!way || !room) return;
	const [right = 0, down = 0] = way;
	const here = middle(/** @type {SVGAElement} */ (room));
	let best = { room: /** @type {SVGAElement | undefined} */ (undefined), far: Infinity };
	for (const other of rooms) {
		const there = middle(other);
		const along = (there.x - here.x) * right + (there.y - here.y) * down;
		const aside = Math.abs((there.x - here.x) * down) + Math.abs((there.y - here.y) * right);
		const far = along + 2 * aside;
		if (other !== room && along > 0.5 && aside <= along * 2 && far < best.far) best = { room: other, far };
	}
	event.preventDefault();
	event.stopPropagation();
	best.room?.focus();
});

const [left = 0, top = 0, width = 1, height = 1] = (drawing.getAttribute('viewBox') ?? '').split(' ').map(Number);
let [x, y, zoom] = [left, top, 1];
function look() {
	x = Math.min(Math.max(x, left), left + width - width / zoom);
	y = Math.min(Math.max(y, top), top + height - height / zoom);
	drawing.setAttribute('viewBox', `${x} ${y} ${width / zoom} ${height / zoom}`);
}
/** @param {number} by */
function closer(by) {
	const before = zoom;
	zoom = Math.min(8, Math.max(1, zoom * by));
	x += (width / before - width / zoom) / 2;
	y += (height / before - height / zoom) / 2;
	look();
}
for (const button of document.querySelectorAll('[data-zoom]')) {
	/** @type {HTMLElement} */ (button).hidden = false;
	button.addEventListener('click', () => closer(Number(/** @type {HTMLElement} */ (button).dataset.zoom)));
}
const frame = /** @type {HTMLElement} */ (drawing.parentElement);
frame.addEventListener('keydown', (event) => {
	const step = width / zoom / 10;
	const moves = { ArrowLeft: [-step, 0], ArrowRight: [step, 0], ArrowUp: [0, -step], ArrowDown: [0, step] };
	const move = moves[/** @type {keyof typeof moves} */ (event.key)];
	if (event.key === '+' || event.key === '-') closer(event.key === '+' ? 1.5 : 1 / 1.5);
	else if (move && zoom > 1) [x, y] = [x + (move[0] ?? 0), y + (move[1] ?? 0)];
	else return;
	event.preventDefault();
	look();
});
/** @type {{ x: number, y: number } | undefined} */
let held;
drawing.addEventListener('pointerdown', ({ clientX, clientY }) => void (held = zoom > 1 ? { x: clientX, y: clientY } : undefined));
addEventListener('pointerup', () => void (held = undefined));
addEventListener('pointermove', ({ clientX, clientY }) => {
	if (!held) return;
	const scale = width / zoom / drawing.clientWidth;
	[x, y] = [x - (clientX - held.x) * scale, y - (clientY - held.y) * scale];
	held = { x: clientX, y: clientY };
	look();
});
