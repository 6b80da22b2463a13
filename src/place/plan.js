// The slider of the plan: every unit knows who had it when, so that any day is shown at once, without asking the server.
const slider = /** @type {HTMLInputElement} */ (document.querySelector('[data-plan-day]'));
const field = /** @type {HTMLInputElement} */ (document.querySelector('[data-plan-on]'));
const said = /** @type {HTMLElement} */ (document.querySelector('[data-plan-said]'));
const drawing = /** @type {SVGSVGElement} */ (document.querySelector('[data-plan]'));
const words = JSON.parse(drawing.dataset.words ?? '{}');
const format = new Intl.DateTimeFormat(document.documentElement.lang, { dateStyle: 'long', timeZone: 'UTC' });
const units = [...drawing.querySelectorAll('[data-spans]')].map((unit) => ({
	unit,
	/** @type {[string | null, string | null, string, string][]} */
	spans: JSON.parse(/** @type {SVGElement} */ (unit).dataset.spans ?? '[]'),
	title: unit.querySelector('[data-said]'),
	row: document.querySelector(`[data-row="${unit.id}"]`)
}));

const dayOf = (/** @type {number} */ count) => new Date(count * 86_400_000).toISOString().slice(0, 10);

/** @param {string} day */
function show(day) {
	said.textContent = format.format(new Date(`${day}T12:00:00Z`));
	for (const { unit, spans, title, row } of units) {
		const now = spans.find(([from, until]) => (from ?? '') <= day && (until === null || until >= day));
		const state = now?.[2] ?? /** @type {SVGElement} */ (unit).dataset.idle ?? 'free';
		if (unit.getAttribute('data-state') !== state) unit.setAttribute('data-state', state);
		const text = now?.[3] || words[state];
		if (title && title.textContent !== text) title.textContent = text;
		if (row && row.textContent !== words[state]) row.textContent = words[state];
	}
}

let asked = false;
slider.addEventListener('input', () => {
	field.value = dayOf(Number(slider.value));
	if (asked) return;
	asked = true;
	requestAnimationFrame(() => {
		asked = false;
		show(field.value);
	});
});
slider.addEventListener('change', () => {
	const address = new URL(location.href);
	address.searchParams.set('on', field.value);
	history.replaceState(null, '', address);
	for (const link of document.querySelectorAll('[data-keeps-day]')) {
		const to = new URL(/** @type {HTMLAnchorElement} */ (link).href);
		to.searchParams.set('on', field.value);
		/** @type {HTMLAnchorElement} */ (link).href = to.pathname + to.search;
	}
});
slider.disabled = false;

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
