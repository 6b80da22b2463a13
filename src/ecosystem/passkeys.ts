// Runs in the browser: the one part of signing in that needs JavaScript.

const at = '/api/auth/passkey';

/** Whether this browser can hold and give passkeys as JSON, which the last years' browsers can. */
export const canUsePasskeys = () =>
	typeof PublicKeyCredential !== 'undefined' &&
	'parseRequestOptionsFromJSON' in PublicKeyCredential &&
	'parseCreationOptionsFromJSON' in PublicKeyCredential;

/** Asks the person for one of their passkeys and signs them in. False when they gave none, or it opens nothing. */
export async function signInWithPasskey(): Promise<boolean> {
	try {
		const options = (await ask(`${at}/generate-authenticate-options`)) as PublicKeyCredentialRequestOptionsJSON;
		const given = await navigator.credentials.get({ publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(options) });
		await ask(`${at}/verify-authentication`, { response: (given as PublicKeyCredential).toJSON() });
		return true;
	} catch {
		return false;
	}
}

/** Makes a passkey on this device for whoever is signed in. False when it was not made. */
export async function addPasskey(name: string): Promise<boolean> {
	try {
		const options = (await ask(`${at}/generate-register-options`)) as PublicKeyCredentialCreationOptionsJSON;
		const made = await navigator.credentials.create({ publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(options) });
		await ask(`${at}/verify-registration`, { response: (made as PublicKeyCredential).toJSON(), name });
		return true;
	} catch {
		return false;
	}
}

async function ask(path: string, body?: object): Promise<unknown> {
	const answer = await fetch(path, body && { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) });
	if (!answer.ok) throw new Error(`${path} answered ${answer.status}`);
	return answer.json();
}
