import { isMessage, say, type Locale } from '#platform/i18n.ts';
import type { OwnData } from './own-data.ts';

const escape = (text: string) =>
	text.replace(/[&<>"]/g, (sign) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' })[sign] ?? sign);

/** A cell as people read it: moments by the calendar, yes and no, roles by their names. */
function shown(value: unknown, column: string, locale: Locale): string {
	if (value === null || value === undefined) return '';
	if (value instanceof Date)
		return new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short', timeZone: 'UTC' }).format(value);
	if (typeof value === 'boolean') return say(value ? 'privacy_yes' : 'privacy_no', {}, locale);
	if (Array.isArray(value)) return value.map((one) => shown(one, column, locale)).join(', ');
	if (typeof value === 'object') return JSON.stringify(value);
	const key = column === 'roles' ? `role_${String(value)}` : '';
	return isMessage(key) ? say(key, {}, locale) : String(value);
}

export const kindOf = (table: string, locale: Locale) => say(`privacy_kind_${table}`, {}, locale);

/** What a column is called by its reader; rows name it as programs do. */
const fieldOf = (column: string, locale: Locale) =>
	say(`privacy_field_${column.replaceAll(/[A-Z]/g, (sign) => `_${sign.toLowerCase()}`)}`, {}, locale);

export interface OwnFile {
	name: string;
	path: string;
}

/** One page that needs nothing else; `files` are links to what lies beside it. */
export function readable(
	data: OwnData,
	{ name, locale, files = [] }: { name: string; locale: Locale; files?: readonly OwnFile[] }
): string {
	const title = say('privacy_own_title', {}, locale);
	const kinds = Object.entries(data).filter(([, rows]) => rows.length);
	const contents = kinds.map(([table, rows]) => `<li><a href="#${table}">${escape(kindOf(table, locale))}</a> (${rows.length})</li>`);
	const sections = kinds.map(([table, rows]) => {
		const columns = Object.keys(rows[0] ?? {});
		const heads = columns.map((column) => `<th scope="col">${escape(fieldOf(column, locale))}</th>`).join('');
		const lines = rows
			.map((row) => `<tr>${columns.map((column) => `<td>${escape(shown(row[column], column, locale))}</td>`).join('')}</tr>`)
			.join('\n');
		return `<section><h2 id="${table}">${escape(kindOf(table, locale))} (${rows.length})</h2>
<div class="wide" tabindex="0" role="region" aria-labelledby="${table}"><table><thead><tr>${heads}</tr></thead>
<tbody>${lines}</tbody></table></div></section>`;
	});
	const beside = files.length
		? `<section><h2 id="files">${escape(say('privacy_own_files', {}, locale))} (${files.length})</h2><ul>${files
				.map(
					(file) =>
						`<li><a href="${escape(encodeURI(file.path).replaceAll('#', '%23').replaceAll('?', '%3F'))}">${escape(file.name)}</a></li>`
				)
				.join('')}</ul></section>`
		: '';
	return `<!doctype html>
<html lang="${locale}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${escape(title)}</title>
<style>
:root { color-scheme: light dark }
body { font: 16px/1.5 system-ui, sans-serif; max-width: 75rem; margin: 0 auto; padding: 1.5rem }
.wide { overflow-x: auto }
table { border-collapse: collapse; font-size: .9rem }
th, td { border: 1px solid #8a8177; padding: .3rem .6rem; text-align: left; vertical-align: top }
td { max-width: 40rem; overflow-wrap: anywhere; white-space: pre-wrap }
</style></head><body>
<h1>${escape(title)}</h1>
<p>${escape(say('privacy_own_lead', { name, date: new Intl.DateTimeFormat(locale, { dateStyle: 'long', timeStyle: 'short', timeZone: 'UTC' }).format(new Date()) }, locale))}</p>
<ul>${contents.join('')}${files.length ? `<li><a href="#files">${escape(say('privacy_own_files', {}, locale))}</a> (${files.length})</li>` : ''}</ul>
${sections.join('\n')}
${beside}
</body></html>
`;
}
