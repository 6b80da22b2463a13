/** Bytes written one after the other; whole numbers take as little room as they need. */
export class ByteWriter {
	bytes: Uint8Array;
	length = 0;

	constructor(room = 256) {
		this.bytes = new Uint8Array(room);
	}

	byte(value: number) {
		if (this.length === this.bytes.length) this.grow(1);
		this.bytes[this.length++] = value;
	}

	number(value: number) {
		if (this.length + 5 > this.bytes.length) this.grow(5);
		while (value > 127) {
			this.bytes[this.length++] = (value & 127) | 128;
			value >>>= 7;
		}
		this.bytes[this.length++] = value;
	}

	all(bytes: Uint8Array) {
		if (this.length + bytes.length > this.bytes.length) this.grow(bytes.length);
		this.bytes.set(bytes, this.length);
		this.length += bytes.length;
	}

	text(value: string) {
		const bytes = utf8.encode(value);
		this.number(bytes.length);
		this.all(bytes);
	}

	taken() {
		return this.bytes.slice(0, this.length);
	}

	private grow(by: number) {
		const larger = new Uint8Array(Math.max(this.bytes.length * 2, this.length + by));
		larger.set(this.bytes.subarray(0, this.length));
		this.bytes = larger;
	}
}

export class ByteReader {
	readonly bytes: Uint8Array;
	at: number;

	constructor(bytes: Uint8Array, at = 0) {
		this.bytes = bytes;
		this.at = at;
	}

	byte() {
		return this.bytes[this.at++];
	}

	number() {
		let byte = this.bytes[this.at++];
		if (byte < 128) return byte;
		let value = byte & 127;
		for (let shift = 7; ; shift += 7) {
			byte = this.bytes[this.at++];
			value |= (byte & 127) << shift;
			if (byte < 128) return value >>> 0;
		}
	}

	all(length: number) {
		this.at += length;
		return this.bytes.subarray(this.at - length, this.at);
	}

	text() {
		return fromUtf8.decode(this.all(this.number()));
	}
}

const utf8 = new TextEncoder();
const fromUtf8 = new TextDecoder();
