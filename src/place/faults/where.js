// A tap on the plan says where something is broken: the spot in metres, and the unit that lies there.
const plan = /** @type {SVGSVGElement} */ (document.querySelector('[data-where]'));
const form = /** @type {HTMLFormElement} */ (plan.closest('form'));
const [x, y, unit] = ['x', 'y', 'unit'].map((name) => /** @type {HTMLInputElement} */ (form.elements.namedItem(name)));
const pin = /** @type {SVGGElement} */ (plan.querySelector('[data-pin]'));

function show() {
	for (const one of plan.querySelectorAll('[data-unit]')) one.toggleAttribute('data-chosen', one.getAttribute('data-unit') === unit?.value);
	const isPlaced = Boolean(x?.value && y?.value);
	pin.setAttribute('visibility', isPlaced ? 'visible' : 'hidden');
	if (isPlaced) pin.setAttribute('transform', `translate(${x?.value} ${y?.value})`);
}

plan.addEventListener('click', (event) => {
	const matrix = plan.getScreenCTM();
	if (!matrix || !x || !y || !unit) return;
	const at = new DOMPoint(event.clientX, event.clientY).matrixTransform(matrix.inverse());
	[x.value, y.value] = [at.x.toFixed(2), at.y.toFixed(2)];
	const there = /** @type {Element} */ (event.target).closest('[data-unit]')?.getAttribute('data-unit');
	unit.value = there ?? '';
	show();
});
// Another unit than the one that was tapped: the spot was not meant.
unit?.addEventListener('change', () => {
	if (x && y) [x.value, y.value] = ['', ''];
	show();
});
show();
