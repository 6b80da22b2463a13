import QRCode from 'qrcode';

// Readers need four empty modules around the code.
const margin = 4;

/** The code in the colour of the words around it; lay it on light ground, many readers miss a light code on dark. */
export function qrSvg(text: string) {
	const { size, data } = QRCode.create(text, { errorCorrectionLevel: 'M' }).modules;
	const whole = size + 2 * margin;
	let path = '';
	for (let y = 0; y < size; y += 1) {
		for (let x = 0; x < size; x += 1) {
			const from = x;
			while (x < size && data[y * size + x]) x += 1;
			if (x > from) path += `M${from + margin} ${y + margin}h${x - from}v1h${from - x}z`;
		}
	}
	return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${whole} ${whole}" shape-rendering="crispEdges"><path fill="currentColor" d="${path}"/></svg>`;
}
