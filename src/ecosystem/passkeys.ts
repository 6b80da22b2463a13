// Runs in the browser, on the page of an account; `open-with-passkey.js` is its other half.

const at = '/api/auth/passkey';

/** Whether this browser can hold and give passkeys as JSON, which the last years' browsers can. */
export const canUsePasskeys = () => typeof PublicKeyCredential !== 'undefined' && 'parseCreationOptionsFromJSON' in PublicKeyCredential;

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
