import QRCode from 'qrcode';
import sharp from 'sharp';
import { expect, test } from 'vitest';
import { qrSvg } from './qr.ts';

test('a code is drawn module for module, with its quiet margin, in the colour of the words around it', async () => {
	const text = 'otpauth://totp/KM0:jean@filature-roth.example?secret=JBSWY3DPEHPK3PXP&issuer=KM0';
	const svg = qrSvg(text);
	expect(svg).toContain('fill="currentColor"');
	expect(svg).not.toContain('otpauth');

	const { size, data } = QRCode.create(text, { errorCorrectionLevel: 'M' }).modules;
	const whole = size + 8;
	const drawn = await sharp(Buffer.from(svg.replace('<svg ', `<svg width="${whole}" height="${whole}" `)))
		.extractChannel('alpha')
		.raw()
		.toBuffer();
	const expected = Array.from({ length: whole * whole }, (_, n) => {
		const [x, y] = [(n % whole) - 4, Math.floor(n / whole) - 4];
		return x >= 0 && y >= 0 && x < size && y < size && data[y * size + x] ? 255 : 0;
	});
	expect([...drawn]).toEqual(expected);
});
