type Control = HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement;

const awake = new WeakSet<Control>();

/** Runs `put` when what a field should hold changes, but not when the page wakes up: by then somebody may have typed. */
const later = (put: (control: Control) => void) => (control: Control) => {
	if (awake.has(control)) put(control);
	awake.add(control);
};

/** Keeps a text field or a select at `value`, beside `defaultValue` with the same. */
export const showing = (value: string) => later((control) => void (control.value = value));

/** Keeps a checkbox or a radio button ticked or not, beside `defaultChecked` with the same. */
export const ticked = (isTicked: boolean) => later((control) => void ((control as HTMLInputElement).checked = isTicked));
