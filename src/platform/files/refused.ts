export type FileCode =
	| 'file_type_not_allowed'
	| 'file_too_large'
	| 'file_empty'
	| 'file_does_not_match_its_name'
	| 'file_damaged'
	| 'file_protected'
	| 'file_has_macros'
	| 'image_too_large';

export class FileRefused extends Error {
	readonly code: FileCode;

	constructor(code: FileCode) {
		super(code);
		this.code = code;
	}
}
