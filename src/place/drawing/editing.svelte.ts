import { crossesItself, type Point, type Ring } from '../rings.ts';
import type { DrawnRoom } from './drawings.ts';
import {
	crossings,
	duplicated,
	keysOf,
	merged,
	moved,
	numbered,
	split,
	straightened,
	unsaved,
	usualPrefix,
	type Line,
	type Room
} from './sketch.ts';

export const tools = ['choose', 'rectangle', 'polygon', 'split', 'measure', 'scale', 'resource'] as const;
export type Tool = (typeof tools)[number];

/** Steps that can be taken back. */
const remembered = 200;

let made = 0;
export const newKey = () => `new-${Date.now().toString(36)}-${++made}`;

export const roomsOf = (units: readonly DrawnRoom[]): Room[] =>
	units.map(({ id, number, name, use, people, shape, taken }) => ({
		key: id,
		id,
		number,
		name,
		use,
		people,
		shape: shape as Ring,
		origins: [],
		isTaken: taken !== null
	}));

/** A drawing while somebody draws it. */
export class Editing {
	rooms = $state.raw<Room[]>([]);
	chosen = $state.raw(keysOf([]));
	/** Of the one room that is chosen. */
	corner = $state<number | null>(null);
	tool = $state<Tool>('choose');
	/** Points set so far with the tool at hand. */
	trace = $state.raw<Point[]>([]);
	grid = $state(0.1);
	/** What the server said of a room, by its key. */
	refused = $state.raw<Readonly<Record<string, string>>>({});
	prefix = $state('');
	use = $state('office');
	#past = $state.raw<Room[][]>([]);
	#future = $state.raw<Room[][]>([]);
	#level: number;

	readonly mayUndo = $derived(this.#past.length > 0);
	readonly mayRedo = $derived(this.#future.length > 0);
	readonly selection = $derived(this.rooms.filter(({ key }) => this.chosen.has(key)));
	readonly only = $derived(this.selection.length === 1 ? this.selection[0] : undefined);
	readonly overlaps = $derived(crossings(this.rooms));
	readonly crossed = $derived(keysOf(this.rooms.filter(({ shape }) => crossesItself(shape))));

	constructor(rooms: Room[], level: number) {
		this.#level = level;
		this.reset(rooms);
	}

	/** Begins anew with these rooms. */
	reset(rooms: Room[]) {
		const chosen = this.selection.map(({ number }) => number);
		this.rooms = rooms;
		this.#past = [];
		this.#future = [];
		this.prefix ||= usualPrefix(
			rooms.map(({ number }) => number),
			this.#level
		);
		this.chosen = keysOf(rooms.filter(({ number }) => chosen.includes(number)));
		this.corner = null;
		this.refused = {};
	}

	/** Takes a step that can be taken back; `before` is what stood there when somebody began to drag. */
	change(rooms: Room[], before = this.rooms) {
		this.#past = [...this.#past.slice(1 - remembered), before];
		this.#future = [];
		this.rooms = rooms;
		this.refused = {};
	}

	undo() {
		const before = this.#past.at(-1);
		if (!before) return;
		this.#future = [...this.#future, this.rooms];
		this.#past = this.#past.slice(0, -1);
		this.#show(before);
	}

	redo() {
		const after = this.#future.at(-1);
		if (!after) return;
		this.#past = [...this.#past, this.rooms];
		this.#future = this.#future.slice(0, -1);
		this.#show(after);
	}

	#show(rooms: Room[]) {
		this.rooms = rooms;
		this.chosen = keysOf(rooms.filter(({ key }) => this.chosen.has(key)));
		this.corner = null;
	}

	pick(tool: Tool) {
		this.tool = tool;
		this.trace = [];
	}

	choose(key: string | null, more = false) {
		const before = more ? this.selection : [];
		const isThere = before.some((room) => room.key === key);
		this.chosen = keysOf(
			isThere ? before.filter((room) => room.key !== key) : [...before, ...this.rooms.filter((room) => room.key === key)]
		);
		this.corner = null;
	}

	chooseAll() {
		this.chosen = keysOf(this.rooms);
		this.corner = null;
	}

	/** Adds a room with the next number and the use of the last one. */
	add(shape: Ring) {
		const room: Room = { key: newKey(), number: '', name: '', use: this.use, people: null, shape, origins: [] };
		this.change(this.#named([...this.rooms, room], [room]));
		this.choose(room.key);
	}

	#named(rooms: Room[], those: readonly Room[]): Room[] {
		return numbered(rooms, this.prefix, keysOf(those));
	}

	/** Says something of every chosen room. */
	set(what: Partial<Pick<Room, 'number' | 'name' | 'use' | 'people'>>) {
		if (what.use) this.use = what.use;
		this.change(this.rooms.map((room) => (this.chosen.has(room.key) ? { ...room, ...what } : room)));
	}

	reshape(key: string, shape: Ring) {
		this.change(this.rooms.map((room) => (room.key === key ? { ...room, shape } : room)));
	}

	/** The chosen rooms that may move; walls of those that somebody has stay. */
	get free() {
		return this.selection.filter(({ isTaken }) => !isTaken);
	}

	nudge(by: Point) {
		const { only, corner } = this;
		if (only && corner !== null) {
			if (only.isTaken) return;
			this.reshape(
				only.key,
				only.shape.map((point, at) => (at === corner ? (moved([point], by)[0] as Point) : point))
			);
			return;
		}
		const keys = keysOf(this.free);
		if (keys.size) this.change(this.rooms.map((room) => (keys.has(room.key) ? { ...room, shape: moved(room.shape, by) } : room)));
	}

	/** The chosen corner, or else the chosen rooms. */
	remove() {
		const { only, corner } = this;
		if (only && corner !== null) {
			if (only.isTaken || only.shape.length <= 3) return;
			this.reshape(
				only.key,
				only.shape.filter((_, at) => at !== corner)
			);
			this.corner = null;
			return;
		}
		const keys = keysOf(this.free);
		if (!keys.size) return;
		this.change(this.rooms.filter(({ key }) => !keys.has(key)));
		this.chosen = keysOf(this.selection);
	}

	straighten() {
		const square = Object.fromEntries(this.free.map(({ key, shape }) => [key, straightened(shape)]));
		if (!Object.values(square).some(Boolean)) return false;
		this.change(this.rooms.map((room) => ({ ...room, shape: square[room.key] ?? room.shape })));
		return true;
	}

	duplicate(count: number, way: 'right' | 'down') {
		if (!this.selection.length) return;
		const copies = duplicated(this.selection, count, way, newKey);
		this.change(this.#named([...this.rooms, ...copies], copies));
		this.chosen = keysOf(copies);
	}

	/** Numbers the chosen rooms anew, or all of them where none is chosen. */
	number() {
		this.change(this.#named(this.rooms, this.chosen.size ? this.selection : this.rooms));
	}

	merge(): boolean {
		const rooms = this.free;
		if (rooms.length < 2) return false;
		const [begun, ...others] = rooms.map(({ shape }) => shape);
		let whole = begun as Ring;
		let rest = others;
		while (rest.length) {
			const next = rest.map((shape) => ({ shape, both: merged(whole, shape) })).find(({ both }) => both);
			if (!next?.both) return false;
			whole = next.both;
			rest = rest.filter((shape) => shape !== next.shape);
		}
		const [first] = rooms;
		if (!first) return false;
		const keys = keysOf(rooms);
		const people = rooms.some((room) => room.people !== null) ? rooms.reduce((sum, room) => sum + (room.people ?? 0), 0) : null;
		const room: Room = { ...unsaved(first), key: newKey(), shape: whole, people, origins: rooms.flatMap(cameFrom) };
		this.change([...this.rooms.filter(({ key }) => !keys.has(key)), room]);
		this.choose(room.key);
		return true;
	}

	split(line: Line): boolean {
		const candidates = this.selection.length ? this.free : this.rooms.filter(({ isTaken }) => !isTaken);
		const found = candidates.map((room) => ({ room, parts: split(room.shape, line) })).find(({ parts }) => parts);
		if (!found?.parts) return false;
		const { room, parts } = found;
		const halves = parts.map((shape): Room => ({ ...unsaved(room), key: newKey(), shape, people: null, origins: cameFrom(room) }));
		const [, second] = halves as [Room, Room];
		this.change(this.#named([...this.rooms.filter(({ key }) => key !== room.key), ...halves], [second]));
		this.chosen = keysOf(halves);
		return true;
	}
}

const cameFrom = ({ id, origins }: Room) => (id ? [id] : origins);
