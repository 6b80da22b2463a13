// Shows what is typed as a password and hides it again, on a page that ships no other script.
document.addEventListener('click', (event) => {
	const link = event.target instanceof Element && event.target.closest('a[data-password]');
	const input = link && document.getElementById(link.dataset.password);
	if (!input) return;
	event.preventDefault();
	input.type = input.type === 'password' ? 'text' : 'password';
	const use = link.querySelector('use');
	const words = link.querySelector('span');
	const { icon, words: next, label } = link.dataset;
	Object.assign(link.dataset, { icon: use.href.baseVal, words: words.textContent, label: link.ariaLabel });
	use.setAttribute('href', icon);
	words.textContent = next;
	link.ariaLabel = label;
});
