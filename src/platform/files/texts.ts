import { isUtf16 } from './kinds.ts';
import { FileRefused } from './refused.ts';

/** Any text as UTF-8, so that every reader sees the same accents. */
export function cleanText(bytes: Buffer) {
	if (isUtf16(bytes)) return Buffer.from(new TextDecoder(bytes[0] === 0xff ? 'utf-16le' : 'utf-16be').decode(bytes));
	try {
		new TextDecoder('utf-8', { fatal: true }).decode(bytes);
		return bytes;
	} catch {
		return Buffer.from(new TextDecoder('windows-1252').decode(bytes));
	}
}

const people = /^(?:PERSON|ORGANIZATION|ORGANIZATIONAL_ADDRESS|PERSONAL_ADDRESS|ADDRESS|PERSON_AND_ORGANIZATION_ADDRESS)$/;

/**
 * The header of an exchange file (ISO 10303-21) names its path, author, firm and program, and some programs repeat the
 * people among the data. Latin-1 keeps every byte as it is.
 */
export function cleanStep(bytes: Buffer) {
	const cleaned: string[] = [];
	for (const statement of statements(bytes.toString('latin1'))) {
		const word = /^(?:#\d+\s*=\s*)?(\w+)\s*\(/.exec(statement)?.[1]?.toUpperCase() ?? '';
		if (word === 'FILE_NAME') cleaned.push("FILE_NAME('','',(''),(''),'','','');");
		else if (word === 'FILE_DESCRIPTION') cleaned.push(`FILE_DESCRIPTION((''),${/'[^']*'\s*\)\s*;$/.exec(statement)?.[0] ?? "'2;1');"}`);
		else if (people.test(word)) cleaned.push(statement.replace(/'[^']*'/g, "''"));
		else cleaned.push(statement);
	}
	return Buffer.from(`${cleaned.join('\n')}\n`, 'latin1');
}

// Split at semicolons outside strings; comments go. A doubled apostrophe inside a string reads as two strings in a row.
function* statements(text: string) {
	const mark = /'|\/\*|;/g;
	let statement = '';
	let from = 0;
	for (let found = mark.exec(text); found; found = mark.exec(text)) {
		if (found[0] === ';') {
			yield (statement + text.slice(from, found.index + 1)).trim();
			statement = '';
			from = found.index + 1;
			continue;
		}
		const close = found[0] === "'" ? text.indexOf("'", found.index + 1) : text.indexOf('*/', found.index + 2);
		if (close === -1) throw new FileRefused('file_damaged');
		if (found[0] === '/*') {
			statement += text.slice(from, found.index);
			from = close + 2;
		}
		mark.lastIndex = close + (found[0] === "'" ? 1 : 2);
	}
	if ((statement + text.slice(from)).trim() !== '') throw new FileRefused('file_damaged');
}

const talkative =
	/^\$(?:LASTSAVEDBY|PROJECTNAME|HYPERLINKBASE|STYLESHEET|CUSTOMPROPERTY|CUSTOMPROPERTYTAG|MENU|FINGERPRINTGUID|VERSIONGUID)$/;

/** A drawing exchange file is pairs of lines, a code and a value; the preview and the comments go. */
export function cleanDxf(bytes: Buffer) {
	const lines = bytes.toString('latin1').split(/\r\n|\n|\r/);
	const kept: string[] = [];
	let variable = '';
	let preview = false;
	for (let n = 0; n + 1 < lines.length; n += 2) {
		const code = lines[n]!.trim();
		const value = lines[n + 1]!;
		if (!/^-?\d+$/.test(code)) throw new FileRefused('file_damaged');
		if (code === '999') continue;
		if (code === '0' && value.trim() === 'SECTION' && lines[n + 3]?.trim() === 'THUMBNAILIMAGE') preview = true;
		if (!preview) kept.push(lines[n]!, talkative.test(variable) && code !== '9' && code !== '0' ? '' : value);
		if (code === '0' && value.trim() === 'ENDSEC') preview = false;
		if (code === '9') variable = value.trim();
		if (code === '0') variable = '';
	}
	return Buffer.from(`${kept.join('\r\n')}\r\n`, 'latin1');
}
