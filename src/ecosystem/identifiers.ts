/** A refusal's code is the key of a message. */
export type Checked<Extra = unknown> = ({ ok: true; value: string } & Extra) | { ok: false; code: string };

const refused = (code: string): { ok: false; code: string } => ({ ok: false, code });
const accepted = (value: string) => ({ ok: true as const, value });

const compact = (typed: string) =>
	typed
		.normalize('NFKC')
		.toUpperCase()
		.replace(/[\s.\-_/]/g, '');
const digitsOf = (text: string) => Array.from(text, Number);
const sum = (numbers: number[]) => numbers.reduce((total, number) => total + number, 0);
const weighted = (digits: number[], weights: number[]) => sum(weights.map((weight, place) => weight * digits[place]));

const luhnSum = (digits: string) =>
	sum(
		digitsOf(digits)
			.toReversed()
			.map((digit, place) => (place % 2 === 0 ? digit : digit > 4 ? 2 * digit - 9 : 2 * digit))
	);
const luhn = (digits: string) => luhnSum(digits) % 10 === 0;

export function checkSiren(typed: string): Checked {
	const value = compact(typed);
	if (!/^\d+$/.test(value)) return refused('siren_not_digits');
	if (value.length !== 9) return refused('siren_wrong_length');
	// Nine zeros satisfy the sum and nobody.
	return luhn(value) && Number(value) ? accepted(value) : refused('siren_check_digit');
}

const laPoste = '356000000';

export function checkSiret(typed: string): Checked {
	const value = compact(typed);
	if (!/^\d+$/.test(value)) return refused('siret_not_digits');
	if (value.length !== 14) return refused('siret_wrong_length');
	const siren = sirenOfSiret(value);
	if (!checkSiren(siren).ok) return refused('siret_siren_check_digit');
	// La Poste has more establishments than Luhn leaves it: its plain digit sum may be a multiple of five instead.
	const ofLaPoste = siren === laPoste && sum(digitsOf(value)) % 5 === 0;
	return luhn(value) || ofLaPoste ? accepted(value) : refused('siret_check_digit');
}

export const sirenOfSiret = (siret: string) => siret.slice(0, 9);

export const vatOfSiren = (siren: string) => `FR${String((12 + 3 * (Number(siren) % 97)) % 97).padStart(2, '0')}${siren}`;

/** Digits first to last through a product modulo 11, as Germany and Croatia do (ISO 7064, MOD 11,10). */
function mod11And10(digits: string) {
	let product = 10;
	for (const digit of digitsOf(digits.slice(0, -1))) product = (2 * ((digit + product) % 10 || 10)) % 11;
	return (11 - product) % 10 === Number(digits.at(-1));
}

const spanishLetters = 'TRWAGMYFPDXBNJZSQVHLCKE';

function spanish(value: string) {
	const number = value.slice(1, 8);
	if (/^[\dXYZKLM]/.test(value)) {
		const whole = value
			.slice(0, 8)
			.replace(/^[XKLM]/, '0')
			.replace('Y', '1')
			.replace('Z', '2');
		return spanishLetters[Number(whole) % 23] === value[8];
	}
	const check = (10 - (luhnSum(`${number}0`) % 10)) % 10;
	return value[8] === String(check) || value[8] === 'JABCDEFGHI'[check];
}

const asNumber = (text: string) => BigInt(Array.from(text, (sign) => (/\d/.test(sign) ? sign : String(sign.charCodeAt(0) - 55))).join(''));

function dutch(value: string) {
	const elevens = weighted(digitsOf(value.slice(0, 9)), [9, 8, 7, 6, 5, 4, 3, 2, -1]) % 11 === 0;
	// Sole traders have numbers of their own since 2020, which say nothing of the person and satisfy this sum instead.
	return elevens || asNumber(`NL${value}`) % 97n === 1n;
}

function austrian(value: string) {
	const digits = digitsOf(value.slice(1));
	const doubled = digits.slice(0, 7).map((digit, place) => (place % 2 === 0 ? digit : digit > 4 ? 2 * digit - 9 : 2 * digit));
	return (10 - ((sum(doubled) + 4) % 10)) % 10 === digits[7];
}

const elevenOf = (digits: number[], weights: number[]) => (11 - (weighted(digits, weights) % 11)) % 11;

type VatRule = { shape: RegExp; holds?: (value: string) => boolean };

const vatRules: Record<string, VatRule> = {
	AT: { shape: /^U\d{8}$/, holds: austrian },
	BE: { shape: /^[01]\d{9}$/, holds: (value) => 97 - (Number(value.slice(0, 8)) % 97) === Number(value.slice(8)) },
	BG: { shape: /^\d{9,10}$/ },
	CY: { shape: /^\d{8}[A-Z]$/ },
	CZ: { shape: /^\d{8,10}$/ },
	DE: { shape: /^[1-9]\d{8}$/, holds: mod11And10 },
	DK: { shape: /^\d{8}$/, holds: (value) => weighted(digitsOf(value), [2, 7, 6, 5, 4, 3, 2, 1]) % 11 === 0 },
	EE: { shape: /^\d{9}$/ },
	EL: {
		shape: /^\d{9}$/,
		holds: (value) => (weighted(digitsOf(value), [256, 128, 64, 32, 16, 8, 4, 2]) % 11) % 10 === Number(value[8])
	},
	ES: { shape: /^(?:[\dXYZKLM]\d{7}[A-Z]|[ABCDEFGHJNPQRSUVW]\d{7}[0-9A-J])$/, holds: spanish },
	FI: { shape: /^\d{8}$/, holds: (value) => elevenOf(digitsOf(value), [7, 9, 10, 5, 8, 4, 2]) === Number(value[7]) },
	FR: { shape: /^[A-HJ-NP-Z0-9]{2}\d{9}$/ },
	HR: { shape: /^\d{11}$/, holds: mod11And10 },
	HU: { shape: /^\d{8}$/ },
	IE: { shape: /^(?:\d{7}[A-W][A-I]?|\d[A-Z+*]\d{5}[A-W])$/ },
	IT: { shape: /^\d{11}$/, holds: luhn },
	LT: { shape: /^(?:\d{9}|\d{12})$/ },
	LU: { shape: /^\d{8}$/, holds: (value) => Number(value.slice(0, 6)) % 89 === Number(value.slice(6)) },
	LV: { shape: /^\d{11}$/ },
	MT: { shape: /^\d{8}$/ },
	NL: { shape: /^\d{9}B\d{2}$/, holds: dutch },
	PL: { shape: /^\d{10}$/, holds: (value) => weighted(digitsOf(value), [6, 5, 7, 2, 3, 4, 5, 6, 7]) % 11 === Number(value[9]) },
	PT: {
		shape: /^[1-9]\d{8}$/,
		holds: (value) => elevenOf(digitsOf(value), [9, 8, 7, 6, 5, 4, 3, 2]) % 10 === Number(value[8])
	},
	RO: { shape: /^[1-9]\d{1,9}$/ },
	SE: { shape: /^\d{10}\d{2}$/, holds: (value) => luhn(value.slice(0, 10)) && value.slice(10) !== '00' },
	SI: { shape: /^[1-9]\d{7}$/ },
	SK: { shape: /^[1-9]\d{9}$/ },
	XI: { shape: /^(?:\d{9}|\d{12}|GD\d{3}|HA\d{3})$/ }
};

/** `key`: the number's own check holds. `shape`: only VIES can tell more. */
export type CheckedVat = Checked<{ checked: 'key' | 'shape' }>;

export function checkVat(typed: string): CheckedVat {
	const written = compact(typed);
	if (!/^[A-Z]{2}/.test(written)) return refused('vat_no_country');
	const country = written.slice(0, 2) === 'GR' ? 'EL' : written.slice(0, 2);
	const rule = vatRules[country];
	if (!rule) return refused('vat_country_unknown');

	// Belgium wrote nine digits before 2005.
	const number = written.slice(2).replace(/^(?=\d{9}$)/, country === 'BE' ? '0' : '');
	if (!rule.shape.test(number)) return refused('vat_wrong_shape');
	if (country === 'FR') return checkFrenchVat(number);
	if (rule.holds && !rule.holds(number)) return refused('vat_check_digit');
	return { ...accepted(country + number), checked: rule.holds ? 'key' : 'shape' };
}

function checkFrenchVat(number: string): CheckedVat {
	const siren = number.slice(2);
	const value = `FR${number}`;
	// Numbers of Monaco begin with 000 after the key and are no SIREN.
	if (!siren.startsWith('000') && !checkSiren(siren).ok) return refused('vat_siren_check_digit');
	// How a key with a letter is made is not published.
	if (/[A-Z]/.test(number.slice(0, 2))) return { ...accepted(value), checked: 'shape' };
	return vatOfSiren(siren) === value ? { ...accepted(value), checked: 'key' } : refused('vat_key');
}

export function checkUid(typed: string): Checked {
	const written = compact(typed).replace(/(?:MWST|TVA|IVA)$/, '');
	if (!/^CHE\d{9}$/.test(written)) return refused('uid_wrong_shape');
	const digits = digitsOf(written.slice(3));
	if (elevenOf(digits, [5, 4, 3, 2, 7, 6, 5, 4]) !== digits[8]) return refused('uid_check_digit');
	const [, first, second, third] = /(\d{3})(\d{3})(\d{3})/.exec(written)!;
	return accepted(`CHE-${first}.${second}.${third}`);
}

const regions = new Intl.DisplayNames('en', { type: 'region', fallback: 'none' });
const isCountry = (code: string) => /^[A-Z]{2}$/.test(code) && regions.of(code) !== undefined && code !== 'ZZ';

/** An identifier of a country whose rules we do not know: kept as typed, with its country. */
export function checkForeignId(country: string, typed: string): Checked<{ country: string }> {
	const code = country.trim().toUpperCase();
	const value = typed.normalize('NFKC').trim().replace(/\s+/g, ' ');
	if (!isCountry(code)) return refused('foreign_id_country_unknown');
	if (!/[\p{L}\p{N}]/u.test(value)) return refused('foreign_id_empty');
	if (value.length > 40) return refused('foreign_id_too_long');
	return { ...accepted(value), country: code };
}

const firstMadeUp = 100;
export const madeUpSirens = 19_800;

/**
 * SIRENs for invented firms. Insee hands numbers out in ascending order, and the first of its published register, ceased firms
 * included, is 000 325 175; registers of courts mention 000 199 968. Below that no number belongs to anybody, and none will.
 * Make no VAT number from one: Monaco writes its own with the same zeros.
 */
export function madeUpSiren(nth: number): string {
	if (!Number.isInteger(nth) || nth < 0 || nth >= madeUpSirens) throw new RangeError(`made-up SIRENs go from 0 to ${madeUpSirens - 1}`);
	const body = String(firstMadeUp + nth).padStart(8, '0');
	return body + String((10 - (luhnSum(`${body}0`) % 10)) % 10);
}

export const isMadeUpSiren = (siren: string) => /^000[01]\d{5}$/.test(siren) && Number(siren.slice(0, 8)) < firstMadeUp + madeUpSirens;
