import { deflateSync, inflateSync } from 'node:zlib';
import { PDFDocument, PDFName, PDFString, StandardFonts } from '@cantoo/pdf-lib';
import fc from 'fast-check';
import { strToU8, unzipSync, zipSync } from 'fflate';
import sharp from 'sharp';
import { expect, test } from 'vitest';
import { acceptUpload, usualLimits } from './inspect.ts';

const secret = 'Filature Roth';

async function accepted(name: string, bytes: Uint8Array) {
	const upload = await acceptUpload(name, bytes);
	if (!upload.ok) throw new Error(`${name} was refused: ${upload.code}`);
	return upload;
}

const refused = async (name: string, bytes: Uint8Array | string, limits = usualLimits) => {
	const upload = await acceptUpload(name, typeof bytes === 'string' ? Buffer.from(bytes) : bytes, limits);
	return upload.ok ? 'accepted' : upload.code;
};

/** Everything a reader could find: the bytes, the parts of an archive within archives, and the streams of a PDF. */
function tells(bytes: Uint8Array, words = secret): boolean {
	const buffer = Buffer.from(bytes);
	const spelled = [
		Buffer.from(words),
		Buffer.from(words, 'utf16le'),
		Buffer.from(words, 'utf16le').swap16(),
		Buffer.from(Buffer.from(words, 'utf16le').swap16().toString('hex').toUpperCase())
	];
	if (spelled.some((spelling) => buffer.includes(spelling))) return true;
	if (buffer.toString('latin1', 0, 2) === 'PK') return Object.values(unzipSync(bytes)).some((part) => tells(part, words));
	return streams(buffer).some((stream) => tells(stream, words));
}

function streams(bytes: Buffer) {
	const found: Buffer[] = [];
	for (let at = bytes.indexOf('stream\n'); at !== -1; at = bytes.indexOf('stream\n', at + 1)) {
		if (bytes[at + 7] === 0x78) found.push(inflateSync(bytes.subarray(at + 7)));
	}
	return found;
}

// Red on the left, blue on the right.
const flag = () => {
	const half = (background: string) =>
		sharp({ create: { width: 20, height: 20, channels: 3, background } })
			.png()
			.toBuffer();
	return Promise.all([half('red'), half('blue')]).then(([red, blue]) =>
		sharp({ create: { width: 40, height: 20, channels: 3, background: 'white' } }).composite([
			{ input: red, left: 0, top: 0 },
			{ input: blue, left: 20, top: 0 }
		])
	);
};

const taken = {
	IFD0: { Artist: secret, Copyright: secret, ImageDescription: secret },
	IFD3: { GPSLatitudeRef: 'N', GPSLatitude: '47/1 44/1 55/1', GPSLongitudeRef: 'E', GPSLongitude: '7/1 19/1 51/1' }
};

const photograph = async (format: 'jpeg' | 'png' | 'webp') => {
	const flat = await (await flag()).png().toBuffer();
	return sharp(flat)
		.withExif(taken)
		.withMetadata({ orientation: 6 })
		.withXmp(`<x:xmpmeta xmlns:x="adobe:ns:meta/">${secret}</x:xmpmeta>`)
		.toFormat(format)
		.toBuffer();
};

test.for(['jpeg', 'png', 'webp'] as const)('a %s forgets who took it and where, and stands upright', async (format) => {
	const before = await photograph(format);
	expect((await sharp(before).metadata()).exif?.includes(secret)).toBe(true);
	expect((await sharp(before).metadata()).orientation).toBe(6);
	expect((await sharp(before).metadata()).xmp?.includes(secret)).toBe(true);

	const { kind, cleaned, mime } = await accepted(`Photo.${format}`, before);
	expect([kind, mime]).toEqual([format, `image/${format}`]);
	expect(tells(cleaned)).toBe(false);
	const { exif, xmp, icc, iptc, orientation, width, height } = await sharp(cleaned).metadata();
	expect({ exif, xmp, icc, iptc, orientation, width, height }).toEqual({ width: 20, height: 40 });

	const { data } = await sharp(cleaned).removeAlpha().raw().toBuffer({ resolveWithObject: true });
	const at = (x: number, y: number) => [...data.subarray((y * 20 + x) * 3, (y * 20 + x) * 3 + 3)].map((level) => Math.round(level / 255));
	expect([at(10, 5), at(10, 35)]).toEqual([
		[1, 0, 0],
		[0, 0, 1]
	]);
});

test('a picture in printing colours comes out in sRGB without its profile', async () => {
	const before = await (await flag()).toColourspace('cmyk').withIccProfile('cmyk').jpeg().toBuffer();
	expect((await sharp(before).metadata()).icc).toBeDefined();

	const { cleaned } = await accepted('affiche.jpg', before);
	expect(await sharp(cleaned).metadata()).toMatchObject({ space: 'srgb', channels: 3, hasProfile: false });
});

test('a small file that unfolds into a huge picture is refused before it unfolds', async () => {
	const wall = await sharp({ create: { width: 1001, height: 1000, channels: 3, background: 'grey' } })
		.png()
		.toBuffer();
	expect(wall.length).toBeLessThan(20_000);
	expect(await refused('wall.png', wall, { ...usualLimits, pixels: 1_000_000 })).toBe('image_too_large');
});

async function talkativePdf() {
	const pdf = await PDFDocument.create();
	const page = pdf.addPage([300, 200]);
	page.drawText('Tolerance 0.02 mm', { x: 20, y: 100, font: await pdf.embedFont(StandardFonts.Helvetica) });
	page.drawImage(await pdf.embedJpg(await photograph('jpeg')), { x: 20, y: 20, width: 40, height: 20 });
	pdf.setAuthor(secret);
	pdf.setProducer(secret);
	pdf.addJavaScript('greet', `app.alert("${secret}")`);
	await pdf.attach(Buffer.from(`${secret} price list`), 'prices.txt', { description: secret });
	const { context } = pdf;
	const xmp = context.flateStream(`<x:xmpmeta>${secret}</x:xmpmeta>`, { Type: 'Metadata', Subtype: 'XML' });
	pdf.catalog.set(PDFName.of('Metadata'), context.register(xmp));
	pdf.catalog.set(PDFName.of('OpenAction'), context.obj({ S: 'JavaScript', JS: PDFString.of(secret) }));
	const note = { Type: 'Annot', Subtype: 'Text', Rect: [0, 0, 10, 10], Contents: PDFString.of('Check this bore'), T: PDFString.of(secret) };
	const clip = { Type: 'Annot', Subtype: 'FileAttachment', Rect: [0, 0, 10, 10], Contents: PDFString.of(secret) };
	const button = { Type: 'Annot', Subtype: 'Link', Rect: [0, 0, 10, 10], A: { S: 'Launch', F: PDFString.of(secret) } };
	page.node.set(PDFName.of('Annots'), context.obj([note, clip, button].map((annotation) => context.register(context.obj(annotation)))));
	context.register(context.flateStream(`${secret}, an earlier version of the page`));
	return pdf;
}

test.for([true, false])(
	'a PDF keeps its page and loses author, attachments, scripts and earlier versions (object streams: %s)',
	async (useObjectStreams) => {
		const before = await (await talkativePdf()).save({ useObjectStreams });
		expect(tells(before)).toBe(true);

		const { cleaned, kind } = await accepted('plan.pdf', before);
		expect(kind).toBe('pdf');
		expect(tells(cleaned)).toBe(false);
		const everything = Buffer.concat([cleaned, ...streams(cleaned)]);
		expect(
			['/JavaScript', '/EmbeddedFile', '/OpenAction', '/Launch', '/Metadata', 'GPS'].filter((word) => everything.includes(word))
		).toEqual([]);

		const pdf = await PDFDocument.load(cleaned, { updateMetadata: false });
		expect([pdf.getPageCount(), pdf.getAuthor(), pdf.getProducer(), pdf.getPage(0).node.Annots()?.size()]).toEqual([
			1,
			undefined,
			undefined,
			2
		]);
		// The text operators and the comment are what the reader came for.
		expect(everything.includes(Buffer.from('Tolerance 0.02 mm').toString('hex').toUpperCase())).toBe(true);
		expect(everything.includes('Check this bore')).toBe(true);
	}
);

test('a locked PDF is refused, because nobody can see what it says', async () => {
	const pdf = await talkativePdf();
	pdf.encrypt({ userPassword: 'open', ownerPassword: 'own' });
	expect(await refused('plan.pdf', await pdf.save())).toBe('file_protected');
});

test('a PDF whose object stream unfolds into gigabytes is refused', async () => {
	const bomb = deflateSync(Buffer.alloc(11_000_000));
	const limits = { ...usualLimits, zip: { ...usualLimits.zip, unpacked: 10_000_000 } };
	const pdf = (type: string, filter: string) =>
		Buffer.concat([
			Buffer.from(`%PDF-1.7\n1 0 obj\n<< /Type /${type} /N 1 /First 4 /Length ${bomb.length} /Filter ${filter} >>\nstream\n`),
			bomb,
			Buffer.from('\nendstream\nendobj\ntrailer << /Root 1 0 R >>\n%%EOF')
		]);
	expect(await refused('bomb.pdf', pdf('ObjStm', '/FlateDecode'), limits)).toBe('file_too_large');
	expect(await refused('bomb.pdf', pdf('Obj#53tm', '/FlateDecode'), limits)).toBe('file_too_large');
	expect(await refused('bomb.pdf', pdf('ObjStm', '[/FlateDecode /FlateDecode]'))).toBe('file_damaged');
});

test('a PDF made to keep the server busy is refused in time', async () => {
	const referring = (more: string) => `%PDF-1.7\n1 0 obj\n<< /Type /XRef ${more} /Length 0 >>\nstream\n\nendstream\nendobj\n`;
	expect(await refused('a.pdf', referring('/Size 9000000000 /W [0 0 0]'))).toBe('file_damaged');
	expect(await refused('a.pdf', referring('/Size 1 /Index [0 9000000000] /W [0 0 0]'))).toBe('file_damaged');
	expect(await refused('a.pdf', referring('/Size 1 /Index %\n[0 9000000000] /W [0 0 0]'))).toBe('file_damaged');
	expect(await refused('a.pdf', referring('/Size 1 /W [9000000000 0 0]'))).toBe('file_damaged');
	expect(await refused('a.pdf', `%PDF-1.7\n${'1 0 obj << '.repeat(300_000)}`)).toBe('file_damaged');
	expect(await refused('a.pdf', `%PDF-1.7\n)${'%'.repeat(2_000_000)}`)).toBe('file_damaged');
}, 15_000);

const relation = (id: string, type: string, target: string, mode = '') =>
	`<Relationship Id="${id}" Type="http://schemas.openxmlformats.org/x/${type}" Target="${target}" ${mode}/>`;
const relations = (...list: string[]) =>
	strToU8(
		`<?xml version="1.0" encoding="UTF-8"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">${list.join('')}</Relationships>`
	);
const types = (main: string, ...more: string[]) =>
	strToU8(
		`<?xml version="1.0" encoding="UTF-8"?><Types><Default Extension="xml" ContentType="application/xml"/>${[`/${main}`, '/docProps/core.xml'].map((part) => `<Override PartName="${part}" ContentType="application/vnd.openxmlformats-officedocument.${part.includes('word') ? 'wordprocessingml.document' : part.includes('xl') ? 'spreadsheetml.sheet' : part.includes('ppt') ? 'presentationml.presentation' : 'x'}.main+xml"/>`).join('')}${more.join('')}</Types>`
	);
const properties = {
	'docProps/core.xml': strToU8(`<cp:coreProperties><dc:creator>${secret}</dc:creator></cp:coreProperties>`),
	'docProps/app.xml': strToU8(`<Properties><Company>${secret}</Company></Properties>`),
	'docProps/custom.xml': strToU8(`<Properties><property name="Client">${secret}</property></Properties>`),
	'docProps/thumbnail.jpeg': strToU8(secret)
};
const packageRelations = (main: string) =>
	relations(
		relation('rId1', 'officeDocument', main),
		relation('rId2', 'core-properties', 'docProps/core.xml'),
		relation('rId3', 'extended-properties', 'docProps/app.xml'),
		relation('rId4', 'custom-properties', 'docProps/custom.xml'),
		relation('rId5', 'thumbnail', 'docProps/thumbnail.jpeg')
	);

const workbook = () => ({
	'[Content_Types].xml': types('xl/workbook.xml'),
	'_rels/.rels': packageRelations('xl/workbook.xml'),
	...properties,
	'xl/workbook.xml': strToU8(
		`<workbook><x15ac:absPath url="C:\\Users\\${secret}\\"/><fileSharing userName="${secret}"/><sheets><sheet name="Pièces" r:id="rId1"/></sheets></workbook>`
	),
	'xl/_rels/workbook.xml.rels': relations(
		relation('rId1', 'worksheet', 'worksheets/sheet1.xml'),
		relation('rId2', 'person', '/xl/persons/person.xml')
	),
	'xl/worksheets/sheet1.xml': strToU8(
		`<worksheet><sheetData><row><c t="inlineStr"><is><t>Alésage</t></is></c></row></sheetData><pageSetup paperSize="9" r:id="rId2"/></worksheet>`
	),
	'xl/worksheets/_rels/sheet1.xml.rels': relations(
		relation('rId1', 'comments', '../comments1.xml'),
		relation('rId2', 'printerSettings', '../printerSettings/printerSettings1.bin'),
		relation('rId3', 'table', '../tables/table1.xml')
	),
	'xl/tables/table1.xml': strToU8('<table id="1" name="Table1" displayName="Table1"/>'),
	'xl/printerSettings/printerSettings1.bin': Buffer.from(secret, 'utf16le'),
	'xl/comments1.xml': strToU8(
		`<comments><authors><author>${secret}</author></authors><commentList><comment ref="A1" authorId="0"><text><t>Trop grand</t></text></comment></commentList></comments>`
	),
	'xl/persons/person.xml': strToU8(`<personList><person displayName='${secret}' id="{1}" userId="${secret}" providerId="AD"/></personList>`)
});

const letter = async (more: Record<string, Uint8Array> = {}) => ({
	'[Content_Types].xml': types('word/document.xml'),
	'_rels/.rels': packageRelations('word/document.xml'),
	...properties,
	'word/document.xml': strToU8(
		`<w:document><!-- ${secret} --><w:body><w:p><w:ins w:id="1" w:author="${secret}" w:date="2026-01-01T00:00:00Z"><w:r><w:t>Détecter les défauts, author="atelier" &gt; 1 mm</w:t></w:r></w:ins></w:p><w:sdt><w:dataBinding w:xpath="${secret}"/></w:sdt></w:body></w:document>`
	),
	'word/_rels/document.xml.rels': relations(
		relation('rId1', 'comments', 'comments.xml'),
		relation('rId2', 'settings', 'settings.xml'),
		relation('rId3', 'image', 'media/image1.jpeg'),
		relation('rId4', 'package', 'embeddings/Sheet.xlsx'),
		relation('rId5', 'oleObject', 'embeddings/oleObject1.bin'),
		relation('rId6', 'customXml', '../customXml/item1.xml'),
		relation('rId7', 'hyperlink', 'https://www.km0.info/', 'TargetMode="External"'),
		relation('rId8', 'hyperlink', `file:///C:/Users/${secret}/a.doc`, 'TargetMode="External"'),
		relation('rId9', 'people', 'people.xml'),
		relation('rId10', 'image', 'media/image2.png')
	),
	'word/comments.xml': Buffer.from(
		`\ufeff<?xml version="1.0" encoding="UTF-16"?><w:comments><w:comment w:author = '${secret}' w:initials="FR"><w:t>À vérifier</w:t></w:comment></w:comments>`,
		'utf16le'
	),
	'word/people.xml': strToU8(`<w15:people><w15:person w15:author="${secret}"/></w15:people>`),
	'word/settings.xml': strToU8('<w:settings><w:zoom w:percent="100"/><w:attachedTemplate r:id="rId1"/></w:settings>'),
	'word/_rels/settings.xml.rels': relations(
		relation('rId1', 'attachedTemplate', `file:///C:/Users/${secret}/Normal.dotm`, 'TargetMode="External"')
	),
	'word/media/image1.jpeg': await photograph('jpeg'),
	'word/media/image2.png': await photograph('png'),
	'word/embeddings/Sheet.xlsx': zipSync(workbook()),
	'word/embeddings/oleObject1.bin': strToU8(secret),
	'customXml/item1.xml': strToU8(`<root>${secret}</root>`),
	'hidden.txt': strToU8(secret),
	...more
});

test('a Word document keeps its words and pictures and forgets who wrote them', async () => {
	const before = await letter();
	for (const part of Object.keys(before).filter(
		(name) => !/Content_Types|_rels\/(?:\.rels|document|workbook|settings)|settings\.xml/.test(name)
	))
		expect([part, tells(before[part as keyof typeof before]!)]).toEqual([part, true]);

	const { cleaned, kind } = await accepted('Cahier des charges.docx', zipSync(before));
	expect(kind).toBe('docx');
	expect(tells(cleaned)).toBe(false);

	const parts = unzipSync(cleaned);
	const text = (name: string) => Buffer.from(parts[name]!).toString();
	expect(Object.keys(parts).sort()).toEqual([
		'[Content_Types].xml',
		'_rels/.rels',
		'word/_rels/document.xml.rels',
		'word/_rels/settings.xml.rels',
		'word/comments.xml',
		'word/document.xml',
		'word/embeddings/Sheet.xlsx',
		'word/embeddings/oleObject1.bin',
		'word/media/image1.jpeg',
		'word/media/image2.png',
		'word/settings.xml'
	]);
	expect(text('word/document.xml')).toBe(
		'<w:document><w:body><w:p><w:ins w:id="1" w:author="" w:date="2026-01-01T00:00:00Z"><w:r><w:t>Détecter les défauts, author="atelier" &gt; 1 mm</w:t></w:r></w:ins></w:p><w:sdt></w:sdt></w:body></w:document>'
	);
	expect(text('word/comments.xml')).toContain('À vérifier');
	expect(text('word/settings.xml')).toBe('<w:settings><w:zoom w:percent="100"/></w:settings>');
	expect(text('word/_rels/document.xml.rels')).toContain('Target="https://www.km0.info/"');
	expect(text('[Content_Types].xml')).not.toContain('docProps');
	for (const picture of ['word/media/image1.jpeg', 'word/media/image2.png'] as const) {
		const pixels = (bytes: Uint8Array) => sharp(bytes).raw().toBuffer();
		expect((await sharp(parts[picture]!).metadata()).exif).toBeUndefined();
		expect(await pixels(parts[picture]!)).toEqual(await pixels(before[picture]));
	}
});

test('a workbook forgets its path, printer and commenters, and keeps its cells and tables', async () => {
	const { cleaned } = await accepted('Pièces.xlsx', zipSync(workbook()));
	expect(tells(cleaned)).toBe(false);
	const parts = unzipSync(cleaned);
	const text = (name: string) => Buffer.from(parts[name]!).toString();
	expect(text('xl/worksheets/sheet1.xml')).toContain('Alésage');
	expect(text('xl/worksheets/sheet1.xml')).toContain('<pageSetup paperSize="9"/>');
	expect(text('xl/worksheets/_rels/sheet1.xml.rels')).not.toContain('printerSettings');
	expect(text('xl/comments1.xml')).toContain('<author></author>');
	expect(text('xl/comments1.xml')).toContain('Trop grand');
	expect(text('xl/tables/table1.xml')).toContain('displayName="Table1"');
});

test('a presentation forgets its commenters', async () => {
	const slides = {
		'[Content_Types].xml': types('ppt/presentation.xml'),
		'_rels/.rels': packageRelations('ppt/presentation.xml'),
		...properties,
		'ppt/presentation.xml': strToU8('<p:presentation/>'),
		'ppt/_rels/presentation.xml.rels': relations(relation('rId1', 'commentAuthors', 'commentAuthors.xml')),
		'ppt/commentAuthors.xml': strToU8(`<p:cmAuthorLst><p:cmAuthor id="1" name="${secret}" initials="FR"/></p:cmAuthorLst>`)
	};
	expect(tells(zipSync(slides))).toBe(true);
	const { cleaned, kind } = await accepted('pitch.pptx', zipSync(slides));
	expect([kind, tells(cleaned)]).toEqual(['pptx', false]);
});

const openText = (more: Record<string, Uint8Array> = {}, manifest = '') => ({
	mimetype: [strToU8('application/vnd.oasis.opendocument.text'), { level: 0 }] as [Uint8Array, { level: 0 }],
	'content.xml': strToU8(
		`<office:document-content><text:p>Prüfung der Schweißnaht<office:annotation><dc:creator><![CDATA[J.]]> <text:s/>${secret}</dc:creator><text:p>Gut</text:p></office:annotation></text:p></office:document-content>`
	),
	'meta.xml': strToU8(`<office:document-meta><meta:initial-creator>${secret}</meta:initial-creator></office:document-meta>`),
	'settings.xml': strToU8(
		`<settings><config:config-item config:name="PrinterName" config:type="string">${secret}</config:config-item></settings>`
	),
	'Thumbnails/thumbnail.png': strToU8(secret),
	'META-INF/manifest.xml': strToU8(
		`<manifest:manifest><manifest:file-entry manifest:full-path="/"/><manifest:file-entry manifest:full-path="content.xml"/><manifest:file-entry manifest:full-path="Thumbnails/thumbnail.png"/>${manifest}</manifest:manifest>`
	),
	...more
});

test('an OpenDocument text forgets its people and its printer', async () => {
	expect(tells(zipSync(openText()))).toBe(true);
	const { cleaned, kind } = await accepted('Anfrage.odt', zipSync(openText()));
	expect([kind, tells(cleaned)]).toEqual(['odt', false]);
	expect(cleaned.toString('latin1', 30, 77)).toBe('mimetypeapplication/vnd.oasis.opendocument.text');
	const parts = unzipSync(cleaned);
	expect(Buffer.from(parts['content.xml']!).toString()).toContain(
		'Prüfung der Schweißnaht<office:annotation><dc:creator></dc:creator><text:p>Gut</text:p></office:annotation>'
	);
	expect(Buffer.from(parts['META-INF/manifest.xml']!).toString()).not.toContain('Thumbnails');
});

test('documents with macros, locks or tricks are refused', async () => {
	const word = async (more: Record<string, Uint8Array>) => zipSync(await letter(more));
	expect(await refused('a.docx', await word({ 'word/vbaProject.bin': strToU8('Sub AutoOpen()') }))).toBe('file_has_macros');
	expect(
		await refused('a.docx', await word({ 'word/_rels/document.xml.rels': relations(relation('rId1', 'vbaProject', 'harmless.bin')) }))
	).toBe('file_has_macros');
	expect(await refused('a.odt', zipSync(openText({ 'Basic/Standard/Module1.xml': strToU8('<x/>') })))).toBe('file_has_macros');
	const locked = '<manifest:file-entry manifest:full-path="x"><manifest:encryption-data/></manifest:file-entry>';
	expect(await refused('a.odt', zipSync(openText({}, locked)))).toBe('file_protected');
	const compound = Buffer.from('d0cf11e0a1b11ae1', 'hex');
	expect(await refused('a.docx', Buffer.concat([compound, Buffer.alloc(512), Buffer.from('EncryptedPackage', 'utf16le')]))).toBe(
		'file_protected'
	);
	expect(await refused('a.doc', Buffer.concat([compound, Buffer.alloc(512)]))).toBe('file_type_not_allowed');
	expect(await refused('a.docx', await word({ 'word/document.xml': strToU8('<!DOCTYPE w [<!ENTITY a "b">]><w:document/>') }))).toBe(
		'file_damaged'
	);
	expect(await refused('a.docx', await word({ '../../etc/passwd': strToU8('root') }))).toBe('file_damaged');
	expect(await refused('a.zip', zipSync({ 'a.txt': strToU8('a') }))).toBe('file_type_not_allowed');
});

test('archives that unfold too far are refused', async () => {
	const bomb = zipSync({ ...(await letter()), 'word/media/zeros.bin': new Uint8Array(8_000_000) });
	expect(bomb.length).toBeLessThan(40_000);
	expect(await refused('a.docx', bomb)).toBe('file_too_large');

	const crowd = Object.fromEntries(Array.from({ length: 5_001 }, (_, n) => [`word/${n}.xml`, new Uint8Array()]));
	expect(await refused('a.docx', zipSync({ ...(await letter()), ...crowd }))).toBe('file_too_large');

	// A directory that says one byte where the content unfolds into megabytes.
	const honest = Buffer.from(zipSync(await letter({ 'word/settings.xml': new Uint8Array(1_000_000) })));
	const entry = honest.lastIndexOf('word/settings.xml') - 46;
	honest.writeUInt32LE(1, entry + 24);
	expect(await refused('a.docx', honest)).toBe('file_damaged');
});

const part = (header: string) =>
	`ISO-10303-21;\nHEADER;\n/* made at ${secret} */\nFILE_DESCRIPTION(('${secret}; v2'),'2;1');\n${header}\nFILE_SCHEMA(('AUTOMOTIVE_DESIGN'));\nENDSEC;\nDATA;\n#1=PRODUCT('axle','it''s; round','',(#2));\n#9=ORGANIZATION('${secret}','${secret}','');\nENDSEC;\nEND-ISO-10303-21;\n`;

test('an exchange file keeps its geometry and forgets its author, firm and path', async () => {
	const before = part(`FILE_NAME('C:\\\\${secret}\\\\axle.step','2026-01-01',('${secret}'),\n('${secret}'),'','','');`);
	const { cleaned, kind } = await accepted('axle.stp', Buffer.from(before));
	expect(kind).toBe('step');
	expect(cleaned.toString()).toBe(
		"ISO-10303-21;\nHEADER;\nFILE_DESCRIPTION((''),'2;1');\nFILE_NAME('','',(''),(''),'','','');\nFILE_SCHEMA(('AUTOMOTIVE_DESIGN'));\nENDSEC;\nDATA;\n#1=PRODUCT('axle','it''s; round','',(#2));\n#9=ORGANIZATION('','','');\nENDSEC;\nEND-ISO-10303-21;\n"
	);
});

test('a drawing keeps its lines and forgets who saved it and how it looked', async () => {
	const before = [
		'999',
		secret,
		'0',
		'SECTION',
		'2',
		'HEADER',
		'9',
		'$LASTSAVEDBY',
		'1',
		secret,
		'9',
		'$ACADVER',
		'1',
		'AC1032',
		'0',
		'ENDSEC'
	];
	const preview = ['0', 'SECTION', '2', 'THUMBNAILIMAGE', '310', Buffer.from(secret).toString('hex'), '0', 'ENDSEC'];
	const lines = ['0', 'SECTION', '2', 'ENTITIES', '0', 'LINE', '10', '1.5', '0', 'ENDSEC', '0', 'EOF'];
	const { cleaned, kind } = await accepted('plan.dxf', Buffer.from([...before, ...preview, ...lines].join('\n')));
	expect(kind).toBe('dxf');
	expect(cleaned.toString().split('\r\n')).toEqual([
		'0',
		'SECTION',
		'2',
		'HEADER',
		'9',
		'$LASTSAVEDBY',
		'1',
		'',
		'9',
		'$ACADVER',
		'1',
		'AC1032',
		'0',
		'ENDSEC',
		...lines,
		''
	]);
});

test('text arrives as UTF-8 from wherever it was written', async () => {
	const text = 'Schweißnähte;défaut\r\n';
	for (const bytes of [Buffer.from(text), Buffer.from(text, 'latin1'), Buffer.from(`\ufeff${text}`, 'utf16le')]) {
		const { cleaned, kind, mime } = await accepted('mesures.csv', bytes);
		expect([kind, mime, cleaned.toString()]).toEqual(['csv', 'text/csv; charset=utf-8', text]);
	}
	expect((await accepted('lisez-moi.txt', Buffer.from(text))).kind).toBe('txt');
});

test('what a file is, is read from its bytes and must be what its name says', async () => {
	const png = await (await flag()).png().toBuffer();
	expect({
		empty: await refused('a.txt', ''),
		renamed: await refused('a.jpg', png),
		unnamed: await refused('a', png),
		script: await refused('a.png', '<svg xmlns="http://www.w3.org/2000/svg"/>'),
		drawing: await refused('a.svg', '<svg xmlns="http://www.w3.org/2000/svg"/>'),
		page: await refused('a.txt', '<!doctype html><script>alert(1)</script>'),
		program: await refused('a.exe', Buffer.from('4d5a90000300', 'hex')),
		disguise: await refused('a.pdf', Buffer.from('4d5a90000300', 'hex')),
		cut: await refused('a.png', png.subarray(0, png.length - 40)),
		halfPdf: await refused('a.pdf', '%PDF-1.7\nnothing more'),
		halfZip: await refused('a.docx', 'PK\x03\x04 nothing more')
	}).toEqual({
		empty: 'file_empty',
		renamed: 'file_does_not_match_its_name',
		unnamed: 'file_does_not_match_its_name',
		script: 'file_does_not_match_its_name',
		drawing: 'file_type_not_allowed',
		page: 'file_does_not_match_its_name',
		program: 'file_type_not_allowed',
		disguise: 'file_does_not_match_its_name',
		cut: 'file_damaged',
		halfPdf: 'file_damaged',
		halfZip: 'file_damaged'
	});
});

test('sizes are limited by kind', async () => {
	const limits = { ...usualLimits, image: 100, other: 300 };
	const png = await sharp({
		create: { width: 40, height: 40, channels: 3, background: 'red', noise: { type: 'gaussian', mean: 128, sigma: 30 } }
	})
		.png()
		.toBuffer();
	expect(await refused('a.png', png, limits)).toBe('file_too_large');
	expect(await refused('a.txt', 'a'.repeat(301), limits)).toBe('file_too_large');
	expect(await refused('a.txt', 'a'.repeat(300), limits)).toBe('accepted');
	expect(usualLimits).toMatchObject({ image: 10_000_000, other: 25_000_000, pixels: 50_000_000 });
});

test('no bytes, however broken, make it throw', async () => {
	const seeds = [
		await photograph('jpeg'),
		await photograph('png'),
		await photograph('webp'),
		Buffer.from(await (await talkativePdf()).save()),
		Buffer.from(await (await talkativePdf()).save({ useObjectStreams: false })),
		Buffer.from(zipSync(await letter(), { level: 0 })),
		Buffer.from(zipSync(openText())),
		Buffer.from(part("FILE_NAME('','',(''),(''),'','','');")),
		Buffer.from('0\nSECTION\n2\nENTITIES\n0\nENDSEC\n0\nEOF\n')
	];
	const names = ['a.jpg', 'a.png', 'a.webp', 'a.pdf', 'a.pdf', 'a.docx', 'a.odt', 'a.stp', 'a.dxf'];
	const damage = fc.array(fc.tuple(fc.nat(), fc.nat(255)), { minLength: 1, maxLength: 8 });
	await fc.assert(
		fc.asyncProperty(fc.nat(seeds.length - 1), damage, fc.option(fc.nat()), async (n, changes, cut) => {
			const bytes = Buffer.from(seeds[n]!);
			for (const [at, byte] of changes) bytes[at % bytes.length] = byte;
			const upload = await acceptUpload(names[n]!, cut === null ? bytes : bytes.subarray(0, cut % bytes.length));
			expect(upload.ok || upload.code).toBeTruthy();
		}),
		{ numRuns: 250 }
	);
	await fc.assert(
		fc.asyncProperty(fc.string({ unit: 'binary' }), fc.uint8Array({ maxLength: 2000 }), async (name, bytes) => {
			const upload = await acceptUpload(name, bytes);
			expect(upload.ok || upload.code).toBeTruthy();
		}),
		{ numRuns: 300 }
	);
}, 60_000);
