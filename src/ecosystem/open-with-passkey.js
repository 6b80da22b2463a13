// The one way to sign in that needs JavaScript, on a page that ships no framework.
const at = '/api/auth/passkey';
const button = document.querySelector('[data-passkey]');

if (button && typeof PublicKeyCredential !== 'undefined' && 'parseRequestOptionsFromJSON' in PublicKeyCredential) button.hidden = false;

button?.addEventListener('click', async () => {
	const failed = document.getElementById('passkey-failed');
	failed.hidden = true;
	try {
		const options = await ask(`${at}/generate-authenticate-options`);
		const given = await navigator.credentials.get({ publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(options) });
		await ask(`${at}/verify-authentication`, {
			method: 'POST',
			headers: { 'content-type': 'application/json' },
			body: JSON.stringify({ response: given.toJSON() })
		});
		location.assign(button.dataset.passkey);
	} catch {
		failed.hidden = false;
	}
});

async function ask(path, request) {
	const answer = await fetch(path, request);
	if (!answer.ok) throw new Error(`${path} answered ${answer.status}`);
	return answer.json();
}
