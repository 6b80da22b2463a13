// A field to sign in: what is drawn becomes numbers in a hidden field, so that the server keeps strokes and not a picture somebody made up.
for (const box of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll('[data-signature]'))) {
	const canvas = /** @type {HTMLCanvasElement} */ (box.querySelector('canvas'));
	const field = /** @type {HTMLInputElement} */ (box.querySelector('input[type=hidden]'));
	const clear = /** @type {HTMLButtonElement} */ (box.querySelector('button'));
	const context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext('2d'));
	/** @type {[number, number][][]} */
	let strokes = [];
	box.hidden = false;

	const at = (/** @type {PointerEvent} */ event) => {
		const { left, top, width, height } = canvas.getBoundingClientRect();
		const within = (/** @type {number} */ value, /** @type {number} */ most) => Math.max(0, Math.min(most, Math.round(value)));
		return /** @type {[number, number]} */ ([
			within(((event.clientX - left) / width) * 600, 600),
			within(((event.clientY - top) / height) * 200, 200)
		]);
	};
	function draw() {
		context.clearRect(0, 0, 600, 200);
		context.lineWidth = 4;
		context.lineCap = 'round';
		context.lineJoin = 'round';
		context.strokeStyle = getComputedStyle(canvas).color;
		for (const stroke of strokes) {
			context.beginPath();
			for (const [nth, [x, y]] of stroke.entries()) context[nth ? 'lineTo' : 'moveTo'](x, y);
			context.stroke();
		}
		field.value = strokes
			.filter((stroke) => stroke.length > 1)
			.map((stroke) => stroke.map((point) => point.join(',')).join(' '))
			.join(';');
	}
	canvas.addEventListener('pointerdown', (event) => {
		event.preventDefault();
		canvas.setPointerCapture(event.pointerId);
		strokes.push([at(event)]);
	});
	canvas.addEventListener('pointermove', (event) => {
		if (!canvas.hasPointerCapture(event.pointerId)) return;
		strokes.at(-1)?.push(at(event));
		draw();
	});
	clear.addEventListener('click', () => {
		strokes = [];
		draw();
	});
}
